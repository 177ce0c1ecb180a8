"""What the start of a plan is filled in with before anybody has said anything: sensible for most. Pure."""

from datetime import date, timedelta

from tracker.library import Guide, Milestone
from tracker.roadmap.setup import LEAST_HOURS, MOST_HOURS, Setup

EVENINGS = (1.5, 1.5, 1.5, 1.5, 0.0, 2.0, 2.0)
"""Ten hours beside a job: four evenings, Friday off, a part of each day of the weekend."""
QUARTER = 0.25


def first_answers(guide: Guide, today: date) -> Setup:
    """From next Monday on, or today where it is one, with the hours a week that the guide is drawn for."""
    return Setup(start=today + timedelta(days=-today.weekday() % 7), hours=spread(guide.weekly_hours))


def spread(weekly: float) -> tuple[float, ...]:
    """So many hours over the evenings, in quarters of an hour; what rounding leaves over goes to Sunday."""
    wanted = min(MOST_HOURS, max(LEAST_HOURS, weekly))
    daily = [QUARTER * round(hours * wanted / sum(EVENINGS) / QUARTER) for hours in EVENINGS]
    daily[-1] += wanted - sum(daily)
    return tuple(daily)


def known_at_work(guide: Guide) -> tuple[Milestone, ...]:
    """What somebody may do at work already, by the guide's own word."""
    return tuple(one for one in guide.milestones if any(skip.who == "at-work" for skip in one.skips))


def asks_for(guide: Guide, who: str) -> bool:
    """Whether some milestone is shortened for them, so that the question is worth asking."""
    return any(who in {skip.who, skip.only_if} for one in guide.milestones for skip in one.skips)
