"""Cohorts: people who work on a guide at the same time. Being in one lets nobody see anything.

Hides the token of the link by which people join, and that proportions are over those alone who granted this coach:
`Cohorts` is the coach's door, `Memberships` the members'. Verbs don't commit.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cryptography.fernet import InvalidToken
from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from tracker import clock, sealing
from tracker.accounts import Coach, Person, User, digest
from tracker.coaching.models.meetings import Full
from tracker.coaching.models.sights import GRANT_ID, Grant, Sight, seen, sight
from tracker.extensions import UtcDateTime, db

COHORT_NAME = 80
MOST_COHORTS = 50
"""That one coach may have."""
MOST_MEMBERS = 500
LINK = "cohort"
"""What a token is sealed for."""


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

    @property
    def token(self) -> str | None:
        """None where the link is closed, or was sealed under another secret key."""
        try:
            return sealing.unseal(self.sealed, LINK) if self.sealed else None
        except InvalidToken:
            return None


class CohortMember(db.Model):  # type: ignore[name-defined]
    __tablename__ = "cohort_members"
    __table_args__ = ({"sqlite_with_rowid": False},)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    cohort_id: Mapped[str] = mapped_column(ForeignKey("cohorts.id", ondelete="CASCADE"), primary_key=True, index=True)
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)


MEMBERS = (
    select(func.count(CohortMember.user_id)).where(CohortMember.cohort_id == Cohort.id).correlate(Cohort)
).scalar_subquery()


class Cohorts:
    """Those of one coach."""

    def __init__(self, coach: Person) -> None:
        self.coach = coach

    def all(self) -> Sequence[tuple[Cohort, int]]:
        """With how many are in each; the latest to begin first."""
        mine = select(Cohort, MEMBERS).where(Cohort.user_id == self.coach.id)
        rows = db.session.execute(mine.order_by(Cohort.starts_on.desc(), Cohort.name, Cohort.id))
        return [(row[0], row[1]) for row in rows]

    def of(self, cohort_id: str) -> tuple[Cohort, int] | None:
        row = db.session.execute(select(Cohort, MEMBERS).where(*self._this(cohort_id))).one_or_none()
        return (row[0], row[1]) if row else None

    def make(self, op_id: str, *, name: str, guide_id: str, starts_on: date, ends_on: date) -> str:
        """Answers its id. Sent twice it is one; with something else in it, it is another. Raises Full."""
        asked = (str(self.coach.id), op_id, name, guide_id, starts_on.isoformat(), ends_on.isoformat())
        made_id = sealing.mark("\x1f".join(asked), "a cohort")[:GRANT_ID]
        if self.of(made_id) is not None:
            return made_id
        if len(self.all()) >= MOST_COHORTS:
            raise Full
        said = {"name": name, "guide_id": guide_id, "starts_on": starts_on, "ends_on": ends_on}
        row = _insert(Cohort).values(id=made_id, user_id=self.coach.id, **said, **_link(), made_at=clock.now())
        db.session.execute(row.on_conflict_do_nothing(index_elements=["id"]))
        return made_id

    def change(self, cohort_id: str, *, name: str, starts_on: date, ends_on: date) -> None:
        self._put(cohort_id, name=name, starts_on=starts_on, ends_on=ends_on)

    def renew_link(self, cohort_id: str) -> None:
        """One that was given away opens nothing any more."""
        self._put(cohort_id, **_link())

    def close_link(self, cohort_id: str) -> None:
        self._put(cohort_id, token_hash=None, sealed=None)

    def delete(self, cohort_id: str) -> None:
        db.session.execute(delete(Cohort).where(*self._this(cohort_id)))

    def seen_members(self, cohort: Cohort) -> list[Sight]:
        """Those in it who let this coach look at their work on its guide now, by name: the only ones that are named."""
        found = seen().join(CohortMember, CohortMember.user_id == Grant.user_id)
        here = (Grant.coach_id == self.coach.id, Grant.guide_id == cohort.guide_id, CohortMember.cohort_id == cohort.id)
        sights = [sight(row) for row in db.session.execute(found.where(*here))]
        return sorted(sights, key=lambda one: (one.mentee.name.casefold(), one.grant_id))

    def _put(self, cohort_id: str, **values: Any) -> None:
        db.session.execute(update(Cohort).where(*self._this(cohort_id)).values(values))

    def _this(self, cohort_id: str) -> tuple[Any, ...]:
        return Cohort.user_id == self.coach.id, Cohort.id == cohort_id


@dataclass(frozen=True)
class Offered:
    """A cohort as somebody reads of it who may join, or has."""

    id: str
    name: str
    guide_id: str
    starts_on: date
    ends_on: date
    coach_id: int
    coach_name: str
    helps_with: str
    joined_at: datetime | None = None


class Memberships:
    """The cohorts that one person is in."""

    def __init__(self, member: Person) -> None:
        self.member = member

    def all(self) -> list[Offered]:
        """The latest to begin first."""
        mine = _offered(CohortMember.joined_at).join(CohortMember, CohortMember.cohort_id == Cohort.id)
        mine = mine.where(CohortMember.user_id == self.member.id)
        return [Offered(*row) for row in db.session.execute(mine.order_by(Cohort.starts_on.desc(), Cohort.id))]

    def offered(self, token: str) -> Offered | None:
        """What this link leads to, if people still join there, and whether this person has."""
        joined = select(CohortMember.joined_at).where(
            CohortMember.cohort_id == Cohort.id, CohortMember.user_id == self.member.id
        )
        found = _offered(joined.correlate(Cohort).scalar_subquery())
        sound = (User.disabled_at.is_(None), Coach.user_id.is_not(None))
        row = db.session.execute(found.where(Cohort.token_hash == digest(token), *sound)).one_or_none()
        return Offered(*row) if row else None

    def join(self, cohort: Offered) -> None:
        """Joined twice is once. Raises Full."""
        inside = select(func.count(CohortMember.user_id)).where(CohortMember.cohort_id == cohort.id)
        if cohort.joined_at is None and (db.session.scalar(inside) or 0) >= MOST_MEMBERS:
            raise Full
        row = _insert(CohortMember).values(user_id=self.member.id, cohort_id=cohort.id, joined_at=clock.now())
        db.session.execute(row.on_conflict_do_nothing())

    def leave(self, cohort_id: str) -> None:
        """Left twice is once."""
        mine = (CohortMember.user_id == self.member.id, CohortMember.cohort_id == cohort_id)
        db.session.execute(delete(CohortMember).where(*mine))


def _offered(joined_at: Any) -> Any:
    said = (Cohort.id, Cohort.name, Cohort.guide_id, Cohort.starts_on, Cohort.ends_on, Cohort.user_id)
    name, helps = func.coalesce(Coach.name, "somebody who no longer coaches"), func.coalesce(Coach.helps_with, "")
    found: Any = select(*said, name, helps, joined_at).select_from(Cohort).join(User, User.id == Cohort.user_id)
    return found.outerjoin(Coach, Coach.user_id == Cohort.user_id)


def _link() -> dict[str, Any]:
    token = secrets.token_urlsafe(32)
    return {"token_hash": digest(token), "sealed": sealing.seal(token, LINK)}


def _insert(table: type[Cohort] | type[CohortMember]) -> Any:
    return (sqlite if db.engine.dialect.name == "sqlite" else postgresql).insert(table)
