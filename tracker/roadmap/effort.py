"""Hours actually spent against hours estimated, and what was earned week by week: what the forecast is fed with. Pure.

Logging hours is optional. Without logs a week has earned the planned hours of what was finished in it, which is honest
but lumpy. Where hours were logged in every recent week with work, the logged hours count instead, divided by how many
times its estimate a milestone usually takes this person.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.roadmap.setup import Setup

FEWEST = 3
"""Finished milestones with logged hours, below which nothing is said of estimates."""
PRIOR = 600
"""Minutes of work taken as "exactly as estimated" beside the person's own, so that a few odd ones weigh little."""
LEAST_TIMES, MOST_TIMES = 0.5, 2.5
RECENT = 6


@dataclass(frozen=True)
class Effort:
    """What `n` finished milestones took, in minutes, of those with logged hours."""

    actual: int
    estimated: int
    n: int

    @property
    def times(self) -> float:
        """How many times its estimate a milestone takes; 1 while too few are known."""
        if self.n < FEWEST:
            return 1.0
        return min(MOST_TIMES, max(LEAST_TIMES, (self.actual + PRIOR) / (self.estimated + PRIOR)))

    @property
    def sentence(self) -> str:
        if self.n < FEWEST:
            return f"Hours against estimates are compared from {FEWEST} finished milestones with logged hours on."
        said = f"{self.actual / 60:.3g} h for {self.estimated / 60:.3g} h estimated"
        return f"Your {self.n} finished milestones with logged hours took {said}."


@dataclass(frozen=True)
class Week:
    """A week from Monday on: what was earned in planned minutes, and which share of its usual hours was available."""

    monday: date
    earned: float
    share: float


def effort(estimated: Mapping[str, int], logged: Mapping[str, int]) -> Effort:
    """`estimated` are the planned minutes of finished milestones, `logged` the minutes spent on any."""
    known = [milestone_id for milestone_id in estimated if logged.get(milestone_id)]
    return Effort(sum(logged[one] for one in known), sum(estimated[one] for one in known), len(known))


def weeks_of_work(
    finished: Iterable[tuple[date, int]], logged: Iterable[tuple[date, int]], setup: Setup, today: date, times: float
) -> tuple[Week, ...]:
    """The whole weeks from the start up to the last Sunday, oldest first.

    `finished` are days with the planned minutes of what was done on them, `logged` days with minutes spent.
    """
    earned, spent = _by_week(finished), _by_week(logged)
    mondays = _mondays(setup.start, today)
    recent = [monday for monday in mondays if earned.get(monday) or spent.get(monday)][-RECENT:]
    if recent and all(spent.get(monday) for monday in recent):
        earned = {monday: minutes / times for monday, minutes in spent.items()}
    return tuple(Week(monday, earned.get(monday, 0.0), share(setup, monday)) for monday in mondays)


def share(setup: Setup, monday: date, first: date | None = None) -> float:
    """How much of the usual hours the days from `first` to Sunday hold, 0 to 1."""
    return setup.capacity(max(monday, first or monday), monday + timedelta(days=6)) / setup.weekly_minutes


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _mondays(start: date, today: date) -> Sequence[date]:
    first = monday_of(start)
    return [first + timedelta(weeks=at) for at in range((monday_of(today) - first).days // 7)]


def _by_week(days: Iterable[tuple[date, int]]) -> dict[date, float]:
    found: dict[date, float] = {}
    for day, minutes in days:
        found[monday_of(day)] = found.get(monday_of(day), 0.0) + minutes
    return found
