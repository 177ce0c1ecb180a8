"""The coach's list, read: everybody who lets them look, as rows. One authorisation, then five statements for all.

Hides that a grant of a guide that isn't here any more shows nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tracker import clock
from tracker.accounts import Person
from tracker.coaching.models import Desks, Listed, desks, listed
from tracker.coaching.rows import Coaching, Given, Row, row
from tracker.library import Guide, catalogue
from tracker.roadmap import courses


@dataclass(frozen=True)
class Listing:
    """`listed`: by grant id, for what is to be noted of who was looked at."""

    at: Coaching
    rows: tuple[Row, ...]
    listed: Mapping[str, Listed]
    desks: Desks
    guides: Mapping[str, Guide]


def listing(coach: Person, grant_id: str | None = None) -> Listing:
    """All of this coach's mentees, in no order; or the one of a grant."""
    guides = {guide.id: guide for guide in catalogue().guides}
    found = {one.sight.grant_id: one for one in listed(coach, grant_id) if one.sight.guide_id in guides}
    mine = desks(coach, list(found))
    sights = [one.sight for one in found.values()]
    wanted = [(one.mentee.id, guides[one.guide_id]) for one in sights]
    planned = [(one.mentee.id, guides[one.guide_id]) for one in sights if one.shows("pace")]
    every = courses(wanted, planned)
    promise = next((one.promise_days for one in found.values()), 1)
    at = Coaching(clock.now(), coach.time_zone, promise)
    rows = []
    for sight in sights:
        desk = mine.by_grant[sight.grant_id]
        given = Given(
            grant_id=sight.grant_id,
            name=sight.mentee.name,
            scopes=sight.scopes,
            zone=sight.mentee.time_zone,
            granted_at=sight.granted_at,
            ends_at=sight.ends_at,
            groups=tuple(desk.groups),
            answers=desk.answers,
            meetings=tuple(desk.meetings),
        )
        rows.append(row(given, every[sight.mentee.id, sight.guide_id], at))
    return Listing(at, tuple(rows), found, mine, {one.guide_id: guides[one.guide_id] for one in sights})
