"""What was agreed in a meeting: lines of either side. The mentee makes a milestone of one; a coach never does."""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.access import coach_only
from tracker.coaching.meeting_desks import Desk, coachs, mentees, writing
from tracker.coaching.meeting_forms import ActionForm, PressForm
from tracker.coaching.meeting_pages import meeting_page
from tracker.coaching.models import Action, Full
from tracker.coaching.routes import blueprint
from tracker.extensions import db
from tracker.library import guide_or_404
from tracker.roadmap import FULL, OwnMilestone, Tailoring, TooMany, personal, present_phase

HOURS = 2
"""What an own milestone begins with; its owner changes it there."""
NO_ROOM = "That is much for one meeting. Strike something first."
TAKEN = "It is a milestone already, and stays."
COACH = "/coach/mentees/<grant_id>/meetings/<meeting_id>/actions"
MENTEE = "/coaching/grants/<grant_id>/meetings/<meeting_id>/actions"


@blueprint.post(COACH, endpoint="coach_agree")
@coach_only
def agree_as_coach(grant_id: str, meeting_id: str) -> ResponseReturnValue:
    return _agree(writing(coachs, grant_id, meeting_id), meeting_id)


@blueprint.post(MENTEE, endpoint="agree")
def agree_as_mentee(grant_id: str, meeting_id: str) -> ResponseReturnValue:
    return _agree(writing(mentees, grant_id, meeting_id), meeting_id)


@blueprint.post(f"{COACH}/<action_id>/strike", endpoint="coach_strike")
@coach_only
def strike_as_coach(grant_id: str, meeting_id: str, action_id: str) -> ResponseReturnValue:
    return _strike(writing(coachs, grant_id, meeting_id), meeting_id, action_id)


@blueprint.post(f"{MENTEE}/<action_id>/strike", endpoint="strike")
def strike_as_mentee(grant_id: str, meeting_id: str, action_id: str) -> ResponseReturnValue:
    return _strike(writing(mentees, grant_id, meeting_id), meeting_id, action_id)


@blueprint.post(f"{MENTEE}/<action_id>/take")
def take_on(grant_id: str, meeting_id: str, action_id: str) -> ResponseReturnValue:
    """Make an own milestone of it, kept beside the percentages; also where the grant is over. Taken twice is once."""
    desk = mentees(grant_id)
    action = desk.meetings.action(meeting_id, action_id)
    if action is None or not PressForm().validate_on_submit():
        abort(404)
    try:
        milestone_id = action.milestone_id or _made_of(action, desk)
    except TooMany:
        db.session.rollback()
        flash(FULL, "warn")
        return redirect(desk.url("meeting", meeting_id=meeting_id), 303)
    desk.meetings.take_on(action_id, milestone_id)
    db.session.commit()
    flash("It is on your roadmap now, beside the percentages.", "ok")
    return redirect(url_for("roadmap.milestone", guide_id=desk.guide_id, milestone_id=milestone_id), 303)


def _made_of(action: Action, desk: Desk) -> str:
    plain = guide_or_404(desk.guide_id)
    phase = present_phase(personal(current_user, plain))
    wanted = OwnMilestone(
        id="",
        title=action.text,
        outcome="",
        criteria=(),
        hours=HOURS,
        track=plain.tracks[0].id,
        phase=phase,
        counted=False,
    )
    return Tailoring(current_user, plain).add(f"action {action.id}", wanted).id


def _agree(desk: Desk, meeting_id: str) -> ResponseReturnValue:
    form = ActionForm()
    meeting = desk.meeting_or_404(meeting_id)
    if not form.validate_on_submit():
        return meeting_page(desk, meeting, agreeing=form, code=422)
    try:
        desk.meetings.agree(meeting_id, str(form.op_id.data), str(form.text.data))
    except Full:
        form.text.errors = [NO_ROOM]
        return meeting_page(desk, meeting, agreeing=form, code=422)
    db.session.commit()
    return redirect(desk.url("meeting", meeting_id=meeting_id, _anchor="agreed"), 303)


def _strike(desk: Desk, meeting_id: str, action_id: str) -> ResponseReturnValue:
    if not PressForm().validate_on_submit():
        abort(422)
    if not desk.meetings.strike(meeting_id, action_id):
        flash(TAKEN, "warn")
    db.session.commit()
    return redirect(desk.url("meeting", meeting_id=meeting_id, _anchor="agreed"), 303)
