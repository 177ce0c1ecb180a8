"""Who wants reminders: calendars at secret addresses, weekly letters, digests of coaches. All SQL of the reminders.

Hides that a calendar's token is kept twice: as a hash, by which it is found, and sealed, so that its owner sees it.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.fernet import InvalidToken
from sqlalchemy import ColumnElement, ForeignKey, LargeBinary, String, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from tracker import clock, sealing
from tracker.accounts import Person, User, digest
from tracker.extensions import UtcDateTime, db
from tracker.reminders.mondays import next_letter

CALENDAR = "calendar"
"""What the token is sealed for."""


@dataclass(frozen=True)
class Wishes:
    """What somebody has chosen, each with since when; None: not."""

    letter_since: datetime | None
    calendar_since: datetime | None
    token: str | None
    """Of the calendar's address, where it can be shown."""


class CalendarFeed(db.Model):  # type: ignore[name-defined]
    """The one secret address of somebody's calendar."""

    __tablename__ = "calendar_feeds"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @classmethod
    def make(cls, person: Person) -> None:
        """Give the calendar an address; one that it had before is gone with this."""
        token = secrets.token_urlsafe(32)
        values = {
            "token_hash": digest(token), "sealed": sealing.seal(token, CALENDAR), "made_at": clock.now()
        }  # fmt: skip
        _put(cls, person.id, values)

    @classmethod
    def end(cls, person: Person) -> None:
        db.session.execute(delete(cls).where(cls.user_id == person.id))

    @classmethod
    def owner(cls, token: str) -> User | None:
        """Whose calendar this token opens; nobody's whose account is disabled."""
        found = select(User).join(cls, cls.user_id == User.id)
        return db.session.scalar(found.where(cls.token_hash == digest(token), User.disabled_at.is_(None)))


class Mondays(db.Model):  # type: ignore[name-defined]
    """What the weekly letter and the coach's digest share: a wish, and the next Monday morning of who has it."""

    __abstract__ = True

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    since_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    """The next Monday morning of this person."""

    @classmethod
    def begin(cls, person: Person) -> None:
        """Wanted from now on; asked for twice it goes on as it was."""
        now = clock.now()
        _put(cls, person.id, {"since_at": now, "due_at": next_letter(now, person.time_zone)}, keep=True)

    @classmethod
    def stop(cls, user_id: int) -> None:
        db.session.execute(delete(cls).where(cls.user_id == user_id))

    @classmethod
    def due(cls, most: int) -> "Sequence[tuple[Any, str]]":
        """Whose Monday morning has come, with their time zone; one statement."""
        found = select(cls, User.time_zone).join(User, User.id == cls.user_id).where(cls.due_at <= clock.now())
        return [(letter, zone) for letter, zone in db.session.execute(found.order_by(cls.due_at).limit(most))]

    @classmethod
    def wanted_by(cls, user_id: int) -> "tuple[Any, User] | None":
        """The wish and who has it, if letters may go to them now: a confirmed address of an account in use."""
        found = select(cls, User).join(User, User.id == cls.user_id).where(cls.user_id == user_id, *may_get_letters())
        row = db.session.execute(found).one_or_none()
        return (row[0], row[1]) if row else None

    @classmethod
    def move(cls, user_id: int, time_zone: str) -> None:
        """Mondays begin elsewhere now."""
        due = next_letter(clock.now(), time_zone)
        db.session.execute(update(cls).where(cls.user_id == user_id).values(due_at=due))


class WeeklyLetter(Mondays):
    """One row for each who wants it; none is left of whoever stopped it."""

    __tablename__ = "weekly_letters"

    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime, sort_order=1)
    """When they were asked whether they paused; letters rest until they work again."""

    @classmethod
    def note_asked(cls, user_id: int, *, quiet: bool) -> None:
        """That they were asked whether they paused; or that they work, so that they may be asked again one day."""
        values = {"asked_at": clock.now() if quiet else None}
        db.session.execute(update(cls).where(cls.user_id == user_id).values(values))


class CoachDigest(Mondays):
    """That a coach wants a letter on Mondays about who waits on them."""

    __tablename__ = "coach_digests"


def wishes(person: Person) -> Wishes:
    """What this person has chosen, in one statement."""
    letter, feed = WeeklyLetter, CalendarFeed
    row = db.session.execute(
        select(letter.since_at, feed.made_at, feed.sealed)
        .select_from(User)
        .outerjoin(letter, letter.user_id == User.id)
        .outerjoin(feed, feed.user_id == User.id)
        .where(User.id == person.id)
    ).one()
    return Wishes(row[0], row[1], _token(row[2]) if row[2] else None)


def may_get_letters() -> tuple[ColumnElement[bool], ...]:
    """What must hold of whoever (`User`) is written to: a confirmed address of an account in use."""
    return User.disabled_at.is_(None), User.confirmed_at.is_not(None)


def reader(user_id: int) -> User | None:
    """Whose notices may go out by mail now."""
    return db.session.scalar(select(User).where(User.id == user_id, *may_get_letters()))


def id_of(uid: str) -> int | None:
    """Of the account with this random id, if there is one still."""
    return db.session.scalar(select(User.id).where(User.uid == uid))


def digest_since(person: Person) -> datetime | None:
    return db.session.scalar(select(CoachDigest.since_at).where(CoachDigest.user_id == person.id))


def _token(sealed: bytes) -> str | None:
    """None where it was sealed under another secret key: the address works, but nobody can be shown it."""
    try:
        return sealing.unseal(sealed, CALENDAR)
    except InvalidToken:
        return None


def _put(
    table: type[CalendarFeed] | type[Mondays], user_id: int, values: Mapping[str, Any], *, keep: bool = False
) -> None:
    """One row a person; `keep`: leave the one that is there."""
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    row = dialect.insert(table).values(user_id=user_id, **values)
    put = row.on_conflict_do_nothing() if keep else row.on_conflict_do_update(index_elements=["user_id"], set_=values)
    db.session.execute(put)
