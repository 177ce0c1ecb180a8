"""POST …/criteria: "done when", ticked one by one."""

import pytest
from flask import Flask

from tests.crowd import at_once
from tests.people import Member
from tests.roadmap.desk import Desk, said, status
from tests.tables import of_person, unchanged


@pytest.fixture
def desk(mia: Member) -> Desk:
    return Desk(mia.client)


def test_ticking_and_unticking(desk: Desk) -> None:
    page = desk.do("criteria", tick="tied-blind")
    assert page.one("button", id="criterion-tied-blind")["aria-pressed"] == "true"
    assert page.one("button", id="criterion-holds-weight")["aria-pressed"] == "false"
    assert "1 of 2" in page.one("h2", id="criteria").text
    assert desk.history == ["Ticked: You tie it with your eyes closed."]

    desk.do("criteria", untick="tied-blind")
    assert desk.ticked == set()
    assert desk.history[0] == "Unticked: You tie it with your eyes closed."


def test_the_buttons_send_what_they_say(desk: Desk) -> None:
    for name, expected in (("tick", {"holds-weight"}), ("untick", set())):
        button = desk.page().one("button", id="criterion-holds-weight")
        assert button["name"] == name
        desk.do("criteria", **{button["name"]: button["value"]})
        assert desk.ticked == expected


def test_the_row_counts_them(desk: Desk) -> None:
    desk.do("criteria", tick="tied-blind")
    rows = desk.client.page("/roadmap/tiny-guide").all("ul", class_="rows")
    assert "1 of 2 criteria" in rows[0].all("li")[0].text


def test_the_status_stays_what_it_was(desk: Desk) -> None:
    desk.do("criteria", tick="tied-blind")
    page = desk.do("criteria", tick="holds-weight")
    assert status(page) == "todo"


def test_unticking_what_is_done_shows_as_an_own_decision(desk: Desk) -> None:
    desk.do("criteria", tick="tied-blind")
    desk.do("criteria", tick="holds-weight")
    desk.do("evidence", kind="link", url="https://example.org/knot")
    desk.do("status", status="done")
    page = desk.do("criteria", untick="tied-blind")
    assert status(page) == "done"
    assert "Done by your own decision, with 1 point still open." in said(page)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"tick": ""},
        {"tick": "nothing"},
        {"tick": "two-ropes"},
        {"tick": "eyes-closed"},
        {"tick": "tied-wet"},
        {"untick": "nothing"},
        {"tick": "tied-blind " * 1000},
        {"tick": "<script>alert(1)</script>"},
        {"tick": "tied-blind", "op_id": None},
        {"tick": "tied-blind", "version": "x"},
    ],
    ids=lambda fields: " ".join(f"{name}={str(value)[:20]}" for name, value in fields.items()) or "nothing",
)
def test_what_is_no_criterion_of_it_changes_nothing(app: Flask, desk: Desk, fields: dict[str, str | None]) -> None:
    answer = unchanged(app, lambda: desk.send("criteria", **fields))
    page = desk.read(answer, 422)
    assert page.one("div", role="alert").text.endswith(("Open the page again.", "send it from there.", "value."))
    assert page.all("button", name_="untick") == []


def test_sent_twice_it_counts_once(desk: Desk) -> None:
    for _ in range(2):
        desk.do("criteria", tick="tied-blind", op_id="same")
    assert len(desk.history) == 1


def test_one_page_ticks_several(desk: Desk) -> None:
    """Both buttons stand in one form and carry one op_id; they are two different requests."""
    desk.do("criteria", tick="tied-blind", op_id="same")
    desk.do("criteria", tick="holds-weight", op_id="same")
    assert desk.ticked == {"tied-blind", "holds-weight"}


def test_twenty_at_once_count_once_each(app: Flask, mia: Member, desk: Desk) -> None:
    browsers = [mia.another_browser() for _ in range(20)]
    criteria = ["tied-blind", "holds-weight"] * 10
    forms = [
        {"csrf_token": browser.token(), "op_id": "same", "version": "0", "tick": criteria[n]}
        for n, browser in enumerate(browsers)
    ]
    answers = at_once(20, lambda n: browsers[n].raw.post(f"{desk.path}/criteria", data=forms[n]))
    assert [answer.status_code for answer in answers] == [303] * 20
    assert len(of_person(app, mia.user.id)["milestone_events"]) == 2
    assert desk.ticked == {"tied-blind", "holds-weight"}


def test_an_old_page_sent_again_says_so(desk: Desk) -> None:
    desk.do("criteria", tick="tied-blind", op_id="old")
    desk.do("criteria", untick="tied-blind")
    page = desk.do("criteria", tick="tied-blind", op_id="old")
    assert "That page was old, so nothing was changed." in said(page)
    assert desk.ticked == set()
