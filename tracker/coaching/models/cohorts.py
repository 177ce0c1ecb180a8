"""Cohorts: people who work on a guide at the same time. Being in one lets nobody see anything.

Hides the token of the link by which people join, and that proportions are over those alone who granted this coach.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.coaching.models.sights import GRANT_ID
from tracker.extensions import UtcDateTime, db

COHORT_NAME = 80


class Cohort(db.Model):  # type: ignore[name-defined]
    """Made and looked after by a coach (`user_id`)."""

    __tablename__ = "cohorts"
    __table_args__ = (CheckConstraint("starts_on <= ends_on", name="order"),)

    id: Mapped[str] = mapped_column(String(GRANT_ID), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(COHORT_NAME))
    guide_id: Mapped[str] = mapped_column(String(80))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Of the link by which people join; None: nobody joins any more."""
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The same token, so that its maker can be shown the link again."""
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CohortMember(db.Model):  # type: ignore[name-defined]
    __tablename__ = "cohort_members"
    __table_args__ = ({"sqlite_with_rowid": False},)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    cohort_id: Mapped[str] = mapped_column(ForeignKey("cohorts.id", ondelete="CASCADE"), primary_key=True, index=True)
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)
