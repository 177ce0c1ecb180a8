"""Which turns have lasted for a week more than somebody was told. One statement."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, or_, select

from tracker import clock
from tracker.accounts import Person, User
from tracker.extensions import db
from tracker.roadmap import nudging
from tracker.roadmap.models.reviews import ReviewState


@dataclass(frozen=True)
class Overdue:
    """A turn on somebody's milestone, under the id that it was written down with."""

    mentee: Person
    guide_id: str
    milestone_id: str


def overdue(most: int) -> Sequence[Overdue]:
    """Those that have waited longest."""
    state, limits = ReviewState, nudging.latest(clock.now())
    lasts = or_(*(and_(state.nudges == nudges, state.since_at <= since) for nudges, since in limits))
    found = (
        select(User, state.guide_id, state.milestone_id)
        .join(User, User.id == state.user_id)
        .where(state.since_at <= limits[0][1], lasts, state.turn != "nobody", User.disabled_at.is_(None))
        .order_by(state.since_at, state.user_id, state.milestone_id)
        .limit(most)
    )
    rows = db.session.execute(found)
    return [Overdue(Person.of_user(user), guide_id, milestone_id) for user, guide_id, milestone_id in rows]


def let_go(one: Overdue) -> None:
    """Nobody can do anything about it any more: its milestone or its guide is gone."""
    place = {"user_id": one.mentee.id, "guide_id": one.guide_id, "milestone_id": one.milestone_id}
    row = db.session.get(ReviewState, place)
    if row is not None:
        row.turn = "nobody"
