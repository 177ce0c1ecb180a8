"""What follows where something a coach could see is over: their notices about it go, and the other side is told.

Hides who is told what: a coach never learns whose it was that ended, as their lists have forgotten them by then.
"""

from collections.abc import Iterable

from tracker import inbox
from tracker.accounts import Person, when_leaving
from tracker.coaching.models import Grant, Offers, end_overdue, end_soon, keep_log_of, of_either
from tracker.jobs import each_minute

ASKING = ("invitation-accepted", "coach-request", "grant-ends-soon")
"""Notices that ask the mentee for something."""


def note_ended_by_mentee(grants: Iterable[Grant]) -> None:
    for grant in grants:
        if _take_back(grant):
            inbox.tell(int(grant.coach_id or 0), "grant-ended")


def note_ended_by_coach(grants: Iterable[Grant]) -> None:
    """An invitation that was accepted and never confirmed ends as well: its mentee waits for nobody."""
    for grant in grants:
        if _take_back(grant) or grant.accepted_at:
            inbox.tell(grant.user_id, "grant-ended-by-coach", about=grant.id)


def stop_coaching(coach: Person) -> None:
    """End all that a coach could see. Doesn't commit."""
    keep_log_of(coach.id)
    note_ended_by_coach(Offers(coach).end_all())


@each_minute
def end_what_is_over() -> None:
    """The mentee hears of all that ran out but requests that they left alone; a coach, of what they could see."""
    for grant in end_overdue():
        if _take_back(grant):
            inbox.tell(int(grant.coach_id or 0), "grant-ended", by="time")
        if grant.granted_at or grant.accepted_at or grant.coach_id is None:
            inbox.tell(grant.user_id, "grant-ran-out", about=grant.id)


@each_minute
def remind_of_ends() -> None:
    for grant in end_soon():
        inbox.tell(grant.user_id, "grant-ends-soon", about=grant.id)


@when_leaving
def tell_who_is_left(user_id: int) -> None:
    """Whoever looked on, or was looked at, hears that it is over; no notice about it is left anywhere."""
    keep_log_of(user_id)
    for grant in of_either(user_id):
        stands = grant.step == "granted"
        inbox.forget(grant.id)
        if stands and grant.user_id == user_id:
            inbox.tell(int(grant.coach_id or 0), "grant-ended")
        elif stands:
            inbox.tell(grant.user_id, "coach-left")


def settle(grant_id: str, mentee_id: int) -> None:
    """Nothing is left for the mentee to answer there."""
    inbox.forget(grant_id, mentee_id, ASKING)


def _take_back(grant: Grant) -> bool:
    """Let the coach's notices about it say nothing any more; whether they ever could see something by it."""
    settle(grant.id, grant.user_id)
    if grant.coach_id is not None:
        inbox.forget(grant.id, grant.coach_id)
    return grant.granted_at is not None
