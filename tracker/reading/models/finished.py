"""Which sections a person has finished.

Hides ids that the content has renamed since. A finished section is unticked only by hand.
"""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from tracker import clock
from tracker.accounts import Person
from tracker.extensions import UtcDateTime, db
from tracker.library import Guide, Section

ID_LENGTH = 80


class FinishedSection(db.Model):  # type: ignore[name-defined]
    """A finished section; `day` is the person's calendar day, for the heat map."""

    __tablename__ = "finished_sections"
    __table_args__ = (Index("ix_finished_sections_user_id_day", "user_id", "day"), {"sqlite_with_rowid": False})

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    guide_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    section_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    day: Mapped[date]
    finished_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @classmethod
    def of(cls, person: Person, guide: Guide) -> Mapping[str, date]:
        """Present ids of the sections this person has finished, with the day."""
        rows = db.session.execute(
            select(cls.section_id, cls.day).where(cls.user_id == person.id, cls.guide_id == guide.id)
        )
        return {
            present: day
            for stored, day in rows
            for present in guide.changes.sections.get(stored, (stored,))
            if present in guide.section_by_id
        }

    @classmethod
    def add(cls, person: Person, guide: Guide, section: Section) -> None:
        now = clock.now()
        dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
        row = dialect.insert(cls).values(
            user_id=person.id,
            guide_id=guide.id,
            section_id=section.id,
            day=clock.local_day(now, person.time_zone),
            finished_at=now,
        )
        db.session.execute(row.on_conflict_do_nothing())

    @classmethod
    def remove(cls, person: Person, guide: Guide, section: Section) -> None:
        """Untick it, under its present and its earlier ids; other parts of a section that was split stay finished."""
        parts = {old: present for old, present in guide.changes.sections.items() if section.id in present}
        gone = db.session.execute(
            delete(cls)
            .where(cls.user_id == person.id, cls.guide_id == guide.id, cls.section_id.in_([section.id, *parts]))
            .returning(cls.section_id, cls.day, cls.finished_at)
        ).all()
        dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
        for stored, day, finished_at in gone:
            for part in parts.get(stored, ()):
                if part != section.id:
                    row = dialect.insert(cls).values(
                        user_id=person.id, guide_id=guide.id, section_id=part, day=day, finished_at=finished_at
                    )
                    db.session.execute(row.on_conflict_do_nothing())


def ids_in_use() -> set[tuple[str, str]]:
    """Every (guide id, section id) that somebody has finished."""
    return {
        (guide_id, section_id)
        for guide_id, section_id in db.session.execute(
            select(FinishedSection.guide_id, FinishedSection.section_id).distinct()
        )
    }
