"""Passkeys: for each the public half of a key whose other half never leaves somebody's device. Any number a person."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, LargeBinary, String, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from tracker import clock
from tracker.extensions import UtcDateTime, db

PASSKEY_NAME_LENGTH = 60
MOST_PASSKEYS = 20
HANDLE_BYTES = 32


class Passkey(db.Model):  # type: ignore[name-defined]
    __tablename__ = "passkeys"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    """What the device calls it."""
    handle: Mapped[bytes] = mapped_column(LargeBinary)
    """What the device calls the person: random bytes, the same for all passkeys of one."""
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    """How often the device says it was used. Most synchronised ones always say 0."""
    transports: Mapped[list[Any]] = mapped_column(JSON)
    """How a browser may reach the device, in the browser's words."""
    name: Mapped[str] = mapped_column(String(PASSKEY_NAME_LENGTH))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @classmethod
    def add(cls, user_id: int, **facts: Any) -> bool:
        """Whether it is new: a device registers a passkey once."""
        try:
            with db.session.begin_nested():
                db.session.add(cls(user_id=user_id, added_at=clock.now(), **facts))
        except IntegrityError:
            return False
        return True

    @classmethod
    def of(cls, user_id: int) -> "Sequence[Passkey]":
        """This person's, oldest first."""
        return db.session.scalars(select(cls).where(cls.user_id == user_id).order_by(cls.added_at, cls.id)).all()

    @classmethod
    def of_person(cls, user_id: int, credential_id: bytes) -> "Passkey | None":
        """The one of this person that a device calls so."""
        return db.session.scalar(select(cls).where(cls.user_id == user_id, cls.credential_id == credential_id))

    @classmethod
    def by_credential(cls, credential_id: bytes, handle: bytes) -> "Passkey | None":
        """The one that a device calls so, whose person it calls so: for signing in with nothing else."""
        return db.session.scalar(select(cls).where(cls.credential_id == credential_id, cls.handle == handle))

    @classmethod
    def handle_of(cls, user_id: int) -> bytes:
        """What devices call this person; a new name for somebody who has no passkey."""
        known = db.session.scalar(select(cls.handle).where(cls.user_id == user_id).order_by(cls.id).limit(1))
        return known or secrets.token_bytes(HANDLE_BYTES)

    @classmethod
    def used(cls, passkey_id: int, sign_count: int) -> bool:
        """Note a use; whether its count goes up, or always says 0. Else a copy of the device is about."""
        goes_up = cls.sign_count < sign_count if sign_count else cls.sign_count == 0
        noted = update(cls).where(cls.id == passkey_id, goes_up).values(sign_count=sign_count, used_at=clock.now())
        return db.session.scalar(noted.returning(cls.id).execution_options(synchronize_session=False)) is not None

    @classmethod
    def rename(cls, user_id: int, passkey_id: int, name: str) -> bool:
        """Whether this person has such a one."""
        one = (cls.user_id == user_id, cls.id == passkey_id)
        return db.session.scalar(update(cls).where(*one).values(name=name).returning(cls.id)) is not None

    @classmethod
    def remove(cls, user_id: int, passkey_id: int) -> str | None:
        """Remove one of this person's; its name, or None where there is no such one."""
        one = (cls.user_id == user_id, cls.id == passkey_id)
        return db.session.scalar(delete(cls).where(*one).returning(cls.name))

    @classmethod
    def remove_all(cls, user_id: int) -> None:
        db.session.execute(delete(cls).where(cls.user_id == user_id))
