"""Coaching: what a mentee lets a coach see, and what both do with it."""

from tracker.coaching import (  # noqa: F401  they register routes, jobs, duties and what notices say
    accepting,
    access_log,
    answering,
    asking,
    becoming,
    cohort_pages,
    deciding,
    desk_pages,
    grant_notices,
    granting,
    home_pages,
    inviting,
    joining,
    meeting_actions,
    meeting_pages,
    mentee_desk,
    mentee_pages,
    over,
    previewing,
    telling,
)
from tracker.coaching.models import (
    Appointment,
    Grants,
    GroupMember,
    Meetings,
    Offers,
    Sight,
    Sights,
    Wanted,
    in_calendar,
    meetings_of,
    next_meetings,
    note_look,
)
from tracker.coaching.routes import blueprint
from tracker.coaching.scopes import DEFAULT as DEFAULT_SCOPES

__all__ = [
    "DEFAULT_SCOPES",
    "Appointment",
    "Grants",
    "GroupMember",
    "Meetings",
    "Offers",
    "Sight",
    "Sights",
    "Wanted",
    "blueprint",
    "in_calendar",
    "meetings_of",
    "next_meetings",
    "note_look",
]
