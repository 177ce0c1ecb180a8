"""A day and a time of day, as somebody types them where they are, as a moment. Pure.

Hides the two odd nights of a year: a time that clocks skip is no time, and one that comes twice is the later.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Typed:
    at: datetime
    """In UTC."""
    twice: bool
    """Whether clocks show that time twice that night."""


def moment(day: date, at: time, zone: str) -> Typed | None:
    """None: clocks there skip it."""
    there = datetime.combine(day, at.replace(second=0, microsecond=0, tzinfo=None), ZoneInfo(zone))
    first, later = (there.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    shown = later.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    if shown != there.replace(tzinfo=None):
        return None
    return Typed(later, first != later)


def said(moment: datetime, zone: str) -> str:
    """Tuesday 1 December 2026, 18:00."""
    there = moment.astimezone(ZoneInfo(zone))
    return f"{there:%A} {there.day} {there:%B %Y, %H:%M}"


def place_of(zone: str) -> str:
    """Asia/Kathmandu → Kathmandu, as one would say whose clock it is."""
    return zone.rpartition("/")[2].replace("_", " ")


def clock_there(moment: datetime, zone: str, mine: str) -> str | None:
    """What the other's clock shows, with the weekday where theirs is another; None where it shows the same."""
    there, here = moment.astimezone(ZoneInfo(zone)), moment.astimezone(ZoneInfo(mine))
    if there.replace(tzinfo=None) == here.replace(tzinfo=None):
        return None
    return f"{there:%H:%M}" if there.date() == here.date() else f"{there:%A %H:%M}"
