"""Today as pages show it: the session that runs, the hours so far, and what fits into the rest.

    today_view(guide, every, sums)                                        without a plan
    today_view(guide, every, sums, taken=taken)                           with the hours and the order of a plan

Hides what is known of a session that belongs to another guide, and what a plan has for now.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import url_for
from flask_login import current_user

from tracker import clock
from tracker.library import Guide, catalogue
from tracker.roadmap.dating import Dating
from tracker.roadmap.standing import Standing, next_up
from tracker.roadmap.tailoring import present_id
from tracker.roadmap.taken import Taken
from tracker.roadmap.today import Fit, minutes_left, what_fits
from tracker.roadmap.worked import Running, Sums, elapsed, first_moment

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
    taken: Taken | None = None,
    way: str = "",
) -> TodayView:
    """`taken`: the plan that counts. It says how much this day holds, and what comes first."""
    now, today, zone = clock.now(), current_user.today(), current_user.time_zone
    so_far = sums.so_far_today(now, zone)
    day = taken.setup.minutes_on(today) if taken and today >= taken.plan.start else None
    left = minutes_left(day, so_far, elapsed(now, first_moment(today + timedelta(days=1), zone)))
    ready = next_up(guide, every, CANDIDATES, today, Dating(taken, today) if taken else None)
    planned = {one.id: one.minutes for one in taken.begun_by(today)} if taken else {}
    return TodayView(
        running=_running(guide, sums.running, now) if sums.running else None,
        so_far=so_far,
        asked=sums.asked,
        day=day,
        left=left,
        fits=what_fits(ready, left, sums.logged, planned),
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
