"""Who is behind a mentee's grants: each with what its coach says of themselves, a block, and that there is a note.

Hides that a coach who stopped has nothing to say any more, and that an ended grant tells nobody's address.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, or_, select

from tracker.accounts import Coach, Person, User
from tracker.coaching.models.desk import CoachNote
from tracker.coaching.models.sights import Grant
from tracker.coaching.models.views import Block
from tracker.extensions import db

MOST = 200
"""How many of somebody's invitations, requests and grants are listed, the newest."""


@dataclass(frozen=True)
class Behind:
    """A grant of a mentee's, with the person on the other side of it."""

    grant: Grant
    coach: Coach | None
    """None: nobody has accepted yet, or they coach no more."""
    email: str | None
    confirmed: bool
    """Whether the address is known to be theirs now."""
    note_since: datetime | None
    """Since when the coach keeps a private note on this mentee."""
    blocked_since: datetime | None

    @property
    def name(self) -> str:
        return self.coach.name if self.coach else "somebody who no longer coaches" if self.grant.coach_id else "nobody"

    @property
    def step(self) -> str:
        """As its row says, but for a time that is over and not noted yet; and paused is one of its own."""
        if not self.grant.is_open:
            return "ended"
        return "paused" if self.grant.step == "granted" and self.grant.paused_at else self.grant.step


def everyone_behind(mentee: Person) -> list[Behind]:
    """What is open first, then newest first: no running grant is pushed out by what came and went since."""
    return [_behind(row) for row in db.session.execute(_found(mentee))]


def behind(mentee: Person, grant_id: str) -> Behind | None:
    """Of one grant of this mentee's. Requests of somebody whom they blocked are none."""
    row = db.session.execute(_found(mentee).where(Grant.id == grant_id)).one_or_none()
    return _behind(row) if row else None


def _found(mentee: Person) -> Any:
    found: Any = select(Grant, Coach, User.email, User.confirmed_at, CoachNote.since_at, Block.since_at)
    return (
        found.outerjoin(User, User.id == Grant.coach_id)
        .outerjoin(Coach, Coach.user_id == Grant.coach_id)
        .outerjoin(CoachNote, and_(CoachNote.user_id == Grant.user_id, CoachNote.coach_id == Grant.coach_id))
        .outerjoin(Block, and_(Block.user_id == Grant.user_id, Block.coach_id == Grant.coach_id))
        .where(Grant.user_id == mentee.id, or_(Grant.step != "asked", Block.since_at.is_(None)))
        .order_by(case((Grant.step == "ended", 1), else_=0), Grant.made_at.desc(), Grant.id)
        .limit(MOST)
    )


def _behind(row: Any) -> Behind:
    grant, coach, email, confirmed_at, note_since, blocked_since = row
    shown = email if grant.is_open else None
    return Behind(grant, coach, shown, confirmed_at is not None, note_since, blocked_since)
