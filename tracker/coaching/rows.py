"""One mentee as a line of the coach's list: what they work on, how it goes, whose turn it is; only what scopes show.

Pure. Sums and pace are those of the mentee's own pages: `Course` is made by the same functions.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tracker import clock
from tracker.coaching.flags import Answer, Flag, Whose, flags
from tracker.coaching.said import days, exact, pace_words
from tracker.roadmap import WORDS, Course, Outlook, Pace, Standing, Tailored, Tally, counts

QUIET_DAYS = 14
WIN = SOON = timedelta(days=7)


@dataclass(frozen=True)
class Given:
    """What a grant and the coach's desk say of one mentee. `now` with the coach's zone, `today` the mentee's day."""

    grant_id: str
    name: str
    scopes: frozenset[str]
    zone: str
    granted_at: datetime
    ends_at: datetime
    groups: tuple[str, ...] = ()
    answers: Mapping[str, Answer] = field(default_factory=dict)
    meetings: tuple[datetime, ...] = ()


@dataclass(frozen=True)
class Coaching:
    """Whose list it is: the moment, the coach's zone, and within how many days they promise an answer."""

    now: datetime
    zone: str
    promise_days: int

    @property
    def today(self) -> date:
        return self.day_of(self.now)

    def day_of(self, moment: datetime) -> date:
        """The coach's calendar day."""
        return clock.local_day(moment, self.zone)

    def hour_of(self, moment: datetime) -> str:
        """15:00, where the coach is."""
        return f"{moment.astimezone(ZoneInfo(self.zone)):%H:%M}"


@dataclass(frozen=True)
class Turn:
    """Whose turn it is, over all milestones: the coach's before the mentee's, the oldest first."""

    who: str
    since: datetime | None = None
    about: tuple[str, ...] = ()
    """Titles, the oldest first."""
    asked: bool = False
    """Whether the oldest is a review that was asked for."""
    overdue: bool = False
    """Whether the coach's promise has passed."""

    @property
    def words(self) -> str:
        if not self.about:
            return "Nobody’s turn"
        more = f" and {len(self.about) - 1} more" if len(self.about) > 1 else ""
        return f"{'Review' if self.asked else 'Answer'} on “{self.about[0]}”{more}"


@dataclass(frozen=True)
class Current:
    """The milestone that somebody works on, or that is held up where none is under way."""

    title: str
    track: str
    status: str
    since: date | None
    days: int | None
    more: int

    @property
    def words(self) -> str:
        """Blocked, 12 days; doing since today."""
        word = WORDS[self.status]
        if self.days is None:
            return word
        return f"{word}, {days(self.days)}" if self.days else f"{word} since today"


@dataclass(frozen=True)
class Output:
    """What was changed last."""

    title: str
    word: str
    at: datetime


@dataclass(frozen=True)
class Dated:
    """Something with a day, in words. `at`: where it has an hour too."""

    day: date
    words: str
    at: datetime | None = None


@dataclass(frozen=True)
class Row:
    given: Given
    guide: str
    goal: str | None
    """Target role and background; None where the plan isn't shared, or there is none."""
    pace: Pace | None
    marker: Mapping[str, object] | None
    finish: date | None
    tally: Tally
    trail: tuple[Mapping[str, Any], ...]
    current: Current | None
    output: Output | None
    turn: Turn
    flags: tuple[Flag, ...]
    """Those that are not snoozed."""
    snoozed: tuple[Flag, ...]
    soon: tuple[Dated, ...]
    quiet: Dated | None
    wins: tuple[Dated, ...]
    note: str
    """Why they are never flagged, where that is so: new, days off."""

    @property
    def id(self) -> str:
        return self.given.grant_id

    @property
    def name(self) -> str:
        return self.given.name

    @property
    def path(self) -> str:
        """Where the mentee's page stands; what a coach keeps of them stands under it."""
        return f"/coach/mentees/{self.id}"

    @property
    def shares_pace(self) -> bool:
        return "pace" in self.given.scopes

    @property
    def pace_words(self) -> str:
        return pace_words(self.pace) if self.pace else "No plan yet" if self.shares_pace else "Pace not shared"

    @property
    def goal_words(self) -> str:
        return self.goal or ("No goal yet" if self.shares_pace else "Goal not shared")

    @property
    def progress_words(self) -> str:
        """Claimed and reviewed as two numbers, of how many."""
        return f"{self.tally.done} done, {self.tally.reviewed} reviewed of {self.tally.of}"


def row(given: Given, course: Course, at: Coaching) -> Row:
    today = clock.local_day(at.now, given.zone)
    outlook = course.outlook(today)
    whose = Whose(course, outlook, today, given.zone, clock.local_day(given.granted_at, given.zone))
    found = flags(whose)
    hidden = tuple(one for one in found if given.answers.get(one.reason, Answer()).hides(at.today))
    return Row(
        given=given,
        guide=course.guide.title,
        goal=_goal(course, outlook),
        pace=outlook.pace if outlook else None,
        marker=outlook.marker if outlook else None,
        finish=outlook.taken.finish if outlook else None,
        tally=course.tally,
        trail=tuple(counts(tally) | {"title": phase.title} for phase, tally in course.phases),
        current=_current(whose),
        output=_output(course),
        turn=_turn(given, course, at),
        flags=tuple(one for one in found if one not in hidden),
        snoozed=hidden,
        soon=_soon(whose, given, at),
        quiet=_quiet(whose),
        wins=_wins(whose),
        note="New" if whose.is_new else "Days off" if whose.on_break else "",
    )


