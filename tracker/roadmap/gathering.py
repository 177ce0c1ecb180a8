"""Everything a new plan is made from, gathered from what a person said and what they have done. Pure.

Hides how work in the middle is judged: by the share of criteria that are ticked, unless hours were logged.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.library import Guide
from tracker.roadmap.fitting import fitted
from tracker.roadmap.inputs import Adjusted, Finished, Inputs, Own, Worked
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
    left_out: Collection[str] = (),
    adjusted: Mapping[str, Adjusted] = NOBODY_ADJUSTED,
    own: tuple[Own, ...] = (),
    logged: Mapping[str, int] | None = None,
) -> Inputs:
    """What `make_plan` looks at. `left_out` stay on the roadmap and out of the plan; `logged` are minutes spent."""
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
    return replace(inputs, worked=_worked(inputs, standings, days, logged or {}))


def _finished(days: WorkDays | None, today: date) -> Finished:
    return Finished(days.done or today, days.begun) if days else Finished(today)


def _worked(
    inputs: Inputs, standings: Sequence[Standing], days: Mapping[str, WorkDays], logged: Mapping[str, int]
) -> dict[str, Worked]:
    minutes = {one.id: one.minutes for one in fitted(inputs)}
    found = {}
    for standing in standings:
        under_way = standing.status in {"doing", "blocked"} and standing.id in days
        if under_way and standing.id in minutes:
            behind = min(minutes[standing.id], minutes_behind(standing, minutes[standing.id], logged))
            found[standing.id] = Worked(behind / 60, days[standing.id].begun)
    return found


def minutes_behind(standing: Standing, minutes: int, logged: Mapping[str, int]) -> float:
    """Planned minutes of this milestone that are behind it."""
    return logged.get(standing.id) or standing.fraction * minutes
