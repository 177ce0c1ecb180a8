"""On which days somebody worked on each milestone. Hides the events, and ids that the guide has changed since."""

from collections.abc import Mapping

from sqlalchemy import and_, case, func, select

from tracker.accounts import Person
from tracker.extensions import db
from tracker.library import Guide
from tracker.roadmap.gathering import WorkDays
from tracker.roadmap.models.tables import MilestoneEvent


def work_days(person: Person, guide: Guide) -> Mapping[str, WorkDays]:
    """By present milestone ids, for those that were ever touched: one statement, one row a milestone."""
    event = MilestoneEvent
    done = and_(event.kind == "status", event.data["status"].as_string() == "done")
    rows = db.session.execute(
        select(event.milestone_id, func.min(event.day), func.max(case((done, event.day))))
        .where(event.user_id == person.id, event.guide_id == guide.id, event.kind.not_in(("adopt", "undo")))
        .group_by(event.milestone_id)
    )
    known = {milestone_id: WorkDays(begun, ended) for milestone_id, begun, ended in rows}
    if not guide.changes.milestones:
        return known
    found = {}
    for milestone in guide.milestones:
        mine = [known[one] for one in (milestone.id, *guide.ancestors.get(milestone.id, ())) if one in known]
        if mine:
            ends = [one.done for one in mine if one.done]
            found[milestone.id] = WorkDays(min(one.begun for one in mine), max(ends, default=None))
    return found
