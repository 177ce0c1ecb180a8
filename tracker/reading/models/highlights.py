"""Passages that a person marked, each with a private note if they wrote one. `Highlights` is the only door.

Hides locking, repeated requests, and that what was removed is kept for a day.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from tracker import clock
from tracker.accounts import Person, User
from tracker.extensions import UtcDateTime, db
from tracker.library import Guide, Section
from tracker.reading.passages import Highlighted, Marked, Part, placed, sources_of

MOST_HIGHLIGHTS = 500
MOST_REMOVED = 20
"""Of one guide and person."""
KEPT_AFTER_REMOVAL = timedelta(days=1)


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


class Highlights:
    """What one person marked in one guide."""

    def __init__(self, person: Person, guide: Guide) -> None:
        self.person = person
        self.guide = guide

    def of(self, section: Section) -> list[Highlighted]:
        """What is listed in this section now, in reading order, with what was removed within the last day."""
        found = self._select(Highlight.section_id.in_(sources_of(self.guide, section)))
        return [one for one in found if section in {one.section, *(passage.section for passage in one.passages)}]

    def everywhere(self) -> list[Highlighted]:
        """The same of the whole guide."""
        return self._select()

    def add(self, highlight_id: str, section: Section, parts: Sequence[Part], note: str) -> bool:
        """One more, unless there are as many as may be: then False. Does not commit; the same id again adds nothing."""
        self._change()
        count, known = db.session.execute(
            select(
                func.count(Highlight.id).filter(Highlight.guide_id == self.guide.id, Highlight.removed_at.is_(None)),
                func.count(Highlight.id).filter(Highlight.id == highlight_id),
            ).where(Highlight.user_id == self.person.id)
        ).one()
        if known:
            return True
        if count >= MOST_HIGHLIGHTS:
            return False
        now = clock.now()
        dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
        row = dialect.insert(Highlight).values(
            user_id=self.person.id,
            id=highlight_id,
            guide_id=self.guide.id,
            section_id=section.id,
            section_number=section.number,
            parts=[part.as_data() for part in parts],
            note=note,
            version=1,
            content_revision=self.guide.revision,
            created_at=now,
            changed_at=now,
        )
        db.session.execute(row.on_conflict_do_nothing())
        return True

    def to_change(self, highlight_id: str) -> Marked | None:
        """One of them, which nobody else changes until the commit; None where this person has none such."""
        self._change()
        row = db.session.execute(select(*_COLUMNS).where(*self._mine, Highlight.id == highlight_id)).one_or_none()
        return _marked(row) if row else None

    def write_note(self, marked: Marked, note: str) -> None:
        self._update(marked, note=note, version=marked.version + 1)

    def remove(self, marked: Marked) -> None:
        """It can be brought back for a day, as one of the latest twenty."""
        self._update(marked, removed_at=clock.now())
        gone = (*self._mine, Highlight.removed_at.is_not(None))
        latest = select(Highlight.id).where(*gone).order_by(Highlight.removed_at.desc()).limit(MOST_REMOVED)
        db.session.execute(delete(Highlight).where(*gone, Highlight.id.not_in(latest)))

    def restore(self, marked: Marked) -> bool:
        """Bring it back, unless there are as many as may be by now: then False."""
        count = db.session.scalar(select(func.count()).where(*self._mine, Highlight.removed_at.is_(None))) or 0
        if count >= MOST_HIGHLIGHTS:
            return False
        self._update(marked, removed_at=None)
        return True

    @property
    def _mine(self) -> tuple[Any, ...]:
        return Highlight.user_id == self.person.id, Highlight.guide_id == self.guide.id

    def _select(self, *conditions: Any) -> list[Highlighted]:
        rows = db.session.execute(select(*_COLUMNS).where(*self._mine, *conditions))
        recent = clock.now() - KEPT_AFTER_REMOVAL
        marked = (_marked(row) for row in rows)
        return placed(self.guide, (one for one in marked if one.removed_at is None or one.removed_at > recent))

    def _change(self) -> None:
        """One writer a person at a time (SQLite's write transaction is one already); what was removed long ago goes."""
        if db.engine.dialect.name != "sqlite":
            db.session.execute(select(User.id).where(User.id == self.person.id).with_for_update())
        db.session.execute(
            delete(Highlight).where(
                Highlight.user_id == self.person.id, Highlight.removed_at <= clock.now() - KEPT_AFTER_REMOVAL
            )
        )

    def _update(self, marked: Marked, **values: Any) -> None:
        db.session.execute(
            update(Highlight).where(*self._mine, Highlight.id == marked.id).values(**values, changed_at=clock.now())
        )


_COLUMNS = (
    Highlight.id,
    Highlight.section_id,
    Highlight.section_number,
    Highlight.parts,
    Highlight.note,
    Highlight.version,
    Highlight.created_at,
    Highlight.removed_at,
)


def _marked(row: Any) -> Marked:
    highlight_id, section_id, number, parts, *rest = row
    return Marked(highlight_id, section_id, number, tuple(map(Part.from_data, parts)), *rest)
