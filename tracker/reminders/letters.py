"""The weekly letter on its way: whose Monday has come, one job a week, and whether it is still wanted when it goes out.

Hides that a letter is written only as it is sent, so that its consent, its address and its week are of that moment, and
that somebody who has been quiet for three weeks is asked once and then left in peace.
"""

from datetime import datetime
from typing import Any

from tracker import clock, jobs, mail
from tracker.accounts import Person
from tracker.extensions import db
from tracker.reminders import unsubscribing
from tracker.reminders.models import Mondays, WeeklyLetter
from tracker.reminders.mondays import LATE, next_letter, week_name
from tracker.reminders.routes import path
from tracker.reminders.weekly import Week
from tracker.words import said_date

MOST = 200
"""Letters that are begun in one minute; the others follow in the next."""


@jobs.each_minute
def begin_letters() -> None:
    begin(WeeklyLetter, "weekly")


def begin(table: type[Mondays], kind: str) -> None:
    """Add a job of this kind for each whose Monday has come. One statement where nothing is due.

    A letter that is days late is left out; the next Monday brings another.
    """
    if not mail.is_sent():
        return
    now = clock.now()
    for letter, zone in table.due(MOST):
        in_time = now - letter.due_at <= LATE
        if in_time:
            week = week_name(clock.local_day(letter.due_at, zone))
            payload = {"user": letter.user_id, "at": letter.due_at.timestamp()}
            jobs.add(kind, payload, user_id=letter.user_id, key=f"{kind} {letter.user_id} {week}")
        letter.due_at = next_letter(now if in_time else now - LATE, zone)


@jobs.handles("weekly")
def send_letter(payload: dict[str, Any]) -> None:
    """Write it as things are now, and hand it on; nothing goes to whoever has stopped it since."""
    found = WeeklyLetter.wanted_by(payload["user"])
    if found is None or not mail.is_sent() or clock.now() - clock.at(payload["at"]) > LATE:
        return
    letter, user = found
    person, since, asked_at = Person.of_user(user), letter.since_at, letter.asked_at
    week = Week.of(person)
    quiet = week.is_quiet_since(clock.local_day(since, person.time_zone))
    if quiet and asked_at is not None:
        return
    values = _values(person, week, since)
    db.session.rollback()  # nobody waits for the mail server
    template = "reminders/letters/paused.txt" if quiet else "reminders/letters/weekly.txt"
    headers = unsubscribing.headers(values["stop"])
    job, at = payload["job"], payload["at"]
    mail.send_now(template, values, person.email, name=person.name, headers=headers, job=job, at=at)
    WeeklyLetter.note_asked(person.id, quiet=quiet)


def _values(person: Person, week: Week, since: datetime) -> dict[str, Any]:
    roadmap = "roadmap.plan" if week.taken else "roadmap.overview"
    return {
        "name": person.name,
        "week": week,
        "pace": week.outlook.pace.headline if week.outlook else None,
        "link": mail.public_url(path(roadmap, guide_id=week.guide.id)),
        "since": said_date(since, person.time_zone, clock.now()),
        "stop": unsubscribing.address(person.uid),
    }
