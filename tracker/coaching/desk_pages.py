"""What a coach keeps of one mentee: answers to flags, and groups. The mentee's own things stay as they are."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.access import coach_only, own_path
from tracker.coaching.desk_forms import SNOOZED_FOR, FlagForm, GroupForm, RateForm, SnoozeForm
from tracker.coaching.listing import Listing, listing
from tracker.coaching.models import FlagAnswer, GroupMember, Sight, note_listed
from tracker.coaching.routes import blueprint, sight_or_404_unseen
from tracker.coaching.said import useful_words
from tracker.extensions import db
from tracker.words import said_day

AT = "/coach/mentees/<grant_id>"


@blueprint.get(f"{AT}/desk")
@coach_only
def desk(grant_id: str) -> ResponseReturnValue:
    return _desk_page(grant_id)


@blueprint.post(f"{AT}/flags/snooze")
@coach_only
def snooze(grant_id: str) -> ResponseReturnValue:
    form = SnoozeForm(current_user.today())
    at = sight_or_404_unseen(grant_id)
    until = form.until.data
    if not form.validate_on_submit() or until is None:
        return _desk_page(grant_id, snoozing=form, code=422)
    reason = _known(grant_id, str(form.reason.data))
    FlagAnswer.snooze(at, reason, until, str(form.why.data))
    db.session.commit()
    flash(f"Put off. It comes back on {said_day(until)}.", "ok")
    return _back(grant_id)


@blueprint.post(f"{AT}/flags/wake")
@coach_only
def wake(grant_id: str) -> ResponseReturnValue:
    at, form = sight_or_404_unseen(grant_id), FlagForm()
    if not form.validate_on_submit():
        abort(422)
    FlagAnswer.wake(at, _known(grant_id, str(form.reason.data)))
    db.session.commit()
    flash("It is in your list again.", "ok")
    return _back(grant_id)


@blueprint.post(f"{AT}/flags/rate")
@coach_only
def rate(grant_id: str) -> ResponseReturnValue:
    at, form = sight_or_404_unseen(grant_id), RateForm()
    if not form.validate_on_submit():
        abort(422)
    FlagAnswer.rate(at, _known(grant_id, str(form.reason.data)), useful=form.useful.data == "yes")
    db.session.commit()
    flash("Thank you: how many were of use stands under your list.", "ok")
    return _back(grant_id)


@blueprint.post(f"{AT}/groups/add")
@coach_only
def add_to_group(grant_id: str) -> ResponseReturnValue:
    at, form = sight_or_404_unseen(grant_id), GroupForm()
    if not form.validate_on_submit():
        return _desk_page(grant_id, grouping=form, code=422)
    GroupMember.add(at, str(form.name.data))
    return _regrouped(at, f"{at.mentee.name} is in “{form.name.data}”.")


@blueprint.post(f"{AT}/groups/remove")
@coach_only
def remove_from_group(grant_id: str) -> ResponseReturnValue:
    at, form = sight_or_404_unseen(grant_id), GroupForm()
    if not form.validate_on_submit():
        abort(422)
    GroupMember.remove(at, str(form.name.data))
    return _regrouped(at, f"{at.mentee.name} is no longer in “{form.name.data}”.")


def _regrouped(at: Sight, said: str) -> ResponseReturnValue:
    db.session.commit()
    flash(said, "ok")
    return _back(at.grant_id)


def _back(grant_id: str) -> ResponseReturnValue:
    return redirect(own_path(request.form.get("next")) or url_for("coaching.desk", grant_id=grant_id), 303)


def _one_or_404(grant_id: str) -> Listing:
    found = listing(current_user, grant_id)
    return found if found.rows else abort(404)


def _known(grant_id: str, reason: str) -> str:
    """The reason of a flag that stands there now, or one that was answered."""
    (row,) = _one_or_404(grant_id).rows
    known = {flag.reason for flag in (*row.flags, *row.snoozed)} | set(row.given.answers)
    return reason if reason in known else abort(422)


def _desk_page(
    grant_id: str, *, snoozing: SnoozeForm | None = None, grouping: GroupForm | None = None, code: int = 200
) -> ResponseReturnValue:
    """`snoozing`, `grouping`: forms that were refused, with what was typed."""
    every = _one_or_404(grant_id)
    (row,) = every.rows
    names = GroupMember.names(current_user)
    note_listed(current_user, [every.listed[grant_id]])
    text = render_template(
        "coaching/desk.html",
        row=row,
        flags=[(flag, _snooze_form(flag.reason, snoozing)) for flag in row.flags],
        snoozing=snoozing,
        grouping=grouping or GroupForm(formdata=None),
        other_groups=[name for name in names if name not in row.given.groups],
        useful=useful_words(every.desks.useful, every.desks.answered),
        today=every.at.today,
    )
    return text, code


def _snooze_form(reason: str, refused: SnoozeForm | None) -> SnoozeForm:
    """One for each flag, with ids of its own."""
    if refused is not None and refused.reason.data == reason:
        return refused
    today = current_user.today()
    given: dict[str, Any] = {"reason": reason, "until": today + SNOOZED_FOR}
    return SnoozeForm(today, formdata=None, data=given)
