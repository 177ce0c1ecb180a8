"""Writing to one's coaches on a milestone, and saying that there is nothing to do."""

from typing import Any

import pytest
from flask import Flask

from tests.coaching.doors import let_coach
from tests.coaching.table import Table, seated
from tests.hostile import MARKUP
from tests.people import Member
from tests.roadmap.mine import Mine
from tests.tables import unchanged
from tracker import inbox
from tracker.extensions import db
from tracker.roadmap import Talk

pytestmark = pytest.mark.slow

PAGE = "/roadmap/tiny-guide/tk-bowline"


@pytest.fixture
def table(app: Flask, mia: Member, carl: Member) -> Table:
    return seated(app, mia, carl)


def test_somebody_else_reads_nothing_of_it(app: Flask, table: Table, otto: Member) -> None:
    let_coach(app, otto)
    table.ask("say", text="Between Carl and me.")
    assert "Between Carl and me." not in otto.client.page(PAGE).text
    assert "Between Carl and me." in table.mentee.client.page(PAGE).text


def test_a_message_goes_out_once_and_makes_it_the_coachs_turn(app: Flask, table: Table) -> None:
    for _ in range(2):
        assert table.ask("say", text="Is hemp fine?", op_id="one").status_code == 303
    assert table.said == ["said"]
    assert table.standing().review.turn == "coach"
    with app.app_context():
        (notice,) = inbox.of(table.coach.user.id)
        line = inbox.lines(table.coach.person, [notice])[notice.id]
    assert (notice.kind, line.text) == ("said-to-coach", "Mia Okafor wrote to you on “Bowline”.")
    assert line.url == f"{table.path}#talk"


def test_an_answer_makes_it_the_mentees_turn_and_tells_them(app: Flask, table: Table) -> None:
    table.send("say", text="Which rope?")
    page = table.mentee.client.page(PAGE)
    assert "Your turn since today" in page.one("p", class_="turn").text
    assert "Carl Lindqvist wrote." in page.one("p", class_="turn").text
    with app.app_context():
        (notice,) = inbox.of(table.mentee.user.id)
        line = inbox.lines(table.mentee.person, [notice])[notice.id]
    assert (line.text, line.url) == ("Carl Lindqvist wrote to you on “Bowline”.", f"{PAGE}#talk")


@pytest.mark.parametrize("fields", [{"text": "  "}, {"text": None}, {"text": "x" * 5001}, {"op_id": None}])
def test_what_is_no_message(app: Flask, table: Table, fields: dict[str, Any]) -> None:
    given = {"text": "Kept.", **fields}
    page = table.mentee.client.read(unchanged(app, table.ask, "say", **given), 422)
    assert page.one("div", role="alert").text
    assert page.one("textarea", id="say-text").text.strip() == (given["text"] or "").strip()


@pytest.mark.parametrize("text", MARKUP)
def test_markup_stays_text_for_both(table: Table, text: str) -> None:
    table.ask("say", text=text)
    table.send("say", text=text)
    for page in (
        table.mentee.client.page(PAGE),
        table.coach.client.read(table.send("say", text=""), 422),
    ):
        thread = page.one("ol", class_="thread")
        assert len(thread.all("div", class_="text")) == 2
        assert not [tag for name in ("script", "img", "svg", "iframe") for tag in thread.all(name)]


def test_an_image_is_a_link_so_that_reading_loads_nothing(table: Table) -> None:
    table.send("say", text="![](https://tracker.example/pixel.png)")
    page = table.mentee.client.page(PAGE)
    assert not page.all("img")
    assert "tracker.example" in page.one("ol", class_="thread").text


def test_nothing_to_do_ends_the_turn_of_either_side(table: Table) -> None:
    for said in (table.send, table.ask):
        said("say", text="Well.")
        page = table.mentee.client.page(PAGE)
        last = page.form(f"{PAGE}/settle").one("input", name_="last")["value"]
        for _ in range(2):
            assert table.ask("settle", last=last, op_id=f"op {last}").status_code == 303
        assert table.standing().review.turn == "nobody"
        assert not [form for form in table.mentee.client.page(PAGE).all("form") if form["action"].endswith("/settle")]
    assert table.said == ["said", "settled"] * 2


def test_what_was_said_meanwhile_is_read_before_it_is_settled(app: Flask, table: Table) -> None:
    table.send("say", text="Well.")
    last = table.thread().last_id
    table.send("say", text="And one more.")
    page = table.mentee.client.read(unchanged(app, table.ask, "settle", last=last), 409)
    assert "Read it first" in page.one("div", role="alert").text
    assert "And one more." in page.one("ol", class_="thread").text


@pytest.mark.parametrize("last", [None, "", "newest"])
def test_a_settling_that_names_no_post(app: Flask, table: Table, last: str | None) -> None:
    table.send("say", text="Well.")
    assert unchanged(app, table.ask, "settle", last=last).status_code == 422


def test_a_page_that_was_open_during_a_rename_still_writes(table: Table) -> None:
    answer = table.mentee.client.post("/roadmap/tiny-guide/tk-loop/say", op_id="a", text="Well.")
    assert answer.location == f"{PAGE}#talk"
    assert table.by(table.coach, milestone_id="tk-loop").send("say", text="Well.").location == f"{table.path}#talk"
    assert table.said == ["said", "said"]


def test_of_a_long_thread_the_latest_are_shown_and_the_rest_is_one_click_away(app: Flask, table: Table) -> None:
    with app.app_context():
        talk = Talk(table.mentee.person, app.extensions["catalogue"].get("tiny-guide"))
        for number in range(25):
            talk.say(talk.guide.by_id["tk-bowline"], table.mentee.person, "mentee", f"{number}", f"Number {number}.")
        db.session.commit()
    page = table.mentee.client.page(PAGE)
    assert page.one("ol", class_="thread").all("div", class_="text")[0].text == "Number 5."
    (more,) = [link for link in page.all("a") if link.text == "Show 5 earlier"]
    whole = table.mentee.client.page(more["href"].partition("#")[0]).one("ol", class_="thread")
    assert len(whole.all("div", class_="text")) == 25


def test_on_own_milestones_too(app: Flask, table: Table) -> None:
    milestone_id = Mine(table.mentee.client).add().partition("#")[0]
    own = table.by(table.coach, milestone_id=milestone_id)
    own.ask("say", text="Is it a good idea?")
    assert own.send("say", text="It is.").status_code == 303
    assert own.said == ["said", "said"]
    with app.app_context():
        (notice,) = inbox.of(table.coach.user.id)
        line = inbox.lines(table.coach.person, [notice])[notice.id]
    assert line.text == "Mia Okafor wrote to you on “A talk on knots”."
