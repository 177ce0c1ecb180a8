"""Meetings as both sides see and change them: the list with what comes next, and each one's page."""

from flask import abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.access import coach_only
from tracker.coaching.local_time import place_of
from tracker.coaching.meeting_desks import Desk, coachs, coachs_seen, mentees, writing
from tracker.coaching.meeting_forms import ActionForm, MeetingForm, PressForm, typed_before
from tracker.coaching.models import Full, Meeting, OldForm
from tracker.coaching.plain_text import pieces
from tracker.coaching.routes import blueprint
from tracker.extensions import db
from tracker.library import catalogue
from tracker.roadmap import new_op_id

TWICE = "Clocks show that time twice that night; the later one is taken."
NO_ROOM = "There is no room for another meeting here."


@blueprint.get("/coach/mentees/<grant_id>/meetings", endpoint="coach_meetings")
@coach_only
def of_coach(grant_id: str) -> ResponseReturnValue:
    return list_page(coachs_seen(grant_id))


@blueprint.get("/coaching/grants/<grant_id>/meetings", endpoint="meetings")
def of_mentee(grant_id: str) -> ResponseReturnValue:
    return list_page(mentees(grant_id))


@blueprint.post("/coach/mentees/<grant_id>/meetings", endpoint="coach_set_meeting")
@coach_only
def set_by_coach(grant_id: str) -> ResponseReturnValue:
    return _set(writing(coachs, grant_id))


@blueprint.post("/coaching/grants/<grant_id>/meetings", endpoint="set_meeting")
def set_by_mentee(grant_id: str) -> ResponseReturnValue:
    return _set(writing(mentees, grant_id))


@blueprint.get("/coach/mentees/<grant_id>/meetings/<meeting_id>", endpoint="coach_meeting")
@coach_only
def one_of_coach(grant_id: str, meeting_id: str) -> ResponseReturnValue:
    desk = coachs_seen(grant_id, meeting_id)
    return meeting_page(desk, desk.meeting_or_404(meeting_id))


@blueprint.get("/coaching/grants/<grant_id>/meetings/<meeting_id>", endpoint="meeting")
def one_of_mentee(grant_id: str, meeting_id: str) -> ResponseReturnValue:
    desk = mentees(grant_id)
    return meeting_page(desk, desk.meeting_or_404(meeting_id))


@blueprint.post("/coach/mentees/<grant_id>/meetings/<meeting_id>", endpoint="coach_change_meeting")
@coach_only
def change_by_coach(grant_id: str, meeting_id: str) -> ResponseReturnValue:
    return _change(writing(coachs, grant_id, meeting_id), meeting_id)


@blueprint.post("/coaching/grants/<grant_id>/meetings/<meeting_id>", endpoint="change_meeting")
def change_by_mentee(grant_id: str, meeting_id: str) -> ResponseReturnValue:
    return _change(writing(mentees, grant_id, meeting_id), meeting_id)


@blueprint.post("/coach/mentees/<grant_id>/meetings/<meeting_id>/cancel", endpoint="coach_cancel_meeting")
@coach_only
def cancel_by_coach(grant_id: str, meeting_id: str) -> ResponseReturnValue:
    return _cancel(writing(coachs, grant_id, meeting_id), meeting_id)


@blueprint.post("/coaching/grants/<grant_id>/meetings/<meeting_id>/cancel", endpoint="cancel_meeting")
def cancel_by_mentee(grant_id: str, meeting_id: str) -> ResponseReturnValue:
    return _cancel(writing(mentees, grant_id, meeting_id), meeting_id)


def list_page(desk: Desk, form: MeetingForm | None = None, code: int = 200) -> ResponseReturnValue:
    if code != 200:
        desk.looks("")
    every = desk.meetings.all()
    to_come = [one for one in reversed(every) if not one.is_over and one.cancelled_at is None]
    text = render_template(
        "coaching/meetings.html",
        desk=desk,
        to_come=to_come,
        past=[one for one in every if one not in to_come],
        form=form or MeetingForm(current_user.time_zone),
        zone=current_user.time_zone,
        place_of=place_of,
        op_id=new_op_id(),
    )
    return text, code


def meeting_page(
    desk: Desk,
    meeting: Meeting,
    *,
    form: MeetingForm | None = None,
    agreeing: ActionForm | None = None,
    stale: bool = False,
    code: int = 200,
) -> ResponseReturnValue:
    """`stale`: what stands is shown beside what was typed."""
    if code != 200:
        meeting_id = meeting.id
        desk.looks(meeting_id)
        meeting = desk.meeting_or_404(meeting_id)  # noting ends the transaction in which it was found
    zone = current_user.time_zone
    text = render_template(
        "coaching/meeting.html",
        desk=desk,
        meeting=meeting,
        actions=desk.meetings.actions(meeting.id),
        guide=catalogue().get(desk.guide_id),
        form=form or MeetingForm(zone, formdata=None, data=typed_before(meeting, zone)),
        agreeing=agreeing or ActionForm(formdata=None),
        changing=form is not None,
        stale=stale,
        zone=zone,
        place_of=place_of,
        op_id=new_op_id(),
        pieces=pieces,
    )
    return text, code


def _set(desk: Desk) -> ResponseReturnValue:
    form = MeetingForm(current_user.time_zone)
    if not form.validate_on_submit():
        return list_page(desk, form, 422)
    try:
        made, repeated = desk.meetings.set(str(form.op_id.data), form.wanted())
    except Full:
        form.day.errors = [NO_ROOM]
        return list_page(desk, form, 422)
    if not repeated:
        desk.tell(made.id, "set")
    made_id = made.id
    db.session.commit()
    _say("The meeting is set.", form)
    return redirect(desk.url("meeting", meeting_id=made_id), 303)


def _change(desk: Desk, meeting_id: str) -> ResponseReturnValue:
    form = MeetingForm(current_user.time_zone)
    present = desk.meeting_or_404(meeting_id)
    if not form.validate_on_submit():
        return meeting_page(desk, present, form=form, code=422)
    try:
        moved = desk.meetings.change(meeting_id, int(form.version.data or 0), form.wanted(present))
    except OldForm as old:
        form.version.raw_data = None
        form.version.data = old.present.version
        return meeting_page(desk, old.present, form=form, stale=True, code=409)
    if moved:
        desk.tell(meeting_id, "moved")
    db.session.commit()
    _say("Saved.", form if moved else None)
    return redirect(desk.url("meeting", meeting_id=meeting_id), 303)


def _cancel(desk: Desk, meeting_id: str) -> ResponseReturnValue:
    if not PressForm().validate_on_submit():
        abort(422)
    if desk.meetings.cancel(meeting_id):
        desk.tell(meeting_id, "cancelled")
    db.session.commit()
    flash("The meeting is cancelled. What is written there stays.", "ok")
    return redirect(desk.url("meetings"), 303)


def _say(sentence: str, form: MeetingForm | None) -> None:
    flash(f"{sentence} {TWICE}" if form and form.comes_twice else sentence, "ok")
