"""What either side is told of meetings: set, moved or cancelled by the other. The words are of the moment of reading.

A coach is told nothing that their grant doesn't show any more, nor while it rests.
"""

from collections.abc import Mapping, Sequence

from tracker import inbox
from tracker.accounts import Person
from tracker.coaching import local_time
from tracker.coaching.models import Appointment, Grant, Sight, is_seen, met_as_coach, met_as_mentee
from tracker.coaching.routes import path
from tracker.inbox import Kind, Line, Told

TO_MENTEE, TO_COACH = "meeting", "coach-meeting"
WORDS = {
    "set": "{who} set a meeting: {when}",
    "moved": "{who} moved a meeting; it is on {when} now",
    "cancelled": "{who} cancelled the meeting of {when}",
}


def tell_mentee(sight: Sight, meeting_id: str, what: str) -> None:
    inbox.tell(sight.mentee.id, TO_MENTEE, about=sight.grant_id, meeting=meeting_id, what=what)


def tell_coach(grant: Grant, meeting_id: str, what: str) -> None:
    if grant.coach_id is not None and is_seen(grant.id):
        inbox.tell(grant.coach_id, TO_COACH, about=grant.id, meeting=meeting_id, what=what)


@inbox.tells(Kind(TO_MENTEE, "A coach sets, moves or cancels a meeting", by_mail=True, for_coaches=False))
def say_to_mentee(person: Person, notices: Sequence[Told]) -> Mapping[int, Line]:
    return _lines(person, notices, met_as_mentee(person, _ids(notices)), "coaching.meeting")


@inbox.tells(Kind(TO_COACH, "A mentee sets, moves or cancels a meeting", by_mail=True, for_coaches=True))
def say_to_coach(person: Person, notices: Sequence[Told]) -> Mapping[int, Line]:
    return _lines(person, notices, met_as_coach(person, _ids(notices)), "coaching.coach_meeting")


def _ids(notices: Sequence[Told]) -> set[str]:
    return {str(one.facts["meeting"]) for one in notices}


def _lines(person: Person, notices: Sequence[Told], met: Mapping[str, Appointment], endpoint: str) -> dict[int, Line]:
    found = {}
    for notice in notices:
        one = met.get(str(notice.facts["meeting"]))
        if one is not None:
            when = local_time.said(one.starts_at, person.time_zone)
            text = WORDS[notice.facts["what"]].format(who=_capital(one.with_name), when=when)
            found[notice.id] = Line(f"{text}.", path(endpoint, grant_id=one.grant_id, meeting_id=one.id))
    return found


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
