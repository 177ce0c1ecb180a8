"""Hours of work: how long a session was and on which days it falls, what somebody typed, and sums by week.

Hides midnights, clock changes, and the cap on sessions that nobody stopped. Pure; everything counts in whole minutes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tracker import clock

LONGEST = 4 * 60
"""A session that ran longer without being stopped counts as this long, until the person says how long it was."""
DAY = 24 * 60
MINUTE = timedelta(minutes=1)
DECIMAL = re.compile(r"(\d{1,2})(?:[.,](\d{1,2}))?\s*h?")
CLOCK = re.compile(r"(\d{1,2})(?::|\s*h\s*)([0-5]\d)(?:\s*min)?")
MINUTES = re.compile(r"(\d{1,4})\s*(?:min|m)")


@dataclass(frozen=True)
class Running:
    """The session that runs now; its guide need not be the one that is looked at."""

    entry_id: str
    guide_id: str
    milestone_id: str
    begun: datetime

    def minutes(self, now: datetime) -> int:
        return elapsed(self.begun, now)

    def is_forgotten(self, now: datetime) -> bool:
        return self.minutes(now) > LONGEST


@dataclass(frozen=True)
class Entry:
    """Minutes of one day. `asked`: the session ran past the cap, and the person hasn't said yet how long it was."""

    id: str
    day: date
    minutes: int
    milestone_id: str | None
    begun: datetime | None
    ended: datetime | None
    asked: bool


@dataclass(frozen=True)
class Sums:
    """A person's minutes on one guide, but for those of the session that runs."""

    minutes: Mapping[str | None, int]
    """By milestone, as the guide's ids are now; under None what belongs to none."""
    begun: Mapping[str, date]
    """The first day on each milestone."""
    today: int
    asked: int
    """How many entries wait for the person to say how long they were."""
    running: Running | None

    @property
    def logged(self) -> dict[str, int]:
        """Minutes by milestone, without what belongs to none."""
        return {milestone_id: spent for milestone_id, spent in self.minutes.items() if milestone_id}

    @property
    def total(self) -> int:
        return sum(self.minutes.values())

    def of(self, milestone_id: str) -> int:
        return self.minutes.get(milestone_id, 0)

    def so_far_today(self, now: datetime, zone: str) -> int:
        """With what runs."""
        return self.today + (today_of(self.running.begun, now, zone) if self.running else 0)


@dataclass(frozen=True)
class Part:
    """What one day has of a session."""

    day: date
    minutes: int
    begun: datetime
    ended: datetime


def first_moment(day: date, zone: str) -> datetime:
    """When this calendar day begins there; where clocks leap over midnight, the moment after the leap."""
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)


def elapsed(begun: datetime, now: datetime) -> int:
    """Whole minutes that have really passed, whatever clocks on the wall did."""
    return max(0, (now - begun) // MINUTE)


def parts(begun: datetime, minutes: int, zone: str) -> tuple[Part, ...]:
    """A session of so many minutes, cut at the midnights where the person is; the minutes of all parts are its own."""
    end = begun + minutes * MINUTE
    found: list[Part] = []
    at = begun
    while at < end:
        day = clock.local_day(at, zone)
        until = min(end, max(first_moment(day + timedelta(days=1), zone), at + MINUTE))
        if end - until < MINUTE:  # what is left of the last minute belongs to it
            until = end
        whole = elapsed(begun, until) - elapsed(begun, at)
        if whole:
            found.append(Part(day, whole, at, until))
        at = until
    return tuple(found)


def today_of(begun: datetime, now: datetime, zone: str) -> int:
    """Minutes of a running session that fall on the present day, at most as long as one counts unasked."""
    today = clock.local_day(now, zone)
    running = min(LONGEST, elapsed(begun, now))
    return sum(part.minutes for part in parts(begun, running, zone) if part.day == today)


def minutes_of(text: str) -> int | None:
    """What somebody typed as hours: 1.5, 1,5, 1:30, 1 h 30, 90 min. None: it can't be read."""
    typed = text.strip().casefold()
    if found := CLOCK.fullmatch(typed):
        return 60 * int(found[1]) + int(found[2])
    if found := MINUTES.fullmatch(typed):
        return int(found[1])
    if found := DECIMAL.fullmatch(typed):
        return round(60 * float(f"{found[1]}.{found[2] or 0}"))
    return None


def as_typed(minutes: int) -> str:
    """The same the other way round: 1:30."""
    return f"{minutes // 60}:{minutes % 60:02d}"


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def by_week(days: Mapping[date, int], today: date, weeks: int) -> tuple[tuple[date, int], ...]:
    """Minutes of the last weeks, oldest first and this one last, each named by its Monday; empty weeks count."""
    last = monday_of(today)
    sums = {last - timedelta(weeks=back): 0 for back in reversed(range(weeks))}
    for day, minutes in days.items():
        if monday_of(day) in sums:
            sums[monday_of(day)] += minutes
    return tuple(sums.items())
