"""What a coach says on a mentee's milestone: reviews, messages, that there is nothing to do; and its part of the page.

Everything is reached through a grant in force. A coach changes nothing of the mentee's: they add posts, and may change
or take back their own messages; a review stands for good.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import HTTPException

from tracker import inbox
from tracker.access import coach_only
from tracker.accounts import Coach
from tracker.coaching.models import Sight
from tracker.coaching.routes import blueprint, sight_or_404, sight_or_404_unseen
from tracker.extensions import db
from tracker.library import Guide, Milestone, guide_or_404, milestone_or_404
from tracker.roadmap import (
    ChangeForm,
    Progress,
    ReviewForm,
    SayForm,
    SettleForm,
    StaleReview,
    StaleThread,
    Talk,
    ThreadView,
    TooLate,
    new_op_id,
    personal,
    said_once,
    whole_at,
    without_evidence,
)

NEW_EVIDENCE = "The evidence changed while you wrote, so nothing was sent. Here it is as it is now, with your words."
READ_FIRST = "Something was said here since you opened this page. Read it first, then choose again."
TOO_LATE = "A message can be changed for ten minutes, and they are over. Here is your text to send as a new one."
DONE = {"approved": "Approved.", "returned": "Returned with your comment.", "discussed": "Sent."}
ANSWERS = "/coach/mentees/<grant_id>/<milestone_id>"


class Refusal(Exception):
    """Nothing was carried out; `asking` says why, and gives back what was typed."""

    def __init__(self, code: int, scope: str, **asking: Any) -> None:
        super().__init__(code)
        self.code = code
        self.scope = scope
        self.asking = asking


@blueprint.post(f"{ANSWERS}/review")
@coach_only
def review(grant_id: str, milestone_id: str) -> ResponseReturnValue:
    sight, guide, milestone = _found(grant_id, milestone_id, "evidence")
    form = ReviewForm()
    if not form.validate_on_submit():
        raise Refusal(422, "evidence", complaint=form.sentences, form="review", typed=_typed())
    verdict, text = str(form.verdict.data), str(form.text.data)
    try:
        talk = Talk(sight.mentee, guide)
        fresh = talk.review(milestone, current_user, str(form.op_id.data), verdict, text, form.seen)
    except StaleReview as stale:
        was = sorted(form.seen)
        raise Refusal(409, "evidence", complaint=[NEW_EVIDENCE], form="review", typed=_typed(), was=was) from stale
    if fresh:
        _tell(sight, "reviewed", milestone, post=(str(form.op_id.data), text), verdict=verdict)
        flash(DONE[verdict], "ok")
    db.session.commit()
    return _back(grant_id, milestone)


@blueprint.post(f"{ANSWERS}/say")
@coach_only
def say(grant_id: str, milestone_id: str) -> ResponseReturnValue:
    sight, guide, milestone = _found(grant_id, milestone_id)
    form = SayForm()
    if not form.validate_on_submit():
        raise Refusal(422, "milestones", complaint=form.sentences, form="say", typed=_typed())
    talk = Talk(sight.mentee, guide)
    if talk.say(milestone, current_user, "coach", str(form.op_id.data), str(form.text.data)):
        _tell(sight, "said-to-mentee", milestone)
        flash(f"Sent to {sight.mentee.name}.", "ok")
    db.session.commit()
    return _back(grant_id, milestone)


@blueprint.post(f"{ANSWERS}/settle")
@coach_only
def settle(grant_id: str, milestone_id: str) -> ResponseReturnValue:
    """There is nothing to do."""
    sight, guide, milestone = _found(grant_id, milestone_id)
    form = SettleForm()
    if not form.validate_on_submit():
        raise Refusal(422, "milestones", complaint=form.sentences)
    try:
        talk = Talk(sight.mentee, guide)
        if not sight.shows("evidence") and talk.on(milestone).review.asked:
            abort(404)  # a review that they don't owe is not theirs to lay to rest
        if talk.settle(milestone, current_user, "coach", str(form.op_id.data), int(form.last.data or 0)):
            flash("It is nobody’s turn now.", "ok")
    except StaleThread as stale:
        raise Refusal(409, "milestones", complaint=[READ_FIRST]) from stale
    db.session.commit()
    return _back(grant_id, milestone)


@blueprint.post(f"{ANSWERS}/posts/<int(max=2147483647):post_id>/edit")
@coach_only
def edit_post(grant_id: str, milestone_id: str, post_id: int) -> ResponseReturnValue:
    sight, guide, milestone = _found(grant_id, milestone_id)
    form = SayForm()
    if not form.validate_on_submit():
        raise Refusal(422, "milestones", complaint=form.sentences, form=f"post-{post_id}", typed=_typed())
    try:
        if not Talk(sight.mentee, guide).edit(milestone, post_id, current_user, str(form.text.data)):
            abort(404)
    except TooLate as late:
        raise Refusal(409, "milestones", complaint=[TOO_LATE], form="say", typed=_typed()) from late
    db.session.commit()
    flash("Changed.", "ok")
    return _back(grant_id, milestone)


@blueprint.post(f"{ANSWERS}/posts/<int(max=2147483647):post_id>/remove")
@coach_only
def remove_post(grant_id: str, milestone_id: str, post_id: int) -> ResponseReturnValue:
    sight, guide, milestone = _found(grant_id, milestone_id)
    form = ChangeForm()
    if not form.validate_on_submit():
        raise Refusal(422, "milestones", complaint=form.sentences)
    if not Talk(sight.mentee, guide).remove(milestone, post_id, current_user):
        abort(404)
    db.session.commit()
    flash("Deleted. That something was said here stays to be seen.", "ok")
    return _back(grant_id, milestone)


def thread_for(sight: Sight, guide: Guide, milestone: Milestone, asking: Mapping[str, Any] | None = None) -> ThreadView:
    """The coach's side of a thread, for `coaching/_answering.html`. `guide`: as the mentee has it. Two statements."""
    thread = Talk(sight.mentee, guide).on(milestone)
    coach = Coach.of(current_user.id)

    def url(action: str, **more: Any) -> str:
        return url_for(f"coaching.{action}", grant_id=sight.grant_id, milestone_id=milestone.id, **more)

    return ThreadView(
        thread if sight.shows("evidence") else without_evidence(thread),
        me=current_user.id,
        side="coach",
        others=[sight.mentee.name],
        promise=coach.promise_days if coach else None,
        url=url,
        reviewable=sight.shows("evidence"),
        whole_at=whole_at(_page(sight.grant_id, milestone)),
        asking=asking or {},
    )


