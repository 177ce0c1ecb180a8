"""What a mentee and their coaches say to each other on milestones. `Talk` is the only door.

Hides locking, repeated requests, and ids that the content has renamed since. Verbs don't commit. Whether somebody may
look and speak here is asked before: the mentee because it is theirs, a coach by a grant.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import and_, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from tracker import clock
from tracker.accounts import Coach, Person, User
from tracker.extensions import db
from tracker.library import Guide, Milestone
from tracker.roadmap import nudging
from tracker.roadmap import review as reviews
from tracker.roadmap.models.reviews import Post, ReviewState
from tracker.roadmap.models.states import stored
from tracker.roadmap.models.threads import EDITABLE, REMOVABLE, Said, StaleReview, StaleThread, Thread, TooLate
from tracker.roadmap.models.turns import one_at_a_time, operation_key
from tracker.roadmap.progress import Evidence
from tracker.roadmap.review import Entry, Review
from tracker.roadmap.standing import Standing


@dataclass(frozen=True)
class Nudged:
    """A reminder that is to be told, after so many `weeks`, of a turn that stood as in `review`; or that it closed."""

    weeks: int
    review: Review

    @property
    def closes(self) -> bool:
        return self.weeks == nudging.CLOSED_AFTER


class Talk:
    """One mentee's talk on one guide. `guide`: as this person has it."""

    def __init__(self, mentee: Person, guide: Guide) -> None:
        self.mentee = mentee
        self.guide = guide

    def on(self, milestone: Milestone) -> Thread:
        """One statement. Posts of a coach whose account is gone are gone; what they approved is not."""
        state = ReviewState
        posts = (Post.user_id == state.user_id, Post.guide_id == state.guide_id)
        same = and_(*posts, Post.milestone_id == state.milestone_id)
        rows: Sequence[Any] = db.session.execute(
            select(state, Post, Coach.name)
            .outerjoin(Post, same)
            .outerjoin(Coach, and_(Coach.user_id == Post.author_id, Post.side == "coach"))
            .where(*self._of(state, milestone))
            .order_by(Post.id)
            .execution_options(populate_existing=True)
        ).all()
        found = {row[0].milestone_id: as_review(row[0]) for row in rows}
        review = reviews.folded(self.guide, found).get(milestone.id, reviews.NONE)
        return Thread(tuple(self._said(post, name) for _, post, name in rows if post is not None), review)

    def ask(self, milestone: Milestone, op_id: str, text: str) -> bool:
        """The mentee asks for a review. False, here and below: this very request had been carried out before."""
        return self._add(milestone, self.mentee, "asked", "mentee", op_id, text)

    def say(self, milestone: Milestone, author: Person, side: str, op_id: str, text: str) -> bool:
        return self._add(milestone, author, "said", side, op_id, text)

    def review(
        self, milestone: Milestone, author: Person, op_id: str, verdict: str, text: str, seen: Collection[str]
    ) -> bool:
        """A coach's answer to the evidence whose marks are `seen`; for good. Raises StaleReview."""
        if verdict not in reviews.VERDICTS or (verdict == "returned" and not text.strip()):
            raise ValueError(f"no such review: {verdict}")

        def answered(standing: Standing) -> tuple[Evidence, ...]:
            if reviews.marks(standing.state.evidence) != frozenset(seen):
                raise StaleReview(standing)
            return standing.state.evidence

        return self._add(milestone, author, verdict, "coach", op_id, text, answered)

    def settle(self, milestone: Milestone, author: Person, side: str, op_id: str, last_id: int) -> bool:
        """There is nothing to do: it is nobody's turn. `last_id`: of the thread as it was shown. Raises StaleThread."""
        one_at_a_time(self.mentee)
        thread = self.on(milestone)
        if not thread.review.waits:
            return False
        if thread.last_id != last_id:
            raise StaleThread
        return self._add(milestone, author, "settled", side, op_id, "")

    def nudge(self, milestone: Milestone) -> Nudged | None:
        """Count a reminder that a turn has earned by now, or close it; None where it has earned none (any more)."""
        one_at_a_time(self.mentee)
        now = clock.now()
        standing = self._standing(milestone)
        review = standing.review
        weeks = nudging.due(review.since, review.nudges, now) if review.since and review.waits else None
        if weeks == nudging.CLOSED_AFTER:
            self._add(milestone, None, "closed", "nobody", f"{review.since}", "")
        else:
            self._put(milestone, replace(review, nudges=weeks or review.nudges))
        return Nudged(weeks, review) if weeks else None

    def hand_on(self, old_id: str) -> None:
        """What waits under an id that the guide has given up waits from now on where it went."""
        one_at_a_time(self.mentee)
        for milestone_id in self.guide.changes.milestones.get(old_id, ()):
            standing = self._standing(self.guide.by_id[milestone_id])
            self._put(standing.milestone, standing.review)
        old = ReviewState
        row = update(old).where(
            old.user_id == self.mentee.id, old.guide_id == self.guide.id, old.milestone_id == old_id
        )
        db.session.execute(row.values(turn="nobody"))

    def edit(self, milestone: Milestone, post_id: int, author: Person, text: str) -> bool:
        """Say one's own post anew. False: there is no such post. Raises TooLate."""
        one_at_a_time(self.mentee)
        post = self._own(milestone, post_id, author)
        if post is None or post.kind != "said" or post.removed_at is not None:
            return False
        if post.text == text:
            return True
        if clock.now() - post.created_at > EDITABLE:
            raise TooLate
        post.text, post.edited_at = text, clock.now()
        return True

    def remove(self, milestone: Milestone, post_id: int, author: Person) -> bool:
        """Take back what one said; that something was said stays to be seen. Reviews are never removed."""
        one_at_a_time(self.mentee)
        post = self._own(milestone, post_id, author)
        if post is None or post.kind not in REMOVABLE:
            return False
        if post.removed_at is None:
            post.text, post.removed_at = "", clock.now()
        return True

    def _add(
        self,
        milestone: Milestone,
        author: Person | None,
        kind: str,
        side: str,
        op_id: str,
        text: str,
        answered: Callable[[Standing], tuple[Evidence, ...]] | None = None,
    ) -> bool:
        one_at_a_time(self.mentee)
        author_id = author.id if author else None
        op = operation_key(op_id, [kind, side, str(author_id), text])
        before = select(func.count()).where(*self._of(Post, milestone), Post.op == op)
        if db.session.scalar(before):
            return False
        standing = self._standing(milestone)
        evidence = answered(standing) if answered else None
        now = clock.now()
        values = {"kind": kind, "side": side, "text": text, "op": op, "created_at": now}
        data = None if evidence is None else [piece.as_data() for piece in evidence]
        db.session.add(Post(**self._place(milestone), **values, author_id=author_id, evidence=data))
        db.session.flush()
        self._put(milestone, reviews.after(standing.review, Entry(kind, side, now, evidence or (), author_id)))
        return True

    def _place(self, milestone: Milestone) -> dict[str, Any]:
        return {"user_id": self.mentee.id, "guide_id": self.guide.id, "milestone_id": milestone.id}

    def _put(self, milestone: Milestone, review: Review) -> None:
        values = {
            "turn": review.turn,
            "since_at": review.since,
            "asked": review.asked,
            "verdict": review.verdict,
            "reviewed_at": review.reviewed_at,
            "reviewer_id": review.reviewer_id,
            "approved": None if review.approved is None else sorted(review.approved),
            "nudges": review.nudges,
            "adopted": list(review.adopted),
        }
        place = self._place(milestone)
        dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
        row = dialect.insert(ReviewState).values(**place, **values)
        db.session.execute(row.on_conflict_do_update(index_elements=[*place], set_=values))

    def _standing(self, milestone: Milestone) -> Standing:
        every = stored(self.guide.id, [self.mentee.id])[self.mentee.id].standings(self.guide, away=True)
        return next(standing for standing in every if standing.id == milestone.id)

    def _of(self, table: type[ReviewState] | type[Post], milestone: Milestone) -> tuple[Any, ...]:
        """What is kept of this milestone, under its id and the old ones."""
        ids = (milestone.id, *self.guide.ancestors.get(milestone.id, ()))
        return table.user_id == self.mentee.id, table.guide_id == self.guide.id, table.milestone_id.in_(ids)

    def _own(self, milestone: Milestone, post_id: int, author: Person) -> Post | None:
        mine = (*self._of(Post, milestone), Post.id == post_id, Post.author_id == author.id)
        return db.session.scalar(select(Post).where(*mine).execution_options(populate_existing=True))

    def _said(self, post: Post, coach: str | None) -> Said:
        return Said(
            id=post.id,
            kind=post.kind,
            side=post.side,
            author_id=post.author_id,
            author=self.mentee.name if post.side == "mentee" else coach,
            text=post.text,
            at=post.created_at,
            edited_at=post.edited_at,
            removed=post.removed_at is not None,
            evidence=None if post.evidence is None else tuple(map(Evidence.from_data, post.evidence)),
        )


