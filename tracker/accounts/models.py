"""People, their sessions, and how often somebody has tried to sign in.

Hides tokens (only their hashes are stored), password hashing, and the one statement that turns a cookie into a person.
"""

import hashlib
import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import g
from flask_login import UserMixin
from sqlalchemy import ForeignKey, String, case, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Mapped, mapped_column

from tracker import clock
from tracker.extensions import UtcDateTime, db

log = logging.getLogger(__name__)

NAME_LENGTH = 80
EMAIL_LENGTH = 254
PASSWORD_LENGTH = 1000
TOUCH_AFTER = timedelta(minutes=5)
IDLE = timedelta(hours=12)
ABSOLUTE = timedelta(days=7)
REMEMBERED_IDLE = timedelta(days=30)
REMEMBERED_ABSOLUTE = timedelta(days=180)

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_nobody = _hasher.hash(secrets.token_urlsafe(16))


class User(db.Model):  # type: ignore[name-defined]
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(EMAIL_LENGTH), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    password_hash: Mapped[str] = mapped_column(String(200))
    time_zone: Mapped[str] = mapped_column(String(64))
    guide_id: Mapped[str | None] = mapped_column(String(80))
    """The guide whose roadmap this person works on; None: the first one."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @classmethod
    def sign_up(cls, *, name: str, email: str, password: str, time_zone: str) -> "User | None":
        """A new account, or None where the address has one."""
        user = cls(
            name=name,
            email=normal(email),
            password_hash=_hasher.hash(password),
            time_zone=time_zone,
            created_at=clock.now(),
        )
        if db.session.scalar(select(cls.id).where(cls.email == user.email)) is not None:
            return None
        try:
            with db.session.begin_nested():
                db.session.add(user)
        except IntegrityError:  # somebody took the address since we looked
            return None
        return user

    @classmethod
    def by_email(cls, email: str) -> "User | None":
        return db.session.scalar(select(cls).where(cls.email == normal(email)))

    @classmethod
    def everyone(cls) -> "Sequence[User]":
        return db.session.scalars(select(cls).order_by(cls.id)).all()

    @classmethod
    def by_id(cls, user_id: int) -> "User":
        return db.session.get_one(cls, user_id)

    @classmethod
    def sign_in(cls, email: str, password: str) -> "User | None":
        """The person, if address and password belong together and the account isn't disabled.

        Takes as long for an unknown address. Holds no lock while it hashes: ends the session's transaction, and then
        takes the person only if the password is still the one that was compared.
        """
        found = db.session.execute(select(cls.id, cls.password_hash).where(cls.email == normal(email))).one_or_none()
        db.session.rollback()
        if not _matches(found.password_hash if found else _nobody, password) or found is None:
            return None
        renewed = _hasher.hash(password) if _hasher.check_needs_rehash(found.password_hash) else found.password_hash
        unchanged = (cls.id == found.id, cls.password_hash == found.password_hash, cls.disabled_at.is_(None))
        user = db.session.scalar(select(cls).where(*unchanged).with_for_update())
        if user is not None and renewed != found.password_hash:
            user.password_hash = renewed
        return user

    def knows(self, password: str) -> bool:
        """Ends the session's transaction before it hashes, so that no lock is held meanwhile."""
        password_hash = self.password_hash
        db.session.rollback()
        return _matches(password_hash, password)

    def change_password(self, password: str) -> None:
        """Set it and end every session of this person."""
        self.password_hash = _hasher.hash(password)
        UserSession.end_all(self.id)

    def disable(self) -> None:
        self.disabled_at = clock.now()
        UserSession.end_all(self.id)


