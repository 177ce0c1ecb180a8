"""Meetings in the calendar at its secret address: of both sides, while the grant is in force, and gone with it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar

from tests.coaching.doors import let_coach, let_look
from tests.coaching.meeting_table import Table, laid
from tests.people import Client, Member
from tests.reminders.reading_calendars import faults
from tracker import clock
from tracker.accounts.models import remove_factors
from tracker.coaching.models import Grants, Offers
from tracker.extensions import db

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
PAGE = "/settings/letters"


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    with clock.stopped_at(NOW):
        yield


@pytest.fixture
def table(november: None, app: Flask, noor: Member, carl: Member) -> Table:
    return laid(app, noor, carl)


def address(member: Member) -> str:
    member.client.post("/settings/calendar/make")
    return member.client.page(PAGE).one("input", id="address")["value"].removeprefix("http://localhost")


def events(client: Client, path: str) -> list[Any]:
    answer = client.get(path)
    assert faults(answer.data) == []
    return list(Calendar.from_ical(answer.data).walk("VEVENT"))


def test_otto_has_none_of_it(app: Flask, table: Table, otto: Member, anyone: Client) -> None:
    let_coach(app, otto)
    table.set(place="A canary")
    path = address(otto)
    assert events(anyone, path) == []


def test_both_have_it_in_their_own_zone_with_nothing_that_was_written(table: Table, anyone: Client) -> None:
    meeting_id = table.set(place="Room 4, or https://meet.example.org/a", agenda="A canary", notes="A canary")
    sides = (table.coach, "Noor Haddad", table.coachs), (table.mentee, "Carl Lindqvist", table.mentees)
    for member, other, base in sides:
        path = address(member)
        (event,) = events(anyone, path)
        assert str(event["summary"]) == f"Meeting with {other}"
        assert event.decoded("dtstart") == datetime(2026, 12, 1, 17, tzinfo=UTC)
        assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=45)
        assert str(event["dtstart"].params["TZID"]) == member.user.time_zone
        assert str(event["location"]) == "Room 4, or https://meet.example.org/a"
        assert str(event["url"]) == f"http://localhost{base}/{meeting_id}"
        assert "canary" not in anyone.get(path).text


def test_moved_it_keeps_its_uid_and_its_sequence_rises(table: Table, anyone: Client) -> None:
    meeting_id, path = table.set(), address(table.mentee)
    (before,) = events(anyone, path)
    with clock.stopped_at(NOW + timedelta(hours=1)):
        table.change(meeting_id, agenda="Only words")
        assert [event["sequence"] for event in events(anyone, path)] == [before["sequence"]]
        table.change(meeting_id, time="19:30")
    (after,) = events(anyone, path)
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after.decoded("dtstart") - before.decoded("dtstart") == timedelta(minutes=90)


def test_cancelled_it_says_so_for_thirty_days(table: Table, anyone: Client) -> None:
    meeting_id, path = table.set(day="2027-03-01"), address(table.mentee)
    (before,) = events(anyone, path)
    with clock.stopped_at(NOW + timedelta(hours=1)):
        table.coach.client.post(f"{table.coachs}/{meeting_id}/cancel")
    (after,) = events(anyone, path)
    assert (str(after["status"]), after["uid"]) == ("CANCELLED", before["uid"])
    assert after["sequence"] > before["sequence"]
    with clock.stopped_at(NOW + timedelta(days=31)):
        assert events(anyone, path) == []


ENDINGS: dict[str, Callable[[Table], object]] = {
    "mentee ends": lambda table: Grants(table.mentee.person).end(table.grant_id),
    "coach ends": lambda table: Offers(table.coach.person).end(table.grant_id),
    "pause": lambda table: Grants(table.mentee.person).pause(table.grant_id),
    "second factor lost": lambda table: remove_factors(table.coach.user.id),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_feed_that_is_fetched_afterwards_has_nothing_of_it(
    app: Flask, table: Table, anyone: Client, ending: str
) -> None:
    table.set()
    his, hers = address(table.coach), address(table.mentee)
    kept = anyone.get(his)
    asked = {"If-None-Match": kept.headers["ETag"], "If-Modified-Since": "Tue, 01 Dec 2099 00:00:00 GMT"}
    assert anyone.get(his, headers=asked).status_code == 304
    with app.app_context():
        ENDINGS[ending](table)
        db.session.commit()
    for headers in (asked, {"If-Modified-Since": asked["If-Modified-Since"]}, {}):
        answer = anyone.get(his, headers=headers)
        assert (answer.status_code, "Noor" in answer.text) == (200, False)
    assert (events(anyone, hers) == []) == ending.endswith("ends")


def test_it_goes_with_the_time_of_the_grant(table: Table, anyone: Client) -> None:
    table.set(day="2027-02-20")
    his, hers = address(table.coach), address(table.mentee)
    assert len(events(anyone, his)) == len(events(anyone, hers)) == 1
    with clock.stopped_at(NOW + timedelta(days=90, seconds=1)):
        assert events(anyone, his) == events(anyone, hers) == []


def test_who_is_both_has_both(app: Flask, table: Table, otto: Member, anyone: Client) -> None:
    let_coach(app, otto)
    as_mentee = Table(table.coach, otto, let_look(app, table.coach, otto))
    table.set()
    as_mentee.set(day="2026-12-02")
    titles = [str(event["summary"]) for event in events(anyone, address(table.coach))]
    assert titles == ["Meeting with Noor Haddad", "Meeting with Otto Brandt"]


def test_the_coachs_page_of_a_mentee_says_when_they_meet_next(table: Table) -> None:
    """In the coach's time; neither what was cancelled nor what is over."""
    carl, seen = table.coach.client, f"/coach/mentees/{table.grant_id}"
    assert "Next meeting" not in carl.page(seen).text
    ids = [table.set(day, day=day, time="15:00") for day in ("2026-11-20", "2026-11-27", "2026-12-04")]
    carl.post(f"{table.coachs}/{ids[1]}/cancel")
    page = carl.page(seen)
    assert "Next meeting: Friday 4 December 2026, 15:00." in page.text
    assert page.all("a", href=f"{table.coachs}/{ids[2]}")
