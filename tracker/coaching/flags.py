"""What says that somebody may need a hand: each a dated fact out of their milestones, plan or reviews. Pure.

Silence is none of them; nor is anything said of people who are new or have days off. Without the plan in its scopes a
grant shows no days off, so they can't count here either.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tracker import clock
from tracker.coaching.said import days, exact
from tracker.roadmap import Break, Course, Outlook, Standing

NEW = timedelta(days=14)
"""After a grant, and after the start of a plan."""
BLOCKED_DAYS = 3
TIMES, AT_LEAST_OVER = 2, 3
"""So many times its study days in the plan, and so many more of them, before a milestone is said to take long."""
RETURNED_DAYS = 7
OVERRULED_DAYS = 14
BEHIND = ("slipping", "off-plan")


@dataclass(frozen=True)
class Flag:
    """`since`: the day that its reason dates from."""

    kind: str
    about: str
    """A milestone's id; empty for what is about the whole plan."""
    since: date
    words: str

    @property
    def reason(self) -> str:
        """What names it for as long as it is the same: its kind, what it is about, and its day."""
        return f"{self.kind}:{self.about}:{self.since.isoformat()}"


@dataclass(frozen=True)
class Answer:
    """What the coach said of a flag."""

    useful: bool | None = None
    snoozed_until: date | None = None
    why: str = ""

    def hides(self, today: date) -> bool:
        return self.snoozed_until is not None and today < self.snoozed_until


@dataclass(frozen=True)
class Whose:
    """Of whom it is, on their own calendar day. `granted_on`: since when the coach may look."""

    course: Course
    outlook: Outlook | None
    today: date
    zone: str
    granted_on: date

    @property
    def is_new(self) -> bool:
        begun = [self.granted_on, *([self.outlook.taken.plan.start] if self.outlook else [])]
        return self.today < max(begun) + NEW

    @property
    def on_break(self) -> bool:
        """Whether today is among the days off that they told."""
        return bool(self.outlook) and any(one.first <= self.today <= one.last for one in self.breaks)

    @property
    def breaks(self) -> tuple[Break, ...]:
        return self.outlook.taken.breaks if self.outlook else ()

    def days_since(self, day: date) -> int:
        """Days from this one to today, without days off."""
        every = (day + timedelta(days=one) for one in range(1, (self.today - day).days + 1))
        return sum(not any(off.first <= one <= off.last for off in self.breaks) for one in every)


def flags(whose: Whose) -> tuple[Flag, ...]:
    """The oldest first."""
    if whose.is_new or whose.on_break:
        return ()
    dated = whose.course.since  # of all that one could be about, but for what was returned
    matter = [one for one in whose.course.standings if one.milestone.id in dated or one.review.verdict == "returned"]
    found = [flag for standing in matter for flag in _of_milestone(whose, standing)]
    return tuple(sorted([*found, *_of_plan(whose)], key=lambda flag: (flag.since, flag.reason)))


def _of_milestone(whose: Whose, standing: Standing) -> Iterator[Flag]:
    since = whose.course.since.get(standing.id)
    if standing.status == "blocked" and since:
        yield from _blocked(whose, standing, since)
    elif standing.status == "doing" and since and whose.outlook:
        yield from _long(whose, whose.outlook, standing, since)
    elif standing.overruled and since:
        yield from _overruled(whose, standing, since)
    if standing.review.turn == "mentee" and standing.review.verdict == "returned":
        yield from _returned(whose, standing)


def _blocked(whose: Whose, standing: Standing, since: date) -> Iterator[Flag]:
    """Source: the milestone's status, and the day on which it was set."""
    passed = (whose.today - since).days
    if passed >= BLOCKED_DAYS:
        said = f"“{standing.milestone.title}” blocked since {exact(since, whose.today)} ({days(passed)})"
        yield Flag("blocked", standing.id, since, said)


def _long(whose: Whose, outlook: Outlook, standing: Standing, since: date) -> Iterator[Flag]:
    """Source: the day on which it was begun, and the span that the plan has for it, both in study days."""
    entry = outlook.taken.plan.by_id.get(standing.id)
    if entry is None or entry.state != "planned" or entry.start is None or entry.end is None:
        return
    setup = outlook.taken.plan.setup
    planned = setup.study_days(entry.start, entry.end)
    taken = setup.with_breaks(whose.breaks).study_days(since, whose.today - timedelta(days=1))
    if planned and taken >= max(TIMES * planned, planned + AT_LEAST_OVER):
        title = standing.milestone.title
        said = f"“{title}” under way since {exact(since, whose.today)}: {taken} study days, planned were {planned}"
        yield Flag("long", standing.id, since, said)


def _overruled(whose: Whose, standing: Standing, since: date) -> Iterator[Flag]:
    """Source: the milestone, marked done by their own decision; not once a coach has approved it."""
    if (whose.today - since).days <= OVERRULED_DAYS and not standing.reviewed:
        said = f"“{standing.milestone.title}” marked done on {exact(since, whose.today)} although something was open"
        yield Flag("overruled", standing.id, since, said)


def _returned(whose: Whose, standing: Standing) -> Iterator[Flag]:
    """Source: the latest review, which gave it back, and that neither an answer nor a change has come since."""
    review, changed = standing.review, whose.course.changed.get(standing.id)
    if review.since is None or review.since != review.reviewed_at or (changed and changed > review.since):
        return
    since = clock.local_day(review.since, whose.zone)
    passed = whose.days_since(since)
    if passed >= RETURNED_DAYS:
        said = f"“{standing.milestone.title}” returned on {exact(since, whose.today)}, no answer since ({days(passed)})"
        yield Flag("returned", standing.id, since, said)


def _of_plan(whose: Whose) -> Iterator[Flag]:
    """Source: the plan's pace, which its owner reads too, and the last day of what it has owed longest."""
    outlook = whose.outlook
    if outlook is None or outlook.pace.band == "finished":
        return
    owed = [(outlook.taken.dates[one.id][1], one) for one in outlook.counted if one.id not in outlook.done]
    if owed and outlook.taken.finish < whose.today:
        yield _ended(whose, outlook, len(owed))
    elif owed and outlook.pace.band in BEHIND:
        since, oldest = min(owed, key=lambda one: (one[0], one[1].id))
        said = f"{outlook.pace.word}: “{oldest.title}” was planned until {exact(since, whose.today)}"
        yield Flag(outlook.pace.band, oldest.id, since, said)


def _ended(whose: Whose, outlook: Outlook, left: int) -> Flag:
    """Source: the plan's last day."""
    finish = outlook.taken.finish
    some = "1 milestone" if left == 1 else f"{left} milestones"
    return Flag("ended", "", finish, f"The plan ended on {exact(finish, whose.today)} with {some} open")
