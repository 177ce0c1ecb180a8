"""What a person says when setting out: who they are, when they begin, and the hours of each weekday.

Hides the arithmetic of days: what a day holds, which days are for study, and which lie in a break. Pure.

    Setup(start=date(2027, 1, 11), hours=(2, 2, 2, 2, 2, 0, 0), background="backend", daily_python=True)

`background` and `role` are ids of the guide's `backgrounds` and `roles`. Hours are numbers, Monday first; inside the
plan everything counts in whole minutes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate

LEAST_HOURS, MOST_HOURS = 5, 20
"""What a week may hold for a plan to make sense beside a job."""
MOST_DAILY_HOURS = 12
LONGEST_BREAK = 366
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Break:
    """Days off, both ends included."""

    first: date
    last: date


@dataclass(frozen=True)
class Setup:
    start: date
    hours: tuple[float, ...]
    """Seven numbers, Monday first."""
    background: str | None = None
    role: str | None = None
    daily_python: bool = False
    at_work: frozenset[str] = frozenset()
    """Milestones that the person already does at work, by their own word."""
    passed_loop: bool = False
    """Passed a coding loop within a year."""
    breaks: tuple[Break, ...] = ()
    stretch: bool = False
    """Whether the stretch milestones are planned too."""
    _minutes: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_minutes", tuple(round(60 * hours) for hours in self.hours))

    @property
    def weekly_minutes(self) -> int:
        return sum(self._minutes)

    @property
    def weekly_hours(self) -> float:
        return self.weekly_minutes / 60

    def on_break(self, day: date) -> bool:
        return any(pause.first <= day <= pause.last for pause in self.breaks)

    def minutes_on(self, day: date) -> int:
        """What this day holds; 0 in a break and before the start."""
        if day < self.start or self.on_break(day):
            return 0
        return self._minutes[day.weekday()]

    def study_days(self, first: date, last: date) -> int:
        """How many days with hours and outside breaks lie from `first` to `last`, both included. Counts by weeks."""
        first = max(first, self.start)
        off = ((max(first, pause.first), min(last, pause.last)) for pause in self._off)
        return self._weekdays(first, last) - sum(self._weekdays(*span) for span in off)

    @cached_property
    def _off(self) -> tuple[Break, ...]:
        """The breaks in order, with those that touch or overlap as one."""
        found: list[Break] = []
        for pause in sorted(self.breaks, key=lambda one: (one.first, one.last)):
            if found and pause.first <= found[-1].last:
                found[-1] = Break(found[-1].first, max(found[-1].last, pause.last))
            elif pause.first <= pause.last:
                found.append(pause)
        return tuple(found)

    def _weekdays(self, first: date, last: date) -> int:
        """The same without start and breaks."""
        number = (last - first).days + 1
        if number <= 0:
            return 0
        weeks, rest = divmod(number, 7)
        begin = first.weekday()
        return weeks * self._before[7] + self._before[begin + rest] - self._before[begin]

    @cached_property
    def _before(self) -> tuple[int, ...]:
        """How many days with hours the two weeks from a Monday hold before each of their days."""
        return tuple(accumulate((minutes > 0 for minutes in self._minutes * 2), initial=0))

    def capacity(self, first: date, last: date) -> int:
        """The minutes that the days from `first` to `last` hold, both included."""
        return sum(self.minutes_on(day) for day in days(first, last))

    def with_breaks(self, breaks: Iterable[Break]) -> "Setup":
        """The same person with these days off as well, such as a break that is told afterwards."""
        return replace(self, breaks=tuple(dict.fromkeys((*self.breaks, *breaks))))


def days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=at) for at in range((last - first).days + 1))


def complaints(hours: Sequence[float], breaks: Sequence[Break] = ()) -> tuple[str, ...]:
    """What is wrong with the hours and breaks somebody typed, as sentences that say what to do.

    `make_plan` itself takes any hours whose week isn't empty.
    """
    found = []
    if len(hours) != len(DAYS):
        return ("Give hours for each of the seven days, 0 where there are none.",)
    for name, daily in zip(DAYS, hours, strict=True):
        if not 0 <= daily <= MOST_DAILY_HOURS:
            found.append(f"{name} must hold from 0 to {MOST_DAILY_HOURS} hours.")
    weekly = sum(hours)
    if not LEAST_HOURS <= weekly <= MOST_HOURS:
        found.append(f"The week holds {weekly:g} hours; a plan needs from {LEAST_HOURS} to {MOST_HOURS}.")
    for pause in breaks:
        if pause.last < pause.first:
            found.append("A break ends before it begins; give its first and its last day.")
        elif (pause.last - pause.first).days >= LONGEST_BREAK:
            found.append("A break is longer than a year; end this plan and begin another when you are back.")
    return tuple(found)
