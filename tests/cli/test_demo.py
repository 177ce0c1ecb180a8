"""The demo: carl's list shows every state that it can, he can be signed in as, and a second start changes nothing."""

import re
from collections import Counter

import pytest
from flask import Flask

from tests.people import Client
from tests.second_steps import Phone
from tests.tables import contents, unchanged
from tracker import demo, serve
from tracker.accounts import Person, User
from tracker.coaching.home import SECTIONS, section_of
from tracker.coaching.listing import listing
from tracker.coaching.rows import Row
from tracker.config import SettingsError
from tracker.demo_cases import cases

KINDS = {"blocked", "long", "off-plan", "slipping", "returned", "overruled", "ended"}


def rows(app: Flask) -> tuple[Row, ...]:
    with app.test_request_context():
        carl = User.by_email("carl@example.org")
        assert carl
        return listing(Person.of_user(carl)).rows


@pytest.mark.slow
def test_every_state_is_there_and_carl_can_be_signed_in_as(app: Flask) -> None:
    with app.app_context():
        printed = demo.fill(app)
    every = rows(app)
    assert len(every) == demo.FEWEST
    assert set(map(section_of, every)) == set(SECTIONS)
    assert {flag.kind for row in every for flag in row.flags} == KINDS
    assert {row.note for row in every} == {"", "New", "Days off"}
    assert any(row.turn.overdue for row in every)
    assert any(not row.shares_pace for row in every)
    assert any(row.pace and row.pace.band == "finished" for row in every)
    assert {name for row in every for name in row.given.groups} == {"Spring", "Autumn"}
    steps = Counter(row["step"] for row in contents(app)["grants"])
    assert steps == {"granted": demo.FEWEST + 1, "ended": 1, "accepted": 1, "asked": 1}, "one of them rests"

    with app.app_context():
        assert unchanged(app, demo.fill, app) == printed
    client = Client(app)
    client.post("/sign-in", email="carl@example.org", password=demo.PASSWORD)
    (key,) = re.findall(r"add this key to yours: (\w+)", printed)
    client.post("/sign-in/second-step", code=Phone(key).code())
    assert client.page("/coach").one("h1").text == "Four people wait on you"


def test_as_many_as_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    for wanted in (25, 26, 200, 1000):
        found = list(cases(wanted))
        assert sum(not case.end for case in found) == wanted - 1, "mia is the one beside"
    names = Counter(case.name for case in cases(200))
    assert max(names.values()) == 1
    monkeypatch.setenv("MENTEES", "")
    assert serve.mentees() == demo.FEWEST
    monkeypatch.setenv("MENTEES", "200")
    assert serve.mentees() == 200


@pytest.mark.parametrize("given", ["many", "3", "-5", "1e3", "100000"])
def test_a_number_that_can_not_be_is_refused(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("MENTEES", given)
    with pytest.raises(SettingsError, match="give a number from 25 to 1000"):
        serve.mentees()