@blueprint.errorhandler(Refusal)
def refused(refusal: Refusal) -> ResponseReturnValue:
    """What to mend or look at again, with everything that was typed. It shows the milestone: a look like any other."""
    db.session.rollback()
    try:
        return _refused(refusal)
    except HTTPException as error:  # looked at too much, or the grant has ended meanwhile
        return current_app.handle_user_exception(error)


def _refused(refusal: Refusal) -> ResponseReturnValue:
    given: Any = request.view_args
    sight = sight_or_404(given["grant_id"], "milestone", given["milestone_id"], scope=refusal.scope)
    guide, milestone = _milestone(sight, given["milestone_id"])
    every = Progress(sight.mentee, guide).standings(away=True)
    text = render_template(
        "coaching/answering.html",
        sight=sight,
        guide=guide,
        milestone=milestone,
        standing=next(standing for standing in every if standing.id == milestone.id),
        thread=thread_for(sight, guide, milestone, refusal.asking),
        asking=refusal.asking,
        back=_page(sight.grant_id, milestone),
        op_id=new_op_id(),
    )
    return text, refusal.code


def _found(grant_id: str, milestone_id: str, scope: str = "milestones") -> tuple[Sight, Guide, Milestone]:
    sight = sight_or_404_unseen(grant_id, scope=scope)
    return sight, *_milestone(sight, milestone_id)


def _milestone(sight: Sight, milestone_id: str) -> tuple[Guide, Milestone]:
    """Also by an id that the guide has renamed since the page was opened."""
    guide = personal(sight.mentee, guide_or_404(sight.guide_id))
    successors = guide.changes.milestones.get(milestone_id, ())
    return guide, milestone_or_404(guide, successors[0] if successors else milestone_id)


def _typed() -> dict[str, str]:
    return {name: request.form.get(name, "") for name in ("text", "verdict")}


def _tell(sight: Sight, kind: str, milestone: Milestone, post: Sequence[str] = (), **facts: Any) -> None:
    # By uid: a number of somebody who left may be given to somebody else.
    mentee, more = sight.mentee.id, {"milestone": milestone.id, "coach_uid": current_user.uid, **facts}
    key = said_once(kind, str(mentee), sight.guide_id, *(str(value) for value in more.values()), post=post)
    inbox.tell(mentee, kind, key=key, guide=sight.guide_id, **more)


def _page(grant_id: str, milestone: Milestone) -> str:
    return url_for("coaching.milestone", grant_id=grant_id, milestone_id=milestone.id)


def _back(grant_id: str, milestone: Milestone) -> ResponseReturnValue:
    return redirect(f"{_page(grant_id, milestone)}#talk", 303)
