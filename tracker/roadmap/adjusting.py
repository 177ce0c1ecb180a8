"""Changing a milestone for oneself: hours and dates of the guide's, hiding one; everything about an own one."""

from dataclasses import replace

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.extensions import db
from tracker.library import Guide, Milestone, guide_or_404, milestone_or_404
from tracker.roadmap.models import Stale, Tailoring
from tracker.roadmap.own_forms import AdjustForm, HideForm
from tracker.roadmap.owning import own_form_page, save_own
from tracker.roadmap.refusing import found
from tracker.roadmap.routes import blueprint, new_op_id
from tracker.roadmap.tailoring import Adjustment, Tailored, is_own


@blueprint.get("/roadmap/<guide_id>/<milestone_id>/change", endpoint="change_page")
def page(guide_id: str, milestone_id: str) -> ResponseReturnValue:
    guide, milestone = found(guide_id, milestone_id)
    if is_own(milestone.id):
        return own_form_page(guide, milestone.id)
    return _adjust_page(guide, milestone, AdjustForm(data=_typed_before(milestone)))


@blueprint.post("/roadmap/<guide_id>/<milestone_id>/change")
def change(guide_id: str, milestone_id: str) -> ResponseReturnValue:
    guide, milestone = found(guide_id, milestone_id)
    if is_own(milestone.id):
        return save_own(guide, milestone.id)
    form = AdjustForm()
    if not form.validate_on_submit():
        return _adjust_page(guide, milestone, form, code=422)
    plain = guide_or_404(guide.id)
    hours = None if form.hours.data == milestone_or_404(plain, milestone.id).hours else form.hours.data

    def wanted(present: Adjustment) -> Adjustment:
        if form.reset.data:
            return Adjustment(hidden=present.hidden)
        return replace(present, start=form.start.data, end=form.end.data, hours=hours)

    try:
        Tailoring(current_user, plain).adjust(milestone.id, form.version.data or 0, wanted)
    except Stale as stale:
        db.session.rollback()
        form.version.raw_data = None
        form.version.data = stale.present.version
        return _adjust_page(guide, milestone, form, theirs=stale.present, code=409)
    db.session.commit()
    flash("Back to what the guide says." if form.reset.data else "Changed for you. The guide stays as it is.", "ok")
    return redirect(url_for("roadmap.milestone", guide_id=guide.id, milestone_id=milestone.id), 303)


@blueprint.post("/roadmap/<guide_id>/<milestone_id>/hide")
def hide(guide_id: str, milestone_id: str) -> ResponseReturnValue:
    """Take one of the guide's off one's roadmap, or put it back; what was done on it is kept either way."""
    guide, milestone = found(guide_id, milestone_id)
    form = HideForm()
    if is_own(milestone.id):
        abort(404)
    if not form.validate_on_submit():
        abort(422)
    hidden = form.hidden.data == "1"
    tailoring = Tailoring(current_user, guide_or_404(guide.id))
    tailoring.adjust(milestone.id, None, lambda present: replace(present, hidden=hidden))
    db.session.commit()
    if not hidden:
        flash("It is back on your roadmap.", "ok")
        return redirect(url_for("roadmap.milestone", guide_id=guide.id, milestone_id=milestone.id), 303)
    flash(f"“{milestone.title}” is hidden. It is in no list and no percentage until you bring it back.", "ok")
    return redirect(url_for("roadmap.own", guide_id=guide.id, _anchor="hidden"), 303)


def _typed_before(milestone: Milestone) -> dict[str, object]:
    """What the form holds before it is changed; hours only where they are the person's."""
    if not isinstance(milestone, Tailored):
        return {"version": 0}
    hours = milestone.hours if milestone.guide_hours else None
    return {"hours": hours, "start": milestone.start, "end": milestone.end, "version": milestone.version}


def _adjust_page(
    guide: Guide, milestone: Milestone, form: AdjustForm, *, theirs: Adjustment | None = None, code: int = 200
) -> ResponseReturnValue:
    text = render_template(
        "roadmap/adjust.html",
        guide=guide,
        milestone=milestone,
        form=form,
        theirs=theirs,
        given_hours=milestone_or_404(guide_or_404(guide.id), milestone.id).hours,
        changed=isinstance(milestone, Tailored),
        hidden=isinstance(milestone, Tailored) and milestone.hidden,
        op_id=new_op_id(),
    )
    return text, code
