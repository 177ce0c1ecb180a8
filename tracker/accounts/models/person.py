"""Who is asking: the one statement that turns a cookie into a person, and what nearly every page needs of them."""

import logging
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from flask import g
from flask_login import UserMixin
from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import OperationalError

from tracker import clock, inbox
from tracker.accounts.models.coaches import coaches
from tracker.accounts.models.digests import digest
from tracker.accounts.models.factors import owns_factor
from tracker.accounts.models.sessions import UserSession, is_usable
from tracker.accounts.models.users import User
from tracker.extensions import db

log = logging.getLogger(__name__)

TOUCH_AFTER = timedelta(minutes=5)
FRESH = timedelta(minutes=10)
"""How long after proving who one is one may change what matters."""
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Person(UserMixin):
    """Somebody signed in at one browser."""

    id: int
    name: str
    email: str
    time_zone: str
    guide_id: str | None
    token: str
    session_id: int = 0
    proved_at: datetime = LONG_AGO
    confirmed: bool = False
    """Whether the address is known to be theirs."""
    factor_proved_at: datetime = LONG_AGO
    has_second_factor: bool = False
    uid: str = ""
    """What no other account ever has: an `id` may be given again after a deletion."""
    is_coach: bool = False
    unread: int = 0
    """Notices that they have not read."""

    def get_id(self) -> str:
        return self.token

    @property
    def may_coach(self) -> bool:
        """Whether they may see what mentees have granted them: not while their account has a weak point."""
        return self.is_coach and self.confirmed and self.has_second_factor

    @property
    def is_fresh(self) -> bool:
        """Whether they have proved lately enough who they are: with a second factor too, since they have one."""
        return self.proved_lately and (self.proved_factor_lately or not self.has_second_factor)

    @property
    def proved_lately(self) -> bool:
        """Whether they have, by a password or the like."""
        return clock.now() - self.proved_at <= FRESH

    @property
    def proved_factor_lately(self) -> bool:
        return clock.now() - self.factor_proved_at <= FRESH

    @classmethod
    def of_token(cls, token: str) -> "Person | None":
        """The person whose session this token opens; notes at most every five minutes that it was used."""
        row = db.session.execute(_asking(), {"token_hash": digest(token)}).one_or_none()
        if row is None:
            return None
        found: tuple[Any, ...] = tuple(row)
        who, (confirmed_at, uid) = found[:5], found[5:7]
        session_id, remembered, created_at, seen_at, proved_at, factor_proved_at = found[7:13]
        factor, coach, unread = found[13:]
        if not is_usable(remembered, created_at, seen_at):
            return None
        now = clock.now()
        if now - seen_at > TOUCH_AFTER and "only_reads" not in g:
            _touch(session_id, now)
        return cls(
            *who,
            token,
            session_id,
            proved_at,
            confirmed_at is not None,
            factor_proved_at or LONG_AGO,
            bool(factor),
            uid or "",
            bool(coach),
            unread,
        )

    @classmethod
    def of_user(cls, user: User) -> "Person":
        """The same for work that is done without a session, such as a letter."""
        return cls(user.id, user.name, user.email, user.time_zone, user.guide_id, token="", uid=user.uid or "")

    def today(self) -> date:
        return clock.local_day(clock.now(), self.time_zone)


@cache
def _asking() -> Any:
    """The statement of `Person.of_token`, which nearly every request sends, built once."""
    return (
        select(
            User.id,
            User.name,
            User.email,
            User.time_zone,
            User.guide_id,
            User.confirmed_at,
            User.uid,
            UserSession.id,
            UserSession.remembered,
            UserSession.created_at,
            UserSession.seen_at,
            UserSession.proved_at,
            UserSession.factor_proved_at,
            owns_factor(),
            coaches(),
            inbox.unread_of(User.id),
        )
        .join(UserSession, UserSession.user_id == User.id)
        .where(UserSession.token_hash == bindparam("token_hash"), User.disabled_at.is_(None))
    )


def _touch(session_id: int, now: datetime) -> None:
    """In a transaction of its own, so that a page that only reads keeps its reading transaction.

    Left for the next page where somebody else is writing: no page fails or waits for it.
    """
    db.session.rollback()
    try:
        with db.engine.connect().execution_options(writes=True, hurries=True) as connection, connection.begin():
            connection.execute(update(UserSession).where(UserSession.id == session_id).values(seen_at=now))
    except OperationalError as error:
        log.warning("that a session was used is not noted: %s", type(error).__name__)
