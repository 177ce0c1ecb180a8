"""A plan that somebody has taken, with the days off they have told since: the dates that count today.

Hides how days off move what follows: whatever the plan has after them comes as many study days later, so that a break
costs nothing. The plan itself stays as it was made. Pure.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from tracker.library import Guide
from tracker.roadmap.plan import Entry, Plan
from tracker.roadmap.setup import Break, Setup

LATER = (date.max, date.max)
WHYS = ("set-out", "changed", "later", "hours", "scope")
"""Why a plan was made: first, by changed answers, or as one of the three re-plans."""


@dataclass(frozen=True)
class Told:
    """Days off. `told_at` may lie after them."""

    id: int
    first: date
    last: date
    told_at: datetime

    @property
    def days(self) -> Break:
        return Break(self.first, self.last)


@dataclass(frozen=True)
class Taken:
    """Version 1 is the first plan; the highest counts, the others are baselines."""

    version: int
    why: str
    day: date
    """The person's calendar day on which it was taken."""
    made_at: datetime
    plan: Plan
    left_out: tuple[str, ...] = ()
    """Milestones that this plan leaves out to end sooner; they stay on the roadmap."""
    told: tuple[Told, ...] = ()
    """All days off that are known now, in order, whether the plan was made with them or not."""

    @property
    def breaks(self) -> tuple[Break, ...]:
        return tuple(one.days for one in self.told)

    @property
    def told_since(self) -> tuple[Told, ...]:
        """Days off that the plan didn't know of."""
        return tuple(one for one in self.told if one.days not in self.plan.setup.breaks)

    @property
    def setup(self) -> Setup:
        """What a new plan would be made from, were nothing changed."""
        return replace(self.plan.setup, breaks=self.breaks)

    @cached_property
    def dates(self) -> Mapping[str, tuple[date, date]]:
        """First and last day of everything planned or finished, moved by days off told since."""
        found = {}
        still = not self.told_since
        for entry in self.plan.active:
            if entry.start and entry.end:
                fixed = still or entry.state == "finished"
                span = entry.start, entry.end
                found[entry.id] = span if fixed else (self.moved(span[0]), self.moved(span[1]))
        return found

    @property
    def finish(self) -> date:
        return max((last for _, last in self.dates.values()), default=self.plan.start)

    def begun_by(self, day: date) -> tuple[Entry, ...]:
        """What is planned to be under way on this day, or was before it, in the plan's order."""
        return tuple(
            one for one in self.plan.entries if one.state == "planned" and self.dates.get(one.id, LATER)[0] <= day
        )

    @cached_property
    def as_it_stands(self) -> Plan:
        """The plan with its dates moved by days off told since: what another plan is compared with."""
        if not self.told_since:
            return self.plan
        return replace(self.plan, entries=tuple(self._moved_entry(entry) for entry in self.plan.entries))

    def _moved_entry(self, entry: Entry) -> Entry:
        if entry.id not in self.dates:
            return entry
        days = tuple((self.moved(day), minutes) for day, minutes in entry.days)
        return replace(entry, start=self.dates[entry.id][0], end=self.dates[entry.id][1], days=days)

    def moved(self, day: date) -> date:
        """Where a study day of the plan lies now."""
        if not self.told_since or day < self.plan.made:
            return day
        old, new = self._study_days
        return new[old[day]] if day in old else day

    @cached_property
    def _study_days(self) -> tuple[Mapping[date, int], list[date]]:
        """The study days of the plan by number, and those that there are with the days off."""
        setup, now = self.plan.setup, self.plan.setup.with_breaks(self.breaks)
        old = {day: number for number, day in enumerate(_until(setup, self.plan.made, self.plan.finish))}
        new = _study_days(now, self.plan.made)
        return old, [next(new) for _ in old]


def _until(setup: Setup, first: date, last: date) -> Iterator[date]:
    for day in _study_days(setup, first):
        if day > last:
            return
        yield day


def _study_days(setup: Setup, first: date) -> Iterator[date]:
    """From this day on, without end: a week always holds hours, and breaks end."""
    day = first
    while True:
        if setup.minutes_on(day):
            yield day
        day += timedelta(days=1)


def counted_done(guide: Guide, done: Collection[str]) -> frozenset[str]:
    """The same with ids that the guide has given up since: done where all of their successors are."""
    moves = guide.changes.milestones
    return frozenset(done) | {old for old, ids in moves.items() if ids and all(one in done for one in ids)}


def counted_gone(guide: Guide, gone: Collection[str]) -> frozenset[str]:
    """The same with those that were retired, and those whose successors are all gone."""
    moves = guide.changes.milestones
    return frozenset(gone) | {old for old, ids in moves.items() if all(one in gone for one in ids)}
