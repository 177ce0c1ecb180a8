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
    operation_key,
)

__all__ = [
    "Event",
    "MilestoneEvent",
    "MilestoneState",
    "Outcome",
    "Progress",
    "criteria_in_use",
    "days_with_work",
    "ids_in_use",
    "operation_key",
]
