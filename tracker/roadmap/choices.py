"""Three ways to go on from today when a plan no longer fits: a later date, more hours, or less scope. Pure.

Each is a whole plan to look at before anything is changed. More hours are tried in half hours a week, spread over the
days that have hours already, up to the most a plan takes. Less scope leaves out stretch milestones not yet begun,
then the guide's `cuts` in their order, and stops as soon as the old finish is kept; evals and shipping are in no cut.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from tracker.roadmap.inputs import Adjusted, Inputs
from tracker.roadmap.plan import Plan, make_plan
from tracker.roadmap.setup import MOST_DAILY_HOURS, MOST_HOURS

STEP = 0.5
QUARTER = 0.25


@dataclass(frozen=True)
class Moved:
    """A milestone whose end changes, from what it was in the plan that counts."""

    id: str
    title: str
    before: date
    after: date


@dataclass(frozen=True)
class Choice:
    """`kind` is later, hours or scope. `inputs` make the plan again once it is chosen."""

    kind: str
    inputs: Inputs
    plan: Plan
    keeps_finish: bool
    """Whether it ends no later than the plan that counts."""
    moved: tuple[Moved, ...]
    dropped: tuple[str, ...]
    """Milestones left out, in this choice only."""
    sentence: str


def choices(inputs: Inputs, counts: Plan) -> tuple[Choice, ...]:
    """Later date, more hours, less scope, from `inputs.today` on; `counts` is the plan that counts until now."""
    return (
        _choice("later", inputs, make_plan(inputs), counts, ()),
        _more_hours(inputs, counts),
        _less_scope(inputs, counts),
    )


def _more_hours(inputs: Inputs, counts: Plan) -> Choice:
    """The fewest hours that keep the finish; as more hours never end later, halving the range finds them."""
    options = list(_hours(inputs.setup.hours))
    low, high = 0, len(options) - 1
    while low < high:
        middle = (low + high) // 2
        if make_plan(_with_hours(inputs, options[middle])).finish <= counts.finish:
            high = middle
        else:
            low = middle + 1
    chosen = _with_hours(inputs, options[low])
    return _choice("hours", chosen, make_plan(chosen), counts, ())


def _hours(hours: tuple[float, ...]) -> Iterator[tuple[float, ...]]:
    """The hours as they are, then more and more of them, each day's at least those before."""
    yield hours
    weekly = sum(hours)
    wanted = weekly + STEP
    before = hours
    while wanted <= MOST_HOURS:
        more = tuple(
            min(MOST_DAILY_HOURS, max(old, QUARTER * round(daily * wanted / weekly / QUARTER)))
            for daily, old in zip(hours, before, strict=True)
        )
        if more != before and sum(more) <= MOST_HOURS:
            yield more
            before = more
        wanted += STEP


def _with_hours(inputs: Inputs, hours: tuple[float, ...]) -> Inputs:
    return replace(inputs, setup=replace(inputs.setup, hours=hours))


def _less_scope(inputs: Inputs, counts: Plan) -> Choice:
    chosen, plan = inputs, make_plan(inputs)
    dropped: tuple[str, ...] = ()
    for group in _droppable(inputs):
        if plan.finish <= counts.finish:
            break
        open_ids = {entry.id for entry in plan.active if entry.state == "planned" and entry.id not in inputs.worked}
        gone = tuple(milestone_id for milestone_id in group if milestone_id in open_ids)
        hidden = {name: replace(chosen.adjusted.get(name, Adjusted()), hidden=True) for name in gone}
        chosen = replace(chosen, adjusted={**chosen.adjusted, **hidden})
        plan, dropped = make_plan(chosen), (*dropped, *gone)
    return _choice("scope", chosen, plan, counts, dropped)


def _droppable(inputs: Inputs) -> Iterator[tuple[str, ...]]:
    yield tuple(milestone.id for milestone in inputs.guide.milestones if milestone.stretch)
    for cut in inputs.guide.cuts:
        yield cut.milestones


def _choice(kind: str, inputs: Inputs, plan: Plan, counts: Plan, dropped: tuple[str, ...]) -> Choice:
    before = {entry.id: entry.end for entry in counts.active}
    moved = []
    for entry in plan.active:
        old = before.get(entry.id)
        if entry.state == "planned" and old and entry.end and old != entry.end:
            moved.append(Moved(entry.id, entry.title, old, entry.end))
    keeps = plan.finish <= counts.finish
    return Choice(kind, inputs, plan, keeps, tuple(moved), dropped, _sentence(kind, plan, counts, dropped, keeps=keeps))


def _sentence(kind: str, plan: Plan, counts: Plan, dropped: tuple[str, ...], *, keeps: bool) -> str:
    finish = f"ends on {plan.finish.day} {plan.finish:%B %Y}"
    if kind == "later":
        return f"Keep your hours; the plan {finish}."
    if kind == "hours":
        more = plan.setup.weekly_hours - counts.setup.weekly_hours
        hours = f"{plan.setup.weekly_hours:g} h a week" + (f" ({more:+g})" if more else ", as now")
        return f"{hours}; the plan {finish}" + ("." if keeps else ", the earliest that hours can do.")
    if not dropped:
        return f"Nothing needs to go; the plan {finish}." if keeps else f"Nothing more can go; the plan {finish}."
    count = "1 milestone" if len(dropped) == 1 else f"{len(dropped)} milestones"
    return f"Leave out {count}; the plan {finish}."
