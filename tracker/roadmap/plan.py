"""A person's plan: every milestone with its days, or why it has none. Pure and deterministic.

    plan = make_plan(Inputs(guide, Setup(start, hours, background="backend"), today=…, finished={…}, …))
    plan.finish, plan.weeks, plan.minutes       the whole
    plan.by_id["sk-judge"]                      an Entry: state, start, end, days, minutes, reasons
    plan.between(monday, sunday)                what these days hold: (day, entry, minutes)
    plan.phases                                 hours by phase

What goes in stands in `inputs.py` and `setup.py`; how hours are fitted to a person in `fitting.py`; how days are found
in `placing.py`; what deserves a second look in `cautions.py`. Making a plan again from the same inputs gives the same
plan, and so does making it on a later day when all went as planned (and `finished` and `worked` say so): what is
finished keeps its days, and only what comes late moves what follows.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tracker.library import Guide, Phase
from tracker.roadmap.fitting import Fitted, fitted
from tracker.roadmap.inputs import Inputs, Worked
from tracker.roadmap.placing import Frame, place
from tracker.roadmap.queues import Task
from tracker.roadmap.setup import Setup

STATES = ("planned", "finished", "had", "na", "hidden", "left-out")
LEAST_LEFT = 15
"""Minutes that are always left of a milestone under way."""
TWO_BUILDS = 15
"""From so many hours a week two builds may be open at once; below it is one."""


@dataclass(frozen=True)
class Entry:
    """One milestone in a plan. Only "planned" ones have days to come; "finished" ones have their start and end."""

    id: str
    title: str
    state: str
    minutes: int
    """For this person, all of it; what it would cost where it isn't planned."""
    guide_minutes: int
    reasons: tuple[str, ...]
    """Why state or hours are what they are, in words; empty where they are the guide's."""
    start: date | None
    end: date | None
    days: tuple[tuple[date, int], ...]
    """The work still to do, as (day, minutes)."""
    phase: int | None
    track: str | None
    weeks: tuple[int, int] | None
    market: bool
    stretch: bool
    build: bool
    own: bool

    @property
    def active(self) -> bool:
        return self.state in {"planned", "finished"}

    @property
    def hours(self) -> float:
        return self.minutes / 60


@dataclass(frozen=True)
class PhaseHours:
    """What a phase asks of this person, and how much its weeks hold; own milestones belong to none."""

    phase: Phase
    minutes: int
    room: int
    start: date | None
    end: date | None


@dataclass(frozen=True)
class Plan:
    """`entries` stand in order of their days; what has none comes last, in the guide's order."""

    guide_id: str
    setup: Setup
    made: date
    """The first day that could be given work."""
    entries: tuple[Entry, ...]
    phases: tuple[PhaseHours, ...]

    @cached_property
    def by_id(self) -> Mapping[str, Entry]:
        return {entry.id: entry for entry in self.entries}

    @cached_property
    def active(self) -> tuple[Entry, ...]:
        """Planned and finished."""
        return tuple(entry for entry in self.entries if entry.active)

    @property
    def start(self) -> date:
        return self.setup.start

    @cached_property
    def finish(self) -> date:
        """The last day of work; the start where there is none."""
        return max((entry.end for entry in self.active if entry.end), default=self.start)

    @property
    def weeks(self) -> int:
        """Calendar weeks from start to finish, begun ones counted."""
        return max(0, (self.finish - self.start).days) // 7 + 1

    @property
    def minutes(self) -> int:
        """All that is planned and finished."""
        return sum(entry.minutes for entry in self.active)

    @property
    def core_minutes(self) -> int:
        """The same without stretch milestones and own ones: what compares with the guide's core hours."""
        return sum(entry.minutes for entry in self.active if not entry.stretch and not entry.own)

    @cached_property
    def by_day(self) -> Mapping[date, tuple[tuple[Entry, int], ...]]:
        """The work of each day that has any, as (entry, minutes)."""
        found: dict[date, list[tuple[Entry, int]]] = {}
        for entry in self.entries:
            for day, minutes in entry.days:
                found.setdefault(day, []).append((entry, minutes))
        return {day: tuple(found[day]) for day in sorted(found)}

    @cached_property
    def due(self) -> Mapping[str, int]:
        """Of all that is active and has an end: by the end of which study day it is to be done, counted from when the
        plan was made. 0 for what was finished by then.
        """
        count, made = self.setup.study_days, self.made
        return {
            entry.id: 0 if entry.state == "finished" else count(made, entry.end) for entry in self.active if entry.end
        }

    def between(self, first: date, last: date) -> Iterator[tuple[date, Entry, int]]:
        for day, work in self.by_day.items():
            if first <= day <= last:
                yield from ((day, entry, minutes) for entry, minutes in work)


