"""Reminds of turns that last, and closes them after four weeks: a duty of every minute, cheap where nothing is due."""

from typing import Any

from tracker import clock, inbox, jobs
from tracker.accounts import Person
from tracker.library import Guide, Milestone, catalogue
from tracker.roadmap import nudging
from tracker.roadmap.answerers import answerers
from tracker.roadmap.models import Nudged, Overdue, Talk, let_go, operation_key, overdue, personal

MOST = 50
"""Turns that are looked at in one minute; the others follow in the next."""


@jobs.each_minute
def remind() -> None:
    """One statement where nothing is due."""
    for one in overdue(MOST):
        _remind(one)


def _remind(one: Overdue) -> None:
    plain = catalogue().get(one.guide_id)
    guide = personal(one.mentee, plain) if plain else None
    if guide and one.milestone_id in guide.by_id:
        milestone = guide.by_id[one.milestone_id]
        nudged = Talk(one.mentee, guide).nudge(milestone)
        if nudged:
            _tell(one.mentee, guide, milestone, nudged)
    elif guide and guide.changes.milestones.get(one.milestone_id):
        Talk(one.mentee, guide).hand_on(one.milestone_id)
    else:
        let_go(one)


def _tell(mentee: Person, guide: Guide, milestone: Milestone, nudged: Nudged) -> None:
    """Whoever's turn it is; of the end, both. Coaches through their grants as they are now.

    They are reminded of no time before they could look.
    """
    about: dict[str, Any] = {"guide": guide.id, "milestone": milestone.id, "nudge": nudged.weeks}
    turn = [str(mentee.id), guide.id, milestone.id, f"{nudged.review.since}", str(nudged.weeks)]
    key = f"nudge {operation_key('nudge', turn)}"
    if nudged.closes or nudged.review.turn == "mentee":
        inbox.tell(mentee.id, "closed" if nudged.closes else "nudge-mentee", key=key, **about)
    if nudged.closes or nudged.review.turn == "coach":
        kind = "closed-to-coach" if nudged.closes else "nudge-coach"
        for coach in answerers(mentee, guide.id):
            weeks = nudged.weeks if nudged.closes else min(nudged.weeks, nudging.weeks(coach.since, clock.now()))
            if weeks and (coach.reviews or not nudged.review.asked):
                told = {**about, "nudge": weeks}
                inbox.tell(coach.user_id, kind, about=coach.about, key=f"{key} {coach.user_id}", **told)
