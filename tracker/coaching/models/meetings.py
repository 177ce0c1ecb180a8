"""Meetings of a mentee and a coach: when, what for, what was agreed. Both see and change the same.

Hides that a form which comes twice counts once, and forms made from an older version. Who may come here at all is said
by whoever opens the door: a coach by a grant in force, a mentee by their own. Verbs don't commit.
"""

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, String, Text, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from tracker import clock
from tracker.accounts import Person
from tracker.coaching.models.sights import GRANT_ID, Grant, Sight
from tracker.extensions import UtcDateTime, db

PLACE_LENGTH = 500
TEXT_LENGTH = 10_000
ACTION_LENGTH = 120
MOST_MEETINGS = 300
"""Under one grant: more than one a day for as long as it lasts."""
MOST_ACTIONS = 30


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
    """When what a calendar shows of it was last set: time, length, place."""
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def is_over(self) -> bool:
        return self.ends_at <= clock.now()

    @property
    def said(self) -> "Wanted":
        return Wanted(self.starts_at, self.minutes, self.place, self.agenda, self.notes)


class Action(db.Model):  # type: ignore[name-defined]
    """Something that was agreed on. `milestone_id`: the own milestone that the mentee made of it."""

    __tablename__ = "meeting_actions"

    id: Mapped[str] = mapped_column(String(GRANT_ID), primary_key=True)
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meetings.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(String(ACTION_LENGTH))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    milestone_id: Mapped[str | None] = mapped_column(String(80))


@dataclass(frozen=True)
class Wanted:
    """What somebody says of a meeting."""

    starts_at: datetime
    minutes: int
    place: str = ""
    agenda: str = ""
    notes: str = ""


class OldForm(Exception):
    """The form was made from an older version. `present` is what stands now."""

    def __init__(self, present: Meeting) -> None:
        super().__init__(present.version)
        self.present = present


class Full(Exception):
    """There is no room for one more."""


class Meetings:
    """Those under one grant."""

    def __init__(self, grant_id: str, mentee_id: int, actor: Person) -> None:
        self.grant_id = grant_id
        self.mentee_id = mentee_id
        self.actor = actor

    @classmethod
    def of_coach(cls, sight: Sight, coach: Person) -> "Meetings":
        return cls(sight.grant_id, sight.mentee.id, coach)

    @classmethod
    def of_mentee(cls, grant: Grant, mentee: Person) -> "Meetings":
        return cls(grant.id, mentee.id, mentee)

    def all(self) -> list[Meeting]:
        """The latest first."""
        mine = select(Meeting).where(Meeting.grant_id == self.grant_id)
        return list(db.session.scalars(mine.order_by(Meeting.starts_at.desc(), Meeting.id)))

    def of(self, meeting_id: str) -> Meeting | None:
        return db.session.scalar(select(Meeting).where(*self._this(meeting_id)))

    def set(self, op_id: str, wanted: Wanted) -> tuple[Meeting, bool]:
        """A new one, and whether this very form had been carried out before. Raises Full.

        A form that comes back with something else in it, as after a step back in the browser, is another meeting.
        """
        said = [str(value) for value in asdict(wanted).values()]
        made_id = _digest("meeting", self.grant_id, str(self.actor.id), op_id, *said)
        known = self.of(made_id)
        if known is not None:
            return known, True
        counted = select(func.count()).select_from(Meeting).where(Meeting.grant_id == self.grant_id)
        if (db.session.scalar(counted) or 0) >= MOST_MEETINGS:
            raise Full
        now = clock.now()
        place = {"id": made_id, "user_id": self.mentee_id, "grant_id": self.grant_id, "made_by": self.actor.id}
        dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
        row = dialect.insert(Meeting).values(**place, **asdict(wanted), version=1, made_at=now, dated_at=now)
        made = db.session.scalar(row.on_conflict_do_nothing().returning(Meeting.id))
        return db.session.scalars(select(Meeting).where(*self._this(made_id))).one(), made is None

    def change(self, meeting_id: str, version: int, wanted: Wanted) -> bool:
        """Say it anew; answers whether it has another time now. Raises OldForm where somebody else did meanwhile."""
        present = self._locked(meeting_id)
        if present.said == wanted:
            return False
        if present.version != version or present.cancelled_at is not None:
            raise OldForm(present)
        moved = (present.starts_at, present.minutes) != (wanted.starts_at, wanted.minutes)
        if moved or present.place != wanted.place:
            present.dated_at = clock.now()
        for name, value in asdict(wanted).items():
            setattr(present, name, value)
        present.version += 1
        db.session.flush()
        return moved

    def cancel(self, meeting_id: str) -> bool:
        """Cancelled twice is once: answers whether it was now."""
        present = self._locked(meeting_id)
        if present.cancelled_at is not None:
            return False
        present.cancelled_at = clock.now()
        present.version += 1
        db.session.flush()
        return True

    def actions(self, meeting_id: str) -> list[Action]:
        """In the order in which they were agreed on."""
        mine = select(Action).join(Meeting, Meeting.id == Action.meeting_id).where(*self._this(meeting_id))
        return list(db.session.scalars(mine.order_by(Action.made_at, Action.id)))

    def action(self, meeting_id: str, action_id: str) -> Action | None:
        """Locked until the transaction ends."""
        mine = select(Action).join(Meeting, Meeting.id == Action.meeting_id).where(*self._this(meeting_id))
        return db.session.scalar(mine.where(Action.id == action_id).with_for_update())

    def agree(self, meeting_id: str, op_id: str, text: str) -> None:
        """Write down what is to be done. Sent twice it stands once. Raises Full."""
        self._locked(meeting_id)
        known = {one.id for one in self.actions(meeting_id)}
        made_id = _digest("action", meeting_id, str(self.actor.id), op_id, text)
        if made_id in known:
            return
        if len(known) >= MOST_ACTIONS:
            raise Full
        place = {"id": made_id, "meeting_id": meeting_id, "user_id": self.mentee_id}
        db.session.add(Action(**place, text=text, made_at=clock.now(), milestone_id=None))
        db.session.flush()

    def strike(self, meeting_id: str, action_id: str) -> bool:
        """Take back what was written; not what has become a milestone. Struck twice is once."""
        found = self.action(meeting_id, action_id)
        if found is not None and found.milestone_id is None:
            db.session.execute(delete(Action).where(Action.id == action_id, Action.milestone_id.is_(None)))
        return found is None or found.milestone_id is None

    def take_on(self, action_id: str, milestone_id: str) -> None:
        """Note which own milestone the mentee made of it."""
        db.session.execute(update(Action).where(Action.id == action_id).values(milestone_id=milestone_id))

    def _locked(self, meeting_id: str) -> Meeting:
        mine = select(Meeting).where(*self._this(meeting_id)).with_for_update()
        return db.session.scalars(mine.execution_options(populate_existing=True)).one()

    def _this(self, meeting_id: str) -> tuple[ColumnElement[bool], ...]:
        return Meeting.grant_id == self.grant_id, Meeting.id == meeting_id


def _digest(*parts: str) -> str:
    """The same request has the same id."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:GRANT_ID]
