"""What plans, days off and offers may hold that come out of an archive, and how two copies of them become one. Pure.

A check raises ValueError, KeyError, TypeError or AttributeError where a row is none of ours. A plan's own data is held
to what keeping.py writes, and to hours and days that a plan can have: what is read here is reckoned with later.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from tracker.library import Guide
from tracker.roadmap.checking import ID, LONGEST
from tracker.roadmap.keeping import plan_data, plan_from
from tracker.roadmap.plan import STATES, Plan
from tracker.roadmap.setup import DAYS, LONGEST_BREAK, MOST_DAILY_HOURS, MOST_HOURS, Setup
from tracker.roadmap.taken import WHYS

Row = Mapping[str, Any]
Unit = Mapping[str, Sequence[Row]]
YEARS = range(2000, 2151)
MOST_ENTRIES = 1_000
MOST_PLANS = 1_000
MOST_MINUTES = 100_000


def check_plan(row: Row) -> None:
    _require(row["version"] > 0 and row["why"] in WHYS and ID.fullmatch(row["op"]) is not None)
    _require(isinstance(row["left_out"], list) and len(row["left_out"]) <= MOST_ENTRIES)
    _require(all(ID.fullmatch(one) for one in row["left_out"]))
    _require(ID.fullmatch(row["plan"]["guide"]) is not None and len(row["plan"]["entries"]) <= MOST_ENTRIES)


def check_break(row: Row) -> None:
    first, last = date.fromisoformat(row["first"]), date.fromisoformat(row["last"])
    _check_break(first, last)
    _require(row["taken_back_at"] is None or row["taken_back_at"] >= row["told_at"])


def check_together(unit: Unit, guide: Guide) -> None:
    """The plans of one guide, from the first on; each readable, and again what was written."""
    plans = unit.get("plans", [])
    _require(len(plans) <= MOST_PLANS)
    _require(sorted(row["version"] for row in plans) == list(range(1, len(plans) + 1)))
    _require(len({row["op"] for row in plans}) == len(plans))
    for row in plans:
        plan = plan_from(row["plan"], guide)
        _check_setup(plan.setup)
        _check_content(plan)
        _require({**plan_data(plan), "phases": 0} == {**row["plan"], "phases": 0})


def joined(mine: Unit, theirs: Unit) -> dict[str, list[dict[str, Any]]]:
    """Every plan of both, in the order in which they were made: the newest counts. What was told last of days off."""
    plans: dict[str, Row] = {row["op"]: row for row in (*theirs.get("plans", ()), *mine.get("plans", ()))}
    in_order = sorted(plans.values(), key=lambda row: (row["made_at"], row["op"]))
    breaks: dict[tuple[str, str], Row] = {}
    for row in (*mine.get("breaks", ()), *theirs.get("breaks", ())):
        known = breaks.setdefault((row["first"], row["last"]), row)
        if _told(row) > _told(known):
            breaks[row["first"], row["last"]] = row
    return {
        "plans": [{**row, "version": number} for number, row in enumerate(in_order, start=1)],
        "breaks": [dict(breaks[days]) for days in sorted(breaks)],
        "offers": [dict(row) for row in (mine.get("offers") or theirs.get("offers") or ())],
    }


def too_many_breaks(unit: Unit, most: int) -> bool:
    return sum(row["taken_back_at"] is None for row in unit.get("breaks", ())) > most


def _told(row: Row) -> str:
    """When something was last said of these days off; moments are written so that they sort."""
    return str(row["taken_back_at"] or row["told_at"])


def _check_setup(setup: Setup) -> None:
    _require(len(setup.hours) == len(DAYS) and all(_is_number(hours) for hours in setup.hours))
    _require(all(0 <= hours <= MOST_DAILY_HOURS for hours in setup.hours) and setup.weekly_minutes > 0)
    _require(setup.weekly_hours <= MOST_HOURS and setup.start.year in YEARS)
    _require(all(one is None or ID.fullmatch(one) for one in (setup.background, setup.role)))
    _require(all(map(_is_yes_or_no, (setup.daily_python, setup.passed_loop, setup.stretch))))
    _require(all(ID.fullmatch(one) for one in setup.at_work) and len(setup.breaks) <= MOST_ENTRIES)
    for pause in setup.breaks:
        _check_break(pause.first, pause.last)


def _check_content(plan: Plan) -> None:
    _require(plan.made.year in YEARS and len(plan.by_id) == len(plan.entries))
    _require(all(_is_count(part.minutes) and _is_count(part.room) for part in plan.phases))
    for entry in plan.entries:
        _require(ID.fullmatch(entry.id) is not None and entry.state in STATES and _is_text(entry.title))
        _require(_is_count(entry.minutes) and _is_count(entry.guide_minutes))
        _require(all(map(_is_text, entry.reasons)))
        _require(entry.phase is None or _is_count(entry.phase))
        _require(entry.track is None or ID.fullmatch(entry.track) is not None)
        _require(entry.weeks is None or _is_window(entry.weeks))
        _require(all(map(_is_yes_or_no, (entry.market, entry.stretch, entry.build, entry.own))))
        _check_days(entry.start, entry.end, entry.days)


def _check_days(start: date | None, end: date | None, work: Sequence[tuple[date, int]]) -> None:
    _require((start is None) == (end is None))
    _require(start is None or end is None or (start <= end and {start.year, end.year} <= set(YEARS)))
    _require(all(day.year in YEARS and _is_count(minutes) for day, minutes in work))
    _require(_rises(day for day, _ in work))


def _is_window(weeks: Sequence[object]) -> bool:
    first, last = weeks
    return _is_count(first) and _is_count(last)


def _rises(days: Iterable[date]) -> bool:
    return all(one < other for one, other in pairwise(days))


def _check_break(first: date, last: date) -> None:
    _require(first <= last and (last - first).days < LONGEST_BREAK)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_MINUTES


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST


def _is_yes_or_no(value: object) -> bool:
    return isinstance(value, bool)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _require(what: bool) -> None:
    if not what:
        raise ValueError
