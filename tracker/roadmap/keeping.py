"""A plan as data that a table can keep, and the same plan again: what was promised stays readable as it was. Pure.

    row.data = plan_data(plan)          plain JSON: texts, whole numbers, lists
    plan = plan_from(row.data, guide)   equal to the plan that was kept

Titles, windows and kinds come along, so that a kept plan says what it said, whatever the guide has become since; only
phases are looked up, and those the guide no longer has are left out.
"""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from tracker.library import Guide
from tracker.roadmap.plan import Entry, PhaseHours, Plan
from tracker.roadmap.setup import Break, Setup

VERSION = 1


def plan_data(plan: Plan) -> dict[str, Any]:
    return {
        "version": VERSION,
        "guide": plan.guide_id,
        "made": plan.made.isoformat(),
        "setup": setup_data(plan.setup),
        "entries": [_entry_data(entry) for entry in plan.entries],
        "phases": [
            {"phase": part.phase.number, "minutes": part.minutes, "room": part.room, **_span_data(part.start, part.end)}
            for part in plan.phases
        ],
    }


def plan_from(data: Mapping[str, Any], guide: Guide, *, days: bool = True) -> Plan:
    """`days` False leaves out the work of single days. Raises ValueError where a newer version of this wrote it."""
    if data["version"] != VERSION:
        raise ValueError(f"a plan of version {data['version']} can't be read here")
    phases = {phase.number: phase for phase in guide.phases}
    return Plan(
        guide_id=data["guide"],
        setup=setup_from(data["setup"]),
        made=date.fromisoformat(data["made"]),
        entries=tuple(_entry_from(entry, days=days) for entry in data["entries"]),
        phases=tuple(
            PhaseHours(phases[part["phase"]], part["minutes"], part["room"], *_span_from(part))
            for part in data["phases"]
            if part["phase"] in phases
        ),
    )


def setup_data(setup: Setup) -> dict[str, Any]:
    return {
        "start": setup.start.isoformat(),
        "hours": list(setup.hours),
        "background": setup.background,
        "role": setup.role,
        "daily_python": setup.daily_python,
        "at_work": sorted(setup.at_work),
        "passed_loop": setup.passed_loop,
        "breaks": [[pause.first.isoformat(), pause.last.isoformat()] for pause in setup.breaks],
        "stretch": setup.stretch,
    }


def setup_from(data: Mapping[str, Any]) -> Setup:
    return Setup(
        start=date.fromisoformat(data["start"]),
        hours=tuple(data["hours"]),
        background=data["background"],
        role=data["role"],
        daily_python=data["daily_python"],
        at_work=frozenset(data["at_work"]),
        passed_loop=data["passed_loop"],
        breaks=tuple(Break(date.fromisoformat(first), date.fromisoformat(last)) for first, last in data["breaks"]),
        stretch=data["stretch"],
    )


def _entry_data(entry: Entry) -> dict[str, Any]:
    """Days as how many days each lies after the start: short, as there are many."""
    first = entry.days[0][0] if entry.days else None
    data = {one.name: getattr(entry, one.name) for one in fields(Entry)}
    return {
        **data,
        **_span_data(entry.start, entry.end),
        "reasons": list(entry.reasons),
        "weeks": list(entry.weeks) if entry.weeks else None,
        "first": first.isoformat() if first else None,
        "days": [[(day - first).days, minutes] for day, minutes in entry.days] if first else [],
    }


def _entry_from(data: Mapping[str, Any], *, days: bool) -> Entry:
    start, end = _span_from(data)
    work = data["days"] if days else ()
    first = date.fromisoformat(data["first"]).toordinal() if data["first"] else 0
    return Entry(
        **{name: value for name, value in data.items() if name != "first"}
        | {
            "start": start,
            "end": end,
            "reasons": tuple(data["reasons"]),
            "weeks": tuple(data["weeks"]) if data["weeks"] else None,
            "days": tuple((date.fromordinal(first + after), minutes) for after, minutes in work),
        }
    )


def _span_data(start: date | None, end: date | None) -> dict[str, str | None]:
    return {"start": start.isoformat() if start else None, "end": end.isoformat() if end else None}


def _span_from(data: Mapping[str, Any]) -> tuple[date | None, date | None]:
    start, end = data["start"], data["end"]
    return date.fromisoformat(start) if start else None, date.fromisoformat(end) if end else None
