"""Milestones: how each stands for a person, and everything a person does to it."""

from tracker.roadmap import actions, plan_actions, viewing  # noqa: F401  register their routes on the blueprint
from tracker.roadmap import progress as changes
from tracker.roadmap.dating import Dating
from tracker.roadmap.gathering import gathered
from tracker.roadmap.holdings import HOLDINGS
from tracker.roadmap.inputs import Adjusted, Finished, Inputs, Own, Worked
from tracker.roadmap.models import Plans, Progress, criteria_in_use, days_with_work, ids_in_use, work_days
from tracker.roadmap.outlook import Outlook
from tracker.roadmap.plan import Entry, PhaseHours, Plan, make_plan
from tracker.roadmap.progress import WORDS, Evidence, Figure
from tracker.roadmap.routes import blueprint, counts, new_op_id, row, trail
from tracker.roadmap.setup import Break, Setup
from tracker.roadmap.standing import Next, Standing, Tally, next_up
from tracker.roadmap.taken import Taken, Told
from tracker.roadmap.wording import said_step

__all__ = [
    "HOLDINGS",
    "WORDS",
    "Adjusted",
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
    "PhaseHours",
    "Plan",
    "Plans",
    "Progress",
    "Setup",
    "Standing",
    "Taken",
    "Tally",
    "Told",
    "Worked",
    "blueprint",
    "changes",
    "counts",
    "criteria_in_use",
    "days_with_work",
    "gathered",
    "ids_in_use",
    "make_plan",
    "new_op_id",
    "next_up",
    "row",
    "said_step",
    "trail",
    "work_days",
]
