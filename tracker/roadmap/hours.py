"""Hours: sessions that are started and stopped, hours written down by hand, and the page that sums them up."""

from datetime import timedelta
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.access import own_path
from tracker.extensions import db
from tracker.library import Guide
from tracker.roadmap.forms import ChangeForm
from tracker.roadmap.hours_forms import EntryForm, HoursForm, StopForm
from tracker.roadmap.models import Ended, FullDay, Progress, Worklog
from tracker.roadmap.refusing import Refusal, back, found
from tracker.roadmap.routes import blueprint, my_guide_or_404, new_op_id
from tracker.roadmap.today_view import today_view
from tracker.roadmap.worked import Entry, as_typed, by_week, monday_of
from tracker.words import said_minutes

ENTRIES_SHOWN = 50
WEEKS_SHOWN = 8
FULL_DAY = "That day would hold more than 24 hours. Shorten this, or an entry that is there."


@blueprint.get("/roadmap/<guide_id>/hours")
def hours(guide_id: str) -> ResponseReturnValue:
    guide = my_guide_or_404(guide_id)
    edited = Worklog(current_user).entry(request.args.get("edit", ""))
    if edited is None:
        return _page(guide, EntryForm(guide, current_user.today(), data={"day": current_user.today()}))
    return _page(guide, EntryForm(guide, current_user.today(), data=_typed_before(guide, edited)), edited)


@blueprint.post("/roadmap/<guide_id>/hours")
def log(guide_id: str) -> ResponseReturnValue:
    """Write hours down by hand."""
    guide = my_guide_or_404(guide_id)
    form = EntryForm(guide, current_user.today())
    if not form.validate_on_submit() or not _logged(guide, form, form.milestone.data or None):
        return _page(guide, form, code=422)
    return _to_hours(guide, "entries")


@blueprint.post("/roadmap/<guide_id>/<milestone_id>/hours")
def log_here(guide_id: str, milestone_id: str) -> ResponseReturnValue:
    """The same on a milestone's own page."""
    guide, milestone = found(guide_id, milestone_id)
    form = HoursForm(current_user.today())
    if not form.validate_on_submit() or not _logged(guide, form, milestone.id):
        typed = {"day": request.form.get("day", ""), "hours": form.hours.data}
        raise Refusal(422, complaint=form.sentences, form="hours", typed=typed, errors=form.errors)
    return back(guide, milestone, "hours")


@blueprint.post("/roadmap/<guide_id>/hours/<entry_id>")
def change_entry(guide_id: str, entry_id: str) -> ResponseReturnValue:
    """Say an entry anew, or remove it."""
    guide = my_guide_or_404(guide_id)
    worklog = Worklog(current_user)
    present = worklog.entry(entry_id) or abort(404)
    if request.form.get("remove"):
        if not ChangeForm().validate_on_submit():
            abort(422)
        worklog.remove(entry_id)
        db.session.commit()
        flash(f"Removed: {said_minutes(present.minutes)}.", "ok")
        return _to_hours(guide, "entries")
    form = EntryForm(guide, current_user.today())
    if not form.validate_on_submit():
        return _page(guide, form, present, code=422)
    try:
        worklog.change(entry_id, form.worked_on, form.minutes, form.milestone.data or None)
    except FullDay:
        db.session.rollback()
        form.hours.errors = [FULL_DAY]
        return _page(guide, form, present, code=422)
    db.session.commit()
    flash("Saved.", "ok")
    return _to_hours(guide, "entries")


@blueprint.post("/roadmap/<guide_id>/<milestone_id>/session")
def start(guide_id: str, milestone_id: str) -> ResponseReturnValue:
    """Start a session; one that runs elsewhere ends."""
    guide, milestone = found(guide_id, milestone_id)
    form = ChangeForm()
    if not form.validate_on_submit():
        raise Refusal(422, complaint=form.sentences)
    begun = Worklog(current_user).start(str(form.op_id.data), guide, milestone.id)
    db.session.commit()
    if begun.ended:
        _tell_end(guide, begun.ended)
    if begun.fresh:
        flash("A session runs. Stop it here or on the dashboard, from any device.", "ok")
    return back(guide, milestone, "hours")


