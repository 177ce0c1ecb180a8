"""Everything a new plan is made from, gathered from what a person said and what they have done. Pure.

Hides how work in the middle is judged where no hours were logged: by the share of criteria that are ticked, or by what
the plan had put before today, whichever is more; once it is overdue the plan says nothing of it any more.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.library import Guide
from tracker.roadmap.fitting import fitted
from tracker.roadmap.inputs import Adjusted, Finished, Inputs, Own, Worked
from tracker.roadmap.plan import LEAST_LEFT, Entry, Plan
from tracker.roadmap.setup import Setup
from tracker.roadmap.standing import Standing

NOBODY_ADJUSTED: Mapping[str, Adjusted] = {}


@dataclass(frozen=True)
class WorkDays:
    """The first day of work on a milestone, and the last on which it was marked done, where it ever was."""

    begun: date
    done: date | None


def gathered(
    guide: Guide,
    setup: Setup,
    today: date,
    standings: Sequence[Standing],
    days: Mapping[str, WorkDays],
    *,
    counts: Plan | None = None,
    left_out: Collection[str] = (),
    adjusted: Mapping[str, Adjusted] = NOBODY_ADJUSTED,
    own: tuple[Own, ...] = (),
    logged: Mapping[str, int] | None = None,
) -> Inputs:
    """What `make_plan` looks at. `counts` is the plan until now; `left_out` stay on the roadmap and out of the plan;
    `logged` are minutes spent.
    """
    put_away = {one: replace(adjusted.get(one, Adjusted()), hidden=True) for one in left_out}
    inputs = Inputs(
        guide=guide,
        setup=setup,
        today=today,
        adjusted={**adjusted, **put_away},
        own=own,
        finished={one.id: _finished(days.get(one.id), today) for one in standings if one.status == "done"},
        had=frozenset(one.id for one in standings if one.status == "had"),
        na=frozenset(one.id for one in standings if one.status == "na"),
    )
    return replace(inputs, worked=_worked(inputs, standings, days, counts, logged or {}))


def _finished(days: WorkDays | None, today: date) -> Finished:
    return Finished(days.done or today, days.begun) if days else Finished(today)


def minutes_behind(
    standing: Standing, minutes: int, entry: Entry | None, today: date, logged: Mapping[str, int]
) -> int:
    """How many of a milestone's planned minutes are behind it, at most all but a few; `entry` is the plan's."""
    if standing.status not in {"doing", "blocked"}:
        return 0
    behind = logged.get(standing.id)
    if behind is None:
        behind = round(standing.fraction * minutes)
        if entry and entry.end and entry.end >= today:
            behind = max(behind, sum(part for day, part in entry.days if day < today))
    return max(0, min(behind, minutes - LEAST_LEFT))


def _worked(
    inputs: Inputs,
    standings: Sequence[Standing],
    days: Mapping[str, WorkDays],
    counts: Plan | None,
    logged: Mapping[str, int],
) -> dict[str, Worked]:
    minutes = {one.id: one.minutes for one in fitted(inputs)}
    today = inputs.today or inputs.setup.start
    found = {}
    for standing in standings:
        if standing.status in {"doing", "blocked"} and standing.id in minutes:
            entry = counts.by_id.get(standing.id) if counts else None
            behind = minutes_behind(standing, minutes[standing.id], entry, today, logged)
            begun = days[standing.id].begun if standing.id in days else None
            found[standing.id] = Worked(behind / 60, begun)
    return found
