"""Asking for a review: only whom somebody granted it hears of it, and nothing is lost where nobody could answer."""

import pytest
from flask import Flask

from tests.coaching.doors import let_coach, let_look
from tests.coaching.steps import kinds
from tests.coaching.table import Table
from tests.people import Member
from tests.tables import unchanged
from tracker.coaching.models import Grants
from tracker.extensions import db

PAGE = "/roadmap/tiny-guide/tk-bowline"


@pytest.fixture
def table(app: Flask, mia: Member, carl: Member) -> Table:
    let_coach(app, carl)
    return Table(app, mia, carl, let_look(app, mia, carl))


def test_a_coach_without_a_grant_hears_nothing(app: Flask, table: Table, otto: Member) -> None:
    let_coach(app, otto)
    let_look(app, table.mentee, otto, guide_id="ai-engineer")
    page = table.mentee.client.page(PAGE)
    assert "Otto" not in page.text
    table.ask(text="Does it hold?")
    assert kinds(app, table.coach) == ["review-asked"]
    assert kinds(app, otto) == []


def test_who_lets_nobody_look_is_not_bothered(app: Flask, mia: Member, carl: Member) -> None:
    let_coach(app, carl)
    assert not mia.client.page(PAGE).all("h2", id="talk")
    page = mia.client.read(unchanged(app, mia.client.post, f"{PAGE}/ask", op_id="a", text="My *question*."), 409)
    assert "Nobody looks at your work" in page.one("div", role="alert").text


def test_asking_makes_it_the_coachs_turn_and_says_when_they_answer(table: Table) -> None:
    page = table.mentee.client.page(PAGE)
    assert page.one("h2", id="talk").text == "You and Carl Lindqvist"
    form = page.form(f"{PAGE}/ask")
    sent = {"op_id": form.one("input", name_="op_id")["value"], "text": "Does it *hold*?"}
    for _ in range(2):
        answer = table.mentee.client.post(f"{PAGE}/ask", **sent)
        assert (answer.status_code, answer.location) == (303, f"{PAGE}#talk")
    page = table.mentee.client.page(PAGE)
    assert table.said == ["asked"]
    turn = page.one("p", class_="turn").text
    assert "Carl Lindqvist’s turn since today" in turn
    assert "Carl Lindqvist answers within 2 days; it has been less than a day." in turn
    assert "<em>hold</em>" in page.html
    assert [button["id"] for button in page.one("section", **{"aria-labelledby": "talk"}).all("button")][-2:] == [
        "say",
        "settle",
    ], "what is asked for can't be asked for again"


def test_a_request_needs_no_words_and_few_enough(app: Flask, table: Table) -> None:
    page = table.mentee.client.read(unchanged(app, table.ask, text="x" * 5001), 422)
    assert "at most 5,000 characters" in page.one("div", role="alert").text
    assert page.one("textarea", id="ask-text").text.strip() == "x" * 5001
    assert table.ask(text="").status_code == 303


def test_of_several_requests_within_the_hour_a_coach_hears_each(app: Flask, table: Table) -> None:
    for text in ("One.", "Two."):
        table.ask(text=text)
    assert kinds(app, table.coach) == ["review-asked"] * 2


def test_a_thread_stays_readable_when_the_coach_is_gone(app: Flask, table: Table) -> None:
    table.ask(text="Does it hold?")
    with app.app_context():
        Grants(table.mentee.person).end(table.grant_id)
        db.session.commit()
    page = table.mentee.client.page(PAGE)
    assert page.one("h2", id="talk").text == "What was said"
    assert "Does it hold?" in page.one("ol", class_="thread").text
    assert "Nobody looks at your work on this guide now" in page.one("p", class_="turn").text
    assert not page.all("textarea", id="ask-text")
    assert not page.all("textarea", id="say-text")
    assert table.ask("settle", last=table.thread().last_id).status_code == 303, "and may be laid to rest"
    assert table.standing().review.turn == "nobody"


def test_the_page_is_whole_with_htmx_too(table: Table) -> None:
    answer = table.mentee.client.post(f"{PAGE}/ask", op_id="a", text="", headers={"HX-Request": "true"})
    assert answer.status_code == 303
    part = table.mentee.client.get(PAGE, headers={"HX-Request": "true"}).text
    assert 'id="talk"' in part
    assert "asked for a review" in part
    assert "<h1" not in part
