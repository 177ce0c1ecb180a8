"""What people's rows say of days and ids, over all tables of the roadmap: for the heat map, and for `guides check`."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select, union_all

from tracker.accounts import Person
from tracker.extensions import db
from tracker.roadmap.models.entries import WorkSession
from tracker.roadmap.models.own import AdjustmentRow, OwnRow
from tracker.roadmap.models.tables import MilestoneEvent, MilestoneState


def days_with_work(person: Person, since: date) -> Mapping[date, int]:
    """How many changes the person made and hours they logged on each day, over all guides; an undo is no work."""
    event, session = MilestoneEvent, WorkSession
    days = union_all(
        select(event.day.label("day")).where(
            event.user_id == person.id, event.day >= since, event.kind.not_in(("adopt", "undo"))
        ),
        select(session.day).where(session.user_id == person.id, session.day >= since),
    ).subquery()
    return dict(db.session.execute(select(days.c.day, func.count()).group_by(days.c.day)).all())


def ids_in_use() -> set[tuple[str, str]]:
    """Every (guide id, milestone id) that somebody has something on."""
    tables = (MilestoneState, OwnRow, AdjustmentRow, WorkSession)
    found = union_all(*(select(table.guide_id, table.milestone_id).distinct() for table in tables))
    return {(guide_id, milestone_id) for guide_id, milestone_id in db.session.execute(found) if milestone_id}


def criteria_in_use() -> set[tuple[str, str, str]]:
    """Every (guide id, milestone id, criterion id) that somebody has ticked."""
    rows = db.session.execute(select(MilestoneState.guide_id, MilestoneState.milestone_id, MilestoneState.criteria))
    return {(guide_id, milestone_id, criterion) for guide_id, milestone_id, criteria in rows for criterion in criteria}
