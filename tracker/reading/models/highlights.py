"""Passages that a person marked, each with a private note if they wrote one."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import UtcDateTime, db


class Highlight(db.Model):  # type: ignore[name-defined]
    """A marked passage of one section. `parts`: what is marked in each block, in order."""

    __tablename__ = "highlights"
    __table_args__ = (
        CheckConstraint("version > 0", name="version"),
        Index("ix_highlights_user_id_guide_id", "user_id", "guide_id"),
        {"sqlite_with_rowid": False},
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    """Made by the browser, so that sending twice counts once."""
    guide_id: Mapped[str] = mapped_column(String(80))
    section_id: Mapped[str] = mapped_column(String(80))
    section_number: Mapped[int]
    parts: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    """Each: block (id), quote (the words), before and after (up to 32 characters of context)."""
    note: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    """Counts the changes of the note."""
    content_revision: Mapped[str] = mapped_column(String(12))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
