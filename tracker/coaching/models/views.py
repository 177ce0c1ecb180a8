"""The log of what coaches looked at, which mentees read; and blocks. Hides that looks at the same thing are one visit.

A look is written down before the page is shown, in a transaction of its own: what can't be noted is not shown.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, String, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from tracker import clock, jobs
from tracker.accounts import NAME_LENGTH, Coach, Person
from tracker.coaching.models.sights import GRANT_ID, Grant, Sight, seen, sight
from tracker.extensions import UtcDateTime, db

A_VISIT = timedelta(minutes=30)
"""Looks at the same thing within this are one visit."""
KEPT = timedelta(days=366)
LOOKS = ("list", "plan", "milestone", "export", "print", "meeting")
"""A row in the coach's list; the mentee's page; a milestone; what was taken along as a file or on paper; a meeting."""


class View(db.Model):  # type: ignore[name-defined]
    """One visit of a coach to one thing of a mentee's."""

    __tablename__ = "grant_views"
    __table_args__ = (
        CheckConstraint(f"look IN {LOOKS}", name="look"),
        Index("ix_grant_views_user_id_begun_at", "user_id", "begun_at"),
        Index("ix_grant_views_coach_id_begun_at", "coach_id", "begun_at"),
    )

    id: Mapped[str] = mapped_column(String(GRANT_ID), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    grant_id: Mapped[str | None] = mapped_column(ForeignKey("grants.id", ondelete="SET NULL"), index=True)
    coach_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    coach_name: Mapped[str | None] = mapped_column(String(NAME_LENGTH))
    """Of a coach who has left, as guide_id is of their grant: leaving doesn't wipe what was looked at."""
    guide_id: Mapped[str | None] = mapped_column(String(80))
    look: Mapped[str] = mapped_column(String(9))
    target: Mapped[str] = mapped_column(String(80))
    """A milestone's or a meeting's id; empty for what is one of a kind."""
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until_at: Mapped[datetime] = mapped_column(UtcDateTime)
    times: Mapped[int]


class Block(db.Model):  # type: ignore[name-defined]
    """That somebody wants nothing from a coach any more: no request of theirs is shown, no invitation taken."""

    __tablename__ = "coach_blocks"
    __table_args__ = ({"sqlite_with_rowid": False},)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    coach_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    since_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @classmethod
    def put(cls, mentee: Person, coach_id: int) -> None:
        dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
        row = dialect.insert(cls).values(user_id=mentee.id, coach_id=coach_id, since_at=clock.now())
        db.session.execute(row.on_conflict_do_nothing())

    @classmethod
    def lift(cls, mentee: Person, coach_id: int) -> None:
        db.session.execute(delete(cls).where(cls.user_id == mentee.id, cls.coach_id == coach_id))


@dataclass(frozen=True)
class Looked:
    """What the mentee reads: who, what, when."""

    coach_id: int | None
    look: str
    target: str
    begun_at: datetime
    until_at: datetime
    times: int
    guide_id: str
    coach: str | None = None
    """What the coach calls themselves; None once they coach no more."""


def note_look(sights: Sequence[Sight], look: str, target: str = "") -> None:
    """Write down that a coach looks at this now, at one mentee or at several. Ends the session's transaction."""
    if not sights:
        return
    now = clock.now()
    known = {one.grant_id: one for one in sights}
    db.session.rollback()
    with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
        same = (View.grant_id.in_(known), View.look == look, View.target == target, View.until_at > now - A_VISIT)
        again = update(View).where(*same).values(until_at=now, times=View.times + 1).returning(View.grant_id)
        met = set(connection.scalars(again))
        fresh = [
            {
                "id": secrets.token_hex(12),
                "user_id": one.mentee.id,
                "grant_id": one.grant_id,
                "coach_id": one.coach_id,
                "look": look,
                "target": target,
                "begun_at": now,
                "until_at": now,
                "times": 1,
            }
            for grant_id, one in known.items()
            if grant_id not in met
        ]
        if fresh:
            connection.execute(insert(View), fresh)


def looks_lately(coach: Person, within: timedelta) -> int:
    """How many visits this coach began: whoever leafs through everything is slowed down."""
    return db.session.scalar(_looks(coach, within)) or 0


def sight_and_looks(coach: Person, grant_id: str, within: timedelta) -> tuple[Sight | None, int]:
    """What `Sights.of` answers, and the same number, in one statement."""
    looks = _looks(coach, within).scalar_subquery()
    row = db.session.execute(seen(looks).where(Grant.coach_id == coach.id, Grant.id == grant_id)).one_or_none()
    return (sight(row), row[10]) if row else (None, 0)


def _looks(coach: Person, within: timedelta) -> Select[int]:
    mine = (View.coach_id == coach.id, View.begun_at > clock.now() - within, View.look != "list")
    return select(func.count()).select_from(View).where(*mine)


def earlier_look(at: Sight) -> Select[Any]:
    """When the visit of this coach to this mentee before the present one ended, as part of another statement."""
    earlier = (View.grant_id == at.grant_id, View.look != "list", View.until_at <= clock.now() - A_VISIT)
    return select(func.max(View.until_at)).where(*earlier)


def log_of(mentee: Person, before: datetime, most: int, grant_id: str | None = None) -> list[Looked]:
    """What coaches began to look at before this moment, newest first."""
    which = (View.grant_id == grant_id,) if grant_id else ()
    what = (View.coach_id, View.look, View.target, View.begun_at, View.until_at, View.times)
    rows = db.session.execute(
        select(*what, func.coalesce(View.guide_id, Grant.guide_id), func.coalesce(View.coach_name, Coach.name))
        .outerjoin(Grant, Grant.id == View.grant_id)
        .outerjoin(Coach, Coach.user_id == View.coach_id)
        .where(View.user_id == mentee.id, View.begun_at < before, *which)
        .order_by(View.begun_at.desc(), View.id)
        .limit(most)
    )
    return [Looked(*row) for row in rows]


def keep_log_of(coach_id: int) -> None:
    """Write down what the log of others will need once this person's account and grants are gone."""
    name = select(Coach.name).where(Coach.user_id == coach_id).scalar_subquery()
    guide = select(Grant.guide_id).where(Grant.id == View.grant_id).scalar_subquery()
    mine = update(View).where(View.coach_id == coach_id, View.coach_name.is_(None))
    db.session.execute(mine.values(coach_name=name, guide_id=guide).execution_options(synchronize_session=False))


@jobs.each_minute
def forget_old_views() -> None:
    db.session.execute(delete(View).where(View.until_at < clock.now() - KEPT))
