"""Milestones: how each stands for a person, and everything a person does to it."""

from tracker.roadmap import (  # noqa: F401  they register their routes on the blueprint
    actions,
    adjusting,
    hours,
    links,
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
from tracker.roadmap.course import Course
from tracker.roadmap.dating import Dating
from tracker.roadmap.forms import ChangeForm
from tracker.roadmap.gathering import WorkDays, gathered
from tracker.roadmap.holdings import HOLDINGS
from tracker.roadmap.inputs import Adjusted, Finished, Inputs, Own, Worked
from tracker.roadmap.models import (
    Event,
    Lately,
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
    TooMany,
    Worklog,
    courses,
    criteria_in_use,
    days_with_work,
    ids_in_use,
    lately,
    personal,
    personals,
    shared_history,
    stored,
    work_days,
)
from tracker.roadmap.outlook import Outlook
from tracker.roadmap.owning import FULL, present_phase
from tracker.roadmap.pace import BANDS, Pace
from tracker.roadmap.plan import Entry, PhaseHours, Plan, make_plan
from tracker.roadmap.progress import WORDS, Evidence, Figure
from tracker.roadmap.review import VERDICTS, Review, marks
from tracker.roadmap.routes import FILTERS, blueprint, counts, fits, new_op_id, row, trail
from tracker.roadmap.setup import Break, Setup
from tracker.roadmap.standing import Next, Standing, Tally, counted, next_up
from tracker.roadmap.tailoring import Adjustment, OwnMilestone, Tailored, is_own, undated
from tracker.roadmap.taken import Taken, Told
from tracker.roadmap.talk_forms import ReviewForm, SayForm, SettleForm
from tracker.roadmap.talk_markdown import talk_html
from tracker.roadmap.talking import said_once
from tracker.roadmap.thread_view import ThreadView, whole_at, without_evidence
from tracker.roadmap.today_view import TodayView, today_view
from tracker.roadmap.wording import event_words, said_step
from tracker.roadmap.worked import Sums

__all__ = [
    "BANDS",
    "FILTERS",
    "FULL",
    "HOLDINGS",
    "VERDICTS",
    "WORDS",
    "Adjusted",
    "Adjustment",
    "Answerer",
    "Break",
    "CameBack",
    "ChangeForm",
    "Course",
    "Dating",
    "Entry",
    "Event",
    "Evidence",
    "Figure",
    "Finished",
    "Inputs",
    "Lately",
    "Next",
    "Outlook",
    "Own",
    "OwnMilestone",
    "Pace",
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
    "TooMany",
    "WorkDays",
    "Worked",
    "Worklog",
    "answerers",
    "blueprint",
    "came_back",
    "changes",
    "counted",
    "counts",
    "courses",
    "criteria_in_use",
    "days_with_work",
    "event_words",
    "fits",
    "gathered",
    "ids_in_use",
    "is_own",
    "lately",
    "links",
    "make_plan",
    "marks",
    "new_op_id",
    "next_up",
    "personal",
    "personals",
    "present_phase",
    "row",
    "said_once",
    "said_step",
    "shared_history",
    "stored",
    "talk_html",
    "today_view",
    "trail",
    "undated",
    "who_answers",
    "whole_at",
    "without_evidence",
    "work_days",
]
