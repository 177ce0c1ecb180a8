"""Meetings of a mentee and a coach: when, what for, what was agreed. Both see the same.

Hides drafts of actions until the mentee takes one on as an own milestone: a coach never changes a mentee's roadmap.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.coaching.models.sights import GRANT_ID
from tracker.extensions import UtcDateTime, db

PLACE_LENGTH = 500
TEXT_LENGTH = 10_000
ACTION_LENGTH = 120


class Meeting(db.Model):  # type: ignore[name-defined]
    __tablename__ = "meetings"
    __table_args__ = (
        CheckConstraint("minutes BETWEEN 1 AND 480", name="minutes"),
        Index("ix_meetings_grant_id_starts_at", "grant_id", "starts_at"),
    )

    id: Mapped[str] = mapped_column(String(GRANT_ID), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    """The mentee."""
    grant_id: Mapped[str] = mapped_column(ForeignKey("grants.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    minutes: Mapped[int]
    place: Mapped[str] = mapped_column(String(PLACE_LENGTH))
    agenda: Mapped[str] = mapped_column(Text)
    notes: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    dated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When its time was last set."""
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Action(db.Model):  # type: ignore[name-defined]
    """Something that was agreed on. `milestone_id`: the own milestone that the mentee made of it."""

    __tablename__ = "meeting_actions"

    id: Mapped[str] = mapped_column(String(GRANT_ID), primary_key=True)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(String(ACTION_LENGTH))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    milestone_id: Mapped[str | None] = mapped_column(String(80))
