"""When a turn that lasts is gently reminded of, and when it is closed. Pure.

Weeks are seven times 24 hours, so that a clock change moves nothing; a worker that was late sends the latest one only.
"""

from datetime import datetime, timedelta

WEEK = timedelta(days=7)
CLOSED_AFTER = 4
"""Weeks; a reminder comes after each one before."""


def due(since: datetime, nudges: int, now: datetime) -> int | None:
    """How many weeks are to be told of, CLOSED_AFTER: that it is closed; None: nothing that wasn't told already."""
    passed = min(weeks(since, now), CLOSED_AFTER)
    return passed if passed > nudges else None


def weeks(since: datetime, now: datetime) -> int:
    """Whole ones that have passed."""
    return (now - since) // WEEK


def latest(now: datetime) -> tuple[tuple[int, datetime], ...]:
    """For each number of reminders that a turn has had: since when at the latest it lasts if the next one is due."""
    return tuple((nudges, now - (nudges + 1) * WEEK) for nudges in range(CLOSED_AFTER))
