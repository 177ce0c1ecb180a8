"""What the rows and pages of a roadmap say of a plan's days: "12–19 March", "finished 3 May", "no days yet".

Hides which of plan, history and status speaks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tracker.roadmap.gathering import WorkDays
from tracker.roadmap.standing import Standing
from tracker.roadmap.tailoring import Tailored
from tracker.roadmap.taken import Taken
from tracker.words import said_days


@dataclass(frozen=True)
class Dating:
    taken: Taken
    today: date
    days: Mapping[str, WorkDays] = field(default_factory=dict)
    whose: str = "your"
    """Plan it is, in the words of whoever reads: "the" for somebody else than the person."""

    def words(self, standing: Standing) -> str:
        """When it is planned or was finished; empty where a status says enough."""
        if standing.status == "done":
            worked = self.days.get(standing.id)
            ended = worked.done if worked else None
            return f"finished {said_days(ended, ended, self.today)}" if ended else ""
        if standing.status in {"had", "na"}:
            return ""
        span = self.taken.dates.get(standing.id)
        if span:
            return said_days(*span, self.today)
        known = standing.id in self.taken.plan.by_id
        return f"not in {self.whose} plan" if known else f"no days in {self.whose} plan yet"

    def first_day(self, milestone_id: str) -> date:
        return self.taken.dates.get(milestone_id, (date.max, date.max))[0]

    def said(self, milestone_id: str) -> str:
        """For what comes next: what the plan has begun, has for now, or has later."""
        span = self.taken.dates.get(milestone_id)
        if span is None:
            return f"not in {self.whose} plan"
        first, last = span
        if last < self.today:
            return f"was planned for {said_days(first, last, self.today)}"
        if first <= self.today:
            return f"in {self.whose} plan until {said_days(last, last, self.today)}"
        return f"in {self.whose} plan from {said_days(first, first, self.today)}"

    def hours(self, standing: Standing) -> float:
        """What the person set by hand, else the plan's own where it has some, else the guide's."""
        if standing.own or (isinstance(standing.milestone, Tailored) and standing.milestone.guide_hours):
            return standing.milestone.hours
        entry = self.taken.plan.by_id.get(standing.id)
        return entry.hours if entry and entry.active else standing.milestone.hours

    def why(self, standing: Standing) -> str:
        """Why the plan gives it other hours, or none."""
        if standing.id in self.taken.left_out:
            return "left out to end sooner"
        entry = self.taken.plan.by_id.get(standing.id)
        return "; ".join(entry.reasons) if entry else ""
