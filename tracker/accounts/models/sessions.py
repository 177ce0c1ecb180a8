"""Signed-in browsers: one row each, so that signing out ends them on the server. Only hashes of tokens are stored."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from tracker import clock
from tracker.accounts.models.digests import digest
from tracker.extensions import UtcDateTime, db

IDLE = timedelta(hours=12)
ABSOLUTE = timedelta(days=7)
REMEMBERED_IDLE = timedelta(days=30)
REMEMBERED_ABSOLUTE = timedelta(days=180)


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
    proved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When whoever sits there last proved who they are: at sign-in, or since."""
    factor_proved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When they last did so by a second factor as well; None: never in this session."""

    @classmethod
    def begin(
        cls,
        user_id: int,
        *,
        remembered: bool,
        device: str,
        proved_at: datetime | None = None,
        with_factor: bool = False,
    ) -> str:
        """Make a session row; answers the token for the cookie.

        `proved_at`: None: just now. `with_factor`: a second factor was shown as well.
        """
        token = secrets.token_urlsafe(32)
        now = clock.now()
        db.session.add(
            cls(
                user_id=user_id,
                token_hash=digest(token),
                remembered=remembered,
                device=device[:200],
                created_at=now,
                seen_at=now,
                proved_at=proved_at or now,
                factor_proved_at=now if with_factor else None,
            )
        )
        return token

    @classmethod
    def end(cls, token: str) -> None:
        db.session.execute(delete(cls).where(cls.token_hash == digest(token)))

    @classmethod
    def end_all(cls, user_id: int, *, but: str | None = None) -> None:
        """End every session of this person, or every one but that of the token `but`."""
        kept = (cls.token_hash != digest(but),) if but else ()
        db.session.execute(delete(cls).where(cls.user_id == user_id, *kept))

    @classmethod
    def end_one(cls, user_id: int, session_id: int) -> bool:
        """End one session of this person; whether there was such a one."""
        ended = delete(cls).where(cls.user_id == user_id, cls.id == session_id).returning(cls.id)
        return db.session.scalar(ended) is not None

    @classmethod
    def prove(cls, token: str, *, first: bool = True, factor: bool = False) -> None:
        """Note that whoever sits there has just proved who they are. `first`: by password or the like."""
        now = clock.now()
        proved = {"proved_at": now} if first else {}
        proved |= {"factor_proved_at": now} if factor else {}
        db.session.execute(update(cls).where(cls.token_hash == digest(token)).values(proved))

    @classmethod
    def of(cls, user_id: int) -> "Sequence[UserSession]":
        """This person's sessions that a request could still use, last used first."""
        rows = db.session.scalars(select(cls).where(cls.user_id == user_id).order_by(cls.seen_at.desc(), cls.id.desc()))
        return [row for row in rows if is_usable(row.remembered, row.created_at, row.seen_at)]

    @classmethod
    def forget_expired(cls) -> None:
        """Remove rows that no request can use any more."""
        now = clock.now()
        db.session.execute(delete(cls).where(cls.remembered.is_(False), cls.seen_at < now - IDLE))
        db.session.execute(delete(cls).where(cls.seen_at < now - REMEMBERED_IDLE))
        db.session.execute(delete(cls).where(cls.created_at < now - REMEMBERED_ABSOLUTE))


def is_usable(remembered: bool, created_at: datetime, seen_at: datetime) -> bool:
    """Whether such a session still opens anything: used lately enough, and begun not too long ago."""
    now = clock.now()
    idle, absolute = (REMEMBERED_IDLE, REMEMBERED_ABSOLUTE) if remembered else (IDLE, ABSOLUTE)
    return now - seen_at <= idle and now - created_at <= absolute
