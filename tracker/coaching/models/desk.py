"""What a coach keeps for themselves about a mentee: what they said of flags, groups, and a private note.

All of it hangs on both accounts: with either one it goes.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from tracker import clock
from tracker.accounts import Person
from tracker.coaching.models.sights import Grant, Sight, seen
from tracker.extensions import UtcDateTime, db

REASON_LENGTH = 160
WHY_LENGTH = 200
GROUP_LENGTH = 40
NOTE_LENGTH = 20_000


class FlagAnswer(db.Model):  # type: ignore[name-defined]
    """What a coach said of one flag: whether it was of use, and until when they don't want to see it.

    `reason` names the flag: its kind, what it is about and the day it dates from.
    """

    __tablename__ = "flag_answers"
    __table_args__ = (Index("ix_flag_answers_coach_id", "coach_id"), {"sqlite_with_rowid": False})

    grant_id: Mapped[str] = mapped_column(ForeignKey("grants.id", ondelete="CASCADE"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH), primary_key=True)
    coach_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    useful: Mapped[bool | None]
    snoozed_until: Mapped[date | None]
    why: Mapped[str] = mapped_column(String(WHY_LENGTH))
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @classmethod
    def rate(cls, at: Sight, reason: str, *, useful: bool) -> None:
        """Say whether this flag was of use; said again it is what was said last."""
        cls._put(at, reason, useful=useful)

    @classmethod
    def snooze(cls, at: Sight, reason: str, until: date, why: str) -> None:
        cls._put(at, reason, snoozed_until=until, why=why)

    @classmethod
    def wake(cls, at: Sight, reason: str) -> None:
        """Show it again at once."""
        cls._put(at, reason, snoozed_until=None, why="")

    @classmethod
    def _put(cls, at: Sight, reason: str, **values: object) -> None:
        known = {"useful": None, "snoozed_until": None, "why": "", "coach_id": at.coach_id, "answered_at": clock.now()}
        changed = {**values, "answered_at": clock.now()}
        dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
        row = dialect.insert(cls).values(grant_id=at.grant_id, reason=reason, **(known | values))
        db.session.execute(row.on_conflict_do_update(index_elements=["grant_id", "reason"], set_=changed))


class GroupMember(db.Model):  # type: ignore[name-defined]
    """That a coach keeps a mentee in a group of theirs. A group is its name; it is there while somebody is in it."""

    __tablename__ = "coach_groups"
    __table_args__ = (Index("ix_coach_groups_coach_id", "coach_id"), {"sqlite_with_rowid": False})

    grant_id: Mapped[str] = mapped_column(ForeignKey("grants.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(GROUP_LENGTH), primary_key=True)
    coach_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))

    @classmethod
    def names(cls, coach: Person) -> list[str]:
        """Of all groups of this coach in which there is somebody whom they may look at now."""
        mine = seen().where(cls.grant_id == Grant.id, cls.coach_id == coach.id, Grant.coach_id == coach.id)
        return list(db.session.scalars(mine.with_only_columns(cls.name).distinct().order_by(cls.name)))

    @classmethod
    def add(cls, at: Sight, name: str) -> None:
        """Added twice is once."""
        dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
        row = dialect.insert(cls).values(grant_id=at.grant_id, name=name, coach_id=at.coach_id)
        db.session.execute(row.on_conflict_do_nothing())

    @classmethod
    def remove(cls, at: Sight, name: str) -> None:
        mine = (cls.grant_id == at.grant_id, cls.coach_id == at.coach_id, cls.name == name)
        db.session.execute(delete(cls).where(*mine))


class CoachNote(db.Model):  # type: ignore[name-defined]
    """A coach's private note on a mentee. The mentee is told that there is one, and since when; never what it says."""

    __tablename__ = "coach_notes"
    __table_args__ = ({"sqlite_with_rowid": False},)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    coach_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    text: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    since_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
