"""Today: what fits into the hours that are left of it.

    left = minutes_left(day=120, worked_today=45, until_midnight=200)
    fits = what_fits(ready, left, worked={"sk-judge": 60}, planned={"sk-judge": 480})

Hides the order (what the plan has for today, then what comes next) and how the minutes are dealt out. Pure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.roadmap.standing import Next, Standing

LEAST = 15
"""Minutes that are worth beginning with."""
MOST = 3
"""How many milestones a day is divided among."""
DAY = 24 * 60
NO_PLAN: Mapping[str, int] = {}


@dataclass(frozen=True)
class Fit:
    """A milestone for today. `minutes`: how much of it; None where the day has no hours set."""

    standing: Standing
    why: str
    minutes: int | None = None
    remaining: int | None = None
    """What its estimate leaves, after what was worked; at least `LEAST`, as an open milestone is not over."""

    @property
    def completes(self) -> bool:
        return self.minutes is not None and self.minutes == self.remaining


def remaining(standing: Standing, worked: Mapping[str, int], planned: Mapping[str, int] = NO_PLAN) -> int:
    """Minutes that the estimate leaves, the plan's where it has one; past it, as little as is worth beginning with."""
    return max(LEAST, planned.get(standing.id, 60 * standing.milestone.hours) - worked.get(standing.id, 0))


def minutes_left(day: int | None, worked_today: int, until_midnight: int = DAY) -> int | None:
    """What the day's hours leave, never past midnight; None where it has none set."""
    return None if day is None else max(0, min(day - worked_today, until_midnight))


def what_fits(
    ready: Sequence[Next], left: int | None, worked: Mapping[str, int], planned: Mapping[str, int] = NO_PLAN
) -> tuple[Fit, ...]:
    """At most three of what is ready, with the minutes that `left` has room for; without hours, the next ones.

    `ready` in the order to be done; `worked`: minutes so far, by milestone; `planned`: what the plan has for
    now, in its order, which comes first, with its minutes in all. Less than a quarter of an hour is not dealt out,
    unless that is all a milestone wants.
    """
    if left is None:
        return tuple(Fit(one.standing, one.why) for one in ready[:MOST])
    rank = {milestone_id: at for at, milestone_id in enumerate(planned)}
    fits: list[Fit] = []
    for one in sorted(ready, key=lambda one: rank.get(one.standing.id, len(rank))):
        wanted = remaining(one.standing, worked, planned)
        given = min(wanted, left)
        if given < LEAST or len(fits) == MOST:
            break
        fits.append(Fit(one.standing, one.why, given, wanted))
        left -= given
    return tuple(fits)
