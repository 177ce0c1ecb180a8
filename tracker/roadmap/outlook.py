"""Where somebody stands with the plan that counts: pace, the seven days, the next phase end, today on the trail. Pure.

    outlook = Outlook(guide, taken, standings, today)
    outlook.pace, outlook.week, outlook.phase_end, outlook.marker
    outlook.forecast(days)      costs some thirty milliseconds: for the plan's own page

Hides ids that the guide has changed since the plan was made, and milestones that left it or came.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from tracker.library import Guide, Phase
from tracker.roadmap.effort import Effort, effort, weeks_of_work
from tracker.roadmap.forecast import Forecast, forecast, market_floor
from tracker.roadmap.gathering import WorkDays, minutes_behind
from tracker.roadmap.pace import Pace, SevenDays, pace, seven_days
from tracker.roadmap.plan import Entry
from tracker.roadmap.standing import Standing, Tally
from tracker.roadmap.taken import Taken, counted_done, counted_gone


@dataclass(frozen=True)
class PhaseEnd:
    phase: Phase
    day: date
    tally: Tally


@dataclass(frozen=True)
class Outlook:
    guide: Guide
    taken: Taken
    standings: Sequence[Standing]
    today: date
    logged: Mapping[str, int] = field(default_factory=dict)
    """Minutes that somebody wrote down, by milestone."""

    @cached_property
    def done(self) -> frozenset[str]:
        return counted_done(self.guide, {one.id for one in self.standings if one.status == "done"})

    @cached_property
    def gone(self) -> frozenset[str]:
        """What the plan counts no more: marked already had or not applicable since, or no longer on the roadmap."""
        left = {one.id for one in self.standings if one.status in {"had", "na"}}
        known = {one.id for one in self.standings} | set(self.guide.changes.milestones)
        unknown = {entry.id for entry in self.taken.plan.active if entry.id not in known}
        return counted_gone(self.guide, left | unknown)

    @cached_property
    def uncounted(self) -> frozenset[str]:
        """The same with own milestones kept beside the percentages: they have days, and no part in pace or sums."""
        return self.gone | {one.id for one in self.standings if one.beside}

    @cached_property
    def pace(self) -> Pace:
        return pace(self.taken.plan, self.done, self.today, self.taken.breaks, self.uncounted)

    @cached_property
    def week(self) -> SevenDays:
        by_id = {one.id: one for one in self.standings}
        worked = {
            entry.id: minutes_behind(by_id[entry.id], entry.minutes, entry, self.today, self.logged) / 60
            for entry in self.taken.as_it_stands.active
            if entry.id in by_id
        }
        return seven_days(self.taken.plan, self.done, self.today, self.taken.breaks, self.gone, worked)

    @property
    def blocked(self) -> frozenset[str]:
        return frozenset(one.id for one in self.standings if one.status == "blocked")

    @property
    def dated(self) -> list[Entry]:
        """What the plan still has days for, in its order."""
        return [entry for entry in self.taken.plan.active if entry.id not in self.gone]

    @property
    def counted(self) -> list[Entry]:
        """What pace and sums count of it."""
        return [entry for entry in self.dated if entry.id not in self.uncounted]

    @property
    def effort(self) -> Effort:
        """Hours against estimates, over what is done and has hours."""
        return effort({one.id: one.minutes for one in self.counted if one.id in self.done}, self.logged)

    @property
    def unplanned(self) -> tuple[Standing, ...]:
        """Open milestones that the plan gives no day, although nobody left them out: they came since."""
        known = {entry.id for entry in self.taken.plan.entries}
        return tuple(one for one in self.standings if one.id not in known and one.status not in {"done", "had", "na"})

    @property
    def phase_end(self) -> PhaseEnd | None:
        """The first phase that is neither over by the calendar nor worked through."""
        for phase in self.guide.phases:
            planned = [one for one in self.counted if one.phase == phase.number]
            day = max((self.taken.dates[one.id][1] for one in planned), default=date.min)
            if day >= self.today and any(one.id not in self.done for one in planned):
                return PhaseEnd(phase, day, Tally.over(one for one in self.standings if one.milestone.phase == phase))
        return None

    @property
    def marker(self) -> dict[str, object] | None:
        """Today for components/trail.html: where what was to be done by now reaches; None before the plan begins.

        It counts milestones as the trail's own filling does, so that a filling beyond it is work ahead of the plan.
        What the plan gives no days is over with the rest of its phase.
        """
        if self.today < self.taken.plan.start:
            return None
        week = (self.today - self.taken.plan.start).days // 7 + 1
        weeks = max(week, (self.taken.finish - self.taken.plan.start).days // 7 + 1)
        words = f"Today, week {week} of {weeks}"
        for number, phase in enumerate(self.guide.phases):
            group = [one for one in self.standings if one.milestone.phase.number == phase.number]
            planned = [one for one in group if one.id in self.taken.dates and one.id not in self.uncounted]
            due = sum(1 for one in planned if self.taken.dates[one.id][1] < self.today)
            if due < len(planned):
                tally = Tally.over(group)
                return {"phase": number, "fraction": (due + tally.had) / tally.of, "words": words}
        return {"phase": len(self.guide.phases) - 1, "fraction": 1.0, "words": words}

    def forecast(self, days: Mapping[str, WorkDays], spent: Iterable[tuple[date, str, int]] = ()) -> Forecast:
        """`spent`: minutes written down, by day and milestone; those on what isn't counted say nothing of the pace."""
        setup = self.taken.plan.setup.with_breaks(self.taken.breaks)
        finished = [
            (ended, entry.minutes)
            for entry in self.counted
            if entry.id in self.done and (ended := day_done(self.guide, entry.id, days))
        ]
        known = {one.id for one in self.counted}
        worked = [(day, minutes) for day, milestone_id, minutes in spent if milestone_id in known]
        weeks = weeks_of_work(finished, worked, setup, self.today, self.effort.times)
        floor = market_floor(self.taken.plan, self.today)
        return forecast(weeks, self.pace.of - self.pace.earned, setup, self.today, floor)


def day_done(guide: Guide, milestone_id: str, days: Mapping[str, WorkDays]) -> date | None:
    """When it was done; what the guide has split since, when its last part was."""
    ids = guide.changes.milestones.get(milestone_id, (milestone_id,))
    found = [days[one].done for one in ids if one in days]
    known = [day for day in found if day]
    return max(known) if known and len(known) == len(ids) else None
