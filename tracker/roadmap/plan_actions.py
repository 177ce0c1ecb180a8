"""What a person does to their plan: take it, go on in one of three ways, tell days off, put the offer away.

Every action is one form, one call, one commit, one redirect.
"""

from collections.abc import Callable

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.extensions import db
from tracker.library import Guide, guide_or_404
from tracker.roadmap import progress
from tracker.roadmap.forms import ChangeForm
from tracker.roadmap.models import MOST_BREAKS, Plans, Progress, StalePlan, TooManyBreaks
from tracker.roadmap.plan import Plan
from tracker.roadmap.plan_forms import ChooseForm, SetupForm, TakeForm, TellBreakForm, carried
from tracker.roadmap.planning import Desk, choices_page, plan_page, preview_page, set_out_page
from tracker.roadmap.proposal import Proposal
from tracker.roadmap.routes import blueprint
from tracker.roadmap.standing import Standing

NOW_COUNTS = "Your plan is set: it ends on {}."


def _to_plan(guide: Guide, anchor: str | None = None) -> ResponseReturnValue:
    return redirect(url_for("roadmap.plan", guide_id=guide.id, _anchor=anchor), 303)


@blueprint.post("/roadmap/<guide_id>/plan/take")
def take_plan(guide_id: str) -> ResponseReturnValue:
    """The plan of the preview, made again from the same answers: taken if it is still the one that was shown."""
    desk = Desk.of(guide_or_404(guide_id))
    form, answers = TakeForm(), SetupForm(desk.plain, request.form)
    setup = answers.setup(current_user.today())
    if not form.validate_on_submit() or setup is None:
        answers.complaints = (*answers.complaints, *form.sentences)
        return set_out_page(desk, answers, 422)
    proposal = desk.proposal(setup, answers.kept_out)

    def shown_again(desk: Desk, asking: str) -> ResponseReturnValue:
        again = desk.proposal(setup, answers.kept_out)
        return preview_page(desk, again, carried(request.form), asking=asking, code=409)

    why = "changed" if form.version.data else "set-out"
    return _taken(desk, form, proposal.plan, proposal.digest, why, answers.kept_out, shown_again, proposal)


@blueprint.post("/roadmap/<guide_id>/plan/choose")
def choose(guide_id: str) -> ResponseReturnValue:
    """One of the three ways to go on, made again: taken if it is still the one that was shown."""
    desk = Desk.of(guide_or_404(guide_id))
    form = ChooseForm()
    if not form.validate_on_submit():
        return choices_page(desk, asking=" ".join(form.sentences), code=422)
    if desk.taken is None:
        return choices_page(desk, asking="There is no plan yet, so none can be made anew.", code=409)
    choice, shown = next(pair for pair in desk.choices() if pair[0].kind == form.kind.data)
    left_out = (*desk.taken.left_out, *choice.dropped)

    def shown_again(desk: Desk, asking: str) -> ResponseReturnValue:
        return choices_page(desk, asking=asking, code=409)

    return _taken(desk, form, choice.plan, shown, choice.kind, left_out, shown_again)


def _taken(
    desk: Desk,
    form: TakeForm,
    plan: Plan,
    digest: str,
    why: str,
    left_out: tuple[str, ...],
    shown_again: Callable[[Desk, str], ResponseReturnValue],
    proposal: Proposal | None = None,
) -> ResponseReturnValue:
    """Take it and go to the plan, or show it again: another plan counts since, or this one came out differently."""
    try:
        new = Plans(current_user, desk.guide).take(
            plan, why=why, left_out=left_out, op_id=str(form.op_id.data), based_on=form.version.data or 0
        )
    except StalePlan:
        db.session.rollback()
        return shown_again(Desk.of(desk.plain), "stale")
    if new and digest != form.digest.data:
        db.session.rollback()
        return shown_again(Desk.of(desk.plain), "moved")
    if new and proposal:
        _mark(proposal, str(form.op_id.data))
    db.session.commit()
    if new:
        flash(NOW_COUNTS.format(f"{plan.finish.day} {plan.finish:%B %Y}"), "ok")
    return _to_plan(desk.guide)


def _mark(proposal: Proposal, op_id: str) -> None:
    """The roadmap says "already had" or "not applicable" only where the person ticked it."""
    ticked = set(request.form.getlist("mark"))
    work = Progress(current_user, proposal.inputs.guide)
    for entry in proposal.markable:
        if entry.id in ticked:
            milestone = proposal.inputs.guide.by_id[entry.id]
            work.change(milestone, op_id, ["plan", entry.state], _to(entry.state))


def _to(status: str) -> Callable[[Standing], progress.Change]:
    return lambda _standing: progress.set_status(status, overruled=False)


@blueprint.post("/roadmap/<guide_id>/plan/breaks")
def tell_break(guide_id: str) -> ResponseReturnValue:
    guide = guide_or_404(guide_id)
    form = TellBreakForm()
    pause = form.pause()
    asking = {"first": form.first.data or "", "last": form.last.data or ""}
    if not form.validate_on_submit() or isinstance(pause, str):
        complaint = " ".join(form.sentences) or str(pause)
        return plan_page(Desk.of(guide), asking=asking | {"complaint": complaint}, code=422)
    try:
        Plans(current_user, guide).tell_break(pause)
    except TooManyBreaks:
        db.session.rollback()
        complaint = f"{MOST_BREAKS} breaks are noted already. Remove one first."
        return plan_page(Desk.of(guide), asking=asking | {"complaint": complaint}, code=422)
    db.session.commit()
    flash("Noted. These days are out of the count; what comes after them moves along.", "ok")
    return _to_plan(guide, "breaks")


@blueprint.post("/roadmap/<guide_id>/plan/breaks/<int:break_id>/remove")
def take_back_break(guide_id: str, break_id: int) -> ResponseReturnValue:
    guide = guide_or_404(guide_id)
    if not ChangeForm().validate_on_submit():
        abort(422)
    if not Plans(current_user, guide).take_back_break(break_id):
        abort(404)
    db.session.commit()
    flash("Removed. The plan itself keeps these days free until you make a new one.", "ok")
    return _to_plan(guide, "breaks")


@blueprint.post("/roadmap/<guide_id>/plan/put-away")
def put_offer_away(guide_id: str) -> ResponseReturnValue:
    guide = guide_or_404(guide_id)
    if not ChangeForm().validate_on_submit():
        abort(422)
    Plans(current_user, guide).put_offer_away()
    db.session.commit()
    flash("Put away. “Set out” stays on your roadmap for whenever you want it.", "ok")
    return redirect(url_for("dashboard.dashboard"), 303)
