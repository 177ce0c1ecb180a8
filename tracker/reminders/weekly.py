"""What a weekly letter says: last week, this week, what waits. Reads somebody's work; writes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.accounts import Person
from tracker.library import Guide, catalogue
from tracker.reading import Reading
from tracker.reminders.mondays import is_quiet, monday_of
from tracker.roadmap import (
    Outlook,
    Plans,
    Progress,
    Standing,
    Taken,
    Worklog,
    days_with_work,
    next_up,
    personal,
    said_step,
    work_days,
)
from tracker.words import plural, said_days

NEXT = 3
MOST_LINES = 12
LOOK_BACK = timedelta(days=366)


@dataclass(frozen=True)
class Week:
    """Everything that the letter of one Monday can say to one person."""

    guide: Guide
    today: date
    standings: Sequence[Standing]
    taken: Taken | None
    worked: frozenset[date]
    """Days with work on milestones, or with a finished section, of the last year."""
    finished: Mapping[str, date]
    """Milestones that are done, with the day."""
    logged: Mapping[str, int]
    """Minutes written down, by milestone."""

    @classmethod
    def of(cls, person: Person) -> "Week":
        chosen = (catalogue().get(person.guide_id) if person.guide_id else None) or catalogue().guides[0]
        guide = personal(person, chosen)
        today = person.today()
        standings = Progress(person, guide).standings()
        _, read = Reading(person, guide).state_and_days()
        worked = frozenset((*days_with_work(person, today - LOOK_BACK), *read.values()))
        days = work_days(person, guide)
        done = {one.id: days[one.id].done for one in standings if one.status == "done" and one.id in days}
        finished = {milestone_id: day for milestone_id, day in done.items() if day}
        logged = Worklog(person).sums(guide).logged
        return cls(guide, today, standings, Plans(person, guide).current(), worked, finished, logged)

    @property
    def monday(self) -> date:
        return monday_of(self.today)

    def is_quiet_since(self, asked_for: date) -> bool:
        """Whether three weeks without work lie behind, and behind the wish for letters."""
        latest = max((asked_for, *self.worked))
        return is_quiet(latest, self.today, self.taken.breaks if self.taken else ())

    @property
    def last_week(self) -> str:
        """7–13 December."""
        return said_days(self.monday - timedelta(days=7), self.monday - timedelta(days=1), self.today)

    @property
    def done(self) -> list[str]:
        """Titles of what was finished last week."""
        first = self.monday - timedelta(days=7)
        there = {one for one, day in self.finished.items() if first <= day < self.monday}
        return [one.milestone.title for one in self.standings if one.id in there]

    @property
    def days_worked(self) -> str:
        """On 3 of 7 days."""
        days = [day for day in self.worked if self.monday - timedelta(days=7) <= day < self.monday]
        return f"{len(days)} of 7 days"

    @property
    def outlook(self) -> Outlook | None:
        return Outlook(self.guide, self.taken, self.standings, self.today, self.logged) if self.taken else None

    @property
    def steps(self) -> list[str]:
        """The seven-day list; without a plan, what comes next and why."""
        outlook = self.outlook
        if outlook is None:
            found = next_up(self.guide, self.standings, NEXT, self.today)
            return [f"{one.standing.milestone.title}: {one.why}" for one in found]
        steps = [said_step(step) for step in outlook.week.steps if step.id not in outlook.blocked]
        more = len(steps) - MOST_LINES
        return steps[:MOST_LINES] + ([f"and {plural(more, 'more', 'more')}"] if more > 0 else [])

    @property
    def waiting(self) -> list[str]:
        """What something outside holds up, what a coach gave back, and what is new without days."""
        found = [f"{one.milestone.title}: blocked" for one in self.standings if one.status == "blocked"]
        found += [f"{one.milestone.title}: your turn, a coach answered" for one in self.standings if one.my_turn]
        outlook = self.outlook
        if outlook and outlook.unplanned:
            found.append(f"{plural(len(outlook.unplanned), 'new milestone')} without days in your plan")
        return found[:MOST_LINES]

    @property
    def subject(self) -> str:
        return f"Your week from {self.today.day} {self.today:%B}"