def _goal(course: Course, outlook: Outlook | None) -> str | None:
    if outlook is None:
        return None
    setup, guide = outlook.taken.plan.setup, course.guide
    roles = {one.id: one.title for one in guide.roles} | {None: ""}
    backgrounds = {one.id: one.title for one in guide.backgrounds} | {None: ""}
    found = [roles.get(setup.role, ""), backgrounds.get(setup.background, "")]
    return " · ".join(one for one in found if one) or None


def _current(whose: Whose) -> Current | None:
    course = whose.course
    open_ones = [one for one in course.standings if one.status in {"doing", "blocked"}]
    if not open_ones:
        return None
    latest = max(open_ones, key=lambda one: (one.status == "doing", _changed(course, one), one.id))
    since = course.since.get(latest.id)
    passed = (whose.today - since).days if since else None
    milestone = latest.milestone
    return Current(milestone.title, milestone.track.id, latest.status, since, passed, len(open_ones) - 1)


def _changed(course: Course, standing: Standing) -> float:
    changed = course.changed.get(standing.id)
    return changed.timestamp() if changed else 0.0


def _output(course: Course) -> Output | None:
    touched = [one for one in course.standings if one.id in course.changed]
    if not touched:
        return None
    latest = max(touched, key=lambda one: (course.changed[one.id], one.id))
    return Output(latest.milestone.title, latest.word.lower(), course.changed[latest.id])


def _turn(given: Given, course: Course, at: Coaching) -> Turn:
    every, reviews = (*course.standings, *course.away), "evidence" in given.scopes
    mine = [one for one in every if one.review.is_coachs(reviews)]
    theirs = [one for one in every if one.review.turn == "mentee" and one.review.since]
    for who, found in (("coach", mine), ("mentee", theirs)):
        if found:
            found.sort(key=lambda one: (one.review.since or at.now, one.id))
            oldest = found[0].review
            overdue = who == "coach" and at.now > _due(oldest.since or at.now, given, at)
            return Turn(who, oldest.since, tuple(one.milestone.title for one in found), oldest.asked, overdue)
    return Turn("nobody")


def _due(since: datetime, given: Given, at: Coaching) -> datetime:
    """Nobody owes an answer for the time before they could look."""
    return max(since, given.granted_at) + timedelta(days=at.promise_days)


def _soon(whose: Whose, given: Given, at: Coaching) -> tuple[Dated, ...]:
    """What has a day within the next seven: meetings, days set by hand, the end of a phase, the end of the grant."""
    last = at.today + SOON
    found = [Dated(at.day_of(one), "Meeting", one) for one in given.meetings]
    for standing in whose.course.standings:
        end = standing.milestone.end if isinstance(standing.milestone, Tailored) else None
        if end and whose.today <= end <= last and standing.status in {"todo", "doing", "blocked"}:
            found.append(Dated(end, f"“{standing.milestone.title}” wanted"))
    phase_end = whose.outlook.phase_end if whose.outlook else None
    if phase_end and phase_end.day <= last:
        found.append(Dated(phase_end.day, f"{phase_end.phase.title} ends"))
    ends = at.day_of(given.ends_at)
    if ends <= last:
        found.append(Dated(ends, "Your access ends"))
    return tuple(sorted(found, key=lambda one: (one.day, one.words)))


def _quiet(whose: Whose) -> Dated | None:
    """Since when nothing was changed, where that is long; days off don't count, nor do the first days."""
    if whose.is_new or whose.on_break or not whose.course.tally.left:
        return None
    latest = max(whose.course.changed.values(), default=None)
    since = clock.local_day(latest, whose.zone) if latest else whose.granted_on
    passed = whose.days_since(since)
    if passed < QUIET_DAYS:
        return None
    said = f"Nothing changed since {exact(since, whose.today)} ({days(passed)})"
    return Dated(since, said if latest else f"Nothing begun since you may look, {exact(since, whose.today)}")


def _wins(whose: Whose) -> tuple[Dated, ...]:
    """What was done or approved within seven days, the newest first."""
    first, dated = whose.today - WIN, whose.course.since
    found = {}
    for one in whose.course.standings:
        since = dated.get(one.milestone.id)
        if since and since > first and one.status == "done" and not one.overruled:
            found[one.id] = Dated(since, f"“{one.milestone.title}” done")
        if one.review.verdict == "approved" and one.review.reviewed_at:
            approved = clock.local_day(one.review.reviewed_at, whose.zone)
            if approved > first:
                found[one.id] = Dated(approved, f"“{one.milestone.title}” approved")
    return tuple(sorted(found.values(), key=lambda one: (one.day, one.words), reverse=True))
