"""What a mentee's inbox says of what was said on their milestones."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import current_app

from tracker import inbox
from tracker.library import catalogue
from tracker.roadmap.models import coach_names_by_uid, personal

DEEDS = {
    "approved": "approved your work on",
    "returned": "returned your work on",
    "discussed": "wants to talk about",
}
NUDGED = {1: "a week", 2: "two weeks", 3: "three weeks"}
KINDS = (
    inbox.Kind("reviewed", "A coach reviewed your work", by_mail=True, for_coaches=False),
    inbox.Kind("said-to-mentee", "A coach wrote to you", by_mail=True, for_coaches=False),
    inbox.Kind("nudge-mentee", "Something has waited for you for a week or more", by_mail=True, for_coaches=False),
    inbox.Kind("closed", "Nobody answered for four weeks, so a milestone waits no longer", False, for_coaches=False),
)


@inbox.tells(*KINDS)
def lines(person: Any, notices: Sequence[inbox.Told]) -> Mapping[int, inbox.Line]:
    """Left out: what is about a guide or a milestone that there is no more."""
    names = coach_names_by_uid({one.facts["coach_uid"] for one in notices if "coach_uid" in one.facts})
    guides = {
        guide_id: personal(person, guide)
        for guide_id in {one.facts["guide"] for one in notices}
        if (guide := catalogue().get(guide_id)) is not None
    }
    said = {}
    for one in notices:
        guide = guides.get(one.facts["guide"])
        present = guide.present(one.facts["milestone"]) if guide else None
        if guide and present:
            coach = names.get(one.facts.get("coach_uid", ""), "A coach")
            said[one.id] = inbox.Line(_words(one, coach, f"“{present.title}”"), _path(guide.id, present.id))
    return said


def _path(guide_id: str, milestone_id: str) -> str:
    """Made without a request: letters are written by the worker."""
    place = {"guide_id": guide_id, "milestone_id": milestone_id}
    return f"{current_app.url_map.bind('localhost').build('roadmap.milestone', place)}#talk"


def _words(one: inbox.Told, coach: str, title: str) -> str:
    if one.kind == "reviewed":
        return f"{coach} {DEEDS[one.facts['verdict']]} {title}."
    if one.kind == "said-to-mentee":
        return f"{coach} wrote to you on {title}."
    if one.kind == "nudge-mentee":
        return f"{title} has waited for you for {NUDGED[one.facts['nudge']]}. If there is nothing to do, say so there."
    return f"Nobody answered on {title} for four weeks, so it waits for nobody now. You may ask again at any time."