class UserSession(db.Model):  # type: ignore[name-defined]
    """One signed-in browser. The cookie holds the token, the row only its hash."""

    __tablename__ = "user_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    remembered: Mapped[bool]
    device: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @classmethod
    def begin(cls, user: User, *, remembered: bool, device: str) -> str:
        """Make a session row; answers the token for the cookie."""
        token = secrets.token_urlsafe(32)
        now = clock.now()
        db.session.add(
            cls(
                user_id=user.id,
                token_hash=_digest(token),
                remembered=remembered,
                device=device[:200],
                created_at=now,
                seen_at=now,
            )
        )
        return token

    @classmethod
    def end(cls, token: str) -> None:
        db.session.execute(delete(cls).where(cls.token_hash == _digest(token)))

    @classmethod
    def end_all(cls, user_id: int) -> None:
        db.session.execute(delete(cls).where(cls.user_id == user_id))

    @classmethod
    def forget_expired(cls) -> None:
        """Remove rows that no request can use any more."""
        now = clock.now()
        db.session.execute(delete(cls).where(cls.remembered.is_(False), cls.seen_at < now - IDLE))
        db.session.execute(delete(cls).where(cls.seen_at < now - REMEMBERED_IDLE))
        db.session.execute(delete(cls).where(cls.created_at < now - REMEMBERED_ABSOLUTE))


@dataclass(frozen=True)
class Person(UserMixin):
    """Who is asking: what nearly every page needs of an account, read in one statement."""

    id: int
    name: str
    email: str
    time_zone: str
    guide_id: str | None
    token: str

    def get_id(self) -> str:
        return self.token

    @classmethod
    def of_token(cls, token: str) -> "Person | None":
        """The person whose session this token opens; notes at most every five minutes that it was used."""
        row = db.session.execute(
            select(
                User.id,
                User.name,
                User.email,
                User.time_zone,
                User.guide_id,
                UserSession.id,
                UserSession.remembered,
                UserSession.created_at,
                UserSession.seen_at,
            )
            .join(UserSession, UserSession.user_id == User.id)
            .where(UserSession.token_hash == _digest(token), User.disabled_at.is_(None))
        ).one_or_none()
        if row is None:
            return None
        user_id, name, email, time_zone, guide_id, session_id, remembered, created_at, seen_at = row
        now = clock.now()
        idle, absolute = (REMEMBERED_IDLE, REMEMBERED_ABSOLUTE) if remembered else (IDLE, ABSOLUTE)
        if now - seen_at > idle or now - created_at > absolute:
            return None
        if now - seen_at > TOUCH_AFTER and "only_reads" not in g:
            _touch(session_id, now)
        return cls(user_id, name, email, time_zone, guide_id, token)

    def today(self) -> date:
        return clock.local_day(clock.now(), self.time_zone)


class Attempts(db.Model):  # type: ignore[name-defined]
    """How often something was tried under a key since a moment: one small table, so that limits hold across workers."""

    __tablename__ = "attempts"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    count: Mapped[int]

    @classmethod
    def add(cls, key: str, window: timedelta) -> int:
        """Count one more try, in a transaction of its own; answers how many there were within the window.

        Ends the request's own transaction, which may hold the lock that this one needs: call it before any change.
        """
        db.session.rollback()
        now = clock.now()
        dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
        over = cls.since <= now - window
        fresh = dialect.insert(cls).values(key=_digest(key), since=now, count=1)
        counting = fresh.on_conflict_do_update(
            index_elements=[cls.key],
            set_={"count": case((over, 1), else_=cls.count + 1), "since": case((over, now), else_=cls.since)},
        ).returning(cls.count)
        with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
            return int(connection.execute(counting).scalar_one())

    @classmethod
    def clear(cls, key: str) -> None:
        db.session.execute(delete(cls).where(cls.key == _digest(key)))

    @classmethod
    def take_back(cls, key: str) -> None:
        """Don't count the latest try after all: it was a right one."""
        db.session.execute(update(cls).where(cls.key == _digest(key)).values(count=cls.count - 1))

    @classmethod
    def forget_old(cls) -> None:
        db.session.execute(delete(cls).where(cls.since < clock.now() - timedelta(days=1)))


def normal(email: str) -> str:
    """The address as it is stored and compared."""
    return email.strip().casefold()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


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
