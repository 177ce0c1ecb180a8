"""Coaching: what a mentee lets a coach see, and what both do with it."""

from tracker.coaching import (  # noqa: F401  they register their routes on the blueprint
    meeting_actions,
    meeting_pages,
)
from tracker.coaching.models import Appointment, Sight, Sights, in_calendar, meetings_of, next_meetings
from tracker.coaching.routes import blueprint

__all__ = ["Appointment", "Sight", "Sights", "blueprint", "in_calendar", "meetings_of", "next_meetings"]
