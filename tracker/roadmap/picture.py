"""The pace picture: planned and earned hours over the weeks, earlier plans, the forecast's range. Ready to draw. Pure.

Hides all geometry. Across it is percent of the time shown, down it is percent of the hours; the template draws lines
in a box of 100 by 100 and puts words at the same percentages. An earlier plan is drawn as it was made.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from tracker.roadmap.forecast import Forecast
from tracker.roadmap.gathering import WorkDays
from tracker.roadmap.outlook import Outlook, day_done
from tracker.roadmap.taken import Taken

BASELINES = 3
"""Earlier plans that are drawn; the others stand in the list of plans."""
LABELS = 5
"""Months named below, at most."""
APART = 18
"""Percent of the width that a name takes on a phone."""
WEEK = timedelta(weeks=1)

Step = tuple[date, int]


@dataclass(frozen=True)
class Line:
    """Minutes that were to be, or are, behind by each day: a stair that rises on the days of `steps`."""

    kind: str
    """planned, earned or before."""
    words: str
    steps: tuple[Step, ...]
    until: date

    def at(self, day: date) -> int:
        """Minutes by the end of this day."""
        return max((minutes for when, minutes in self.steps if when <= day), default=0)


@dataclass(frozen=True)
class Row:
    """A week in the table: hours by its end."""

    monday: date
    planned: float
    earned: float | None
    """None for weeks to come."""


@dataclass(frozen=True)
class Picture:
    first: date
    last: date
    minutes: int
    """The hours at the upper edge."""
    today: date
    lines: tuple[Line, ...]
    """Earlier plans first, then planned, then earned, in the order in which they are drawn."""
    likely: date | None
    sure: date | None
    earned: int
    of: int
    rows: tuple[Row, ...]

    def x(self, day: date) -> float:
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return round(100 * min(1.0, max(0.0, share)), 2)

    def y(self, minutes: float) -> float:
        return round(100 - 100 * minutes / max(1, self.minutes), 2)

    def path(self, line: Line) -> str:
        """The stair as an SVG path."""
        drawn = [f"M{self.x(self.first):g} {self.y(line.at(self.first)):g}"]
        drawn += [
            f"H{self.x(day):g}V{self.y(minutes):g}" for day, minutes in line.steps if self.first < day <= line.until
        ]
        return "".join(drawn) + f"H{self.x(min(line.until, self.last)):g}"

    @property
    def wedge(self) -> str | None:
        """The forecast: from what is earned today to the days by which all may be."""
        if self.likely is None or self.sure is None:
            return None
        now, top = f"{self.x(self.today):g} {self.y(self.earned):g}", f"{self.y(self.of):g}"
        return f"M{now}L{self.x(self.likely):g} {top}H{self.x(self.sure):g}Z"

    @property
    def months(self) -> tuple[tuple[float, str], ...]:
        """Where months begin, with as many named as fit; the year with the first and with each January."""
        begins = list(_months(self.first, self.last))
        step = max(1, -(-len(begins) // LABELS))
        shown = begins[::step]
        found: list[tuple[float, str]] = []
        for at, day in enumerate(shown):
            new_year = at == 0 or day.year != shown[at - 1].year
            if not found or self.x(day) - found[-1][0] >= APART:
                found.append((self.x(day), f"{day:%b %Y}" if new_year else f"{day:%b}"))
        return tuple(found)


def picture(outlook: Outlook, earlier: Sequence[Taken], days: Mapping[str, WorkDays], ahead: Forecast) -> Picture:
    """`earlier` are the plans before the one that counts, the newest first."""
    taken, today = outlook.taken, outlook.today
    counted = [(taken.dates[one.id][1], one.minutes) for one in outlook.counted if one.id in taken.dates]
    done = [
        (min(day_done(outlook.guide, one.id, days) or taken.day, today), one.minutes)
        for one in outlook.counted
        if one.id in outlook.done
    ]
    planned = Line("planned", "Planned", _stair(counted), taken.finish)
    earned = Line("earned", "Done", _stair(done), today)
    before = [
        Line(
            "before",
            f"Plan {one.version}",
            _stair((e.end, e.minutes) for e in one.plan.active if e.end),
            one.plan.finish,
        )
        for one in reversed(earlier[:BASELINES])
    ]
    lines = (*before, planned, earned)
    first = min(taken.plan.start, *(one.plan.start for one in earlier[:BASELINES]), today)
    ends = [line.until for line in lines] + [day for day in (ahead.likely, ahead.sure) if day]
    last = max(*ends, first + WEEK)
    top = max(line.steps[-1][1] if line.steps else 0 for line in lines)
    rows = _rows(first, max(taken.finish, today), today, planned, earned)
    return Picture(first, last, top, today, lines, ahead.likely, ahead.sure, outlook.pace.earned, outlook.pace.of, rows)


def _stair(finished: Iterable[Step]) -> tuple[Step, ...]:
    by_day: dict[date, int] = {}
    for day, minutes in finished:
        by_day[day] = by_day.get(day, 0) + minutes
    days = sorted(by_day)
    return tuple(zip(days, accumulate(by_day[day] for day in days), strict=True))


def _rows(first: date, last: date, today: date, planned: Line, earned: Line) -> tuple[Row, ...]:
    monday = first - timedelta(days=first.weekday())
    found = []
    while monday <= last:
        sunday = monday + timedelta(days=6)
        so_far = earned.at(min(sunday, today)) / 60 if monday <= today else None
        found.append(Row(monday, planned.at(sunday) / 60, so_far))
        monday += WEEK
    return tuple(found)


def _months(first: date, last: date) -> Iterable[date]:
    day = first.replace(day=1)
    while day <= last:
        if day >= first:
            yield day
        day = (day + timedelta(days=32)).replace(day=1)
