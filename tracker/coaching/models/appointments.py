"""Meetings of one person over all grants: what comes next, what stands in a calendar, what a notice is about.

Hides whose grants count: a coach's pass the one authorisation; a mentee's are theirs, though what has ended is in no
calendar and in no list of what comes.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from tracker import clock
from tracker.accounts import Coach, Person, User
from tracker.coaching.models.meetings import Meeting
from tracker.coaching.models.sights import Grant, Mentee, Sight, seen
from tracker.extensions import db

LONGEST = timedelta(hours=8)
CANCELLED_FOR = timedelta(days=30)
"""How long a calendar says that something was cancelled."""
IN_CALENDAR_FOR = timedelta(days=180)
NO_COACH = "a coach who has stopped coaching"


@dataclass(frozen=True)
class Appointment:
    """A meeting as one of the two has it. `with_name`: the other's; `as_coach`: whether it is the coach's side."""

    id: str
    grant_id: str
    starts_at: datetime
    minutes: int
    place: str
    dated_at: datetime
    cancelled_at: datetime | None
    with_name: str
    as_coach: bool

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


COLUMNS = (
    Meeting.id,
    Meeting.grant_id,
    Meeting.starts_at,
    Meeting.minutes,
    Meeting.place,
    Meeting.dated_at,
    Meeting.cancelled_at,
)


def next_meetings(mentee: Person, most: int = 1) -> list[Appointment]:
    """What comes next with this person's coaches, the soonest first. One statement."""
    found = _of_mentee(mentee, *_in_time(), *_to_come()).order_by(Meeting.starts_at, Meeting.id).limit(most + 5)
    return [one for one in _read(found, as_coach=False) if one.ends_at > clock.now()][:most]


def meetings_of(sights: Collection[Sight], until: datetime | None = None) -> dict[str, list[Appointment]]:
    """By grant, what comes next under each of these, the soonest first. One statement."""
    ids = [one.grant_id for one in sights]
    if not ids:
        return {}
    before = (Meeting.starts_at < until,) if until else ()
    found: Any = select(*COLUMNS, Mentee.name).join(Mentee, Mentee.id == Meeting.user_id)
    rows = _read(
        found.where(Meeting.grant_id.in_(ids), *_to_come(), *before).order_by(Meeting.starts_at), as_coach=True
    )
    met: dict[str, list[Appointment]] = {}
    for one in rows:
        if one.ends_at > clock.now():
            met.setdefault(one.grant_id, []).append(one)
    return met


def in_calendar(person: Person) -> list[Appointment]:
    """What stands in this person's calendar of both sides: nothing under a grant that is over. Two statements."""
    now = clock.now()
    lately = (
        Meeting.starts_at > now - IN_CALENDAR_FOR,
        or_(Meeting.cancelled_at.is_(None), Meeting.cancelled_at > now - CANCELLED_FOR),
    )
    mine = _read(_of_mentee(person, *_in_time(), *lately), as_coach=False)
    return [*mine, *_read(_of_coach(person, *lately), as_coach=True)]


def met_as_mentee(mentee: Person, ids: Collection[str]) -> dict[str, Appointment]:
    """Those of these meetings that are this mentee's, whatever became of the grant. One statement."""
    return {one.id: one for one in _read(_of_mentee(mentee, Meeting.id.in_(ids)), as_coach=False)}


def met_as_coach(coach: Person, ids: Collection[str]) -> dict[str, Appointment]:
    """Those of these meetings that this coach may see now. One statement."""
    return {one.id: one for one in _read(_of_coach(coach, Meeting.id.in_(ids)), as_coach=True)}


def is_seen(grant_id: str) -> bool:
    """Whether this grant's coach sees anything by it now."""
    return db.session.execute(seen().where(Grant.id == grant_id)).first() is not None


def coach_of(grant: Grant) -> tuple[str, str]:
    """Name and time zone of a grant's coach, as the mentee is shown them; also when it is over."""
    found = select(func.coalesce(Coach.name, NO_COACH), User.time_zone).outerjoin(Coach, Coach.user_id == User.id)
    row = db.session.execute(found.where(User.id == grant.coach_id)).one_or_none()
    return (row[0], row[1]) if row else (NO_COACH, "UTC")


def _of_mentee(mentee: Person, *which: ColumnElement[bool]) -> Select[Any]:
    found: Any = select(*COLUMNS, func.coalesce(Coach.name, NO_COACH)).join(Grant, Grant.id == Meeting.grant_id)
    found = found.outerjoin(Coach, Coach.user_id == Grant.coach_id)
    return found.where(Grant.user_id == mentee.id, *which)  # type: ignore[no-any-return]


def _of_coach(coach: Person, *which: ColumnElement[bool]) -> Select[Any]:
    """Through the one authorisation; the columns that it reads of a grant stand before these."""
    return seen(*COLUMNS, Mentee.name).where(Grant.coach_id == coach.id, Meeting.grant_id == Grant.id, *which)


def _in_time() -> tuple[ColumnElement[bool], ...]:
    return Grant.step == "granted", Grant.ends_at > clock.now()


def _to_come() -> tuple[ColumnElement[bool], ...]:
    return Meeting.cancelled_at.is_(None), Meeting.starts_at > clock.now() - LONGEST


def _read(found: Select[Any], *, as_coach: bool) -> list[Appointment]:
    rows = [(*row[-len(COLUMNS) - 1 :], as_coach) for row in db.session.execute(found)]
    return [Appointment(*row) for row in rows]
