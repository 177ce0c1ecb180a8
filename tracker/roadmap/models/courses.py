"""Roadmaps of many people as each of them has theirs: three statements for one or for two hundred."""

from collections.abc import Sequence
from datetime import timedelta

from tracker import clock
from tracker.library import Guide
from tracker.roadmap.course import Course, present
from tracker.roadmap.models.own import laid_over
from tracker.roadmap.models.plan_rows import read_plans
from tracker.roadmap.models.states import stored_of
from tracker.roadmap.tailoring import tailored, undated

LATELY = timedelta(days=15)
"""How far back days are looked up of what is neither under way nor blocked."""


def courses(wanted: Sequence[tuple[int, Guide]], planned: Sequence[tuple[int, Guide]]) -> dict[tuple[int, str], Course]:
    """By user and guide id. `planned`: of whom the plan may be read too, and the days they set by hand."""
    if not wanted:
        return {}
    people: dict[str, list[int]] = {}
    for user_id, guide in wanted:
        people.setdefault(guide.id, []).append(user_id)
    kept = stored_of(wanted, clock.now() - LATELY)
    plans = read_plans(planned, newest=True, days=False)
    laid = laid_over(people)
    found = {}
    for user_id, plain in wanted:
        key = user_id, plain.id
        guide = tailored(plain, *laid[key])
        guide = guide if key in plans else undated(guide)
        mine, (taken, _) = kept[key], plans.get(key, ((), False))
        every = mine.standings(guide, away=True)
        shown = len(guide.milestones)
        since, changed = present(guide, mine.since), present(guide, mine.changed)
        found[key] = Course(guide, every[:shown], next(iter(taken), None), changed, since, every[shown:])
    return found
