"""Milestones: how each stands for a person, and everything a person does to it."""

from tracker.roadmap import (  # noqa: F401  they register their routes on the blueprint
    actions,
    adjusting,
    hours,
    owning,
    plan_actions,
    reminding,
    talk_notices,
    talking,
    viewing,
)
from tracker.roadmap import progress as changes
from tracker.roadmap.answerers import Answerer, answerers, who_answers
from tracker.roadmap.came_back import CameBack, came_back
from tracker.roadmap.dating import Dating
from tracker.roadmap.forms import ChangeForm
from tracker.roadmap.gathering import gathered
from tracker.roadmap.holdings import HOLDINGS
from tracker.roadmap.inputs import Adjusted, Finished, Inputs, Own, Worked
from tracker.roadmap.models import (
    Plans,
    Progress,
    Said,
    StaleReview,
    StaleThread,
    Stored,
    Tailoring,
    Talk,
    Thread,
    TooLate,
    Worklog,
    criteria_in_use,
    days_with_work,
    ids_in_use,
    personal,
    stored,
    work_days,
)
from tracker.roadmap.outlook import Outlook
from tracker.roadmap.plan import Entry, PhaseHours, Plan, make_plan
from tracker.roadmap.progress import WORDS, Evidence, Figure
from tracker.roadmap.review import VERDICTS, Review, marks
from tracker.roadmap.routes import blueprint, counts, new_op_id, row, trail
from tracker.roadmap.setup import Break, Setup
from tracker.roadmap.standing import Next, Standing, Tally, counted, next_up
from tracker.roadmap.tailoring import Adjustment, OwnMilestone, Tailored, is_own
from tracker.roadmap.taken import Taken, Told
from tracker.roadmap.talk_forms import ReviewForm, SayForm, SettleForm
from tracker.roadmap.talk_markdown import talk_html
from tracker.roadmap.talking import said_once
from tracker.roadmap.thread_view import ThreadView, whole_at, without_evidence
from tracker.roadmap.today_view import TodayView, today_view
from tracker.roadmap.wording import said_step
from tracker.roadmap.worked import Sums

__all__ = [
    "HOLDINGS",
    "VERDICTS",
    "WORDS",
    "Adjusted",
    "Adjustment",
    "Answerer",
    "Break",
    "CameBack",
    "ChangeForm",
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
    "ReviewForm",
    "Said",
    "SayForm",
    "SettleForm",
    "Setup",
    "StaleReview",
    "StaleThread",
    "Standing",
    "Stored",
    "Sums",
    "Tailored",
    "Tailoring",
    "Taken",
    "Talk",
    "Tally",
    "Thread",
    "ThreadView",
    "TodayView",
    "Told",
    "TooLate",
    "Worked",
    "Worklog",
    "answerers",
    "blueprint",
    "came_back",
    "changes",
    "counted",
    "counts",
    "criteria_in_use",
    "days_with_work",
    "gathered",
    "ids_in_use",
    "is_own",
    "make_plan",
    "marks",
    "new_op_id",
    "next_up",
    "personal",
    "row",
    "said_once",
    "said_step",
    "stored",
    "talk_html",
    "today_view",
    "trail",
    "who_answers",
    "whole_at",
    "without_evidence",
    "work_days",
]
