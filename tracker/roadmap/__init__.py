"""Milestones: how each stands for a person, and everything a person does to it."""

from tracker.roadmap import (  # noqa: F401  they register their routes on the blueprint
    actions,
    adjusting,
    hours,
    links,
    owning,
    plan_actions,
    viewing,
)
from tracker.roadmap import progress as changes
from tracker.roadmap.dating import Dating
from tracker.roadmap.gathering import gathered
from tracker.roadmap.holdings import HOLDINGS
from tracker.roadmap.inputs import Adjusted, Finished, Inputs, Own, Worked
from tracker.roadmap.models import (
    Plans,
    Progress,
    Stored,
    Tailoring,
    TooMany,
    Worklog,
    criteria_in_use,
    days_with_work,
    ids_in_use,
    personal,
    stored,
    work_days,
)
from tracker.roadmap.outlook import Outlook
from tracker.roadmap.owning import FULL, present_phase
from tracker.roadmap.plan import Entry, PhaseHours, Plan, make_plan
from tracker.roadmap.progress import WORDS, Evidence, Figure
from tracker.roadmap.review import Review
from tracker.roadmap.routes import blueprint, counts, new_op_id, row, trail
from tracker.roadmap.setup import Break, Setup
from tracker.roadmap.standing import Next, Standing, Tally, counted, next_up
from tracker.roadmap.tailoring import Adjustment, OwnMilestone, Tailored, is_own
from tracker.roadmap.taken import Taken, Told
from tracker.roadmap.today_view import TodayView, today_view
from tracker.roadmap.wording import said_step
from tracker.roadmap.worked import Sums

__all__ = [
    "FULL",
    "HOLDINGS",
    "WORDS",
    "Adjusted",
    "Adjustment",
    "Break",
    "Dating",
    "Entry",
    "Evidence",
    "Figure",
    "Finished",
    "Inputs",
    "Next",
    "Outlook",
    "Own",
    "OwnMilestone",
    "PhaseHours",
    "Plan",
    "Plans",
    "Progress",
    "Review",
    "Setup",
    "Standing",
    "Stored",
    "Sums",
    "Tailored",
    "Tailoring",
    "Taken",
    "Tally",
    "TodayView",
    "Told",
    "TooMany",
    "Worked",
    "Worklog",
    "blueprint",
    "changes",
    "counted",
    "counts",
    "criteria_in_use",
    "days_with_work",
    "gathered",
    "ids_in_use",
    "is_own",
    "links",
    "make_plan",
    "new_op_id",
    "next_up",
    "personal",
    "present_phase",
    "row",
    "said_step",
    "stored",
    "today_view",
    "trail",
    "work_days",
]
