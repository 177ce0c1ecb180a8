"""Slow work, such as letters: a row that is committed with the change which causes it, carried out by a worker later.

The row is the truth; the queue (Huey, in a file of its own or in Redis) only tells a worker at once. Whatever the queue
forgets, the worker finds in the table within a minute. Hides retries, their pauses, and what is given up on.
"""

import json
import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, current_app
from huey import Huey, RedisHuey, SqliteHuey, crontab
from redis import ConnectionPool
from redis.backoff import NoBackoff
from redis.retry import Retry
from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    delete,
    event,
    func,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from tracker import clock, sealing
from tracker.extensions import UtcDateTime, db

log = logging.getLogger(__name__)

QUEUE_FILE = "queue.sqlite3"
REDIS_SECONDS = 1.5
"""How long a request waits for Redis, which it only tells of what is committed already. A worker listens for one."""
LEASE = timedelta(minutes=5)
"""How long one try may take; a worker that died in it is followed by another after this."""
PAUSES = tuple(timedelta(seconds=5**power) for power in range(1, 8))
"""Between the tries: five seconds, 25, two minutes … 22 hours. After the last the job is dead."""
KEEP_DONE = timedelta(days=60)
BATCH = 100

Handler = Callable[[dict[str, Any]], None]
_handlers: dict[str, Handler] = {}
_forgotten: set[str] = set()
"""Kinds of which nothing is kept once they are given up on."""
_each_minute: list[Callable[[], None]] = []


class GaveUp(Exception):
    """Raised by a handler where trying again would change nothing; the message is for the operator."""


class Job(db.Model):  # type: ignore[name-defined]
    """Something to be done once. `sealed` holds what the handler needs, and is emptied when it is done."""

    __tablename__ = "jobs"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'done', 'dead')", name="state"),
        Index("ix_jobs_state_due_at", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    """Whom it is about: it goes with their account. None: nobody who has one."""
    key: Mapped[str | None] = mapped_column(String(120), unique=True)
    """What may be done only once ever, such as one week's letter to one person."""
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(7))
    tries: Mapped[int]
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    problem: Mapped[str] = mapped_column(Text)
    """Why the latest try failed, for the operator: no secret, nothing that somebody wrote."""

    @classmethod
    def of_state(cls, state: str) -> "Sequence[Job]":
        return db.session.scalars(select(cls).where(cls.state == state).order_by(cls.id)).all()

    @classmethod
    def counts(cls) -> dict[str, int]:
        """How many jobs wait, and how many are dead."""
        found = db.session.execute(select(cls.state, func.count()).where(cls.state != "done").group_by(cls.state)).all()
        return {"waiting": 0, "dead": 0, **dict(found)}

    @classmethod
    def longest_overdue(cls) -> timedelta:
        """For how long the job that should have been tried first has waited for a worker."""
        first = db.session.scalar(select(func.min(cls.due_at)).where(cls.state == "waiting"))
        return max(clock.now() - first, timedelta()) if first else timedelta()


def handles(kind: str, *, keeps_dead: bool = True) -> Callable[[Handler], Handler]:
    """Let this function carry out jobs of a kind. It gets what was given to `add`, and the job's id as `job`.

    It may change the database but doesn't commit, and may run twice: a try whose end nobody saw is made again.
    `keeps_dead`: whether the operator is shown one that was given up on; else it is gone with what it held.
    """

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        if not keeps_dead:
            _forgotten.add(kind)
        return handler

    return register


def each_minute(duty: Callable[[], None]) -> Callable[[], None]:
    """Let the worker call this every minute. It may add jobs, doesn't commit, and is cheap when nothing is due."""
    _each_minute.append(duty)
    return duty


def add(
    kind: str,
    payload: dict[str, Any],
    *,
    user_id: int | None = None,
    key: str | None = None,
    after: timedelta = timedelta(),
) -> int | None:
    """Have something done once this transaction is committed, and not before `after` from now; answers the job's id.

    None where there has been a job of this `key` before.
    """
    if key is not None and db.session.scalar(select(Job.id).where(Job.key == key)) is not None:
        return None
    now = clock.now()
    job = Job(
        kind=kind, user_id=user_id, key=key, sealed=sealing.seal(json.dumps(payload), "job"),
        state="waiting", tries=0, due_at=now + after, created_at=now, problem="",
    )  # fmt: skip
    db.session.add(job)
    db.session.flush()
    _tell_at_commit(job.id, after)
    return job.id


