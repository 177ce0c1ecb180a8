"""How milestones stand for one person or for many, with what was said on them: one statement however many there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from json import loads
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    String,
    Text,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)

from tracker.extensions import UtcDateTime, db
from tracker.library import Guide
from tracker.roadmap.carry import Row, fold
from tracker.roadmap.models.reviews import ReviewState
from tracker.roadmap.models.tables import MilestoneEvent, MilestoneState, of_people, whose
from tracker.roadmap.progress import Evidence, State
from tracker.roadmap.review import Review, folded
from tracker.roadmap.standing import Standing, standings


@dataclass
class Stored:
    """What the tables hold of one person on one guide, under the ids it was stored with."""

    states: list[Row] = field(default_factory=list)
    reviews: dict[str, Review] = field(default_factory=dict)
    changed: dict[str, datetime] = field(default_factory=dict)
    """When each milestone was last changed; for others' eyes (`stored_of`) otherwise than by a note."""
    since: dict[str, date] = field(default_factory=dict)
    """Since which day some have the status they have; see `stored_of`."""

    def take(self, row: Any, evidence: Sequence[Mapping[str, Any]]) -> None:
        """One row of `_both`."""
        if row.turn is not None:
            approved = None if row.approved is None else frozenset(row.approved)
            said = row.turn, row.since_at, bool(row.asked), row.verdict, row.reviewed_at, approved
            nudges, reviewer_id, adopted = row[8:11]
            self.reviews[row.milestone_id] = Review(*said, reviewer_id, nudges, tuple(adopted))
            return
        self.states.append(as_row((*row[2:5], evidence, *row[6:11])))
        if row.changed_at:
            self.changed[row.milestone_id] = row.changed_at
        if row.since:
            self.since[row.milestone_id] = row.since

    def standings(self, guide: Guide, *, away: bool = False) -> tuple[Standing, ...]:
        """`guide`: as this person has it."""
        states = {milestone_id: one.state for milestone_id, one in fold(guide, self.states).items()}
        return standings(guide, states, folded(guide, self.reviews), away=away)


def stored(guide_id: str, user_ids: Collection[int], notes_of: Sequence[str] = ()) -> dict[int, Stored]:
    """For each of these people. Notes are left out but for those of the milestones `notes_of`."""
    found = {user_id: Stored() for user_id in user_ids}
    for row in db.session.execute(_of_one_guide(), whose({guide_id: user_ids}) | {"notes_of": notes_of}):
        found[row.user_id].take(row, loads(row.evidence or "[]"))
    return found


def stored_of(wanted: Sequence[tuple[int, Guide]], lately: datetime) -> dict[tuple[int, str], Stored]:
    """For many people, by user and guide id: what sums need, and the days of what is under way or was changed since
    `lately`. Evidence comes along only where some was approved, which it may have been changed since.
    """
    found = {(user_id, guide.id): Stored() for user_id, guide in wanted}
    moved = {guide.id for _, guide in wanted if guide.changes.milestones}
    people = defaultdict[str, list[int]](list)
    for user_id, guide in wanted:
        people[guide.id].append(user_id)
    rows = db.session.execute(_of_many_guides(len(people)), whose(people) | {"lately": lately}).all()
    approved = {(row.user_id, row.guide_id, row.milestone_id) for row in rows if row.approved is not None}
    for row in rows:
        key = row.user_id, row.guide_id, row.milestone_id
        matters = row.evidence and (key in approved or row.guide_id in moved)
        found[key[:2]].take(row, loads(row.evidence) if matters else ())
    return found


@cache
def _of_one_guide() -> Any:
    return _both(1, notes(), null(), MilestoneState.changed_at)


@cache
def _of_many_guides(guides: int) -> Any:
    return _both(guides, literal(""), _status_since(), _shown_change())


def _both(guides: int, note: Any, since: Any, changed: Any) -> Any:
    """States, with empty columns for reviews, and reviews, with empty ones for states."""
    state, review = MilestoneState, ReviewState
    states = select(
        state.user_id,
        state.guide_id,
        *columns(note, cast(state.evidence, Text).label("evidence")),
        type_coerce(changed, UtcDateTime).label("changed_at"),
        type_coerce(since, Date).label("since"),
        type_coerce(null(), String).label("turn"),
        type_coerce(null(), UtcDateTime).label("since_at"),
        type_coerce(null(), Boolean).label("asked"),
        type_coerce(null(), String).label("verdict"),
        type_coerce(null(), UtcDateTime).label("reviewed_at"),
        type_coerce(null(), JSON).label("approved"),
    ).where(of_people(state, guides))
    reviews = select(
        review.user_id,
        review.guide_id,
        review.milestone_id,
        *(null() for _ in range(5)),
        review.nudges,  # where the others have versions and what they adopted
        review.reviewer_id,
        review.adopted,
        *(null() for _ in range(2)),
        review.turn,
        review.since_at,
        review.asked,
        review.verdict,
        review.reviewed_at,
        review.approved,
    ).where(of_people(review, guides))
    return union_all(states, reviews)


def _status_since() -> Any:
    """The person's day on which a milestone last came to the status it has: where it is under way, held up, done by
    their own decision, or changed since `lately`. Older days are not looked up.
    """
    state, event = MilestoneState, MilestoneEvent
    day = (
        select(func.max(event.day))
        .where(
            event.user_id == state.user_id,
            event.guide_id == state.guide_id,
            event.milestone_id == state.milestone_id,
            event.kind == "status",
            event.data["status"].as_string() == state.status,
        )
        .correlate(state)
        .scalar_subquery()
    )
    matters = or_(state.status.in_(("doing", "blocked")), state.overruled, state.changed_at >= bindparam("lately"))
    return case((matters, day), else_=null())


def _shown_change() -> Any:
    """When a milestone was last changed, where that was by a note: when before that. Notes are nobody else's."""
    state, event = MilestoneState, MilestoneEvent
    before = (
        select(func.max(event.created_at))
        .where(
            event.user_id == state.user_id,
            event.guide_id == state.guide_id,
            event.milestone_id == state.milestone_id,
            event.kind.in_(("status", "criterion", "evidence")),
        )
        .correlate(state)
        .scalar_subquery()
    )
    return case((state.note_version == state.version, before), else_=state.changed_at)


def notes() -> Any:
    """The column of notes, empty but for the milestones `notes_of`."""
    table = MilestoneState
    wanted = table.milestone_id.in_(bindparam("notes_of", expanding=True))
    return case((wanted, table.note), else_=literal(""))


def columns(note: Any, evidence: Any = None) -> tuple[Any, ...]:
    table = MilestoneState
    return (
        table.milestone_id,
        table.status,
        table.criteria,
        table.evidence if evidence is None else evidence,
        type_coerce(note, String).label("note"),
        table.overruled,
        table.version,
        table.note_version,
        table.adopted,
    )


def as_row(row: Iterable[Any]) -> Row:
    """Of `columns`."""
    milestone_id, status, criteria, evidence, note, *rest, adopted = row
    state = State(status, frozenset(criteria), tuple(map(Evidence.from_data, evidence)), note, *rest)
    return Row(milestone_id, state, tuple(adopted))
