"""How often somebody has tried something: one small table, so that limits hold across workers and restarts."""

from datetime import datetime, timedelta

from sqlalchemy import String, case, delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from tracker import clock
from tracker.accounts.models.digests import digest
from tracker.extensions import UtcDateTime, db


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
        fresh = dialect.insert(cls).values(key=digest(key), since=now, count=1)
        counting = fresh.on_conflict_do_update(
            index_elements=[cls.key],
            set_={"count": case((over, 1), else_=cls.count + 1), "since": case((over, now), else_=cls.since)},
        ).returning(cls.count)
        with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
            return int(connection.execute(counting).scalar_one())

    @classmethod
    def clear(cls, key: str) -> None:
        db.session.execute(delete(cls).where(cls.key == digest(key)))

    @classmethod
    def take_back(cls, key: str) -> None:
        """Don't count the latest try after all: it was a right one."""
        db.session.execute(update(cls).where(cls.key == digest(key)).values(count=cls.count - 1))

    @classmethod
    def forget_old(cls) -> None:
        db.session.execute(delete(cls).where(cls.since < clock.now() - timedelta(days=1)))
