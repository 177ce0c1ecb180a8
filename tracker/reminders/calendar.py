"""The calendar at its secret address: what of somebody's plans and meetings stands in it, and how programs fetch it.

An unknown address, one that was ended and one whose owner is gone answer alike. No note or evidence is ever in it.
Whether it has changed is said by a mark of its content alone: with the end of a grant something goes that no date in it
would tell of.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from tracker import clock, mail
from tracker.access import public
from tracker.accounts import Person, client, digest
from tracker.coaching import in_calendar
from tracker.library import Guide, catalogue
from tracker.reminders.feed import Happening, calendar_text
from tracker.reminders.models import CalendarFeed
from tracker.reminders.often import Often
from tracker.reminders.routes import blueprint, path
from tracker.roadmap import Entry, Outlook, Plans, Progress, Taken, personal
from tracker.words import plural, said_minutes

OFTEN = Often(120, timedelta(minutes=5))
"""How often one address may be fetched, and how often one client may ask for addresses that there aren't."""


@blueprint.get("/calendar/<token>.ics")
@public
def calendar(token: str) -> ResponseReturnValue:
    user = CalendarFeed.owner(token)
    if OFTEN.is_too_often(digest(token) if user else client(), clock.now()):
        return Response("Too many requests.\n", 429, {"Retry-After": "300"}, mimetype="text/plain")
    if user is None:
        abort(404)
    answer = Response(calendar_text("Milepost", _gathered(Person.of_user(user))), mimetype="text/calendar")
    answer.headers["Content-Disposition"] = 'inline; filename="milepost.ics"'
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.add_etag()
    return answer.make_conditional(request)


def _gathered(person: Person) -> list[Happening]:
    """All that stands in it, in order."""
    found = list(_meetings(person))
    for plain in catalogue().guides:
        plans = Plans(person, plain)
        changed_at = plans.dated_at()
        taken = plans.current() if changed_at else None
        if taken and changed_at:
            guide = personal(person, plain)
            outlook = Outlook(guide, taken, Progress(person, guide).standings(), person.today())
            found += _milestones(outlook, _mark(person), changed_at)
            found += _days_off(guide, taken, _mark(person), changed_at)
    return sorted(found, key=lambda one: one.order)


def _mark(person: Person) -> str:
    """What makes the events of one person theirs, and says nothing of them: it outlives any address of the calendar."""
    return hashlib.sha256(f"calendar {person.uid}".encode()).hexdigest()[:32]


def _milestones(outlook: Outlook, mark: str, changed_at: datetime) -> Iterator[Happening]:
    guide, dates = outlook.guide, outlook.taken.dates
    for entry in outlook.dated:
        if entry.id in dates:
            uid = f"{entry.id}.{guide.id}.{mark}"
            url = mail.public_url(path("roadmap.milestone", guide_id=guide.id, milestone_id=entry.id))
            yield Happening(uid, entry.title, *dates[entry.id], changed_at, _said(guide, entry), url)


def _said(guide: Guide, entry: Entry) -> str:
    track = next((one.title for one in guide.tracks if one.id == entry.track), "")
    return ". ".join(part for part in (guide.title, track, f"{said_minutes(entry.minutes)} planned") if part)


def _days_off(guide: Guide, taken: Taken, mark: str, changed_at: datetime) -> Iterator[Happening]:
    for one in taken.told:
        number = (one.last - one.first).days + 1
        uid = f"days-off-{one.id}.{guide.id}.{mark}"
        yield Happening(uid, f"{plural(number, 'day')} off", one.first, one.last, changed_at, guide.title)


def _meetings(person: Person) -> Iterator[Happening]:
    """Of both sides, in this person's zone: what was written there stays behind the link."""
    zone = ZoneInfo(person.time_zone)
    for one in in_calendar(person):
        endpoint = "coaching.coach_meeting" if one.as_coach else "coaching.meeting"
        url = mail.public_url(path(endpoint, grant_id=one.grant_id, meeting_id=one.id))
        yield Happening(
            f"meeting-{one.id}.{_mark(person)}",
            f"Meeting with {one.with_name}",
            one.starts_at.astimezone(zone),
            one.ends_at.astimezone(zone),
            max(one.dated_at, one.cancelled_at or one.dated_at),
            url=url,
            place=one.place,
            cancelled=one.cancelled_at is not None,
        )
