"""Who answers on a mentee's milestones, and what a coach's inbox says of them: nothing once a grant is over."""

from collections.abc import Mapping, Sequence
from typing import Any

from tracker import inbox
from tracker.accounts import Person
from tracker.coaching.models import Sight, Sights, coaches_of
from tracker.coaching.routes import path
from tracker.library import catalogue
from tracker.roadmap import Answerer, personals, who_answers

NUDGED = {1: "a week", 2: "two weeks", 3: "three weeks"}
KINDS = (
    inbox.Kind("review-asked", "A mentee asks for a review", by_mail=True, for_coaches=True),
    inbox.Kind("said-to-coach", "A mentee wrote to you", by_mail=True, for_coaches=True),
    inbox.Kind("nudge-coach", "A mentee has waited for you for a week or more", by_mail=True, for_coaches=True),
    inbox.Kind("closed-to-coach", "A milestone that waited for four weeks is closed", False, for_coaches=True),
)


@who_answers
def answerers(mentee: Person, guide_id: str) -> list[Answerer]:
    """One statement."""
    return [
        Answerer(
            sight.coach_id, coach.name, coach.promise_days, sight.shows("evidence"), sight.grant_id, sight.granted_at
        )
        for sight, coach in coaches_of(mentee, guide_id)
    ]


@inbox.tells(*KINDS)
def lines(person: Any, notices: Sequence[inbox.Told]) -> Mapping[int, inbox.Line]:
    """Through what this coach may see now. Two statements."""
    sights = {sight.grant_id: sight for sight in Sights(person).all()}
    about = {one.id: sights[one.about] for one in notices if one.about in sights}
    plain = {guide.id: guide for guide in catalogue().guides}
    guides = personals((at.mentee.id, plain[at.guide_id]) for at in about.values() if at.guide_id in plain)
    said = {}
    for one in notices:
        sight = about.get(one.id)
        guide = guides.get((sight.mentee.id, one.facts["guide"])) if sight else None
        milestone = guide.present(one.facts["milestone"]) if guide else None
        if sight is not None and milestone is not None:
            url = path("coaching.milestone", grant_id=sight.grant_id, milestone_id=milestone.id) + "#talk"
            said[one.id] = inbox.Line(_words(one, sight, f"“{milestone.title}”"), url)
    return said


def _words(one: inbox.Told, sight: Sight, title: str) -> str:
    name = sight.mentee.name
    if one.kind == "review-asked":
        return f"{name} asks for a review of {title}."
    if one.kind == "said-to-coach":
        return f"{name} wrote to you on {title}."
    if one.kind == "nudge-coach":
        return f"{name} has waited for you on {title} for {NUDGED[one.facts['nudge']]}."
    return f"Nobody answered {name} on {title} for four weeks, so it waits for nobody now."
