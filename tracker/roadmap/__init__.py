"""Milestones: how each stands for a person, and everything a person does to it."""

from tracker.roadmap import actions, adjusting, hours, owning  # noqa: F401  register their routes on the blueprint
from tracker.roadmap import progress as changes
from tracker.roadmap.models import Progress, Tailoring, Worklog, criteria_in_use, days_with_work, ids_in_use, personal
from tracker.roadmap.progress import WORDS, Evidence, Figure
from tracker.roadmap.routes import blueprint, counts, new_op_id, row, trail
from tracker.roadmap.standing import Next, Standing, Tally, counted, next_up
from tracker.roadmap.tailoring import Adjustment, OwnMilestone, Tailored, is_own
from tracker.roadmap.today_view import TodayView, today_view
from tracker.roadmap.wording import said_minutes
from tracker.roadmap.worked import Sums

__all__ = [
    "WORDS",
    "Adjustment",
    "Evidence",
    "Figure",
    "Next",
    "OwnMilestone",
    "Progress",
    "Standing",
    "Sums",
    "Tailored",
    "Tailoring",
    "Tally",
    "TodayView",
    "Worklog",
    "blueprint",
    "changes",
    "counted",
    "counts",
    "criteria_in_use",
    "days_with_work",
    "ids_in_use",
    "is_own",
    "new_op_id",
    "next_up",
    "personal",
    "row",
    "said_minutes",
    "today_view",
    "trail",
]
