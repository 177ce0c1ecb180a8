"""What notices about grants say: to a mentee through their own grants, to a coach only while the grant is in force."""

from collections.abc import Mapping, Sequence

from tracker import clock, inbox
from tracker.accounts import Person
from tracker.coaching.models import REMIND, Behind, Sights, everyone_behind
from tracker.coaching.routes import path
from tracker.inbox import Kind, Line, Told
from tracker.library import catalogue
from tracker.words import said_date

FOR_MENTEES = (
    Kind("invitation-accepted", "Somebody accepted your invitation", by_mail=True, for_coaches=False),
    Kind("coach-request", "A coach asks to see your work", by_mail=True, for_coaches=False),
    Kind("grant-ends-soon", "What a coach sees ends in two weeks", by_mail=True, for_coaches=False),
    Kind("grant-ran-out", "What a coach saw, or an invitation, ran out", by_mail=False, for_coaches=False),
    Kind("grant-ended-by-coach", "A coach ended it", by_mail=True, for_coaches=False),
    Kind("coach-left", "A coach deleted their account", by_mail=True, for_coaches=False),
)
CONFIRMED = Kind("grant-confirmed", "A mentee lets you see their work", by_mail=True, for_coaches=True)
ENDED = Kind("grant-ended", "A mentee ended what they let you see", by_mail=False, for_coaches=True)


@inbox.tells(*FOR_MENTEES)
def _tell_mentee(person: Person, notices: Sequence[Told]) -> Mapping[int, Line]:
    known = {one.grant.id: one for one in everyone_behind(person)} if any(one.about for one in notices) else {}
    found = {}
    for notice in notices:
        if notice.kind == "coach-left":
            found[notice.id] = Line("A coach who could see your work deleted their account.", path("coaching.overview"))
        elif notice.about in known and (text := _words(notice.kind, known[str(notice.about)], person)):
            found[notice.id] = Line(text, path("coaching.grant", grant_id=str(notice.about)))
    return found


def _words(kind: str, one: Behind, person: Person) -> str | None:
    """None: it is not so any more."""
    grant, guide = one.grant, guide_title(one.grant.guide_id)
    name = one.name[0].upper() + one.name[1:]
    if kind == "invitation-accepted" and one.step == "accepted":
        return f"{name} accepted your invitation. They see nothing before you confirm that it is them."
    if kind == "coach-request" and one.step == "asked":
        return f"{name} asks to see your work on {guide}. They see nothing unless you grant it."
    if kind == "grant-ends-soon" and one.step in {"granted", "paused"} and grant.ends_at:
        if grant.ends_at - clock.now() > REMIND:
            return None
        day = said_date(grant.ends_at, person.time_zone, clock.now())
        return f"{name} sees your work on {guide} until {day}. One click makes it another 90 days."
    if kind == "grant-ran-out" and grant.granted_at:
        return f"The time of what you let {one.name} see of {guide} is over. They see nothing any more."
    if kind == "grant-ran-out" and grant.accepted_at:
        return f"{name} accepted your invitation, and the seven days to confirm them are over. They saw nothing."
    if kind == "grant-ran-out":
        return f"Nobody accepted your invitation to {guide} within seven days. Its link opens nothing any more."
    if kind == "grant-ended-by-coach":
        return f"{name} ended it: they see nothing of your work on {guide} any more."
    return None


@inbox.tells(CONFIRMED, ENDED)
def _tell_coach(person: Person, notices: Sequence[Told]) -> Mapping[int, Line]:
    """Of what ended nobody's name is said: whoever ended it is in no list of this coach's any more."""
    confirmed = [one for one in notices if one.kind == CONFIRMED.name]
    seen = {one.grant_id: one for one in Sights(person).all()} if confirmed else {}
    found = {}
    for notice in confirmed:
        sight = seen.get(str(notice.about))
        if sight:
            text = f"{sight.mentee.name} lets you see their work on {guide_title(sight.guide_id)}."
            found[notice.id] = Line(text, path("coaching.mentee", grant_id=sight.grant_id))
    for notice in notices:
        if notice.kind == ENDED.name:
            over = "The time of what a mentee let you see is over."
            ended = over if notice.facts.get("by") == "time" else "A mentee ended what they let you see."
            found[notice.id] = Line(ended, path("coaching.home"))
    return found


def guide_title(guide_id: str) -> str:
    guide = catalogue().get(guide_id)
    return f"“{guide.title}”" if guide else "a guide that is no longer here"