@blueprint.post("/roadmap/<guide_id>/hours/stop")
def stop(guide_id: str) -> ResponseReturnValue:
    """Stop the session that the page showed, whichever guide it belongs to, and go back to that page."""
    guide = my_guide_or_404(guide_id)
    form = StopForm()
    way = own_path(request.form.get("next")) or url_for("roadmap.hours", guide_id=guide.id)
    if not form.validate_on_submit():
        for sentence in form.sentences:
            flash(sentence, "warn")
        return redirect(way, 303)
    ended = Worklog(current_user).stop(str(form.entry.data), form.told)
    db.session.commit()
    if ended is None:
        flash("That session had ended already.", "info")
    else:
        _tell_end(guide, ended, form.told)
    return redirect(way, 303)


def _tell_end(guide: Guide, ended: Ended, told: int | None = None) -> None:
    milestone = guide.by_id.get(ended.milestone_id or "")
    on = f" on “{milestone.title}”" if milestone else ""
    if ended.capped:
        counts = f"{said_minutes(ended.minutes)} of it count until you say how long it was"
        flash(f"The session{on} ran for very long: {counts}.", "warn")
    elif not ended.minutes:
        flash("That was less than a minute, so nothing is kept.", "info")
    elif told and told > ended.minutes:
        flash(f"It ran for {said_minutes(ended.minutes)}, which is what counts{on}.", "warn")
    else:
        flash(f"{said_minutes(ended.minutes)}{on}.", "ok")


def _logged(guide: Guide, form: HoursForm, milestone_id: str | None) -> bool:
    """Whether it was written down; else the form says why not."""
    try:
        fresh = Worklog(current_user).log(str(form.op_id.data), guide, form.worked_on, form.minutes, milestone_id)
    except FullDay:
        db.session.rollback()
        form.hours.errors = [FULL_DAY]
        return False
    db.session.commit()
    if fresh:
        flash(f"{said_minutes(form.minutes)} written down.", "ok")
    return True


def _typed_before(guide: Guide, entry: Entry) -> dict[str, Any]:
    milestone = entry.milestone_id if entry.milestone_id in guide.by_id else ""
    return {"day": entry.day, "hours": as_typed(entry.minutes), "milestone": milestone}


def _to_hours(guide: Guide, anchor: str) -> ResponseReturnValue:
    return redirect(url_for("roadmap.hours", guide_id=guide.id, _anchor=anchor), 303)


def _page(guide: Guide, form: EntryForm, edited: Entry | None = None, code: int = 200) -> ResponseReturnValue:
    """The page of hours; `edited` is the entry that the form is for, else it is for a new one."""
    everything = request.args.get("entries") == "all"
    worklog, today = Worklog(current_user), current_user.today()
    every = Progress(current_user, guide).standings(away=True)
    sums = worklog.sums(guide)
    worked = [standing for standing in every if sums.of(standing.id)]
    entries = worklog.entries(guide, None if everything else ENTRIES_SHOWN + 1)
    weeks = by_week(worklog.by_day(guide, monday_of(today) - timedelta(weeks=WEEKS_SHOWN - 1)), today, WEEKS_SHOWN)
    text = render_template(
        "roadmap/hours.html",
        guide=guide,
        form=form,
        edited=edited,
        today=today_view(guide, every, sums, way=url_for("roadmap.hours", guide_id=guide.id)),
        sums=sums,
        weeks=weeks,
        worked=worked,
        other=sums.total - sum(sums.of(standing.id) for standing in worked),
        entries=entries if everything else entries[:ENTRIES_SHOWN],
        more=not everything and len(entries) > ENTRIES_SHOWN,
        titles={milestone.id: milestone.title for milestone in guide.by_id.values()},
        op_id=new_op_id(),
    )
    return text, code
