"""Histories as somebody else than their owner may read them: what notes say is never read, evidence only where allowed.

Hides the tables, ids that the guide has changed since, and that everything a page shows of days is one statement.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, case, null, or_, select, type_coerce

from tracker.accounts import Person
from tracker.extensions import db
from tracker.library import Guide
from tracker.roadmap.gathering import WorkDays
from tracker.roadmap.models.milestones import Event
from tracker.roadmap.models.tables import MilestoneEvent
from tracker.roadmap.progress import Change
from tracker.roadmap.tailoring import present_id

LATEST = 6
"""How many pieces of evidence are looked for, however long ago they came."""


@dataclass(frozen=True)
class Lately:
    """Events by present milestone ids, oldest first: all of what was touched; of the rest those that set a status."""

    histories: Mapping[str, tuple[Event, ...]]
    done: Mapping[str, date]
    """The last day on which each was marked done, as `work_days` says it."""

    @property
    def days(self) -> Mapping[str, WorkDays]:
        """For a `Dating`, which asks when something was finished."""
        return {milestone_id: WorkDays(day, day) for milestone_id, day in self.done.items()}


def lately(person: Person, guide: Guide, since: datetime, also: Collection[str] = (), *, evidence: bool) -> Lately:
    """What happened `since` then, with the whole history of whatever was touched, and of the milestones `also`."""
    event = MilestoneEvent
    mine = (event.user_id == person.id, event.guide_id == guide.id)
    touched = select(event.milestone_id).where(*mine, event.created_at > since)
    whole = {known for one in also for known in (one, *guide.ancestors.get(one, ()))}
    wanted = [event.milestone_id.in_(touched), event.milestone_id.in_(whole), event.kind == "status"]
    if evidence:
        latest = select(event.id).where(*mine, event.kind == "evidence").order_by(event.id.desc()).limit(LATEST)
        wanted.append(event.id.in_(latest))
    rows = db.session.execute(
        select(event.milestone_id, event.day, event.version, event.kind, _told(evidence), event.created_at)
        .where(*mine, or_(*wanted))
        .order_by(event.created_at, event.id)
    )
    histories: dict[str, list[Event]] = {}
    done: dict[str, date] = {}
    for stored_id, day, version, kind, data, at in rows:
        change = _change(kind, data, evidence=evidence)
        milestone_id = present_id(guide, stored_id)
        if milestone_id is not None:
            histories.setdefault(milestone_id, []).append(Event(version, change, at))
        if change.data.get("status") == "done":
            for one in guide.changes.milestones.get(stored_id, (stored_id,)):
                done[one] = max(day, done.get(one, day))
    return Lately({one: tuple(events) for one, events in histories.items()}, done)


def shared_history(person: Person, guide: Guide, milestone_id: str, *, evidence: bool) -> tuple[Event, ...]:
    """Of one milestone, oldest first."""
    event = MilestoneEvent
    mine = (event.user_id == person.id, event.guide_id == guide.id, event.milestone_id == milestone_id)
    rows = db.session.execute(
        select(event.version, event.kind, _told(evidence), event.created_at).where(*mine).order_by(event.version)
    )
    return tuple(Event(version, _change(kind, data, evidence=evidence), at) for version, kind, data, at in rows)


def _told(evidence: bool) -> ColumnElement[Any]:
    """The column of what an event says, empty where that isn't shared."""
    kept = ("note",) if evidence else ("note", "evidence")
    return type_coerce(case((MilestoneEvent.kind.in_(kept), null()), else_=MilestoneEvent.data), JSON)


def _change(kind: str, data: Any, *, evidence: bool) -> Change:
    """Without what isn't shared: an adoption carries a whole state."""
    if kind == "adopt":
        pieces = data["state"]["evidence"] if evidence else []
        return Change(kind, {"from": data["from"], "state": data["state"] | {"note": "", "evidence": pieces}})
    return Change(kind, data or {})
