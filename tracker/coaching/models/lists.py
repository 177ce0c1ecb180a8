"""What the coach's list is made of beside the roadmaps: who lets them look, and their own desk. Two statements.

Hides that a look at the list is noted once a day for each mentee, and that a write is spared where it is noted already.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Boolean, ColumnElement, Date, String, cast, exists, func, literal, null, select, union_all
from sqlalchemy.dialects import postgresql, sqlite

from tracker import clock
from tracker.accounts import Coach, Person
from tracker.coaching.flags import Answer
from tracker.coaching.models.desk import FlagAnswer, GroupMember
from tracker.coaching.models.meetings import Meeting
from tracker.coaching.models.sights import GRANT_ID, Grant, Sight, seen, sight
from tracker.coaching.models.views import View
from tracker.extensions import UtcDateTime, db

AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class Listed:
    """A mentee in the list. `noted`: whether that the coach looks at the list today is written down already."""

    sight: Sight
    promise_days: int
    noted: bool


def listed(coach: Person, grant_id: str | None = None) -> list[Listed]:
    """Everybody who lets this coach look now; or of one grant alone."""
    midnight = datetime.combine(_day(coach), time.min, ZoneInfo(coach.time_zone))
    found = seen(Coach.promise_days, _noted_since(midnight)).where(Grant.coach_id == coach.id)
    if grant_id is not None:
        found = found.where(Grant.id == grant_id)
    return [Listed(sight(row), row[10], bool(row[11])) for row in db.session.execute(found)]


def note_listed(coach: Person, shown: Sequence[Listed]) -> None:
    """Write down for those who stand on the page, once a day each, that the coach looks. Ends the transaction."""
    missing = [one.sight for one in shown if not one.noted]
    if not missing:
        return
    now, day = clock.now(), _day(coach)
    rows = [
        {
            "id": _list_look_id(one.grant_id, day),
            "user_id": one.mentee.id,
            "grant_id": one.grant_id,
            "coach_id": one.coach_id,
            "look": "list",
            "target": "",
            "begun_at": now,
            "until_at": now,
            "times": 1,
        }
        for one in missing
    ]
    db.session.rollback()
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(dialect.insert(View).values(rows).on_conflict_do_nothing())


@dataclass
class Desk:
    """What a coach keeps of one mentee, and when they meet next."""

    groups: list[str] = field(default_factory=list)
    answers: dict[str, Answer] = field(default_factory=dict)
    meetings: list[datetime] = field(default_factory=list)


@dataclass(frozen=True)
class Desks:
    by_grant: dict[str, Desk]
    useful: int
    """Of all flags that this coach ever answered for."""
    answered: int

    @property
    def groups(self) -> tuple[str, ...]:
        """Names of all groups, in order."""
        found = {name for desk in self.by_grant.values() for name in desk.groups}
        return tuple(sorted(found, key=lambda name: (name.casefold(), name)))


def desks(coach: Person, grant_ids: Sequence[str]) -> Desks:
    """Groups, answers and meetings of these grants, and how many answers said that a flag was of use."""
    found = {grant_id: Desk() for grant_id in grant_ids}
    share = {"useful": 0, "useless": 0}
    for what, grant_id, text, said, day, why, at, number in db.session.execute(_desk_rows(coach, grant_ids)):
        if what in share:
            share[what] = number
        elif what == "group":
            found[grant_id].groups.append(text)
        elif what == "answer":
            found[grant_id].answers[text] = Answer(said, day, why)
        else:
            found[grant_id].meetings.append(at)
    for desk in found.values():
        desk.groups.sort(key=str.casefold)
        desk.meetings.sort()
    return Desks(found, share["useful"], sum(share.values()))


def _desk_rows(coach: Person, grant_ids: Sequence[str]) -> Any:
    group, answer, meeting, now = GroupMember, FlagAnswer, Meeting, clock.now()
    groups = select(
        literal("group").label("what"),
        group.grant_id,
        group.name.label("text"),
        cast(null(), Boolean).label("said"),
        cast(null(), Date).label("day"),
        cast(null(), String).label("why"),
        cast(null(), UtcDateTime).label("at"),
        literal(0).label("number"),
    ).where(group.coach_id == coach.id, group.grant_id.in_(grant_ids))
    answers = select(
        literal("answer"),
        answer.grant_id,
        answer.reason,
        answer.useful,
        answer.snoozed_until,
        answer.why,
        null(),
        literal(0),
    ).where(answer.coach_id == coach.id, answer.grant_id.in_(grant_ids))
    soon = (meeting.starts_at >= now, meeting.starts_at < now + AHEAD, meeting.cancelled_at.is_(None))
    meetings = select(
        literal("meeting"), meeting.grant_id, *(null() for _ in range(4)), meeting.starts_at, literal(0)
    ).where(meeting.grant_id.in_(grant_ids), *soon)
    return union_all(groups, answers, meetings, *(_answers(coach, useful) for useful in (True, False)))


def _answers(coach: Person, useful: bool) -> Any:
    """How many flags this coach ever marked as useful, or as not."""
    nothing = (literal(""), *(null() for _ in range(5)))
    mine = (FlagAnswer.coach_id == coach.id, FlagAnswer.useful.is_(useful))
    return select(literal("useful" if useful else "useless"), *nothing, func.count(FlagAnswer.reason)).where(*mine)


def _day(coach: Person) -> date:
    """The coach's own calendar day."""
    return clock.local_day(clock.now(), coach.time_zone)


def _noted_since(moment: datetime) -> ColumnElement[bool]:
    """Of a grant: whether a look at the list is written down since then."""
    return exists().where(View.grant_id == Grant.id, View.look == "list", View.begun_at >= moment)


def _list_look_id(grant_id: str, day: date) -> str:
    """The same for the same day, so that it is written once, whoever asks twice at once."""
    return hashlib.sha256(f"list {grant_id} {day.isoformat()}".encode()).hexdigest()[:GRANT_ID]
