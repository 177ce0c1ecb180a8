"""Where somebody stands against their plan, in available study days, and the seven days that keep it on track. Pure.

    standing = pace(plan, done={"sk-gap-audit"}, today=today, breaks=told_since, gone=marked_had_since)
    standing.days, standing.band, standing.headline
    seven_days(plan, done=…, today=today)

`plan` is the plan that counts: the baseline, as it was made. What counts as earned are the planned hours of milestones
that are **done**. One in the middle counts neither as earned nor as owed: it is owed from the day after its planned
end, and each study day from then on is one day behind. So nobody falls back by working on something long, and nobody
is carried by ticks alone. Already had and not applicable count on neither side.

Days are study days: days with hours and outside breaks, counted from the day the plan was made. A break that is told
afterwards takes its days out of the count, so it costs nothing.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.roadmap.plan import Entry, Plan
from tracker.roadmap.setup import Break, Setup

AHEAD, SLIPPING, OFF_PLAN = 3, -3, -7
BANDS = {
    "before": "Not begun",
    "early": "First week",
    "ahead": "Ahead",
    "on-track": "On track",
    "slipping": "Slipping",
    "off-plan": "Off plan",
    "finished": "Finished",
}
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Pace:
    """`days` is how many study days ahead (+) or behind (−); None before the start, in week one and at the end."""

    band: str
    days: int | None
    headline: str
    earned: int
    """Planned minutes of what is done."""
    due: int
    """Planned minutes of what was to be done by yesterday."""
    of: int
    """Planned minutes in all."""

    @property
    def word(self) -> str:
        return BANDS[self.band]


@dataclass(frozen=True)
class Step:
    """What to do on one milestone within the seven days."""

    id: str
    title: str
    minutes: int
    finishes: bool
    """Whether it is to be done by the end of them."""
    due: date
    overdue: bool


@dataclass(frozen=True)
class SevenDays:
    steps: tuple[Step, ...]
    minutes: int
    """What the steps ask."""
    room: int
    """What the seven days hold."""


def pace(
    plan: Plan, done: Collection[str], today: date, breaks: Iterable[Break] = (), gone: Collection[str] = ()
) -> Pace:
    """`breaks` are those told since the plan was made; `gone` what was marked had, not applicable or hidden since."""
    counted = _counted(plan, gone)
    passed = _Count(plan.setup.with_breaks(breaks), plan.made).before(today)
    earned = sum(entry.minutes for entry in counted if entry.id in done)
    of = sum(entry.minutes for entry in counted)
    curve = [(plan.due[entry.id], entry.minutes) for entry in counted]
    due = sum(minutes for ordinal, minutes in curve if ordinal <= passed)
    if counted and all(entry.id in done for entry in counted):
        return Pace("finished", None, "All that was planned is done", earned, due, of)
    if today < plan.start:
        return Pace("before", None, f"It begins on {plan.start.day} {plan.start:%B}", earned, due, of)
    if today < plan.start + WEEK:
        return Pace("early", None, "Your first week: where you stand is said after it", earned, due, of)
    number = _lead(curve, earned, passed)
    return Pace(_band(number), number, _headline(number), earned, due, of)


def seven_days(
    plan: Plan,
    done: Collection[str],
    today: date,
    breaks: Iterable[Break] = (),
    gone: Collection[str] = (),
    worked: Mapping[str, float] | None = None,
) -> SevenDays:
    """What is overdue, then what the plan has for the seven days from today; `worked` are hours already behind."""
    setup = plan.setup.with_breaks(breaks)
    ends, days_now = _Count(plan.setup, plan.made), _Count(setup, plan.made)
    last = today + WEEK - timedelta(days=1)
    passed, until = days_now.before(today), days_now.before(last + timedelta(days=1))
    steps = []
    for entry in _counted(plan, gone):
        wanted = [(day, minutes) for day, minutes in entry.days if ends.through(day) <= until]
        if entry.id in done or not wanted or entry.end is None:
            continue
        minutes = sum(minutes for _, minutes in wanted)
        minutes -= min(minutes, round(60 * (worked or {}).get(entry.id, 0.0)))
        ordinal = ends.through(entry.end)
        overdue = ordinal <= passed
        due = entry.end if overdue else days_now.date_of(ordinal)
        if minutes or ordinal <= until:
            steps.append(Step(entry.id, entry.title, minutes, ordinal <= until, due, overdue))
    steps.sort(key=lambda step: (not step.overdue, step.due))
    return SevenDays(tuple(steps), sum(step.minutes for step in steps), setup.capacity(today, last))


class _Count:
    """Numbers the study days from one day on, from 1."""

    def __init__(self, setup: Setup, first: date) -> None:
        self.setup = setup
        self.first = first

    def through(self, day: date) -> int:
        """How many study days lie before the end of this day."""
        return self.setup.study_days(self.first, day)

    def before(self, day: date) -> int:
        return self.through(day - timedelta(days=1))

    def date_of(self, number: int) -> date:
        """The day of the study day with this number, which may lie ahead."""
        day = self.first + timedelta(days=number - 1)
        while (lacking := number - self.through(day)) > 0:
            day += timedelta(days=lacking)
        return day


def _counted(plan: Plan, gone: Collection[str]) -> list[Entry]:
    return [entry for entry in plan.active if entry.id not in gone and entry.end]


def _lead(curve: Iterable[tuple[int, int]], earned: int, passed: int) -> int:
    """Study days between now and the last day by whose end the plan has no more done; 0 between two of its steps."""
    total, covered = 0, 0
    for ordinal, minutes in _steps(curve):
        total += minutes
        if total > earned:
            return ordinal - 1 - passed if ordinal <= passed else max(0, covered - passed)
        covered = ordinal
    return max(0, covered - passed)


def _steps(curve: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The minutes that are due on each study day, in order."""
    by_ordinal: dict[int, int] = {}
    for ordinal, minutes in curve:
        by_ordinal[ordinal] = by_ordinal.get(ordinal, 0) + minutes
    yield from sorted(by_ordinal.items())


def _band(number: int) -> str:
    if number >= AHEAD:
        return "ahead"
    if number <= OFF_PLAN:
        return "off-plan"
    return "slipping" if number <= SLIPPING else "on-track"


def _headline(number: int) -> str:
    """In words and with a sign; small numbers are slack, and nobody is blamed for using it."""
    count = "1 study day" if abs(number) == 1 else f"{abs(number)} study days"
    if number >= AHEAD:
        return f"{count} ahead of the plan (+{number})"
    if number <= SLIPPING:
        return f"{count} behind the plan (−{-number})"
    if number > 0:
        return f"On track, with {count} in hand (+{number})"
    return f"On track, with {count} of slack in use (−{-number})" if number else "On track (±0)"
