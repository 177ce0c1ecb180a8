"""What a coach may see of whom: the table of grants, and the one authorisation that all a coach reads passes.

Hides that a grant rests while it is paused, while the coach's account has a weak point, or either account is disabled.
How one comes to be and ends stands in `grants.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ColumnElement, ForeignKey, Index, Select, String, select, text
from sqlalchemy.orm import Mapped, aliased, mapped_column

from tracker import clock
from tracker.accounts import Coach, Person, User, owns_factor
from tracker.coaching.scopes import chosen
from tracker.extensions import UtcDateTime, db

GRANT_ID = 24
LASTS = timedelta(days=90)
"""How long a grant is in force, unless it is renewed."""
STEPS = ("asked", "invited", "accepted", "granted", "ended")
"""A coach asks; or a mentee invites and that coach accepts. Once the mentee confirms that person it is granted."""
ENDED_BY = ("mentee", "coach", "time")
GRANTED = text("step = 'granted'")


class Grant(db.Model):  # type: ignore[name-defined]
    """One row for each invitation or request, whatever became of it."""

    __tablename__ = "grants"
    __table_args__ = (
        CheckConstraint(f"step IN {STEPS}", name="step"),
        CheckConstraint(f"ended_by IN {ENDED_BY}", name="ended_by"),
        CheckConstraint("step <> 'granted' OR (coach_id IS NOT NULL AND ends_at IS NOT NULL)", name="granted"),
        CheckConstraint("coach_id <> user_id", name="two_people"),
        Index("ix_grants_coach_id_step", "coach_id", "step"),
        Index("ix_grants_user_id_step", "user_id", "step"),
        Index(
            "uq_grants_granted",
            "user_id",
            "guide_id",
            "coach_id",
            unique=True,
            sqlite_where=GRANTED,
            postgresql_where=GRANTED,
        ),
    )

    id: Mapped[str] = mapped_column(String(GRANT_ID), primary_key=True)
    """Random, so that addresses of one say nothing of others."""
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    """The mentee."""
    guide_id: Mapped[str] = mapped_column(String(80))
    coach_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    step: Mapped[str] = mapped_column(String(8))
    scopes: Mapped[list[str]] = mapped_column(JSON)
    sent_to: Mapped[str] = mapped_column(String(254))
    """The address an invitation was sent to; empty where it was handed over as a link, and once it is accepted."""
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Of an invitation that is open."""
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Until when an invitation may be accepted, or what was accepted or asked for be confirmed."""
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    granted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the mentee was told that it ends soon; None: not of this end."""
    paused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[str | None] = mapped_column(String(6))

    @property
    def scope_set(self) -> frozenset[str]:
        return chosen(self.scopes)

    @property
    def is_open(self) -> bool:
        """Whether anything may come of it or does: it has not ended, by anybody or by itself."""
        end = self.ends_at if self.step == "granted" else self.expires_at
        return self.step != "ended" and (end is None or end > clock.now())


Mentee = aliased(User, name="mentee")


@dataclass(frozen=True)
class Sight:
    """That a coach may look at one mentee now: whom, which guide, and what of it."""

    grant_id: str
    coach_id: int
    mentee: Person
    """As models know people; their address is not in it."""
    guide_id: str
    scopes: frozenset[str]
    granted_at: datetime
    ends_at: datetime

    def shows(self, scope: str) -> bool:
        return scope in self.scopes


def in_force(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """The one authorisation: what must hold of a grant, its mentee and its coach (`User`) for anything to be seen."""
    return (
        Grant.step == "granted",
        Grant.paused_at.is_(None),
        Grant.ends_at > now,
        Mentee.id == Grant.user_id,
        Mentee.disabled_at.is_(None),
        User.id == Grant.coach_id,
        *sound(),
    )


def sound() -> tuple[ColumnElement[bool], ...]:
    """What must hold of a coach's account (`User`, `Coach`) for its owner to see anything, or to ask for it."""
    return (
        User.disabled_at.is_(None),
        User.confirmed_at.is_not(None),
        Coach.user_id == User.id,
        owns_factor(),
    )


def seen(*more: Any) -> Select[Any]:
    """A query over every grant in force; each coach's part of it is taken by `Grant.coach_id`.

    `more`: further columns behind those that `sight` reads.
    """
    found: Any = select(
        Grant.id,
        Grant.coach_id,
        Mentee.id,
        Mentee.name,
        Mentee.time_zone,
        Mentee.uid,
        Grant.guide_id,
        Grant.scopes,
        Grant.granted_at,
        Grant.ends_at,
        *more,
    )
    return found.where(*in_force(clock.now()))  # type: ignore[no-any-return]


def sight(row: Any) -> Sight:
    """Of a row that `seen` found."""
    grant_id, coach_id, user_id, name, zone, uid, guide_id, scopes, granted_at, ends_at = row[:10]
    mentee = Person(user_id, name, "", zone, guide_id, token="", uid=uid or "")
    return Sight(grant_id, coach_id, mentee, guide_id, chosen(scopes), granted_at, ends_at)


class Sights:
    """What one coach may see now. The only door to what is a mentee's."""

    def __init__(self, coach: Person) -> None:
        self.coach = coach

    def all(self) -> list[Sight]:
        """Everybody who lets this coach look, by name."""
        found = seen().where(Grant.coach_id == self.coach.id).order_by(Mentee.name, Grant.id)
        return [sight(row) for row in db.session.execute(found)]

    def of(self, grant_id: str) -> Sight | None:
        """Of this grant, if it is in force and this coach's."""
        row = db.session.execute(seen().where(Grant.coach_id == self.coach.id, Grant.id == grant_id)).one_or_none()
        return sight(row) if row else None


def sight_of_self(person: Person, guide_id: str, scopes: Iterable[str]) -> Sight:
    """What a coach would see of whoever asks, for them to look at. No grant has this id, so it opens nothing."""
    now = clock.now()
    mentee = Person(person.id, person.name, "", person.time_zone, guide_id, token="", uid=person.uid)
    return Sight("preview", person.id, mentee, guide_id, chosen(scopes), now, now + LASTS)


def coaches_of(mentee: Person, guide_id: str) -> list[tuple[Sight, Coach]]:
    """The coaches who may look at this person's work on a guide now, those who came first at the top."""
    found = seen(Coach).where(Grant.user_id == mentee.id, Grant.guide_id == guide_id).order_by(Grant.granted_at)
    return [(sight(row), row[10]) for row in db.session.execute(found)]
