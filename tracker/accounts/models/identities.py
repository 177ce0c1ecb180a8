"""Accounts elsewhere that open an account here. Hides that one of them opens one account only, whoever comes first."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from tracker import clock
from tracker.accounts.models.users import EMAIL_LENGTH, User
from tracker.extensions import UtcDateTime, db

SUBJECT_LENGTH = 255
"""As OpenID Connect limits it."""


class Identity(db.Model):  # type: ignore[name-defined]
    """Somebody as a provider knows them: by a subject that never changes, whatever becomes of their address there."""

    __tablename__ = "identities"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    issuer: Mapped[str] = mapped_column(String(SUBJECT_LENGTH))
    subject: Mapped[str] = mapped_column(String(SUBJECT_LENGTH))
    email: Mapped[str] = mapped_column(String(EMAIL_LENGTH))
    """The address that it had there when it was last used, so that its owner recognises it; empty: none was told."""
    linked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @classmethod
    def find(cls, issuer: str, subject: str) -> "Identity | None":
        return db.session.scalar(select(cls).where(cls.issuer == issuer, cls.subject == subject))

    @classmethod
    def opens(cls, issuer: str, subject: str, email: str) -> User | None:
        """The account that it opens, unless that is disabled; notes that it was used, and its address of today."""
        found = cls.find(issuer, subject)
        user = User.by_id(found.user_id) if found else None
        if found is None or user is None or user.disabled_at is not None:
            return None
        found.used_at, found.email = clock.now(), email
        return user

    @classmethod
    def link(cls, user_id: int, issuer: str, subject: str, email: str) -> bool:
        """Let it open this person's account; whether it is theirs now, which it isn't where it opens another."""
        try:
            with db.session.begin_nested():
                db.session.add(cls(user_id=user_id, issuer=issuer, subject=subject, email=email, linked_at=clock.now()))
        except IntegrityError:
            found = cls.find(issuer, subject)
            return found is not None and found.user_id == user_id
        return True

    @classmethod
    def of(cls, user_id: int) -> "Sequence[Identity]":
        return db.session.scalars(select(cls).where(cls.user_id == user_id).order_by(cls.id)).all()

    @classmethod
    def unlink(cls, user_id: int, identity_id: int) -> str | None:
        """Let one of this person's open nothing any more; its address, or None where they have no such one."""
        gone = delete(cls).where(cls.user_id == user_id, cls.id == identity_id).returning(cls.email)
        return db.session.scalar(gone)
