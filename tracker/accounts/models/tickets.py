"""Links and steps that work once: a random token for whoever was sent it, a hash of it here.

Hides that a ticket is bound to one purpose, ends by itself, and is used once even by twenty requests at the same time.
"""

import json
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from tracker import clock, sealing
from tracker.accounts.models.digests import digest
from tracker.extensions import UtcDateTime, db

FINISH_WITHIN = timedelta(hours=24)
"""How long somebody has to follow the link that finishes an account or confirms an address."""
RESET_WITHIN = timedelta(hours=1)
HALF_WAY = "second-step"
"""Of somebody who has shown their password, or what stands for it, and not yet their second factor."""
RESET = "reset"
"""Of a link that sets a new password."""


class Ticket(db.Model):  # type: ignore[name-defined]
    __tablename__ = "tickets"

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(String(20))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    """Whose it is; None where there is no account yet."""
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    @classmethod
    def issue(cls, purpose: str, lifetime: timedelta, *, user_id: int | None, **facts: Any) -> str:
        """Make one; answers the token, which is kept nowhere. `facts`: what whoever uses it will need, kept sealed."""
        token = secrets.token_urlsafe(32)
        now = clock.now()
        db.session.add(
            cls(
                purpose=purpose,
                token_hash=digest(token),
                user_id=user_id,
                sealed=sealing.seal(json.dumps(facts), "ticket"),
                created_at=now,
                expires_at=now + lifetime,
            )
        )
        return token

    @classmethod
    def find(cls, purpose: str, token: str) -> "Ticket | None":
        """The ticket that this token opens for this purpose, if it is unused and hasn't ended. Changes nothing."""
        return db.session.scalar(select(cls).where(*cls._open(purpose, token)))

    @classmethod
    def use(cls, purpose: str, token: str) -> "Ticket | None":
        """The same, and it is gone with this transaction: whoever comes second finds nothing."""
        return db.session.scalar(
            delete(cls).where(*cls._open(purpose, token)).returning(cls).execution_options(synchronize_session=False)
        )

    @classmethod
    def latest(cls, purpose: str, user_id: int) -> "Ticket | None":
        """The newest ticket for this purpose that this person has open."""
        mine = (cls.purpose == purpose, cls.user_id == user_id, cls.expires_at > clock.now())
        return db.session.scalar(select(cls).where(*mine).order_by(cls.id.desc()).limit(1))

    @classmethod
    def void(cls, user_id: int, *purposes: str) -> None:
        """Let this person's tickets for these purposes (none named: all of them) open nothing any more."""
        which = (cls.purpose.in_(purposes),) if purposes else ()
        db.session.execute(delete(cls).where(cls.user_id == user_id, *which))

    @classmethod
    def forget_expired(cls) -> None:
        db.session.execute(delete(cls).where(cls.expires_at <= clock.now()))

    @property
    def facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = json.loads(sealing.unseal(self.sealed, "ticket"))
        return facts

    @classmethod
    def _open(cls, purpose: str, token: str) -> tuple[Any, ...]:
        return cls.purpose == purpose, cls.token_hash == digest(token), cls.expires_at > clock.now()
