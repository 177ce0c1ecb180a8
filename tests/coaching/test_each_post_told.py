"""Each request and each review is told of once; by whom, even after they left; and what refuses a refused form."""

from typing import Any

import pytest
from flask import Flask
from werkzeug.exceptions import Gone

from tests.coaching.doors import let_coach
from tests.coaching.steps import told
from tests.coaching.table import Table, seated
from tests.people import Member
from tests.tables import unchanged
from tracker import clock
from tracker.accounts import Coach, User
from tracker.coaching import models, routes
from tracker.coaching.models import Grants
from tracker.extensions import db
from tracker.roadmap import refusing

HUGE = ("2147483648", "9" * 19, "9" * 40)


@pytest.fixture
def table(app: Flask, mia: Member, carl: Member) -> Table:
    return seated(app, mia, carl)


def test_a_second_request_within_the_hour_is_told_too_and_to_otto_none(app: Flask, table: Table, otto: Member) -> None:
    let_coach(app, otto)
    for op_id in ("one", "two", "two"):
        table.ask(text="Does it hold?", op_id=op_id)
    assert told(app, table.coach) == ["Mia Okafor asks for a review of “Bowline”."] * 2
    for number in range(3):
        table.ask("say", text=f"Message {number}.")
    assert told(app, table.coach)[:-2] == ["Mia Okafor wrote to you on “Bowline”."], "of plain messages one an hour"
    assert told(app, otto) == []


def test_a_second_review_within_the_hour_is_told_too(app: Flask, table: Table, otto: Member) -> None:
    table.show()
    for op_id in ("one", "two", "two"):
        assert table.review("returned", "Tie it tighter.", op_id=op_id).status_code == 303
    assert told(app, table.mentee) == ["Carl Lindqvist returned your work on “Bowline”."] * 2
    assert told(app, otto) == []


def test_whoever_gets_the_number_of_a_coach_who_left_is_not_named(app: Flask, table: Table) -> None:
    table.send("say", text="Which rope?")
    assert told(app, table.mentee) == ["Carl Lindqvist wrote to you on “Bowline”."]
    with app.app_context():
        number = table.coach.user.id
        db.session.delete(User.by_id(number))
        db.session.commit()
        values = {"email": "nina@example.org", "password_hash": "", "time_zone": "UTC", "created_at": clock.now()}
        db.session.add(User(id=number, name="Nina Novak", **values))
        db.session.flush()
        Coach.put(number, name="Nina Novak", helps_with="Knots of all kinds, and how to tie them.", promise_days=2)
        db.session.commit()
    assert told(app, table.mentee) == ["A coach wrote to you on “Bowline”."]


@pytest.mark.parametrize("post_id", HUGE)
@pytest.mark.parametrize("action", ["edit", "remove"])
def test_there_is_no_post_of_a_number_too_large_to_be_kept(app: Flask, table: Table, post_id: str, action: str) -> None:
    for send in (table.send, table.ask):
        assert unchanged(app, send, f"posts/{post_id}/{action}", text="Mine.").status_code == 404


def test_a_refused_form_of_a_coach_who_looked_too_much_says_so(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "LOOKS", 0)
    answer = table.coach.client.read(table.send("say", text=""), 429)
    assert "Too many attempts" in answer.text


def test_a_grant_that_ended_while_its_form_was_refused_shows_nothing(
    app: Flask, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = models.sight_and_looks

    def ended_meanwhile(*given: Any) -> Any:
        Grants(table.mentee.person).end(table.grant_id)
        db.session.commit()
        return looked(*given)

    monkeypatch.setattr(routes, "sight_and_looks", ended_meanwhile)
    answer = table.coach.client.read(table.send("say", text="  "), 404)
    assert "Mia" not in answer.text


def test_a_guide_that_went_while_a_form_was_refused_is_an_error_of_its_own(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_given: object, **_more: object) -> None:
        raise Gone

    monkeypatch.setattr(refusing, "milestone_page", gone)
    table.mentee.client.read(table.ask("say", text=""), 410)
