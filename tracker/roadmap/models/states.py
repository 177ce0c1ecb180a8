"""How milestones stand for one person or for many, with what was said on them: one statement however many there are."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import JSON, Boolean, String, case, literal, null, select, type_coerce, union_all

from tracker.extensions import UtcDateTime, db
from tracker.library import Guide
from tracker.roadmap.carry import Row, fold
from tracker.roadmap.models.reviews import ReviewState
from tracker.roadmap.models.tables import MilestoneState
from tracker.roadmap.progress import Evidence, State
from tracker.roadmap.review import Review, folded
from tracker.roadmap.standing import Standing, standings


@dataclass
class Stored:
    """What the tables hold of one person on one guide, under the ids it was stored with."""

    states: list[Row] = field(default_factory=list)
    reviews: dict[str, Review] = field(default_factory=dict)

    def standings(self, guide: Guide, *, away: bool = False) -> tuple[Standing, ...]:
        """`guide`: as this person has it."""
        states = {milestone_id: one.state for milestone_id, one in fold(guide, self.states).items()}
        return standings(guide, states, folded(guide, self.reviews), away=away)


def stored(guide_id: str, user_ids: Collection[int], notes_of: Sequence[str] = ()) -> dict[int, Stored]:
    """For each of these people. Notes are left out but for those of the milestones `notes_of`."""
    state, review = MilestoneState, ReviewState
    nothing = (
        type_coerce(null(), String),
        type_coerce(null(), UtcDateTime),
        type_coerce(null(), Boolean),
        type_coerce(null(), String),
        type_coerce(null(), UtcDateTime),
        type_coerce(null(), JSON),
    )
    states = select(*columns(notes(notes_of)), *nothing, state.user_id).where(
        state.guide_id == guide_id, state.user_id.in_(user_ids)
    )
    reviews = select(
        review.milestone_id,
        *(null() for _ in range(5)),
        review.nudges,  # where the others have versions and what they adopted
        review.reviewer_id,
        review.adopted,
        review.turn,
        review.since_at,
        review.asked,
        review.verdict,
        review.reviewed_at,
        review.approved,
        review.user_id,
    ).where(review.guide_id == guide_id, review.user_id.in_(user_ids))
    found = {user_id: Stored() for user_id in user_ids}
    for row in db.session.execute(union_all(states, reviews)):
        one = found[row[-1]]
        if row[9] is None:
            one.states.append(as_row(row[:9]))
        else:
            one.reviews[row[0]] = _review(row[6:15])
    return found


def notes(of: Sequence[str]) -> Any:
    """The column of notes, empty but for these milestones."""
    table = MilestoneState
    return case((table.milestone_id.in_(of), table.note), else_=literal("")) if of else literal("")


def columns(note: Any) -> tuple[Any, ...]:
    table = MilestoneState
    return (
        table.milestone_id,
        table.status,
        table.criteria,
        table.evidence,
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


def _review(row: Sequence[Any]) -> Review:
    nudges, reviewer_id, adopted, turn, since, asked, verdict, reviewed_at, approved = row
    given = None if approved is None else frozenset(approved)
    return Review(turn, since, bool(asked), verdict, reviewed_at, given, reviewer_id, nudges, tuple(adopted))
