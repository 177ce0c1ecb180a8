"""What came back from a coach: where it is the person's turn, and what was reviewed lately."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker import clock
from tracker.roadmap.models import coach_names
from tracker.roadmap.standing import Standing

LATELY = timedelta(days=14)
VERDICTS = {"approved": "Approved", "returned": "Returned", "discussed": "To be talked about"}


@dataclass(frozen=True)
class CameBack:
    standing: Standing
    words: str
    """Approved by Carl; A message waits for you."""
    at: datetime

    @property
    def my_turn(self) -> bool:
        return self.standing.my_turn


def came_back(every: Sequence[Standing]) -> list[CameBack]:
    """The person's turns first, those that have waited longest at the top; then reviews, newest first.

    One statement, and none where there is nothing.
    """
    since = clock.now() - LATELY
    found = [one for one in every if one.my_turn or (one.review.reviewed_at or since) > since]
    names = coach_names({one.review.reviewer_id for one in found if one.review.reviewer_id is not None})
    said = [_said(one, names.get(one.review.reviewer_id or 0, "a coach")) for one in found]
    return sorted(said, key=lambda one: (not one.my_turn, one.at.timestamp() * (1 if one.my_turn else -1)))


def _said(standing: Standing, coach: str) -> CameBack:
    review = standing.review
    answered = review.reviewed_at is not None and (review.turn != "mentee" or review.since == review.reviewed_at)
    words = f"{VERDICTS[str(review.verdict)]} by {coach}" if answered else "A message waits for you"
    if answered and review.verdict == "discussed":
        words = f"{coach[0].upper()}{coach[1:]} wants to talk about it"
    at = review.since if review.turn == "mentee" else review.reviewed_at
    return CameBack(standing, words, at or clock.now())
