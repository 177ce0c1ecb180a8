"""What a mentee says on a milestone: asks for a review, writes, changes or takes back a post, has nothing to do.

Each is one form, one call, one commit, one redirect, like all that is done to a milestone.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import abort, flash, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker import clock, inbox
from tracker.extensions import db
from tracker.library import Guide, Milestone
from tracker.roadmap.answerers import Answerer, answerers
from tracker.roadmap.forms import ChangeForm
from tracker.roadmap.models import StaleThread, Talk, TooLate, operation_key
from tracker.roadmap.refusing import Refusal, back, found
from tracker.roadmap.routes import blueprint
from tracker.roadmap.talk_forms import AskForm, SayForm, SettleForm

NOBODY = "Nobody looks at your work on this guide now, so nobody would answer. What was said stays here to read."
NOBODY_REVIEWS = "Nobody who looks at your work may see the evidence, and a review needs it. Your settings say who may."
READ_FIRST = "Something was said here since you opened this page. Read it first, then choose again."
TOO_LATE = "A message can be changed for ten minutes, and they are over. Here is your text to send as a new one."


@blueprint.post("/roadmap/<guide_id>/<milestone_id>/ask")
def ask(guide_id: str, milestone_id: str) -> ResponseReturnValue:
    """For a review."""
    guide, milestone = found(guide_id, milestone_id)
    form, typed = AskForm(), {"text": request.form.get("text", "")}
    if not form.validate_on_submit():
        raise Refusal(422, complaint=form.sentences, form="ask", typed=typed)
    coaches = [one for one in _coaches(guide, "ask", typed) if one.reviews]
    if not coaches:
        raise Refusal(409, complaint=[NOBODY_REVIEWS], form="ask", typed=typed)
    if Talk(current_user, guide).ask(milestone, str(form.op_id.data), str(form.text.data)):
        _tell(coaches, "review-asked", guide, milestone, post=(str(form.op_id.data), str(form.text.data)))
        flash(f"{_names(coaches)} is asked for a review.", "ok")
    db.session.commit()
    return back(guide, milestone, "talk")


@blueprint.post("/roadmap/<guide_id>/<milestone_id>/say")
def say(guide_id: str, milestone_id: str) -> ResponseReturnValue:
    guide, milestone = found(guide_id, milestone_id)
    form, typed = SayForm(), {"text": request.form.get("text", "")}
    if not form.validate_on_submit():
        raise Refusal(422, complaint=form.sentences, form="say", typed=typed)
    coaches = _coaches(guide, "say", typed)
    talk = Talk(current_user, guide)
    if talk.say(milestone, current_user, "mentee", str(form.op_id.data), str(form.text.data)):
        _tell(coaches, "said-to-coach", guide, milestone)
        flash(f"Sent to {_names(coaches, ' and ')}.", "ok")
    db.session.commit()
    return back(guide, milestone, "talk")


@blueprint.post("/roadmap/<guide_id>/<milestone_id>/settle")
def settle(guide_id: str, milestone_id: str) -> ResponseReturnValue:
    """There is nothing to do."""
    guide, milestone = found(guide_id, milestone_id)
    form = SettleForm()
    if not form.validate_on_submit():
        raise Refusal(422, complaint=form.sentences)
    try:
        talk = Talk(current_user, guide)
        if talk.settle(milestone, current_user, "mentee", str(form.op_id.data), int(form.last.data or 0)):
            flash("It is nobody’s turn now.", "ok")
    except StaleThread as stale:
        raise Refusal(409, complaint=[READ_FIRST]) from stale
    db.session.commit()
    return back(guide, milestone, "talk")


@blueprint.post("/roadmap/<guide_id>/<milestone_id>/posts/<int(max=2147483647):post_id>/edit")
def edit_post(guide_id: str, milestone_id: str, post_id: int) -> ResponseReturnValue:
    guide, milestone = found(guide_id, milestone_id)
    form, typed = SayForm(), {"text": request.form.get("text", "")}
    if not form.validate_on_submit():
        raise Refusal(422, complaint=form.sentences, form=f"post-{post_id}", typed=typed)
    try:
        if not Talk(current_user, guide).edit(milestone, post_id, current_user, str(form.text.data)):
            abort(404)
    except TooLate as late:
        raise Refusal(409, complaint=[TOO_LATE], form="say", typed=typed) from late
    db.session.commit()
    flash("Changed.", "ok")
    return back(guide, milestone, "talk")


@blueprint.post("/roadmap/<guide_id>/<milestone_id>/posts/<int(max=2147483647):post_id>/remove")
def remove_post(guide_id: str, milestone_id: str, post_id: int) -> ResponseReturnValue:
    guide, milestone = found(guide_id, milestone_id)
    form = ChangeForm()
    if not form.validate_on_submit():
        raise Refusal(422, complaint=form.sentences)
    if not Talk(current_user, guide).remove(milestone, post_id, current_user):
        abort(404)
    db.session.commit()
    flash("Deleted. That something was said here stays to be seen.", "ok")
    return back(guide, milestone, "talk")


def said_once(kind: str, *about: str, post: Sequence[str] = (), now: datetime | None = None) -> str:
    """The key of a notice of which one an hour is enough, however many posts there are; or of a `post` of its own.

    `post`: what makes it that post: the form it came from, and its words.
    """
    once = "\x1f".join(post) if post else f"{now or clock.now():%Y-%m-%d %H}"
    return f"{kind} {operation_key(once, about)}"


def _coaches(guide: Guide, form: str, typed: dict[str, Any]) -> list[Answerer]:
    coaches = answerers(current_user, guide.id)
    if not coaches:
        raise Refusal(409, complaint=[NOBODY], form=form, typed=typed)
    return coaches


def _tell(coaches: list[Answerer], kind: str, guide: Guide, milestone: Milestone, post: Sequence[str] = ()) -> None:
    for coach in coaches:
        key = said_once(kind, str(current_user.id), guide.id, milestone.id, coach.about, post=post)
        inbox.tell(coach.user_id, kind, about=coach.about, key=key, guide=guide.id, milestone=milestone.id)


def _names(coaches: list[Answerer], joint: str = " or ") -> str:
    return joint.join(coach.name for coach in coaches)
