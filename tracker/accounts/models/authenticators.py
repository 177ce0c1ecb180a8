"""Authenticator apps: one for each person. Hides that its seed is kept sealed, and that each code works once."""

import logging
from datetime import datetime

from cryptography.fernet import InvalidToken
from sqlalchemy import BigInteger, ForeignKey, LargeBinary, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from tracker import clock, sealing
from tracker.accounts import one_time
from tracker.extensions import UtcDateTime, db

log = logging.getLogger(__name__)


class Authenticator(db.Model):  # type: ignore[name-defined]
    __tablename__ = "authenticators"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    """The seed, which the app has too."""
    last_step: Mapped[int] = mapped_column(BigInteger)
    """The thirty seconds whose code was taken last: no code of these or earlier ones is taken again."""
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @classmethod
    def put(cls, user_id: int, seed: str, step: int) -> bool:
        """This person's app from now on; whether it takes the place of another. `step`: that of the code just typed."""
        replaced = cls.remove(user_id)
        sealed = sealing.seal(seed, "authenticator")
        db.session.add(cls(user_id=user_id, sealed=sealed, last_step=step, added_at=clock.now()))
        db.session.flush()
        return replaced

    @classmethod
    def accepts(cls, user_id: int, code: str) -> bool:
        """Whether this is a code of the app that was never used; from now on it is. One of twenty at once succeeds."""
        sealed = db.session.scalar(select(cls.sealed).where(cls.user_id == user_id))
        seed = _opened(sealed, user_id) if sealed is not None else None
        step = one_time.matching_step(seed, code, clock.now()) if seed else None
        if step is None:
            return False
        unused = (cls.user_id == user_id, cls.sealed == sealed, cls.last_step < step)
        taken = update(cls).where(*unused).values(last_step=step, used_at=clock.now()).returning(cls.user_id)
        return db.session.scalar(taken.execution_options(synchronize_session=False)) is not None

    @classmethod
    def seed_of(cls, user_id: int) -> str | None:
        """What the app was set up with: for the demo, whose people sign in as somebody made up."""
        sealed = db.session.scalar(select(cls.sealed).where(cls.user_id == user_id))
        return _opened(sealed, user_id) if sealed is not None else None

    @classmethod
    def remove(cls, user_id: int) -> bool:
        """Whether there was one."""
        return db.session.scalar(delete(cls).where(cls.user_id == user_id).returning(cls.user_id)) is not None


def _opened(sealed: bytes, user_id: int) -> str | None:
    try:
        return sealing.unseal(sealed, "authenticator")
    except InvalidToken:
        log.error("the authenticator of user %s can't be opened: it was sealed under another SECRET_KEY", user_id)
        return None
