"""A coach's private note on a mentee: read, written, emptied. Hides the table, and forms made from an older text.

Nobody but its coach reads it. Verbs don't commit.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite

from tracker import clock
from tracker.coaching.models.desk import CoachNote
from tracker.coaching.models.sights import Sight
from tracker.coaching.models.views import earlier_look
from tracker.extensions import db


class StaleNote(Exception):
    """The form was made from an older text. `present`: what stands now, None where nothing does."""

    def __init__(self, present: CoachNote | None) -> None:
        super().__init__()
        self.present = present


class CoachNotes:
    """What one coach notes of one mentee, whom they may look at."""

    def __init__(self, at: Sight) -> None:
        self.at = at
        self.mine = (CoachNote.user_id == at.mentee.id, CoachNote.coach_id == at.coach_id)

    def with_last_look(self) -> tuple[CoachNote | None, datetime | None]:
        """The note, and when the visit before the present one ended, in one statement."""
        one = select(literal(1).label("one")).subquery()
        look = earlier_look(self.at).scalar_subquery()
        found: Any = select(CoachNote, look).select_from(one).outerjoin(CoachNote, self.mine[0] & self.mine[1])
        note, at = db.session.execute(found).one()
        return note, at

    def write(self, text: str, edition: str) -> None:
        """Let it say this; an empty text takes it away. `edition`: of the note that the form was made from.

        Written twice it is written once. Raises StaleNote.
        """
        present = db.session.scalar(select(CoachNote).where(*self.mine).with_for_update())
        if text == (present.text if present else ""):
            return
        if edition != edition_of(present):
            raise StaleNote(present)
        if not text:
            db.session.execute(delete(CoachNote).where(*self.mine))
        elif present:
            values = {"text": text, "version": present.version + 1, "changed_at": clock.now()}
            db.session.execute(update(CoachNote).where(*self.mine).values(values))
        else:
            self._begin(text)

    def _begin(self, text: str) -> None:
        now = clock.now()
        dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
        row = dialect.insert(CoachNote).values(
            user_id=self.at.mentee.id, coach_id=self.at.coach_id, text=text, version=1, since_at=now, changed_at=now
        )
        begun = row.on_conflict_do_nothing().returning(CoachNote.user_id)
        if db.session.scalar(begun) is None:  # two devices began one at the same moment
            raise StaleNote(db.session.scalar(select(CoachNote).where(*self.mine)))


def edition_of(note: CoachNote | None) -> str:
    """Names one text of one note: one that was emptied and begun again is another note."""
    return f"{note.since_at:%Y%m%d%H%M%S%f}-{note.version}" if note else ""
