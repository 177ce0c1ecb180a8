"""What is said on a milestone comes to this: whose turn it is, what was approved, and what has changed since. Pure.

Hides ids that the content has renamed, split or merged since. `replay(entries)` gives the state that is kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from tracker.library import Guide
from tracker.roadmap.progress import Evidence

TURNS = ("mentee", "coach", "nobody")
VERDICTS = ("approved", "returned", "discussed")
POST_KINDS = ("said", "asked", *VERDICTS, "settled", "closed")
"""Said; a review asked for; a coach's answer to evidence; that there is nothing to do; four weeks without an answer."""
SIDES = ("mentee", "coach", "nobody")


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
    reviewer_id: int | None = None
    """Whose the latest review is; None too where they have left."""
    nudges: int = 0
    """How many reminders this turn has had."""
    adopted: tuple[str, ...] = ()
    """Old ids whose review is in this one."""

    @property
    def waits(self) -> bool:
        return self.turn != "nobody"

    def is_coachs(self, reviews: bool) -> bool:
        """Whether it is the turn of a coach: a review is only owed by who `reviews`, so who may see the evidence."""
        return self.turn == "coach" and self.since is not None and (reviews or not self.asked)


NONE = Review()


@dataclass(frozen=True)
class Entry:
    """What a post does to whose turn it is. `evidence`: what a review answers."""

    kind: str
    side: str
    at: datetime
    evidence: tuple[Evidence, ...] = ()
    author_id: int | None = None


def marks(evidence: Iterable[Evidence]) -> frozenset[str]:
    """The pieces of evidence in the versions they have: two lists have the same marks where nothing was changed."""
    return frozenset(piece.mark for piece in evidence)


def after(review: Review, entry: Entry) -> Review:
    """The state after one post."""
    if entry.kind in VERDICTS:
        turn = "nobody" if entry.kind == "approved" else "mentee"
        given = marks(entry.evidence) if entry.kind == "approved" else review.approved
        reviewed = replace(review, verdict=entry.kind, reviewed_at=entry.at, approved=given)
        return replace(reviewed, turn=turn, since=entry.at, asked=False, reviewer_id=entry.author_id, nudges=0)
    if entry.kind in {"settled", "closed"}:
        return replace(review, turn="nobody", since=entry.at, asked=False, nudges=0)
    if entry.side == "coach" and review.asked:
        return review  # whatever they say meanwhile, the review is still owed
    turn = "mentee" if entry.side == "coach" else "coach"
    asked = review.asked or entry.kind == "asked"
    if review.turn == turn and review.asked == asked:
        return review  # they have waited since then, however much is said meanwhile
    return replace(review, turn=turn, since=entry.at, asked=asked, nudges=0)


def replay(entries: Iterable[Entry]) -> Review:
    """The state that a thread leads to, oldest post first."""
    review = NONE
    for entry in entries:
        review = after(review, entry)
    return review


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
    """Its own, and what its predecessors have that it hasn't taken over with an own post yet."""
    own = found.get(milestone_id)
    adopted = own.adopted if own else ()
    pending = {
        old: before
        for old in guide.predecessors.get(milestone_id, ())
        if old not in adopted and (before := _folded(guide, old, found)) is not None
    }
    if not pending:
        return own
    known = dict.fromkeys(known for old, before in pending.items() for known in (old, *before.adopted))
    return replace(_joined([*([own] if own else []), *pending.values()]), adopted=(*adopted, *known))


def _joined(several: list[Review]) -> Review:
    """Of milestones that became one: who waits longest isn't forgotten, and everything approved stays approved."""
    waiting = [one for one in several if one.waits]
    newest = max(several, key=lambda one: _moment(one.since))
    turn = min(waiting, key=lambda one: _moment(one.since), default=newest)
    latest = max(several, key=lambda one: _moment(one.reviewed_at))
    approved = [one.approved for one in several if one.approved is not None]
    return replace(
        turn,
        verdict=latest.verdict,
        reviewed_at=latest.reviewed_at,
        reviewer_id=latest.reviewer_id,
        approved=frozenset().union(*approved) if approved else None,
    )


def _moment(at: datetime | None) -> float:
    return at.timestamp() if at else 0.0
