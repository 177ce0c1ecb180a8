"""All tables and SQL of the roadmap."""

from tracker.roadmap.models.courses import courses
from tracker.roadmap.models.entries import Ended, FullDay, Started, WorkSession
from tracker.roadmap.models.in_use import criteria_in_use, days_with_work, ids_in_use
from tracker.roadmap.models.lately import Lately, lately, shared_history
from tracker.roadmap.models.milestones import Event, Outcome, Progress
from tracker.roadmap.models.overdue import Overdue, let_go, overdue
from tracker.roadmap.models.own import OUTCOME_LENGTH, TITLE_LENGTH, AdjustmentRow, OwnRow
from tracker.roadmap.models.plan_rows import BreakRow, OfferRow, PlanRow
from tracker.roadmap.models.plans import MOST_BREAKS, Plans, StalePlan, TooManyBreaks
from tracker.roadmap.models.reviews import Post, ReviewState
from tracker.roadmap.models.sessions import Worklog
from tracker.roadmap.models.states import Stored, stored
from tracker.roadmap.models.tables import MilestoneEvent, MilestoneState
from tracker.roadmap.models.tailoring import Circle, Stale, Tailoring, TooMany, personal, personals
from tracker.roadmap.models.talk import Nudged, Talk, coach_names, coach_names_by_uid, everything_said
from tracker.roadmap.models.threads import EDITABLE, Said, StaleReview, StaleThread, Thread, TooLate
from tracker.roadmap.models.turns import operation_key
from tracker.roadmap.models.work_days import work_days

__all__ = [
    "EDITABLE",
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
    "Nudged",
    "OfferRow",
    "Outcome",
    "Overdue",
    "OwnRow",
    "PlanRow",
    "Plans",
    "Post",
    "Progress",
    "ReviewState",
    "Said",
    "Stale",
    "StalePlan",
    "StaleReview",
    "StaleThread",
    "Started",
    "Stored",
    "Tailoring",
    "Talk",
    "Thread",
    "TooLate",
    "TooMany",
    "TooManyBreaks",
    "WorkSession",
    "Worklog",
    "coach_names",
    "coach_names_by_uid",
    "courses",
    "criteria_in_use",
    "days_with_work",
    "everything_said",
    "ids_in_use",
    "lately",
    "let_go",
    "operation_key",
    "overdue",
    "personal",
    "personals",
    "shared_history",
    "stored",
    "work_days",
]
