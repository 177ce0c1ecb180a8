"""Exports that somebody asked for, and archives that they brought: how far each is, and where its file lies.

Hides that asking twice is one export, and that progress is written beside the transaction of whoever makes it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from tracker import clock
from tracker.extensions import UtcDateTime, db

OFFERED_FOR = timedelta(hours=24)
"""How long an export can be downloaded, and how long an archive that was brought waits to be imported."""
UNDOABLE_FOR = timedelta(days=7)
OP_LENGTH = 64
FILE_LENGTH = 80


class Archive(db.Model):  # type: ignore[name-defined]
    """An export: asked for, made by the worker part by part, offered for a day."""

    __tablename__ = "archives"
    __table_args__ = (
        UniqueConstraint("user_id", "op"),
        CheckConstraint("state IN ('waiting', 'ready', 'dead')", name="state"),
        {"sqlite_autoincrement": True},  # an address that led to one never leads to another
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    op: Mapped[str] = mapped_column(String(OP_LENGTH))
    """The form that asked for it: sent twice, it is one export."""
    state: Mapped[str] = mapped_column(String(7))
    done: Mapped[int]
    parts: Mapped[int]
    file: Mapped[str] = mapped_column(String(FILE_LENGTH))
    size: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    """When it is forgotten: a day after it was made, or after it was asked for where nothing came of it."""

    @classmethod
    def ask(cls, user_id: int, op: str) -> "tuple[Archive, bool]":
        """The export that is under way or that this form asked for before, or a new one; and whether it is new.

        The caller holds the person's lock.
        """
        known = cls.known(user_id, op)
        if known is not None:
            return known, False
        now = clock.now()
        made = cls(
            user_id=user_id, op=op, state="waiting", done=0, parts=0, file="", size=0,
            created_at=now, expires_at=now + OFFERED_FOR,
        )  # fmt: skip
        db.session.add(made)
        db.session.flush()
        return made, True

    @classmethod
    def known(cls, user_id: int, op: str) -> "Archive | None":
        """The export that is under way, or that this form asked for before."""
        mine = select(cls).where(cls.user_id == user_id, cls.expires_at > clock.now())
        return db.session.scalar(mine.where((cls.state == "waiting") | (cls.op == op)).order_by(cls.id.desc()))

    @classmethod
    def latest(cls, user_id: int) -> "Archive | None":
        mine = select(cls).where(cls.user_id == user_id, cls.expires_at > clock.now())
        return db.session.scalar(mine.order_by(cls.id.desc()).limit(1))

    @classmethod
    def ready(cls, user_id: int, archive_id: int) -> "Archive | None":
        """This person's export that can be downloaded now."""
        mine = select(cls).where(cls.user_id == user_id, cls.id == archive_id, cls.state == "ready")
        return db.session.scalar(mine.where(cls.expires_at > clock.now()))

    @classmethod
    def waiting(cls, archive_id: int) -> "Archive | None":
        return db.session.scalar(select(cls).where(cls.id == archive_id, cls.state == "waiting"))

    @classmethod
    def note(cls, archive_id: int, **values: Any) -> None:
        """Write down how far it is, in a transaction of its own, for the page that waits."""
        with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
            connection.execute(update(cls).where(cls.id == archive_id).values(values))

    @classmethod
    def is_made(cls, archive_id: int, file: str, size: int) -> list[str] | None:
        """Offer it; answers the files of earlier ones, which it replaces. None where nobody waits for it any more."""
        now = clock.now()
        values = {"state": "ready", "file": file, "size": size, "made_at": now, "expires_at": now + OFFERED_FOR}
        waiting = update(cls).where(cls.id == archive_id, cls.state == "waiting").values(values).returning(cls.user_id)
        user_id = db.session.scalar(waiting)
        if user_id is None:
            return None
        earlier = delete(cls).where(cls.user_id == user_id, cls.id != archive_id, cls.state != "waiting")
        return [name for name in db.session.scalars(earlier.returning(cls.file)) if name]


class Import(db.Model):  # type: ignore[name-defined]
    """An archive that somebody brought: waits to be looked at, is imported, can be undone for seven days."""

    __tablename__ = "imports"
    __table_args__ = (
        UniqueConstraint("user_id", "op"),
        CheckConstraint("stage IN ('waiting', 'done', 'undone')", name="stage"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    op: Mapped[str] = mapped_column(String(OP_LENGTH))
    stage: Mapped[str] = mapped_column(String(7))
    file: Mapped[str] = mapped_column(String(FILE_LENGTH))
    """Empty once it is imported."""
    summary: Mapped[list[Any]] = mapped_column(JSON)
    """What came of it, in sentences."""
    steps: Mapped[list[Any]] = mapped_column(JSON)
    """What was before, for undoing: holding, unit, its rows before, and a digest of those after."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    @classmethod
    def bring(cls, user_id: int, op: str, file: str) -> tuple["Import", list[str]]:
        """Let an archive wait; one that waited before makes way. Answers the files that are not needed any more.

        The caller holds the person's lock.
        """
        known = db.session.scalar(select(cls).where(cls.user_id == user_id, cls.op == op))
        if known is not None:
            return known, [file]
        waited = delete(cls).where(cls.user_id == user_id, cls.stage == "waiting").returning(cls.file)
        gone = list(db.session.scalars(waited))
        now = clock.now()
        made = cls(
            user_id=user_id, op=op, stage="waiting", file=file, summary=[], steps=[],
            created_at=now, expires_at=now + OFFERED_FOR,
        )  # fmt: skip
        db.session.add(made)
        db.session.flush()
        return made, gone

    @classmethod
    def find(cls, user_id: int, import_id: int) -> "Import | None":
        mine = select(cls).where(cls.user_id == user_id, cls.id == import_id, cls.expires_at > clock.now())
        return db.session.scalar(mine)

    @classmethod
    def all_of(cls, user_id: int) -> "Sequence[Import]":
        """Latest first. What was before stays unread."""
        mine = select(cls).where(cls.user_id == user_id, cls.expires_at > clock.now())
        return db.session.scalars(mine.order_by(cls.id.desc())).all()

    @classmethod
    def discard(cls, user_id: int, import_id: int) -> str | None:
        """Forget one that waits; answers its file."""
        waiting = delete(cls).where(cls.user_id == user_id, cls.id == import_id, cls.stage == "waiting")
        return db.session.scalar(waiting.returning(cls.file))

    def is_done(self, summary: list[str], steps: list[Any]) -> str:
        """It is imported; answers the file, which is not needed any more."""
        file, self.file = self.file, ""
        self.stage, self.summary, self.steps = "done", summary, steps
        self.done_at = clock.now()
        self.expires_at = self.done_at + UNDOABLE_FOR
        return file

    def is_undone(self, summary: list[str]) -> None:
        self.stage, self.summary, self.steps = "undone", summary, []


def files_of(user_id: int) -> list[str]:
    """Every file that lies there for this person."""
    both = select(Archive.file).where(Archive.user_id == user_id)
    both_files = both.union_all(select(Import.file).where(Import.user_id == user_id))
    return [name for name in db.session.scalars(both_files) if name]


def files_in_use() -> set[str]:
    return {name for name in db.session.scalars(select(Archive.file).union_all(select(Import.file))) if name}


def forget_expired() -> list[str]:
    """Remove rows whose time is over; answers their files."""
    now = clock.now()
    gone: list[str] = []
    for table in (Archive, Import):
        gone += db.session.scalars(delete(table).where(table.expires_at <= now).returning(table.file))
    return [name for name in gone if name]
