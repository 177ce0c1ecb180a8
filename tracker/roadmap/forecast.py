"""When somebody will be through at their own pace: a range of dates drawn from their last weeks. Pure and seeded.

The last six active weeks are the sample, together with the quiet weeks before, between and after them, as weeks like
these will come again; weeks in breaks are left out. Each of many runs first draws a sample of its own from
them (six weeks say little about a person, and the range must show that), then goes on week by week until the work
that is left is done, with breaks to come held. The range runs from the day by which half of the runs are through to
the day by which 85 % are. `python -m bench.forecasting` shows how often it holds on simulated histories.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from math import ceil
from random import Random

from tracker.roadmap.effort import Week, monday_of
from tracker.roadmap.plan import Plan
from tracker.roadmap.setup import Setup, days

ACTIVE_WEEKS, FEWEST_WEEKS = 6, 3
RUNS = 600
LIKELY, SURE = 0.50, 0.85
HORIZON = 53
"""Weeks; beyond a year no date is said."""
LEAST_SHARE = 0.25
"""A week of which less was available says nothing of a pace."""


@dataclass(frozen=True)
class Forecast:
    """`kind` is done, early (too few active weeks), range, open (only `likely` within a year) or beyond."""

    kind: str
    likely: date | None
    """Half of the runs are through by this day."""
    sure: date | None
    """85 % are."""
    active_weeks: int
    """How many active weeks it was drawn from."""
    sentence: str


def forecast(
    weeks: Sequence[Week], remaining: float, setup: Setup, today: date, not_before: date | None = None
) -> Forecast:
    """`remaining` is planned minutes; `not_before` the first day on which what the market dates can be over."""
    all_active = [at for at, week in enumerate(weeks) if week.earned > 0]
    active = all_active[-ACTIVE_WEEKS:]
    if remaining <= 0:
        return Forecast("done", None, None, len(active), "Nothing is left to do.")
    if len(active) < FEWEST_WEEKS:
        missing = FEWEST_WEEKS - len(active)
        sentence = f"A forecast needs {FEWEST_WEEKS} weeks with finished work; {missing} more to go."
        return Forecast("early", None, None, len(active), sentence)
    since = all_active[-ACTIVE_WEEKS - 1] + 1 if len(all_active) > ACTIVE_WEEKS else 0
    rates = [week.earned / max(week.share, LEAST_SHARE) for week in weeks[since:] if _tells(week)]
    ends = sorted(_runs(rates, remaining, setup, today))
    likely, sure = (_by(ends, part, not_before) for part in (LIKELY, SURE))
    return _said(likely, sure, len(active))


def market_floor(plan: Plan, today: date) -> date | None:
    """The first day on which what the market dates can be over: its real weeks, from now or from when it began."""
    ahead = [entry for entry in plan.active if entry.market and entry.state == "planned" and entry.weeks]
    if not ahead:
        return None
    first = min(ahead, key=lambda entry: (entry.weeks, entry.id))
    weeks = max(entry.weeks[1] for entry in ahead if entry.weeks) - (first.weeks[0] if first.weeks else 0)
    begins = first.start if first.start and first.start < today else today
    return max(today, begins + timedelta(weeks=weeks))


def _tells(week: Week) -> bool:
    return week.share >= LEAST_SHARE or week.earned > 0


def _said(likely: date | None, sure: date | None, active: int) -> Forecast:
    source = f"drawn from your last {active} active weeks"
    if likely is None:
        return Forecast("beyond", None, None, active, f"At this pace it takes more than a year ({source}).")
    if sure is None:
        sentence = f"As likely as not by {_day(likely)}, but it may take more than a year ({source})."
        return Forecast("open", likely, None, active, sentence)
    sentence = f"As likely as not by {_day(likely)}, 85 % likely by {_day(sure)} ({source})."
    return Forecast("range", likely, sure, active, sentence)


def _runs(rates: Sequence[float], remaining: float, setup: Setup, today: date) -> list[date]:
    """The last day of each run; date.max where it goes beyond the horizon."""
    chance = Random(f"{remaining} {list(rates)} {today}").random  # noqa: S311  nothing is kept secret by it
    weeks = [_Ahead(monday_of(today) + timedelta(weeks=at), today, setup) for at in range(HORIZON)]
    count = len(rates)
    ends = []
    for _ in range(RUNS):
        sample = [rates[int(chance() * count)] for _ in rates]
        left, end = remaining, date.max
        for week in weeks:
            earned = sample[int(chance() * count)] * week.share
            if earned >= left:
                end = week.day(left / earned)
                break
            left -= earned
        ends.append(end)
    return ends


class _Ahead:
    """A week to come, from today on."""

    def __init__(self, monday: date, today: date, setup: Setup) -> None:
        self.first = max(monday, today)
        self.held = list(accumulate(setup.minutes_on(day) for day in days(self.first, monday + timedelta(days=6))))
        self.share = self.held[-1] / setup.weekly_minutes

    def day(self, part: float) -> date:
        """The day by which this part of its hours has passed."""
        return self.first + timedelta(days=bisect_left(self.held, part * self.held[-1] - 1e-6))


def _by(ends: Sequence[date], part: float, not_before: date | None) -> date | None:
    day = ends[ceil(part * len(ends)) - 1]
    return None if day == date.max else max(day, not_before or day)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
