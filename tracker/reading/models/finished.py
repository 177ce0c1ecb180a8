"""Which sections a person has finished.

Hides ids that the content has renamed since. A finished section is unticked only by hand.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, delete, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from tracker import clock
from tracker.accounts import Person
from tracker.extensions import UtcDateTime, db
from tracker.library import Guide
from tracker.reading.operations import Mark

ID_LENGTH = 80


class FinishedSection(db.Model):  # type: ignore[name-defined]
    """A finished section; `day` is the person's calendar day, for the heat map. The mark says what finished it."""

    __tablename__ = "finished_sections"
    __table_args__ = (Index("ix_finished_sections_user_id_day", "user_id", "day"), {"sqlite_with_rowid": False})

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    guide_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    section_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    day: Mapped[date]
    finished_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(server_default=text("0"))
    device: Mapped[str] = mapped_column(String(36), server_default=text("''"))
    sequence: Mapped[int] = mapped_column(server_default=text("0"))

    @classmethod
    def put(cls, person: Person, guide: Guide, before: Mapping[str, Mark], after: Mapping[str, Mark]) -> None:
        """Let what is finished be `after`, where it was `before`: present section ids, with their marks."""
        now = clock.now()
        today = clock.local_day(now, person.time_zone), now
        for section_id in before.keys() | after.keys():
            if before.get(section_id) == after.get(section_id):
                continue
            since = cls._remove(person, guide, section_id) if section_id in before else None
            if section_id not in after:
                continue
            day, finished_at = since or today
            mark = after[section_id]
            cls._insert(
                user_id=person.id,
                guide_id=guide.id,
                section_id=section_id,
                day=day,
                finished_at=finished_at,
                revision=mark.revision,
                device=mark.device,
                sequence=mark.sequence,
            )

    @classmethod
    def _remove(cls, person: Person, guide: Guide, section_id: str) -> tuple[date, datetime] | None:
        """Untick it, under its present and its earlier ids; answers since when it was finished.

        Other parts of a section that was split stay finished.
        """
        parts = {old: present for old, present in guide.changes.sections.items() if section_id in present}
        mine = (cls.user_id == person.id, cls.guide_id == guide.id)
        rows = db.session.execute(
            delete(cls).where(*mine, cls.section_id.in_([section_id, *parts])).returning(cls.__table__)
        )
        since = []
        for row in rows.mappings().all():
            since.append((row["day"], row["finished_at"]))
            for part in parts.get(row["section_id"], ()):
                if part != section_id:
                    cls._insert(**{**row, "section_id": part})
        return min(since, default=None)

    @classmethod
    def _insert(cls, **values: Any) -> None:
        dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
        db.session.execute(dialect.insert(cls).values(**values).on_conflict_do_nothing())


def ids_in_use() -> set[tuple[str, str]]:
    """Every (guide id, section id) that somebody has finished."""
    return {
        (guide_id, section_id)
        for guide_id, section_id in db.session.execute(
            select(FinishedSection.guide_id, FinishedSection.section_id).distinct()
        )
    }
