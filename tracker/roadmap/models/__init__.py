"""All tables and SQL of the roadmap."""

from tracker.roadmap.models.entries import Ended, FullDay, Started, WorkSession
from tracker.roadmap.models.in_use import criteria_in_use, days_with_work, ids_in_use
from tracker.roadmap.models.lately import Lately, lately, shared_history
from tracker.roadmap.models.milestones import Event, Outcome, Progress
from tracker.roadmap.models.own import OUTCOME_LENGTH, TITLE_LENGTH, AdjustmentRow, OwnRow
from tracker.roadmap.models.plans import MOST_BREAKS, BreakRow, OfferRow, PlanRow, Plans, StalePlan, TooManyBreaks
from tracker.roadmap.models.reviews import Post, ReviewState
from tracker.roadmap.models.sessions import Worklog
from tracker.roadmap.models.states import Stored, stored
from tracker.roadmap.models.tables import MilestoneEvent, MilestoneState
from tracker.roadmap.models.tailoring import Circle, Stale, Tailoring, TooMany, personal
from tracker.roadmap.models.turns import operation_key
from tracker.roadmap.models.work_days import work_days

__all__ = [
    "MOST_BREAKS",
    "OUTCOME_LENGTH",
    "TITLE_LENGTH",
    "AdjustmentRow",
    "BreakRow",
    "Circle",
    "Ended",
    "Event",
    "FullDay",
    "Lately",
    "MilestoneEvent",
    "MilestoneState",
    "OfferRow",
    "Outcome",
    "OwnRow",
    "PlanRow",
    "Plans",
    "Post",
    "Progress",
    "ReviewState",
    "Stale",
    "StalePlan",
    "Started",
    "Stored",
    "Tailoring",
    "TooMany",
    "TooManyBreaks",
    "WorkSession",
    "Worklog",
    "criteria_in_use",
    "days_with_work",
    "ids_in_use",
    "lately",
    "operation_key",
    "personal",
    "shared_history",
    "stored",
    "work_days",
]
