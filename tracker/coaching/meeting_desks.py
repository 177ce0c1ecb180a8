"""The two sides of a meeting, as the pages know them: whose it is, who the other is, what may be changed.

Hides how each side gets there: a coach by a grant in force, a mentee by one of theirs, which may be over.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import abort, url_for
from flask_login import current_user

from tracker.accounts import is_limited
from tracker.coaching import local_time
from tracker.coaching.meeting_notices import tell_coach, tell_mentee
from tracker.coaching.models import Grants, Meeting, Meetings, Sight, coach_of
from tracker.coaching.routes import note_or_429, sight_or_404, sight_or_404_unseen

MOST_AN_HOUR = 60
"""Changes to meetings that one person may make in an hour: each may be a letter to somebody."""
AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Desk:
    as_coach: bool
    grant_id: str
    guide_id: str
    meetings: Meetings
    other: str
    other_zone: str
    writes: bool
    """Whether anything may be changed; a mentee still reads what is over."""
    tell: Callable[[str, str], None]
    """Let the other know: of which meeting, and what became of it."""
    looks: Callable[[str], None]
    """What a refused change begins with, as its answer shows the page: a coach's look at this meeting, or at all."""

    def url(self, page: str, **ids: Any) -> str:
        return url_for(f"coaching.coach_{page}" if self.as_coach else f"coaching.{page}", grant_id=self.grant_id, **ids)

    @property
    def up(self) -> str:
        """Where the two have everything else of theirs."""
        if self.as_coach:
            return url_for("coaching.mentee", grant_id=self.grant_id)
        return url_for("coaching.grant", grant_id=self.grant_id)

    def when(self, meeting: Meeting) -> str:
        return local_time.said(meeting.starts_at, current_user.time_zone)

    def when_there(self, meeting: Meeting) -> str | None:
        """What the other's clock shows then; None where it shows the same."""
        found = local_time.clock_there(meeting.starts_at, self.other_zone, current_user.time_zone)
        return found and f"{found} for {self.other}, in {local_time.place_of(self.other_zone)}"

    def meeting_or_404(self, meeting_id: str) -> Meeting:
        return self.meetings.of(meeting_id) or abort(404)


def coachs(grant_id: str) -> Desk:
    """What shows nothing, such as a change, begins with this."""
    return _of_sight(sight_or_404_unseen(grant_id))


def coachs_seen(grant_id: str, meeting_id: str = "") -> Desk:
    """The same for a page, which is noted as looked at; a meeting that there isn't is not."""
    if meeting_id:
        coachs(grant_id).meeting_or_404(meeting_id)
    return _of_sight(sight_or_404(grant_id, "meeting", meeting_id))


def _of_sight(sight: Sight) -> Desk:
    return Desk(
        as_coach=True,
        grant_id=sight.grant_id,
        guide_id=sight.guide_id,
        meetings=Meetings.of_coach(sight, current_user),
        other=sight.mentee.name,
        other_zone=sight.mentee.time_zone,
        writes=True,
        tell=lambda meeting_id, what: tell_mentee(sight, meeting_id, what),
        looks=lambda meeting_id: note_or_429(sight, "meeting", meeting_id),
    )


def mentees(grant_id: str) -> Desk:
    grant = Grants(current_user).of(grant_id)
    if grant is None or grant.granted_at is None:
        abort(404)
    name, zone = coach_of(grant)
    return Desk(
        as_coach=False,
        grant_id=grant_id,
        guide_id=grant.guide_id,
        meetings=Meetings.of_mentee(grant, current_user),
        other=name,
        other_zone=zone,
        writes=grant.step == "granted" and grant.is_open,
        tell=lambda meeting_id, what: tell_coach(grant, meeting_id, what),
        looks=lambda _meeting_id: None,
    )


def writing(desk_of: Callable[[str], Desk], grant_id: str, meeting_id: str = "") -> Desk:
    """To change something: not where the grant is over, and not all the time."""
    _writing(desk_of, grant_id, meeting_id)
    if is_limited("meeting", current_user.id, MOST_AN_HOUR, AN_HOUR):
        abort(429)
    return _writing(desk_of, grant_id, meeting_id)  # counting has ended the transaction in which that was known


def _writing(desk_of: Callable[[str], Desk], grant_id: str, meeting_id: str) -> Desk:
    desk = desk_of(grant_id)
    if not desk.writes or (meeting_id and desk.meetings.of(meeting_id) is None):
        abort(404)
    return desk
