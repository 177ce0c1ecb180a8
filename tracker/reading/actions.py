"""What a reader does: finish a section, start over, and what the scripts of a page send and ask.

Every write goes through `Reading.take`, and one commit.
"""

from flask import abort, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from tracker.accounts import device
from tracker.extensions import db
from tracker.library import Guide, Section, catalogue, guide_or_404
from tracker.reading.anchors import heirs
from tracker.reading.continuing import as_data
from tracker.reading.forms import (
    UNREADABLE,
    FinishForm,
    ImportForm,
    OperationsForm,
    RestartForm,
    UndoForm,
    Unreadable,
    read_facts,
    read_operations,
)
from tracker.reading.models import Answer, Reading, Step
from tracker.reading.operations import ASKS, KEPT, REFUSED
from tracker.reading.routes import blueprint, reader_key


def _carry_out(guide: Guide, step: Step) -> Answer:
    """One operation from a form, carried out and committed."""
    answer = Reading(current_user, guide).act(step, device(request.user_agent.string))
    db.session.commit()
    return answer


def _section(guide: Guide, section_id: str) -> Section:
    if section_id in guide.changes.sections and not guide.changes.sections[section_id]:
        abort(410)
    return next(iter(heirs(guide, section_id)), None) or abort(404)


@blueprint.post("/guides/<guide_id>/<section_id>/finish")
def finish(guide_id: str, section_id: str) -> ResponseReturnValue:
    guide = guide_or_404(guide_id)
    this = _section(guide, section_id)
    form = FinishForm()
    if not form.validate_on_submit():
        abort(422)
    wanted = form.finished.data == "1"
    state = Reading(current_user, guide).state()
    base = int(form.base.data) if form.base.data else state.revision
    answer = None
    if wanted != (this.id in state.finished):
        kind = "finish" if wanted else "unfinish"
        answer = _carry_out(guide, Step(kind, form.op_id.data or None, base, section_id=this.id))
    if answer and answer.outcome == ASKS:
        flash("This was changed on another device since you opened the page. If you still want it, press once more.")
    elif wanted:
        flash(f"“{this.title}” is finished. The button below takes it back.", "ok")
    else:
        flash(f"“{this.title}” is open again.", "ok")
    return redirect(url_for("reading.section", guide_id=guide_id, section_id=this.id, _anchor="finish"))


@blueprint.post("/guides/<guide_id>/restart")
def restart(guide_id: str) -> ResponseReturnValue:
    guide = guide_or_404(guide_id)
    form = RestartForm()
    if not form.validate_on_submit():
        abort(422)
    answer = _carry_out(guide, Step("restart", form.op_id.data, int(str(form.base.data))))
    if answer.outcome == KEPT:
        flash("You start over: your place is cleared, and your finished sections stay. It can be undone below.", "ok")
    else:
        flash("You read on elsewhere since this page was opened. If you still want to start over, press once more.")
    return redirect(url_for("reading.guide", guide_id=guide_id))


@blueprint.post("/guides/<guide_id>/undo")
def undo(guide_id: str) -> ResponseReturnValue:
    """Take back a start over or an import."""
    guide = guide_or_404(guide_id)
    form = UndoForm()
    if not form.validate_on_submit():
        abort(422)
    undoes = str(form.undoes.data)
    answer = _carry_out(guide, Step("undo", f"undo:{undoes}"[:100], undoes=undoes))
    if answer.outcome == KEPT:
        flash("Undone.", "ok")
    else:
        flash("This can't be undone any more: it is older than seven days, or not yours.")
    undone = undoes if answer.outcome == KEPT else None
    return redirect(url_for("reading.guide", guide_id=guide_id, undone=undone))


@blueprint.get("/guides/<guide_id>/place")
def place(guide_id: str) -> ResponseReturnValue:
    """The state as it is now, and a token that is good for writing."""
    guide = guide_or_404(guide_id)
    state = Reading(current_user, guide).state()
    return jsonify(reader=reader_key(), csrf_token=generate_csrf(), state=as_data(guide, state))


@blueprint.post("/guides/<guide_id>/operations")
def operations(guide_id: str) -> ResponseReturnValue:
    guide = guide_or_404(guide_id)
    form = OperationsForm()
    if form.reader.data and form.reader.data != reader_key():
        return jsonify(error="Somebody else is signed in now."), 401
    try:
        if not form.validate_on_submit():
            raise Unreadable(UNREADABLE)
        label = device(request.user_agent.string)
        sent, senseless = read_operations(str(form.operations.data), str(form.device.data), label)
    except Unreadable as error:
        return jsonify(error=str(error)), 422
    answers, state = Reading(current_user, guide).take(sent)
    db.session.commit()
    outcomes = [{"op": one.op_id, "outcome": one.outcome, "revision": one.revision} for one in answers]
    outcomes += [{"op": op_id, "outcome": REFUSED, "revision": 0} for op_id in senseless]
    return jsonify(outcomes=outcomes, state=as_data(guide, state))


@blueprint.post("/reading/import", endpoint="import_")
def import_() -> ResponseReturnValue:
    """Take over what this browser remembers from before there was an account: all of it, once, or nothing."""
    form = ImportForm()
    guides = {guide.id: guide for guide in catalogue().guides}
    try:
        if not form.validate_on_submit():
            raise Unreadable(UNREADABLE)
        found = read_facts(str(form.facts.data), guides, device(request.user_agent.string))
        found.sort(key=lambda one: one[0].id)  # locks are taken in one order, whatever order was sent
    except Unreadable:
        abort(422)
    outcomes: list[str] = []
    for guide, steps in found:
        answers, _ = Reading(current_user, guide).take(steps)
        outcomes += [answer.outcome for answer in answers]
    db.session.commit()
    if not found:
        flash("There was nothing to import.")
        return redirect(url_for("dashboard.dashboard"))
    flash("What you read before you signed in is yours now. It can be undone here for seven days.", "ok")
    if ASKS in outcomes:
        flash("A section that you reopened in this account stays open.")
    imported = " ".join(sorted({str(steps[0].batch) for _, steps in found}))
    return redirect(url_for("reading.guide", guide_id=found[0][0].id, imported=imported))
