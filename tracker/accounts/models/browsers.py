"""Browsers that somebody has signed in with before. Hides the long-lived token in their cookie (a hash is kept).

A known browser is no proof of anything. It tells a sign-in from a new device, and keeps somebody else's wrong passwords
from locking the owner out of their own.
"""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from tracker import clock
from tracker.accounts.models.digests import digest
from tracker.accounts.models.users import User, normal
from tracker.extensions import UtcDateTime, db

KNOWN_FOR = timedelta(days=400)
"""As long as browsers keep a cookie."""


class KnownBrowser(db.Model):  # type: ignore[name-defined]
    """Two people may share a browser, which then holds one token for both."""

    __tablename__ = "known_browsers"
    __table_args__ = ({"sqlite_with_rowid": False},)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True, index=True)
    used_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @classmethod
    def remember(cls, user_id: int, token: str) -> tuple[str, bool, bool]:
        """Note a sign-in with the browser that holds `token` (empty: none).

        Answers the token that it should hold from now on, whether it was known, and whether any other was known before.
        """
        now = clock.now()
        db.session.execute(delete(cls).where(cls.user_id == user_id, cls.used_at < now - KNOWN_FOR))
        known = dict(
            db.session.execute(select(cls.user_id, cls.token_hash).where(cls.token_hash == digest(token))).all()
        )
        if user_id in known:
            mine = (cls.user_id == user_id, cls.token_hash == digest(token))
            db.session.execute(update(cls).where(*mine).values(used_at=now))
            return token, True, True
        others = db.session.scalar(select(cls.user_id).where(cls.user_id == user_id).limit(1)) is not None
        token = token if known else secrets.token_urlsafe(32)  # one that we didn't make is nobody's
        db.session.add(cls(user_id=user_id, token_hash=digest(token), used_at=now))
        return token, False, others

    @classmethod
    def is_of(cls, email: str, token: str) -> bool:
        """Whether whoever has this address has signed in with the browser that holds this token."""
        if not token:
            return False
        known = select(cls.user_id).join(User).where(User.email == normal(email), cls.token_hash == digest(token))
        return db.session.scalar(known.where(cls.used_at >= clock.now() - KNOWN_FOR)) is not None

    @classmethod
    def belongs_to(cls, user_id: int, token: str) -> bool:
        """Whether this person has signed in with the browser that holds this token."""
        known = select(cls.user_id).where(cls.user_id == user_id, cls.token_hash == digest(token))
        return bool(token) and db.session.scalar(known.where(cls.used_at >= clock.now() - KNOWN_FOR)) is not None

    @classmethod
    def forget_all(cls, user_id: int) -> None:
        db.session.execute(delete(cls).where(cls.user_id == user_id))
