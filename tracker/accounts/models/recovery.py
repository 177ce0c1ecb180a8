"""Recovery codes that are left to somebody. Hides the slow hash that is kept of each, and that each works once."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker import clock
from tracker.accounts.models.digests import stretched
from tracker.accounts.recovery_codes import new_codes, tidied
from tracker.extensions import UtcDateTime, db

SALT_BYTES = 16


@dataclass(frozen=True)
class PreparedCodes:
    """Ten new ones, hashed. `plain` is to be shown once, and is kept nowhere."""

    plain: Sequence[str]
    salt: bytes
    hashes: Sequence[str]


class RecoveryCode(db.Model):  # type: ignore[name-defined]
    """One that wasn't used. All of one person's share a salt, so that a typed one is hashed once and not ten times."""

    __tablename__ = "recovery_codes"
    __table_args__ = ({"sqlite_with_rowid": False},)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @classmethod
    def prepare(cls) -> PreparedCodes:
        """Takes a quarter of a second. Ends the transaction, so that no lock is held meanwhile."""
        db.session.rollback()
        codes, salt = new_codes(), secrets.token_bytes(SALT_BYTES)
        return PreparedCodes(codes, salt, [stretched(code, salt) for code in codes])

    @classmethod
    def put(cls, user_id: int, new: PreparedCodes) -> None:
        """This person's from now on; earlier ones are dead."""
        cls.remove(user_id)
        now = clock.now()
        db.session.add_all(cls(user_id=user_id, code_hash=one, salt=new.salt, made_at=now) for one in new.hashes)

    @classmethod
    def use(cls, user_id: int, typed: str) -> bool:
        """Whether this is a code that is left; from now on it isn't. Ends the transaction before it hashes."""
        code = tidied(typed)
        salt = db.session.scalar(select(cls.salt).where(cls.user_id == user_id).limit(1))
        db.session.rollback()
        if code is None or salt is None:
            return False
        one = (cls.user_id == user_id, cls.code_hash == stretched(code, salt))
        return db.session.scalar(delete(cls).where(*one).returning(cls.user_id)) is not None

    @classmethod
    def left(cls, user_id: int) -> int:
        return db.session.scalar(select(func.count()).where(cls.user_id == user_id)) or 0

    @classmethod
    def remove(cls, user_id: int) -> None:
        db.session.execute(delete(cls).where(cls.user_id == user_id))