def carry_out(job_id: int) -> bool:
    """Try a job that is due, and note how it went; whether this call did it. Commits."""
    job = _claim(job_id)
    if job is None:
        return False
    kind, tries, sealed = job.kind, job.tries, job.sealed
    db.session.rollback()  # what a handler waits for, such as a mail server, must hold up nobody who writes
    try:
        _handlers[kind]({**json.loads(sealing.unseal(sealed, "job")), "job": job_id})
        _settle(job_id, state="done", sealed=b"", ended_at=clock.now(), problem="")
    except Exception as failure:  # whatever it is: it is noted, tried again, and in the end shown to the operator
        db.session.rollback()
        over = isinstance(failure, GaveUp) or tries > len(PAUSES)
        problem = str(failure) if isinstance(failure, GaveUp) else type(failure).__name__
        log.warning("job %s (%s) failed at try %s: %s", job_id, kind, tries, problem, exc_info=not over)
        if over and kind in _forgotten:
            db.session.execute(delete(Job).where(Job.id == job_id))
        elif over:
            _settle(job_id, state="dead", ended_at=clock.now(), problem=problem)
        else:
            _settle(job_id, due_at=clock.now() + PAUSES[tries - 1], problem=problem)
            _tell_at_commit(job_id, PAUSES[tries - 1])
    db.session.commit()
    return True


def carry_out_due() -> int:
    """Do all that is due now; how many jobs were tried."""
    due = (Job.state == "waiting", Job.due_at <= clock.now())
    ids = db.session.scalars(select(Job.id).where(*due).order_by(Job.due_at).limit(BATCH)).all()
    db.session.rollback()
    return sum(carry_out(job_id) for job_id in ids)


def do_duties() -> None:
    """What the worker does every minute, whether or not the queue has told it anything."""
    for duty in _each_minute:
        duty()
        db.session.commit()
    db.session.execute(delete(Job).where(Job.state == "done", Job.ended_at < clock.now() - KEEP_DONE))
    db.session.commit()
    carry_out_due()


def revive(job_id: int) -> bool:
    """Have a dead job tried again from the start; whether there was one."""
    values = {"state": "waiting", "tries": 0, "due_at": clock.now(), "ended_at": None}
    revived = update(Job).where(Job.id == job_id, Job.state == "dead").values(values).returning(Job.id)
    if db.session.scalar(revived) is None:
        return False
    _tell_at_commit(job_id, timedelta())
    return True


def forget(job_id: int) -> bool:
    """Throw a dead job away; whether there was one."""
    gone = delete(Job).where(Job.id == job_id, Job.state == "dead").returning(Job.id)
    return db.session.scalar(gone) is not None


def init_app(app: Flask) -> None:
    queue = _queue(app)

    @queue.task(name="carry_out")  # type: ignore[untyped-decorator]
    def carry_out_one(job_id: int) -> None:
        with app.app_context():
            carry_out(job_id)

    @queue.periodic_task(crontab(), name="duties")  # type: ignore[untyped-decorator]
    def duties() -> None:
        with app.app_context():
            do_duties()

    queue.on_startup()(lambda: duties.call_local())
    app.extensions["queue"] = queue
    app.extensions["tell_worker"] = carry_out_one


def _queue(app: Flask) -> Huey:
    settings = app.extensions["settings"]
    options = {"results": False, "utc": True}
    if settings.redis_url:
        patience = {"socket_timeout": REDIS_SECONDS, "socket_connect_timeout": REDIS_SECONDS}
        pool = ConnectionPool.from_url(settings.redis_url, retry=Retry(NoBackoff(), 0), **patience)
        return RedisHuey("milepost", connection_pool=pool, **options)
    # Not in WAL mode: Huey uses Python's own SQLite, whose WAL may be the one with the race.
    settings.instance_path.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("milepost", filename=str(settings.instance_path / QUEUE_FILE), journal_mode="delete", **options)


def queue_answers() -> bool:
    """Whether the queue can be asked for what it holds."""
    try:
        current_app.extensions["queue"].pending_count()
    except Exception as failure:
        log.warning("the queue does not answer (%s)", type(failure).__name__)
        return False
    return True


def _tell_at_commit(job_id: int, after: timedelta) -> None:
    db.session.info.setdefault("jobs_to_tell", []).append((job_id, after.total_seconds()))


@event.listens_for(db.session, "after_commit")
def _tell_the_worker(session: Any) -> None:
    if session.in_nested_transaction():
        return
    for job_id, seconds in session.info.pop("jobs_to_tell", []):
        try:
            current_app.extensions["tell_worker"].schedule(args=(job_id,), delay=seconds)
        except Exception as failure:
            # The change is committed and its row is there: the worker finds it within a minute.
            log.warning("the queue does not answer (%s); job %s waits for the worker", type(failure).__name__, job_id)


@event.listens_for(db.session, "after_rollback")
def _forget_what_was_not_committed(session: Any) -> None:
    session.info.pop("jobs_to_tell", None)


def _claim(job_id: int) -> Job | None:
    """Take a job that is due: for the length of a lease nobody else does. Commits."""
    now = clock.now()
    due = (Job.id == job_id, Job.state == "waiting", Job.due_at <= now)
    taken = update(Job).where(*due).values(tries=Job.tries + 1, due_at=now + LEASE).returning(Job.id)
    found = db.session.scalar(taken)
    db.session.commit()
    return None if found is None else db.session.get(Job, found)


def _settle(job_id: int, **values: Any) -> None:
    db.session.execute(update(Job).where(Job.id == job_id).values(values).execution_options(synchronize_session=False))
