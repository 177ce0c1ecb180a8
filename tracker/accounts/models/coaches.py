"""Who coaches, and what a coach says of themselves. What a coach may see of whom is not said here but by grants."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, String, delete, exists
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from tracker import clock
from tracker.accounts.models.users import NAME_LENGTH, User
from tracker.extensions import UtcDateTime, db

HELPS_LENGTH = 500
PROMISES = range(1, 15)
"""Within how many days a coach may promise an answer."""


class Coach(db.Model):  # type: ignore[name-defined]
    """One row for each who coaches. `name`: as mentees are shown it."""

    __tablename__ = "coaches"
    __table_args__ = (CheckConstraint("promise_days BETWEEN 1 AND 14", name="promise"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    helps_with: Mapped[str] = mapped_column(String(HELPS_LENGTH))
    promise_days: Mapped[int]
    since_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @classmethod
    def of(cls, user_id: int) -> "Coach | None":
        return db.session.get(cls, user_id)

    @classmethod
    def put(cls, user_id: int, *, name: str, helps_with: str, promise_days: int) -> None:
        """Become one, or say something else from now on."""
        values = {"name": name, "helps_with": helps_with, "promise_days": promise_days}
        dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
        row = dialect.insert(cls).values(user_id=user_id, since_at=clock.now(), **values)
        db.session.execute(row.on_conflict_do_update(index_elements=["user_id"], set_=values))

    @classmethod
    def stop(cls, user_id: int) -> None:
        db.session.execute(delete(cls).where(cls.user_id == user_id))


def coaches() -> ColumnElement[bool]:
    """Of a row of users: whether somebody coaches. Part of the one statement that a request costs."""
    return exists().where(Coach.user_id == User.id)
