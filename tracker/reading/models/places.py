"""Where a person is in a guide: the present state, and the append-only operations that led there."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import UtcDateTime, db
from tracker.reading.operations import KINDS

ID_LENGTH = 80
OP_LENGTH = 100
DEVICE_LENGTH = 36
LABEL_LENGTH = 80


class ReadingState(db.Model):  # type: ignore[name-defined]
    """The present state, one row a person and guide; `revision` counts its operations. See reading/operations.py."""

    __tablename__ = "reading_states"
    __table_args__ = (
        CheckConstraint("began >= 0 AND place_revision >= 0 AND revision >= place_revision", name="revisions"),
        {"sqlite_with_rowid": False},
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    guide_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    revision: Mapped[int]
    began: Mapped[int]
    began_device: Mapped[str] = mapped_column(String(DEVICE_LENGTH))
    began_sequence: Mapped[int]
    place: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    place_revision: Mapped[int]
    place_device: Mapped[str] = mapped_column(String(DEVICE_LENGTH))
    place_label: Mapped[str] = mapped_column(String(LABEL_LENGTH))
    place_sequence: Mapped[int]
    place_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    furthest: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    reopened: Mapped[dict[str, list[Any]]] = mapped_column(JSON)
    """Sections unticked by hand since they were finished, with the mark of that: revision, device, sequence."""


class ReadingOperation(db.Model):  # type: ignore[name-defined]
    """One thing that a reader did, never altered; the server's `revision` orders them, no client's clock does."""

    __tablename__ = "reading_operations"
    __table_args__ = (
        UniqueConstraint("user_id", "guide_id", "op_id"),
        UniqueConstraint("user_id", "guide_id", "revision"),
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        Index("ix_reading_operations_user_id_batch", "user_id", "batch"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    guide_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    revision: Mapped[int]
    op_id: Mapped[str] = mapped_column(String(OP_LENGTH))
    device: Mapped[str] = mapped_column(String(DEVICE_LENGTH))
    label: Mapped[str] = mapped_column(String(LABEL_LENGTH))
    sequence: Mapped[int]
    base: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    section_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    anchor: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    undoes: Mapped[str | None] = mapped_column(String(OP_LENGTH))
    """The operation, or the batch, that an undo takes back."""
    batch: Mapped[str | None] = mapped_column(String(OP_LENGTH))
    """The import that this operation came with."""
    outcome: Mapped[str] = mapped_column(String(10))
    day: Mapped[date]
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime)
