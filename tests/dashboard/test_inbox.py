"""The inbox: each sees their own and no more than they may still know; opening one leads to its place and is a read."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from tests.coaching.doors import let_coach
from tests.coaching.meeting_table import Table, laid, unread
from tests.people import Client, Member
from tests.tables import contents, unchanged
from tracker import clock, inbox
from tracker.coaching.models import Grants
from tracker.extensions import db

Counting = Callable[[], AbstractContextManager[list[str]]]


EVENING = datetime(2026, 11, 25, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def evening() -> Iterator[None]:
    with clock.stopped_at(EVENING):
        yield


@pytest.fixture
def table(evening: None, app: Flask, mia: Member, carl: Member) -> Table:
    return laid(app, mia, carl)


def number(client: Client) -> str:
    """What the top of the page says is unread."""
    return client.page("/guides").one("a", class_="wide-only").text


def test_otto_sees_and_opens_nobody_elses(app: Flask, table: Table, otto: Member) -> None:
    let_coach(app, otto)
    table.set()
    (notice,) = contents(app)["notices"]
    assert otto.client.page("/inbox").all("li", class_="unread") == []
    assert unchanged(app, otto.client.post, f"/inbox/{notice['id']}/open").status_code == 404
    otto.client.post("/inbox/read")
    assert len(unread(table.mentee.client)) == 1


def test_what_may_not_be_said_any_more_is_left_out_and_opens_nothing(app: Flask, table: Table) -> None:
    table.set(by_coach=False)
    (notice,) = contents(app)["notices"]
    with app.app_context():
        Grants(table.mentee.person).pause(table.grant_id)
        db.session.commit()
    page = table.coach.client.page("/inbox")
    assert "Mia" not in page.text
    assert "1 unread notice is not listed" in page.text
    assert unchanged(app, table.coach.client.post, f"/inbox/{notice['id']}/open").status_code == 404
    table.coach.client.post("/inbox/read")
    assert "not listed" not in table.coach.client.page("/inbox").text


def test_it_teaches_where_it_is_empty(mia: Member) -> None:
    page = mia.client.page("/inbox")
    assert page.one("div", class_="empty").one("h2").text == "Nothing has come yet"
    assert not page.all("form", action="/inbox/read")
    assert number(mia.client) == "Inbox"


def test_one_leads_to_its_place_and_is_read_with_that(app: Flask, table: Table) -> None:
    meeting_id = table.set()
    hers = table.mentee.client
    assert number(hers) == "Inbox 1 unread"
    page = hers.page("/inbox")
    (line,) = page.all("li", class_="unread")
    assert "Unread" in line.text
    for _ in range(2):
        answer = hers.post(line.one("form")["action"])
        assert (answer.status_code, answer.location) == (303, f"{table.mentees}/{meeting_id}")
    assert number(hers) == "Inbox"
    (read,) = hers.page("/inbox").all("ul", class_="inbox")
    assert read.one("a")["href"] == f"{table.mentees}/{meeting_id}"
    assert "Read" in read.text


def test_looking_alone_reads_nothing(app: Flask, table: Table) -> None:
    table.set()
    unchanged(app, table.mentee.client.page, "/inbox")
    assert len(unread(table.mentee.client)) == 1


def test_all_are_read_with_one_button(table: Table) -> None:
    for name in ("one", "two"):
        table.set(name)
    hers = table.mentee.client
    for _ in range(2):
        assert hers.post("/inbox/read").location == "/inbox"
    assert unread(hers) == []
    assert len(hers.page("/inbox").all("ul", class_="inbox")[0].all("li")) == 2


def test_days_stand_apart_newest_first(table: Table) -> None:
    for name in ("one", "two"):
        table.set(name)
    with clock.stopped_at(EVENING + timedelta(hours=6)):
        table.set("three", day="2026-12-09")
        page = table.mentee.client.page("/inbox")
    assert [heading.text for heading in page.all("h2", class_="caps")] == ["Today", "Yesterday"]
    assert [len(group.all("li")) for group in page.all("ul", class_="inbox")] == [1, 2]
    assert "9 December" in page.all("ul", class_="inbox")[0].text


def test_pages_of_it(app: Flask, table: Table) -> None:
    meeting_id = table.set()
    with app.app_context():
        for _ in range(29):
            inbox.tell(table.mentee.user.id, "meeting", about=table.grant_id, meeting=meeting_id, what="moved")
        db.session.commit()
    first, second = (table.mentee.client.page(path) for path in ("/inbox", "/inbox?page=2"))
    assert [len(page.all("li", class_="unread")) for page in (first, second)] == [25, 5]
    assert first.one("a", rel="next")["href"] == "/inbox?page=2"
    assert second.one("a", rel="prev")["href"] == "/inbox?page=1"
    assert len(table.mentee.client.page("/inbox?page=99").all("li", class_="unread")) == 5
    assert number(table.mentee.client) == "Inbox 30 unread"


def test_it_costs_the_same_for_one_or_many(app: Flask, table: Table, statements: Counting) -> None:
    costs = []
    for name in ("one", "two", "three"):
        table.set(name)
        with statements() as said:
            table.mentee.client.get("/inbox")
        costs.append(len(said))
    assert costs == [3, 3, 3], "who asks, their notices, and what those are about"


@pytest.mark.parametrize("path", ["/inbox/99999999999999999999/open", "/inbox/-1/open", "/inbox/2147483647/open"])
def test_numbers_of_no_notice(app: Flask, mia: Member, path: str) -> None:
    assert unchanged(app, mia.client.post, path).status_code == 404
