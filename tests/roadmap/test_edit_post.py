"""Changing and taking back what one wrote: one's own, for ten minutes, and at any time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.coaching.doors import let_coach, let_look
from tests.coaching.table import Table
from tests.people import Member
from tests.tables import unchanged
from tracker import clock

PAGE = "/roadmap/tiny-guide/tk-bowline"


@pytest.fixture
def table(app: Flask, mia: Member, carl: Member) -> Table:
    """Where Mia has written something."""
    let_coach(app, carl)
    table = Table(app, mia, carl, let_look(app, mia, carl))
    table.ask("say", text="Is this rihgt?")
    return table


@contextmanager
def later(**more: float) -> Iterator[None]:
    with clock.stopped_at(clock.now() + timedelta(**more)):
        yield


def change(table: Table, action: str) -> str:
    return f"posts/{table.thread().posts[0].id}/{action}"


@pytest.mark.parametrize("action,fields", [("edit", {"text": "Mine."}), ("remove", {})])
def test_nobody_elses(app: Flask, table: Table, otto: Member, action: str, fields: dict[str, Any]) -> None:
    let_coach(app, otto)
    let_look(app, table.mentee, otto)
    path = change(table, action)
    for stranger in (otto, table.coach):
        answer = unchanged(app, stranger.client.post, f"{PAGE}/{path}", op_id="a", **fields)
        assert answer.status_code == 404
        assert "rihgt" not in answer.text
    elsewhere = f"{PAGE.replace('tk-bowline', 'tk-splice')}/{path}"
    assert unchanged(app, table.mentee.client.post, elsewhere, op_id="a", **fields).status_code == 404


def test_a_message_is_changed_once_however_often_it_is_sent(table: Table) -> None:
    form = table.mentee.client.page(PAGE).form(f"{PAGE}/{change(table, 'edit')}")
    assert form.one("textarea").text.strip() == "Is this rihgt?"
    for _ in range(2):
        assert table.ask(change(table, "edit"), text="Is this right?", op_id="one").status_code == 303
    (post,) = table.thread().posts
    assert post.text == "Is this right?"
    assert "changed" in table.mentee.client.page(PAGE).one("ol", class_="thread").text


def test_after_ten_minutes_the_words_are_kept_for_a_new_message(app: Flask, table: Table) -> None:
    with later(minutes=11):
        assert not table.mentee.client.page(PAGE).all("textarea", id=f"post-{table.thread().last_id}-text")
        page = table.mentee.client.read(unchanged(app, table.ask, change(table, "edit"), text="Is this right?"), 409)
    assert "ten minutes" in page.one("div", role="alert").text
    assert page.one("textarea", id="say-text").text.strip() == "Is this right?"


@pytest.mark.parametrize("text", ["", "   ", "x" * 5001, None])
def test_what_is_no_message(app: Flask, table: Table, text: str | None) -> None:
    page = table.mentee.client.read(unchanged(app, table.ask, change(table, "edit"), text=text), 422)
    assert page.one("textarea", id=f"post-{table.thread().last_id}-text").text.strip() == (text or "").strip()


def test_taking_back_leaves_that_something_was_said(table: Table) -> None:
    with later(hours=11):
        for _ in range(2):
            assert table.ask(change(table, "remove")).status_code == 303
    page = table.mentee.client.page(PAGE)
    assert "deleted" in page.one("ol", class_="thread").text
    assert "rihgt" not in page.html
    assert "rihgt" not in table.coach.client.read(table.send("say", text=""), 422).html
    assert table.standing().review.turn == "coach", "taking words back is not the same as having nothing to ask"
    assert table.ask(change(table, "edit"), text="Again.").status_code == 404


def test_a_request_may_be_taken_back_and_not_rewritten(app: Flask, table: Table) -> None:
    table.ask(text="Please.")
    asked = table.thread().posts[-1]
    assert unchanged(app, table.ask, f"posts/{asked.id}/edit", text="Now.").status_code == 404
    assert table.ask(f"posts/{asked.id}/remove").status_code == 303
    assert table.thread().posts[-1].removed
