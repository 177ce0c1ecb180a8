"""The pages of the plan: setting out, its preview, the plan itself, three ways to go on. Writes: plan_actions.py."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.library import Guide, guide_or_404
from tracker.roadmap.choices import Choice, choices
from tracker.roadmap.first_answers import asks_for, first_answers
from tracker.roadmap.gathering import WorkDays, gathered
from tracker.roadmap.inputs import Adjusted, Inputs, Own
from tracker.roadmap.models import Plans, Progress, Tailoring, Worklog, work_days
from tracker.roadmap.outlook import Outlook
from tracker.roadmap.picture import picture
from tracker.roadmap.plan_forms import SetupForm, carried
from tracker.roadmap.proposal import Proposal, digest
from tracker.roadmap.routes import blueprint, new_op_id
from tracker.roadmap.setup import DAYS, Setup
from tracker.roadmap.standing import Standing
from tracker.roadmap.tailoring import tailored
from tracker.roadmap.taken import Taken
from tracker.roadmap.wishes import begun_by_log, given_wishes, own_wishes
from tracker.roadmap.worked import Sums

WHYS = {
    "set-out": "set out",
    "changed": "answers changed",
    "later": "re-planned: a later date",
    "hours": "re-planned: more hours",
    "scope": "re-planned: less scope",
}


@dataclass(frozen=True)
class Desk:
    """One person at the plan of one guide: what every page of it reads, in five statements."""

    plain: Guide
    """As everyone has it: what a plan is made from, beside `own` and `adjusted`."""
    guide: Guide
    """As this person has it."""
    own: tuple[Own, ...]
    adjusted: Mapping[str, Adjusted]
    standings: Sequence[Standing]
    taken: Taken | None
    sums: Sums

    @classmethod
    def of(cls, plain: Guide) -> "Desk":
        mine, adjustments = Tailoring(current_user, plain).read()
        guide = tailored(plain, mine, adjustments)
        return cls(
            plain,
            guide,
            own_wishes(plain, mine),
            given_wishes(plain, adjustments),
            Progress(current_user, guide).standings(),
            Plans(current_user, guide).current(),
            Worklog(current_user).sums(guide),
        )

    def days(self) -> Mapping[str, WorkDays]:
        return begun_by_log(work_days(current_user, self.guide), self.sums.begun)

    def inputs(self, setup: Setup, left_out: Sequence[str]) -> Inputs:
        return gathered(
            self.plain,
            setup,
            current_user.today(),
            self.standings,
            self.days(),
            counts=self.taken.as_it_stands if self.taken else None,
            left_out=left_out,
            adjusted=self.adjusted,
            own=self.own,
            logged=self.sums.logged,
        )

    def proposal(self, setup: Setup, left_out: Sequence[str]) -> Proposal:
        return Proposal(self.inputs(setup, left_out), self.taken, self.standings)

    def form(self) -> SetupForm:
        """The answers in the address, else those of the plan that counts, else sensible ones."""
        if "start" in request.args:
            return SetupForm(self.plain, request.args)
        if self.taken:
            return SetupForm.of(self.plain, self.taken.setup, self.taken.left_out)
        return SetupForm.of(self.plain, first_answers(self.plain, current_user.today()))

    def choices(self) -> tuple[tuple[Choice, str], ...]:
        """Three ways to go on from today, each with its digest; none without a plan."""
        if self.taken is None:
            return ()
        inputs = self.inputs(self.taken.setup, self.taken.left_out)
        return tuple((choice, digest(choice.plan)) for choice in choices(inputs, self.taken.as_it_stands))


@blueprint.get("/roadmap/<guide_id>/plan/start")
def set_out(guide_id: str) -> ResponseReturnValue:
    desk = Desk.of(guide_or_404(guide_id))
    return set_out_page(desk, desk.form())


def set_out_page(desk: Desk, form: SetupForm, code: int = 200) -> ResponseReturnValue:
    text = render_template(
        "roadmap/set_out.html",
        guide=desk.guide,
        taken=desk.taken,
        form=form,
        days=DAYS,
        asks_python=asks_for(desk.plain, "daily-python"),
        asks_loop=asks_for(desk.plain, "coding-loop"),
        has_stretch=any(one.stretch for one in desk.plain.milestones),
        op_id=new_op_id(),
    )
    return text, code


@blueprint.get("/roadmap/<guide_id>/plan/preview")
def preview_plan(guide_id: str) -> ResponseReturnValue:
    desk = Desk.of(guide_or_404(guide_id))
    form = desk.form()
    setup = form.setup(current_user.today())
    if setup is None:
        return set_out_page(desk, form, 422)
    answers = carried(request.args) if "start" in request.args else form_answers(form)
    return preview_page(desk, desk.proposal(setup, form.kept_out), answers)


def preview_page(
    desk: Desk, proposal: Proposal, answers: Sequence[tuple[str, str]], *, asking: str = "", code: int = 200
) -> ResponseReturnValue:
    """`asking` is why a plan that was to be taken is shown again: stale (another counts now) or moved (it changed)."""
    query: dict[str, list[str]] = {}
    for name, value in answers:
        query.setdefault(name, []).append(value)
    text = render_template(
        "roadmap/preview.html",
        guide=desk.guide,
        taken=desk.taken,
        proposal=proposal,
        plan=proposal.plan,
        answers=answers,
        query=query,
        asking=asking,
        marked=set(request.form.getlist("mark")),
        today=current_user.today(),
        op_id=new_op_id(),
    )
    return text, code


def form_answers(form: SetupForm) -> list[tuple[str, str]]:
    """The answers that a form is filled in with, as a browser would send them."""
    found = [("start", form.start.data), ("background", form.background.data), ("role", form.role.data)]
    found += [(field.name, field.data) for field in form.hours]
    found += [(name, "y") for name in ("daily_python", "passed_loop", "stretch") if form[name].data]
    found += [(name, one) for name in ("at_work", "left_out") for one in form[name].data or ()]
    return found + [(field.name, field.data) for line in form.breaks for field in line if field.data]


@blueprint.get("/roadmap/<guide_id>/plan")
def plan(guide_id: str) -> ResponseReturnValue:
    return plan_page(Desk.of(guide_or_404(guide_id)))


def plan_page(desk: Desk, *, asking: dict[str, Any] | None = None, code: int = 200) -> ResponseReturnValue:
    """`asking`: complaint (a sentence) about days off, with what was typed."""
    history = Plans(current_user, desk.guide).history() if desk.taken else ()
    shown: dict[str, Any] = {}
    if desk.taken:
        outlook = Outlook(desk.guide, desk.taken, desk.standings, current_user.today(), desk.sums.logged)
        days = desk.days()
        ahead = outlook.forecast(days, Worklog(current_user).days_on(desk.guide))
        shown = {"outlook": outlook, "forecast": ahead, "picture": picture(outlook, history[1:], days, ahead)}
    text = render_template(
        "roadmap/plan.html",
        guide=desk.guide,
        taken=desk.taken,
        history=history,
        whys=WHYS,
        today=current_user.today(),
        asking=asking or {},
        op_id=new_op_id(),
        **shown,
    )
    return text, code


@blueprint.get("/roadmap/<guide_id>/plan/choices")
def plan_choices(guide_id: str) -> ResponseReturnValue:
    return choices_page(Desk.of(guide_or_404(guide_id)))


def choices_page(desk: Desk, *, asking: str = "", code: int = 200) -> ResponseReturnValue:
    """`asking` as in `preview_page`."""
    text = render_template(
        "roadmap/choices.html",
        guide=desk.guide,
        taken=desk.taken,
        choices=desk.choices(),
        days=DAYS,
        asking=asking,
        today=current_user.today(),
        op_id=new_op_id(),
    )
    return text, code
