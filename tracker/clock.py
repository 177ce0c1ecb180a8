"""One clock: the present moment in UTC. Tests can stop it; zones are applied only where something is shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, available_timezones

ZONES = (
    *sorted(
        name
        for name in available_timezones()
        if "/" in name and not name.startswith(("Etc/", "posix/", "right/", "SystemV/"))
    ),
    "UTC",
)
"""Zone names that a person may choose."""


_stopped_at: ContextVar[datetime | None] = ContextVar("stopped_at", default=None)


def now() -> datetime:
    return _stopped_at.get() or datetime.now(UTC)


def at(timestamp: float) -> datetime:
    """The moment of a number of seconds since 1970."""
    return datetime.fromtimestamp(timestamp, UTC)


@contextmanager
def stopped_at(moment: datetime) -> Iterator[None]:
    """Within, the present is `moment`: for tests, and for telling the demo's past."""
    token = _stopped_at.set(moment)
    try:
        yield
    finally:
        _stopped_at.reset(token)


def local_day(moment: datetime, zone: str) -> date:
    """The calendar day of a UTC moment where the person is."""
    return moment.astimezone(ZoneInfo(zone)).date()
