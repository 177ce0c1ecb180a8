"""Today as pages show it: the session that runs, the hours so far, and what fits into the rest.

    today_view(guide, every, sums)                                        without a plan
    today_view(guide, every, sums, day=120, planned=("sk-judge",))        with the minutes and milestones of the day

Hides what is known of a session that belongs to another guide.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_login import current_user

from tracker import clock
from tracker.library import Guide, catalogue
from tracker.roadmap.standing import Standing, next_up
from tracker.roadmap.tailoring import present_id
from tracker.roadmap.today import Fit, minutes_left, what_fits
from tracker.roadmap.worked import Running, Sums

CANDIDATES = 20
"""Among how many of the next milestones something is sought that fits."""


@dataclass(frozen=True)
class RunningView:
    """`minutes` so far; `forgotten`: so long that it is asked about."""

    entry_id: str
    milestone_id: str | None
    title: str
    href: str
    begun: datetime
    minutes: int
    forgotten: bool


@dataclass(frozen=True)
class TodayView:
    """Minutes all over. `day` and `left` are None where the day has no hours set; `way` leads back to the page."""

    running: RunningView | None
    so_far: int
    asked: int
    day: int | None
    left: int | None
    fits: Sequence[Fit]
    way: str


def today_view(
    guide: Guide,
    every: Sequence[Standing],
    sums: Sums,
    *,
    day: int | None = None,
    planned: Iterable[str] = (),
    way: str = "",
) -> TodayView:
    """`day`: the minutes that this day holds, by the person's plan; `planned`: the milestones it has for today."""
    now = clock.now()
    so_far = sums.so_far_today(now, current_user.time_zone)
    left = minutes_left(day, so_far)
    ready = next_up(guide, every, CANDIDATES, current_user.today())
    return TodayView(
        running=_running(guide, sums.running, now) if sums.running else None,
        so_far=so_far,
        asked=sums.asked,
        day=day,
        left=left,
        fits=what_fits(ready, left, {key: spent for key, spent in sums.minutes.items() if key}, planned),
        way=way or url_for("roadmap.hours", guide_id=guide.id),
    )


def _running(guide: Guide, running: Running, now: datetime) -> RunningView:
    there = guide if running.guide_id == guide.id else catalogue().get(running.guide_id)
    milestone_id = present_id(there, running.milestone_id) if there else None
    milestone = there.by_id.get(milestone_id or "") if there else None
    href = url_for("roadmap.hours", guide_id=guide.id)
    if milestone:
        href = url_for("roadmap.milestone", guide_id=running.guide_id, milestone_id=milestone.id)
    return RunningView(
        running.entry_id,
        milestone_id if there is guide else None,
        milestone.title if milestone else "a milestone of another guide",
        href,
        running.begun,
        running.minutes(now),
        running.is_forgotten(now),
    )
