"""A coach's letter on Mondays: who waits on them, what changed last week, whom they meet this week. In counts.

Hides that it is made of the grants in force at the moment of sending, that it is a look which their mentees find in
their log, and that nothing to say is no letter.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tracker import clock, jobs, mail
from tracker.accounts import Person
from tracker.coaching import Appointment, Sight, Sights, meetings_of, note_look
from tracker.extensions import db
from tracker.library import catalogue
from tracker.reminders import unsubscribing
from tracker.reminders.letters import begin
from tracker.reminders.models import CoachDigest
from tracker.reminders.mondays import LATE, monday_of
from tracker.reminders.routes import path
from tracker.roadmap import Course, courses
from tracker.words import plural, said_date, said_days

WEEK = timedelta(weeks=1)
MOST_LINES = 30
STEPS = {"done": "finished", "doing": "begun", "blocked": "blocked"}


@dataclass(frozen=True)
class Digest:
    """What the letter of one Monday says to one coach, as lines; each begins with a name."""

    last_week: str
    waiting: Sequence[str]
    changed: Sequence[str]
    meetings: Sequence[str]
    about: Sequence[Sight]
    """Whom it names."""

    @property
    def is_empty(self) -> bool:
        return not (self.waiting or self.changed or self.meetings)

    @classmethod
    def of(cls, coach: Person) -> "Digest":
        """The same number of statements for one mentee or for two hundred."""
        today = coach.today()
        monday = monday_of(today)
        until = datetime.combine(monday + WEEK, time(), ZoneInfo(coach.time_zone))
        sights = [one for one in Sights(coach).all() if catalogue().get(one.guide_id)]
        guides = [(one.mentee.id, guide) for one in sights if (guide := catalogue().get(one.guide_id))]
        found = courses(guides, [])
        theirs = [(one, found[one.mentee.id, one.guide_id]) for one in sights]
        met = meetings_of(sights, until)
        waiting = sorted(_waiting(theirs), key=lambda one: one[1])
        changed = [(one, said) for one, course in theirs if (said := _changed(course, monday))]
        meeting = sorted((one for group in met.values() for one in group), key=lambda one: one.starts_at)
        named = {one.grant_id for one, *_ in waiting} | {one.grant_id for one, _ in changed} | met.keys()
        return cls(
            said_days(monday - WEEK, monday - timedelta(days=1), today),
            _cut([_waits(one, since, number, coach) for one, since, number in waiting]),
            _cut([f"{one.mentee.name}: {said}" for one, said in changed]),
            _cut([_meets(one, coach) for one in meeting]),
            [one for one in sights if one.grant_id in named],
        )


@jobs.each_minute
def begin_digests() -> None:
    begin(CoachDigest, "digest")


@jobs.handles("digest")
def send_digest(payload: dict[str, Any]) -> None:
    """Write it as things are now, and hand it on; nothing goes to whoever has stopped it since."""
    found = CoachDigest.wanted_by(payload["user"])
    if found is None or not mail.is_sent() or clock.now() - clock.at(payload["at"]) > LATE:
        return
    _, user = found
    coach = Person.of_user(user)
    digest = Digest.of(coach)
    if digest.is_empty:
        return
    stop = unsubscribing.address(coach.uid, unsubscribing.DIGEST)
    today = coach.today()
    values = {"name": coach.name, "digest": digest, "stop": stop, "link": mail.public_url(path("coaching.home"))}
    values["subject"] = f"Your mentees, week from {today.day} {today:%B}"
    db.session.rollback()  # nobody waits for the mail server
    note_look(digest.about, "list")
    template, headers = "reminders/letters/digest.txt", unsubscribing.headers(stop)
    job, at = payload["job"], payload["at"]
    mail.send_now(template, values, coach.email, name=coach.name, headers=headers, job=job, at=at)


def _waiting(theirs: Sequence[tuple[Sight, Course]]) -> Iterator[tuple[Sight, datetime, int]]:
    """Whose turn is the coach's: since when, and on how many milestones."""
    for one, course in theirs:
        since = [
            standing.review.since
            for standing in course.standings
            if standing.review.since and standing.review.is_coachs(one.shows("evidence"))
        ]
        if since:
            yield one, min(since), len(since)


def _changed(course: Course, monday: date) -> str:
    """What came to another status last week: 2 finished, 1 begun."""
    lately = {
        milestone_id for milestone_id, day in course.since.items() if monday - WEEK <= day < monday
    }  # days of notes and of evidence are none of these
    counted = Counter(one.status for one in course.standings if one.id in lately)
    return ", ".join(f"{counted[status]} {word}" for status, word in STEPS.items() if counted[status])


def _waits(one: Sight, since: datetime, number: int, coach: Person) -> str:
    day = said_date(since, coach.time_zone, clock.now())
    return f"{one.mentee.name}: {plural(number, 'milestone')}, the oldest since {day}"


def _meets(one: Appointment, coach: Person) -> str:
    there = one.starts_at.astimezone(ZoneInfo(coach.time_zone))
    return f"{one.with_name}: {there:%A} {there.day} {there:%B, %H:%M}"


def _cut(lines: list[str]) -> list[str]:
    more = len(lines) - MOST_LINES
    return lines[:MOST_LINES] + ([f"and {plural(more, 'more', 'more')}"] if more > 0 else [])
