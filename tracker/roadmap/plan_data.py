"""A plan and what it was made from as JSON, and back: how plans lie in the table. Pure.

Hides the form it has there. A plan is read as it was made, whatever the guide says today; only phases that the guide
has given up are left out.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from tracker.library import Guide
from tracker.roadmap.plan import Entry, PhaseHours, Plan
from tracker.roadmap.setup import Break, Setup

Data = Mapping[str, Any]


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


def setup_from(data: Data) -> Setup:
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


def schedule_data(plan: Plan) -> dict[str, Any]:
    """All that a plan says beyond its setup. Days of work are counted from the day it was made."""
    return {
        "made": plan.made.isoformat(),
        "entries": [_entry_data(entry, plan.made) for entry in plan.entries],
        "phases": [
            {
                "number": part.phase.number,
                "minutes": part.minutes,
                "room": part.room,
                "start": _text(part.start),
                "end": _text(part.end),
            }
            for part in plan.phases
        ],
    }


def plan_from(guide: Guide, setup: Setup, data: Data) -> Plan:
    made = date.fromisoformat(data["made"])
    phases = {phase.number: phase for phase in guide.phases}
    return Plan(
        guide_id=guide.id,
        setup=setup,
        made=made,
        entries=tuple(_entry(entry, made) for entry in data["entries"]),
        phases=tuple(
            PhaseHours(phases[part["number"]], part["minutes"], part["room"], _day(part["start"]), _day(part["end"]))
            for part in data["phases"]
            if part["number"] in phases
        ),
    )


def _entry_data(entry: Entry, made: date) -> dict[str, Any]:
    return {
        "id": entry.id,
        "title": entry.title,
        "state": entry.state,
        "minutes": entry.minutes,
        "guide_minutes": entry.guide_minutes,
        "reasons": list(entry.reasons),
        "start": _text(entry.start),
        "end": _text(entry.end),
        "days": [[(day - made).days, minutes] for day, minutes in entry.days],
        "phase": entry.phase,
        "track": entry.track,
        "weeks": list(entry.weeks) if entry.weeks else None,
        **{name: True for name in ("market", "stretch", "build", "own") if getattr(entry, name)},
    }


def _entry(data: Data, made: date) -> Entry:
    return Entry(
        id=data["id"],
        title=data["title"],
        state=data["state"],
        minutes=data["minutes"],
        guide_minutes=data["guide_minutes"],
        reasons=tuple(data["reasons"]),
        start=_day(data["start"]),
        end=_day(data["end"]),
        days=tuple((made + timedelta(days=at), minutes) for at, minutes in data["days"]),
        phase=data["phase"],
        track=data["track"],
        weeks=(data["weeks"][0], data["weeks"][1]) if data["weeks"] else None,
        market=data.get("market", False),
        stretch=data.get("stretch", False),
        build=data.get("build", False),
        own=data.get("own", False),
    )


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
