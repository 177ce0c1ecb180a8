"""All tables and SQL of the roadmap."""

from tracker.roadmap.models.milestones import (
    Event,
    MilestoneEvent,
    MilestoneState,
    Outcome,
    Progress,
    criteria_in_use,
    days_with_work,
    ids_in_use,
)
from tracker.roadmap.models.plans import MOST_BREAKS, BreakRow, OfferRow, PlanRow, Plans, StalePlan, TooManyBreaks
from tracker.roadmap.models.turns import operation_key
from tracker.roadmap.models.work_days import work_days

__all__ = [
    "MOST_BREAKS",
    "BreakRow",
    "Event",
    "MilestoneEvent",
    "MilestoneState",
    "OfferRow",
    "Outcome",
    "PlanRow",
    "Plans",
    "Progress",
    "StalePlan",
    "TooManyBreaks",
    "criteria_in_use",
    "days_with_work",
    "ids_in_use",
    "operation_key",
    "work_days",
]
