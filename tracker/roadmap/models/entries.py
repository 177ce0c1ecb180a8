"""The table of hours worked, and what becomes of a session. What is done with them stands in `sessions.py`."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import UtcDateTime, db
from tracker.roadmap.models.tables import ID_LENGTH
from tracker.roadmap.models.turns import OP_LENGTH

RUNS = text("minutes IS NULL")


class WorkSession(db.Model):  # type: ignore[name-defined]
    """Minutes of one day; None while the session runs. `asked`: capped, and the person hasn't said yet how long."""

    __tablename__ = "work_sessions"
    __table_args__ = (
        CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes"),
        CheckConstraint("minutes IS NOT NULL OR started_at IS NOT NULL", name="runs"),
        Index("uq_work_sessions_user_id_running", "user_id", unique=True, sqlite_where=RUNS, postgresql_where=RUNS),
        {"sqlite_with_rowid": False},
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    entry_id: Mapped[str] = mapped_column(String(OP_LENGTH), primary_key=True)
    guide_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    milestone_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    day: Mapped[date]
    minutes: Mapped[int | None]
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    asked: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class FullDay(Exception):
    """The day would hold more than 24 hours."""


@dataclass(frozen=True)
class Ended:
    """What became of a session. `minutes` 0: it was too short to be kept; `capped`: it is asked about."""

    milestone_id: str | None
    minutes: int
    capped: bool = False


@dataclass(frozen=True)
class Started:
    """`fresh`: begun now, and not before by the same request or on another device. `ended`: what ran until now."""

    fresh: bool
    ended: Ended | None = None
