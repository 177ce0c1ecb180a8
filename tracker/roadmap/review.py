"""What a coach's review says of a milestone: whose turn it is, what was approved, and what has changed since. Pure.

Hides ids that the content has renamed, split or merged since a review.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from tracker.library import Guide
from tracker.roadmap.progress import Evidence

TURNS = ("mentee", "coach", "nobody")
VERDICTS = ("approved", "returned", "discussed")


@dataclass(frozen=True)
class Review:
    """`turn`: who is to do something next, since `since`. `verdict`: of the latest review, None before there is one."""

    turn: str = "nobody"
    since: datetime | None = None
    asked: bool = False
    """Whether it is a review that the coach is asked for."""
    verdict: str | None = None
    reviewed_at: datetime | None = None
    approved: frozenset[str] | None = None
    """Marks of the evidence that was approved last; None: none ever was."""


NONE = Review()


def marks(evidence: Iterable[Evidence]) -> frozenset[str]:
    """The pieces of evidence in the versions they have: two lists have the same marks where nothing was changed."""
    return frozenset(f"{piece.id}:{piece.version}" for piece in evidence)


def folded(guide: Guide, found: Mapping[str, Review]) -> dict[str, Review]:
    """Reviews under the guide's present ids. What was approved of an old milestone counts for what it became."""
    if not guide.changes.milestones:
        return dict(found)
    return {
        milestone_id: review
        for milestone_id in guide.by_id
        if (review := _folded(guide, milestone_id, found)) is not None
    }


def _folded(guide: Guide, milestone_id: str, found: Mapping[str, Review]) -> Review | None:
    """The newest of its own and its predecessors', with everything that was approved of any of them."""
    own = [found[one] for one in (milestone_id, *guide.ancestors.get(milestone_id, ())) if one in found]
    if not own:
        return None
    newest = own[0] if milestone_id in found else max(own, key=lambda one: one.since.timestamp() if one.since else 0.0)
    approved = [one.approved for one in own if one.approved is not None]
    if not approved or (newest.approved is not None and milestone_id in found):
        return newest
    return Review(
        newest.turn,
        newest.since,
        newest.asked,
        newest.verdict,
        newest.reviewed_at,
        frozenset().union(*approved),
    )
