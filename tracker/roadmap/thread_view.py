"""A thread as one of the two sides sees it, for components/thread.html: who it is talked with, and what may be done."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask import request, url_for
from flask_login import current_user

from tracker import clock
from tracker.library import Guide, Milestone
from tracker.roadmap.answerers import answerers
from tracker.roadmap.models import Said, Talk, Thread
from tracker.roadmap.review import Review

SHOWN = 20
NOTHING_ASKED: Mapping[str, Any] = {}


@dataclass(frozen=True)
class ThreadView:
    thread: Thread
    me: int
    side: str
    """Mine: “mentee” or “coach”."""
    others: Sequence[str]
    """Names of those one talks with: a mentee's coaches, or the one mentee."""
    promise: int | None
    """Within how many days the coach's side answers; None where nobody does."""
    url: Callable[..., str]
    """The address of an action: `url("say")`, `url("edit_post", post_id=3)`."""
    reviewable: bool = True
    """Whether somebody on the coach's side may see evidence."""
    whole_at: str = ""
    """The address of the page with every post; empty where this is it."""
    asking: Mapping[str, Any] = field(default_factory=dict)
    """What a refused form has to say, and what was typed into it."""

    @property
    def shown(self) -> Sequence[Said]:
        """The latest ones; all of them on the page that was asked for them."""
        return self.thread.posts[-SHOWN:] if self.whole_at else self.thread.posts

    @property
    def earlier(self) -> int:
        return len(self.thread.posts) - len(self.shown)

    @property
    def review(self) -> Review:
        return self.thread.review

    @property
    def who(self) -> str:
        """Carl; Carl or Dana."""
        return " or ".join(self.others)

    @property
    def my_turn(self) -> bool:
        return self.review.is_coachs(self.reviewable) if self.side == "coach" else self.review.turn == self.side

    @property
    def unreviewed(self) -> bool:
        """Whether a review is asked for that nobody on the coach's side, or not this coach, could give."""
        return self.review.asked and not self.reviewable

    @property
    def days(self) -> int:
        """Whole days that this turn has lasted."""
        return (clock.now() - self.review.since).days if self.review.since else 0

    def name(self, post: Said) -> str:
        if post.author_id == self.me:
            return "You"
        return post.author or ("A coach of before" if post.side == "coach" else "")

    @property
    def answered_by(self) -> str:
        """Who made the latest post of the coach's side, for “Carl returned it”."""
        said = [self.name(post) for post in self.thread.posts if post.side == "coach"]
        return said[-1] if said else "Your coach"


def whole_at(page: str) -> str:
    """Where all of a thread stands; empty on that very page."""
    return "" if request.args.get("talk") == "all" else f"{page}?talk=all#talk"


def without_evidence(thread: Thread) -> Thread:
    """For a coach who may not see any: reviews without what they answered."""
    return replace(thread, posts=tuple(replace(post, evidence=None) for post in thread.posts))


def my_thread(guide: Guide, milestone: Milestone, asking: Mapping[str, Any] = NOTHING_ASKED) -> ThreadView | None:
    """The mentee's own side; None where nobody looks on and nothing was ever said. Two statements."""
    coaches = answerers(current_user, guide.id)
    thread = Talk(current_user, guide).on(milestone)
    if not coaches and not thread.posts and not thread.review.since:
        return None

    def url(action: str, **more: Any) -> str:
        return url_for(f"roadmap.{action}", guide_id=guide.id, milestone_id=milestone.id, **more)

    return ThreadView(
        thread,
        me=current_user.id,
        side="mentee",
        others=[coach.name for coach in coaches],
        promise=min((coach.promise_days for coach in coaches), default=None),
        url=url,
        reviewable=any(coach.reviews for coach in coaches),
        whole_at=whole_at(url("milestone")),
        asking=asking,
    )
