"""A person's own milestones: the page that lists them, and adding, saying anew, ordering and putting away.

Statuses, criteria, evidence and notes of theirs are changed by the same actions as everyone's.
"""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.extensions import db
from tracker.library import Guide, guide_or_404
from tracker.roadmap.models import Circle, Progress, Stale, Tailoring, TooMany
from tracker.roadmap.own_forms import ArchiveForm, MoveForm, OwnForm, typed_before
from tracker.roadmap.routes import blueprint, my_guide_or_404, new_op_id, row
from tracker.roadmap.standing import Tally
from tracker.roadmap.tailoring import MOST_OWN, OwnMilestone, present_id, tailored

FULL = f"You have {MOST_OWN} of your own here. Archive one first."
CIRCLE = "These would wait for each other: one of them needs this milestone already."


@blueprint.get("/roadmap/<guide_id>/own")
def own(guide_id: str) -> ResponseReturnValue:
    """Own milestones in the person's order, what is hidden, and what is archived."""
    plain = guide_or_404(guide_id)
    mine, adjustments = Tailoring(current_user, plain).read()
    guide = tailored(plain, mine, adjustments)
    every = Progress(current_user, guide).standings(away=True)
    by_id = {standing.id: standing for standing in every}
    base = url_for("roadmap.overview", guide_id=guide.id)
    shown = [by_id[one.id] for one in mine if not one.archived]
    return render_template(
        "roadmap/own.html",
        guide=guide,
        rows=[row(standing, base=base) | {"id": standing.id, "beside": standing.beside} for standing in shown],
        counted=Tally.over(shown),
        beside=Tally.beside(shown),
        hidden=[by_id[one.id] for one in guide.away if not by_id[one.id].own],
        archived=[by_id[one.id] for one in mine if one.archived],
        op_id=new_op_id(),
    )


@blueprint.get("/roadmap/<guide_id>/own/new", endpoint="new")
def new_page(guide_id: str) -> ResponseReturnValue:
    guide = my_guide_or_404(guide_id)
    return _form_page(guide, _form(guide, None, phase=present_phase(guide)))


@blueprint.post("/roadmap/<guide_id>/own/new")
def add(guide_id: str) -> ResponseReturnValue:
    guide = my_guide_or_404(guide_id)
    form = _form(guide, None)
    if not form.validate_on_submit():
        return _form_page(guide, form, code=422)
    try:
        made = Tailoring(current_user, guide_or_404(guide_id)).add(str(form.op_id.data), form.own())
    except TooMany:
        db.session.rollback()
        form.title.errors = [FULL]
        return _form_page(guide, form, code=422)
    db.session.commit()
    flash("Added to your roadmap.", "ok")
    return redirect(url_for("roadmap.milestone", guide_id=guide.id, milestone_id=made.id), 303)


def own_form_page(guide: Guide, milestone_id: str) -> ResponseReturnValue:
    """The form of one that is there."""
    present = _own_or_404(guide, milestone_id)
    return _form_page(guide, _form(guide, present), present)


def save_own(guide: Guide, milestone_id: str) -> ResponseReturnValue:
    present = _own_or_404(guide, milestone_id)
    form = _form(guide, present)
    if not form.validate_on_submit():
        return _form_page(guide, form, present, code=422)
    tailoring = Tailoring(current_user, guide_or_404(guide.id))
    try:
        tailoring.edit(milestone_id, form.version.data, form.own)
    except Circle:
        db.session.rollback()
        form.needs.errors = [CIRCLE]
        return _form_page(guide, form, present, code=422)
    except Stale as stale:
        db.session.rollback()
        form.version.raw_data = None
        form.version.data = stale.present.version
        return _form_page(guide, form, present, theirs=stale.present, code=409)
    db.session.commit()
    flash("Saved.", "ok")
    return redirect(url_for("roadmap.milestone", guide_id=guide.id, milestone_id=milestone_id), 303)


@blueprint.post("/roadmap/<guide_id>/<milestone_id>/archive")
def archive(guide_id: str, milestone_id: str) -> ResponseReturnValue:
    guide = my_guide_or_404(guide_id)
    _own_or_404(guide, milestone_id)
    form = ArchiveForm()
    if not form.validate_on_submit():
        abort(422)
    archived = form.archived.data == "1"
    try:
        Tailoring(current_user, guide_or_404(guide_id)).archive(milestone_id, archived=archived)
    except TooMany:
        db.session.rollback()
        flash(FULL, "warn")
        return _to_list(guide, "archived")
    db.session.commit()
    flash("Archived. What you did on it is kept." if archived else "It is back on your roadmap.", "ok")
    return _to_list(guide, "archived" if archived else milestone_id)


@blueprint.post("/roadmap/<guide_id>/<milestone_id>/move")
def move(guide_id: str, milestone_id: str) -> ResponseReturnValue:
    """Say which neighbour it shall stand before or behind, so that the same request twice is the same order."""
    guide = my_guide_or_404(guide_id)
    _own_or_404(guide, milestone_id)
    form = MoveForm()
    if not form.validate_on_submit():
        abort(422)
    tailoring = Tailoring(current_user, guide_or_404(guide_id))
    tailoring.move(milestone_id, before=form.before.data or None, after=form.after.data or None)
    db.session.commit()
    return _to_list(guide, milestone_id)


def _own_or_404(guide: Guide, milestone_id: str) -> OwnMilestone:
    mine, _ = Tailoring(current_user, guide).read()
    return next((one for one in mine if one.id == milestone_id), None) or abort(404)


def _to_list(guide: Guide, anchor: str) -> ResponseReturnValue:
    return redirect(url_for("roadmap.own", guide_id=guide.id, _anchor=anchor), 303)


def present_phase(guide: Guide) -> str:
    """The phase in which something is left first: that is about where the person is."""
    standings = Progress(current_user, guide).standings()
    left = (one.milestone.phase for one in standings if one.status in {"todo", "doing", "blocked"} and not one.own)
    return next(left, guide.phases[0]).id


def _form(guide: Guide, present: OwnMilestone | None, **given: Any) -> OwnForm:
    """With what stands, and every milestone that it may need: all but itself; one put away only if it needs it."""
    if present:
        needs = [found for need in present.needs if (found := present_id(guide, need))]
        given = typed_before(present) | {"needs": needs}
    form = OwnForm(guide, data=given)
    out = {one.id for one in guide.away} - set(given.get("needs", ())) | ({present.id} if present else set())
    form.offer_needs(one for one in guide.by_id.values() if one.id not in out)
    return form


def _form_page(
    guide: Guide,
    form: OwnForm,
    present: OwnMilestone | None = None,
    *,
    theirs: OwnMilestone | None = None,
    code: int = 200,
) -> ResponseReturnValue:
    page = render_template(
        "roadmap/own_form.html", guide=guide, form=form, present=present, theirs=theirs, op_id=new_op_id()
    )
    return page, code
