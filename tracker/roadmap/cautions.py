"""What in a plan deserves a second look, as sentences: quiet seasons, parallel builds, short loops, hand-set days.

Hides nothing of the plan: it only reads one. Nothing here stops anybody. Pure.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.roadmap.inputs import Inputs
from tracker.roadmap.plan import Entry, Plan, builds_at_once
from tracker.roadmap.setup import LEAST_HOURS, MOST_HOURS

QUIET = (("August", (8, 1), (8, 31)), ("late December", (12, 18), (12, 31)))
"""Seasons in which employers answer slowly, as (month, day) of their first and last day."""


@dataclass(frozen=True)
class Caution:
    """`kind` is hours, phase, season, loops, builds or date; `ids` are the milestones it is about."""

    kind: str
    sentence: str
    ids: tuple[str, ...] = ()


def cautions(plan: Plan, inputs: Inputs) -> tuple[Caution, ...]:
    return (
        *_hours(plan),
        *_phases(plan),
        *_season(plan, inputs),
        *_loops(plan, inputs),
        *_builds(plan),
        *_by_hand(plan, inputs),
    )


def _hours(plan: Plan) -> Iterator[Caution]:
    weekly = plan.setup.weekly_hours
    if not LEAST_HOURS <= weekly <= MOST_HOURS:
        sentence = f"The week holds {weekly:g} hours; plans are made for {LEAST_HOURS} to {MOST_HOURS}."
        yield Caution("hours", sentence)


def _phases(plan: Plan) -> Iterator[Caution]:
    for part in plan.phases:
        over = part.minutes - part.room
        if over > 0:
            sentence = f"{part.phase.title} asks {_said(over)} more than its weeks hold; what follows begins later."
            yield Caution("phase", sentence)


def _season(plan: Plan, inputs: Inputs) -> Iterator[Caution]:
    """Whether the guide's hiring weeks, where this plan has them, touch a quiet season that is still to come."""
    weeks = inputs.guide.hiring_weeks
    if weeks is None:
        return
    hiring = [one for one in _market(plan) if one.weeks and weeks[0] <= one.weeks[0] and one.weeks[1] <= weeks[1]]
    first = max(min((one.start for one in hiring if one.start), default=date.max), plan.made)
    last = max((one.end for one in hiring if one.end), default=date.min)
    for name, begins, ends in QUIET:
        for year in range(first.year, last.year + 1) if first <= last else ():
            if first <= date(year, *ends) and date(year, *begins) <= last:
                sentence = f"Your applications fall on {name} {year}, when answers come slowly; expect longer waits."
                yield Caution("season", sentence, tuple(one.id for one in hiring))


def _loops(plan: Plan, inputs: Inputs) -> Iterator[Caution]:
    wanted = inputs.guide.loop_weeks
    last_phase = max((phase.number for phase in inputs.guide.phases), default=0)
    loops = [one for one in _market(plan) if one.phase == last_phase]
    starts = [one.start for one in loops if one.start]
    if not wanted or not starts or all(one.state == "finished" for one in loops):
        return
    # The last of the weeks may end on its first day, and a week may begin up to a week late.
    if plan.finish < min(starts) + timedelta(weeks=wanted - 2):
        weeks = (plan.finish - min(starts)).days // 7 + 1
        sentence = f"Only {weeks} of the {wanted} weeks that loops need are left between applying and the end."
        yield Caution("loops", sentence, tuple(one.id for one in loops))


def _builds(plan: Plan) -> Iterator[Caution]:
    limit = builds_at_once(plan.setup)
    builds = [one for one in plan.active if one.build and one.state == "planned" and one.start and one.end]
    for at, one in enumerate(builds):
        beside = [other for other in builds[:at] if _overlaps(other, one)]
        if len(beside) >= limit:
            names = ", ".join(other.title for other in beside)
            sentence = f"{one.title} is open beside {names}; finish one build before the next where you can."
            yield Caution("builds", sentence, (one.id, *(other.id for other in beside)))


def _overlaps(one: Entry, other: Entry) -> bool:
    """A build may begin on the day on which another ends."""
    if not (one.start and one.end and other.start and other.end):
        return False
    return one.start < other.end and other.start < one.end


def _by_hand(plan: Plan, inputs: Inputs) -> Iterator[Caution]:
    wanted = {own.id: own.end for own in inputs.own} | {name: one.end for name, one in inputs.adjusted.items()}
    for entry in plan.active:
        by = wanted.get(entry.id)
        if by and entry.state == "planned" and entry.end and entry.end > by:
            sentence = f"{entry.title} ends on {_day(entry.end)}, later than the {_day(by)} you set."
            yield Caution("date", sentence, (entry.id,))


def _market(plan: Plan) -> list[Entry]:
    return [entry for entry in plan.active if entry.market]


def _said(minutes: int) -> str:
    return f"{minutes / 60:.3g} h"


def _day(day: date) -> str:
    return f"{day.day} {day:%B}"
