"""Reminders: the plan in somebody's own calendar, and the weekly letter. Only what was asked for, and easy to stop."""

from tracker.reminders import (  # noqa: F401  they register routes and duties
    calendar,
    choosing,
    digest,
    letters,
    notices,
    unsubscribing,
)
from tracker.reminders.holdings import HOLDINGS
from tracker.reminders.routes import blueprint

__all__ = ["HOLDINGS", "blueprint"]