def coach_names(user_ids: Collection[int]) -> dict[int, str]:
    """As mentees are shown them; those who don't coach any more are left out."""
    if not user_ids:
        return {}
    found = select(Coach.user_id, Coach.name).where(Coach.user_id.in_(user_ids))
    return dict(db.session.execute(found).all())


def coach_names_by_uid(uids: Collection[str]) -> dict[str, str]:
    """The same of uids, which nobody ever has after somebody: for what is kept when a coach leaves."""
    if not uids:
        return {}
    found = select(User.uid, Coach.name).join(User, User.id == Coach.user_id).where(User.uid.in_(uids))
    return {uid: name for uid, name in db.session.execute(found) if uid}


def as_review(row: ReviewState) -> Review:
    return Review(
        row.turn,
        row.since_at,
        row.asked,
        row.verdict,
        row.reviewed_at,
        None if row.approved is None else frozenset(row.approved),
        row.reviewer_id,
        row.nudges,
        tuple(row.adopted),
    )


def everything_said(user_id: int, connection: Any) -> Sequence[Any]:
    """Every post on somebody's milestones, by guide and milestone, oldest first, with the coach's name as `coach`."""
    found: Sequence[Any] = connection.execute(
        select(Post.__table__, Coach.name.label("coach"))
        .outerjoin(Coach, and_(Coach.user_id == Post.author_id, Post.side == "coach"))
        .where(Post.user_id == user_id)
        .order_by(Post.guide_id, Post.milestone_id, Post.id)
    ).all()
    return found