def make_plan(inputs: Inputs) -> Plan:
    """Raises ValueError where the week holds no hours, or where own milestones need each other in a circle."""
    setup = inputs.setup
    if not setup.weekly_minutes:
        raise ValueError("a plan needs hours on at least one weekday")
    today = max(setup.start, inputs.today or setup.start)
    all_fitted = fitted(inputs)
    openings = _openings(inputs.guide, all_fitted)
    tasks = [_task(one, inputs, openings) for one in all_fitted if one.active]
    frame = Frame(setup, today, builds_at_once(setup), inputs.guide.weeks + 1, openings[-1])
    placed = place(tasks, frame)
    entries = [_entry(one, inputs, placed.get(one.id, {})) for one in all_fitted]
    never = date.max
    entries.sort(key=lambda entry: (not entry.active, entry.start or never, entry.end or never))
    phases = tuple(_phase(phase, inputs.guide, entries) for phase in inputs.guide.phases)
    return Plan(inputs.guide.id, setup, today, tuple(entries), phases)


def worked_so_far(plan: Plan, under_way: Iterable[str], today: date) -> dict[str, Worked]:
    """What the plan had put before today on milestones that are under way: good enough where no hours were logged."""
    found = {}
    for milestone_id in under_way:
        entry = plan.by_id.get(milestone_id)
        behind = sum(minutes for day, minutes in entry.days if day < today) if entry else 0
        if entry and behind:
            # Whatever is still under way has something left to do.
            found[milestone_id] = Worked(min(behind, entry.minutes - LEAST_LEFT) / 60, entry.start)
    return found


def builds_at_once(setup: Setup) -> int:
    return 2 if setup.weekly_hours >= TWO_BUILDS else 1


def _openings(guide: Guide, all_fitted: Sequence[Fitted]) -> Sequence[int]:
    """For each week of the guide, counted from 0, the minutes of study that come before it.

    Where a phase asks less of this person than of others its weeks shrink alike; they never grow.
    """
    weekly = [60.0 * guide.weekly_hours] * guide.weeks
    for phase in guide.phases:
        asked = sum(one.minutes for one in all_fitted if one.active and one.phase == phase.number)
        usual = sum(60 * one.hours for one in guide.milestones if one.phase == phase and not one.stretch)
        for week in range(phase.weeks[0] - 1, phase.weeks[1]):
            weekly[week] *= min(1.0, asked / usual) if usual else 1.0
    return [round(sum(weekly[:week])) for week in range(guide.weeks + 1)]


def _task(one: Fitted, inputs: Inputs, openings: Sequence[int]) -> Task:
    finished = inputs.finished.get(one.id)
    worked = inputs.worked.get(one.id)
    return Task(
        id=one.id,
        minutes=one.minutes,
        weeks=one.weeks,
        opens=openings[one.weeks[0] - 1] if one.weeks else 0,
        needs=one.needs,
        market=one.market,
        build=one.build,
        start=one.start,
        end=one.end,
        worked=round(60 * worked.hours) if worked else 0,
        begun=finished.begun if finished else worked.begun if worked else None,
        ended=finished.ended if finished else None,
    )


def _entry(one: Fitted, inputs: Inputs, days: Mapping[date, int]) -> Entry:
    finished, worked = inputs.finished.get(one.id), inputs.worked.get(one.id)
    start, end = min(days, default=None), max(days, default=None)
    if finished and one.state == "finished":
        start, end = finished.begun or finished.ended, finished.ended
    elif worked and one.state == "planned":
        start = worked.begun or start
    return Entry(
        id=one.id,
        title=one.title,
        state=one.state,
        minutes=one.minutes,
        guide_minutes=one.guide_minutes,
        reasons=one.reasons,
        start=start,
        end=end,
        days=tuple(days.items()),
        phase=one.phase,
        track=one.track,
        weeks=one.weeks,
        market=one.market,
        stretch=one.stretch,
        build=one.build,
        own=one.own,
    )


def _phase(phase: Phase, guide: Guide, entries: Sequence[Entry]) -> PhaseHours:
    inside = [entry for entry in entries if entry.active and entry.phase == phase.number]
    return PhaseHours(
        phase=phase,
        minutes=sum(entry.minutes for entry in inside),
        room=60 * guide.weekly_hours * (phase.weeks[1] - phase.weeks[0] + 1),
        start=min((entry.start for entry in inside if entry.start), default=None),
        end=max((entry.end for entry in inside if entry.end), default=None),
    )
