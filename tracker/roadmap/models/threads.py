"""What was said on a milestone, as it is read, and what a door to it may refuse. Hides the tables; see talk.py."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker import clock
from tracker.roadmap import review as reviews
from tracker.roadmap.progress import Evidence
from tracker.roadmap.review import Review
from tracker.roadmap.standing import Standing

EDITABLE = timedelta(minutes=10)
"""For so long one may change what one said."""
REMOVABLE = ("said", "asked")


class StaleReview(Exception):
    """The evidence is not what the reviewer was shown. `standing`: how the milestone stands now."""

    def __init__(self, standing: Standing) -> None:
        super().__init__(standing.id)
        self.standing = standing


class StaleThread(Exception):
    """Something was said since the page was made, so that there may be something to do after all."""


class TooLate(Exception):
    """The ten minutes are over in which one may change what one said."""


@dataclass(frozen=True)
class Said:
    """A post as it is read. `author`: None where nobody said it, or somebody who doesn't coach any more."""

    id: int
    kind: str
    side: str
    author_id: int | None
    author: str | None
    text: str
    at: datetime
    edited_at: datetime | None
    removed: bool
    evidence: tuple[Evidence, ...] | None
    """What a review answers, as it was then; None too for whoever may not see it."""

    def editable_by(self, person_id: int) -> bool:
        mine = self.author_id == person_id and self.kind == "said" and not self.removed
        return mine and clock.now() - self.at <= EDITABLE

    def removable_by(self, person_id: int) -> bool:
        return self.author_id == person_id and self.kind in REMOVABLE and not self.removed


@dataclass(frozen=True)
class Thread:
    """All that was said on a milestone, oldest first, and what it came to."""

    posts: tuple[Said, ...] = ()
    review: Review = reviews.NONE

    @property
    def last_id(self) -> int:
        """What a page was made with; 0 where nothing was said."""
        return max((one.id for one in self.posts), default=0)
