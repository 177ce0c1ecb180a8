"""What is refused at a meeting or a cohort: a coach's look at the answer is noted; no day is an error of the site's."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.coaching.cohort_desk import SAID
from tests.coaching.doors import let_coach
from tests.coaching.meeting_table import DAY, Table, laid
from tests.people import Client, Member, make_member
from tests.tables import contents, unchanged
from tracker import clock

pytestmark = pytest.mark.slow

ONE = "{one}"
"""Stands for a meeting's address."""
LINE = {"op_id": "a-line", "text": "Write to Lena"}
REFUSED: dict[str, tuple[str, dict[str, str], int]] = {
    "set": ("", DAY | {"op_id": "x", "day": "soon"}, 422),
    "set, where there is no room": ("", DAY | {"op_id": "x"}, 422),
    "change": (ONE, DAY | {"op_id": "x", "minutes": "0"}, 422),
    "change an old form": (ONE, DAY | {"op_id": "x", "version": "7", "agenda": "Other"}, 409),
    "agree": (f"{ONE}/actions", LINE | {"text": " "}, 422),
    "agree, where there is no room": (f"{ONE}/actions", LINE, 422),
}
"""Every change of a coach's that may be answered with a page: where, with what, and the code."""


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    with clock.stopped_at(datetime(2026, 11, 25, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def table(november: None, app: Flask, mia: Member, carl: Member, monkeypatch: pytest.MonkeyPatch) -> Table:
    """With the one meeting that there is room for, and none for what is agreed."""
    monkeypatch.setattr("tracker.coaching.models.meetings.MOST_MEETINGS", 1)
    monkeypatch.setattr("tracker.coaching.models.meetings.MOST_ACTIONS", 0)
    return laid(app, mia, carl)


def refuse(table: Table, what: str, *, by_coach: bool = True) -> tuple[TestResponse, str]:
    """The answer, and the meeting's id where it is about that one."""
    path, form, _ = REFUSED[what]
    meeting_id = table.set(agenda="A canary")
    client, base = (table.coach.client, table.coachs) if by_coach else (table.mentee.client, table.mentees)
    answer = client.post(base + path.replace(ONE, f"/{meeting_id}"), **form)
    return answer, meeting_id if path else ""


def test_no_change_is_forgotten_here(app: Flask) -> None:
    """Cancelling and striking are buttons: what is wrong with them is answered without the meeting."""
    at = "/coach/mentees/<grant_id>/meetings"
    found = {
        rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith(at) and "POST" in (rule.methods or ())
    }
    pages = {at + path.replace(ONE, "/<meeting_id>") for path, _, _ in REFUSED.values()}
    assert found - pages == {f"{at}/<meeting_id>/cancel", f"{at}/<meeting_id>/actions/<action_id>/strike"}


@pytest.mark.parametrize("what", REFUSED)
def test_a_coach_who_is_refused_has_looked(app: Flask, table: Table, what: str) -> None:
    answer, meeting_id = refuse(table, what)
    page = table.coach.client.read(answer, REFUSED[what][2])
    assert ("canary" in page.text) == bool(meeting_id)
    (look,) = contents(app)["grant_views"]
    assert (look["look"], look["target"], look["grant_id"]) == ("meeting", meeting_id, table.grant_id)
    assert len(contents(app)["meetings"]) == 1
    assert contents(app)["meeting_actions"] == []


@pytest.mark.parametrize("what", REFUSED)
def test_a_coach_who_leafs_through_everything_is_not_shown_it_by_being_refused(
    app: Flask, table: Table, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.coaching.routes.LOOKS", 0)
    answer, _ = refuse(table, what)
    assert answer.status_code == 429
    assert "canary" not in answer.text
    assert contents(app)["grant_views"] == []


@pytest.mark.parametrize("what", REFUSED)
def test_a_mentee_is_refused_alike_and_nothing_is_noted(app: Flask, table: Table, what: str) -> None:
    answer, _ = refuse(table, what, by_coach=False)
    table.mentee.client.read(answer, REFUSED[what][2])
    assert contents(app)["grant_views"] == []


@pytest.mark.parametrize(
    "zone,day,time",
    [
        ("Asia/Tokyo", "0001-01-01", "00:00"),
        ("America/New_York", "9999-12-31", "23:59"),
        ("Europe/Stockholm", "1999-12-31", "12:00"),
        ("Europe/Stockholm", "2029-02-04", "12:00"),
    ],
)
def test_days_far_away_are_refused_with_a_sentence(app: Flask, carl: Member, zone: str, day: str, time: str) -> None:
    table = laid(app, make_member(app, "ann", "Ann Lee", zone), carl)
    page = table.mentee.client.read(table.send(by_coach=False, day=day, time=time), 422)
    (said,) = page.one("div", aria_labelledby="errors-title").all("li")
    assert "at most two years from now" in said.text
    assert page.one("input", name_="day")["value"] == day
    assert contents(app)["meetings"] == []


def make(client: Client, **wrong: str) -> TestResponse:
    return client.post("/coach/cohorts", **{"op_id": "x", "guide": "tiny-guide", **SAID, **wrong})


@pytest.mark.parametrize("field", ["starts_on", "ends_on"])
@pytest.mark.parametrize("day", ["soon", "", "2026-02-30", "0001-01-01"])
def test_a_cohort_without_a_day_that_can_be(app: Flask, carl: Member, field: str, day: str) -> None:
    let_coach(app, carl)
    page = carl.client.read(unchanged(app, make, carl.client, **{field: day}), 422)
    assert page.one("input", name_=field)["value"] == day


def test_a_form_sent_again_with_something_else_in_it_is_another(app: Flask, mia: Member, carl: Member) -> None:
    """As after a step back in the browser; what was typed is never dropped with a word that it is there."""
    table = laid(app, mia, carl)
    first = table.set("one form")
    assert table.set("one form") == first
    others: list[dict[str, Any]] = [
        {"day": "2026-12-02"},
        {"time": "19:00"},
        {"minutes": "30"},
        {"place": "Here"},
        {"agenda": "This"},
    ]
    assert len({table.set("one form", **other) for other in others} - {first}) == len(others)
    assert len(contents(app)["meetings"]) == len(others) + 1
    for _ in range(2):
        for other in ({}, {"name": "Spring"}, {"ends_on": "2027-07-01"}, {"guide": "ai-engineer"}):
            assert make(carl.client, **other).status_code == 303
    assert len(contents(app)["cohorts"]) == 4
