"""What fits in the hours left today. Pure.

left = minutes_left(setup, today, logged=30, until_midnight=200)
fits(plan, ready=[…ids…], left=left, worked={…hours…})
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from tracker.roadmap.plan import Plan
from tracker.roadmap.setup import Setup

LEAST = 20
"""Minutes below which beginning or going on with something is not proposed."""


@dataclass(frozen=True)
class Fit:
    id: str
    title: str
    minutes: int
    finishes: bool
    """Whether these minutes are all that is left of it."""


def minutes_left(setup: Setup, today: date, logged: int, until_midnight: int) -> int:
    """What today holds by the plan, less what was logged, and never past midnight in the person's zone."""
    return max(0, min(setup.minutes_on(today) - logged, until_midnight))


def fits(plan: Plan, ready: Collection[str], left: int, worked: Mapping[str, float] | None = None) -> tuple[Fit, ...]:
    """In the plan's order: what can be finished in `left` minutes, and the first that can only be gone on with.

    `ready` are the milestones that nothing locks or blocks; `worked` are planned hours already behind some of them.
    """
    found: list[Fit] = []
    for entry in plan.entries:
        if entry.id not in ready or entry.state != "planned":
            continue
        asks = max(0, entry.minutes - round(60 * (worked or {}).get(entry.id, 0.0)))
        if asks <= left:
            found.append(Fit(entry.id, entry.title, asks, finishes=True))
            left -= asks
        elif left >= LEAST:
            found.append(Fit(entry.id, entry.title, left, finishes=False))
            break
    return tuple(found)
