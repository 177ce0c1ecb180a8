"""When weeks begin where somebody is: their Monday morning as a moment, a week's name, three quiet weeks. Pure.

Hides time zones and their odd nights: seven in the morning exists on every Monday everywhere.
"""

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tracker.roadmap import Break

MORNING = time(7)
LATE = timedelta(days=2)
"""After so much of a week its letter is no news any more."""
QUIET = 21
"""Days without work and outside breaks after which somebody is asked whether they paused."""


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def next_letter(now: datetime, zone: str) -> datetime:
    """The first Monday at seven in the morning after this moment, in UTC."""
    there = now.astimezone(ZoneInfo(zone))
    monday = monday_of(there.date())
    due = datetime.combine(monday, MORNING, ZoneInfo(zone)).astimezone(UTC)
    if due > now:
        return due
    return datetime.combine(monday + timedelta(weeks=1), MORNING, ZoneInfo(zone)).astimezone(UTC)


def week_name(day: date) -> str:
    """2026-W48, by ISO 8601: a week belongs to the year of its Thursday."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def is_quiet(latest: date, today: date, breaks: Collection[Break]) -> bool:
    """Whether the days since `latest`, but for those off, make three weeks without work."""
    return sum(1 for day in _between(latest, today) if not any(one.first <= day <= one.last for one in breaks)) >= QUIET


def _between(first: date, last: date) -> Iterable[date]:
    """The days after the one and before the other."""
    return (first + timedelta(days=at) for at in range(1, (last - first).days))
