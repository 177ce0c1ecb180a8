"""A calendar as the text that calendar programs take in (RFC 5545). Pure.

    calendar_text([Happening("sk-judge.ai-engineer.3f…", "Build a judge", first, last, 1_000_000, changed_at)])

Hides the library, that an all-day event ends on the day after its last, and where time zones have to be spelt out:
exactly where something has a time of day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event, vUri

PRODUCT = "-//Milepost//Milepost//EN"
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
A_YEAR = timedelta(days=366)
EVERY = timedelta(hours=6)
"""How often a program need ask again."""


@dataclass(frozen=True)
class Happening:
    """One event. `first` and `last` are both days, both included; or both moments, in a zone by name."""

    uid: str
    """The same for as long as it is the same thing."""
    title: str
    first: date
    last: date
    changed_at: datetime
    """When its dates were set: later ones replace earlier ones."""
    text: str = ""
    url: str = ""
    place: str = ""
    cancelled: bool = False

    @property
    def order(self) -> tuple[str, str]:
        """By day, then by time; what lasts all day comes first."""
        return self.first.isoformat(), self.uid


def sequence(changed_at: datetime) -> int:
    """Rises with time, as the dates of all events change together."""
    return max(0, int((changed_at - EPOCH).total_seconds()))


def calendar_text(title: str, happenings: Iterable[Happening]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
    timed = []
    for one in happenings:
        calendar.add_component(_event(one))
        timed += [one.first.date()] if isinstance(one.first, datetime) else []
    if timed:
        calendar.add_missing_timezones(min(timed), max(timed) + A_YEAR)
    return bytes(calendar.to_ical())


def _event(one: Happening) -> Event:
    event = Event()
    event.add("uid", one.uid)
    event.add("summary", one.title)
    event.add("dtstart", one.first)
    event.add("dtend", one.last if isinstance(one.last, datetime) else one.last + timedelta(days=1))
    event.add("dtstamp", one.changed_at)
    event.add("last-modified", one.changed_at)
    event.add("sequence", sequence(one.changed_at))
    event.add("transp", "OPAQUE" if isinstance(one.first, datetime) else "TRANSPARENT")
    if one.text:
        event.add("description", one.text)
    if one.url:
        event.add("url", vUri(one.url))
    if one.place:
        event.add("location", one.place)
    if one.cancelled:
        event.add("status", "CANCELLED")
    return event
