"""Ids that the guide has given up: a renamed one leads on for good, a retired one says that it is gone."""

from typing import Any

import pytest
from flask import Flask

from tests.people import Client, Member
from tests.tables import of_person, unchanged


def test_a_renamed_milestone_leads_to_its_new_address(mia: Member) -> None:
    answer = mia.client.get("/roadmap/tiny-guide/tk-loop")
    assert (answer.status_code, answer.location) == (301, "/roadmap/tiny-guide/tk-bowline")


def test_a_retired_milestone_is_gone(mia: Member) -> None:
    page = mia.client.page("/roadmap/tiny-guide/tk-granny", 410)
    assert "The guide no longer has this" in page.one("h1").text
    assert "What you recorded on it is kept." in page.text


def test_a_renamed_section_leads_to_its_new_address(anyone: Client) -> None:
    answer = anyone.get("/guides/tiny-guide/first-loop")
    assert (answer.status_code, answer.location) == (301, "/guides/tiny-guide/one-loop")


def test_a_retired_section_is_gone(anyone: Client) -> None:
    assert "The guide no longer has this" in anyone.page("/guides/tiny-guide/rope-history", 410).one("h1").text


SENT: list[tuple[str, dict[str, Any]]] = [
    ("status", {"status": "doing"}),
    ("criteria", {"tick": "tied-blind"}),
    ("evidence", {"kind": "text", "text": "my long text"}),
    ("note", {"note": "my long note"}),
]


@pytest.mark.parametrize("action,fields", SENT)
def test_a_page_that_was_open_during_a_rename_still_saves(
    app: Flask, mia: Member, action: str, fields: dict[str, Any]
) -> None:
    form = {"op_id": "a", "version": 0, **fields}
    for _ in range(2):
        answer = mia.client.post(f"/roadmap/tiny-guide/tk-loop/{action}", **form)
        assert answer.status_code == 303
        assert str(answer.location).startswith("/roadmap/tiny-guide/tk-bowline#")
    (event,) = of_person(app, mia.user.id)["milestone_events"]
    assert event["milestone_id"] == "tk-bowline"


def test_what_that_page_asks_comes_under_the_new_id(app: Flask, mia: Member) -> None:
    answer = unchanged(app, mia.client.post, "/roadmap/tiny-guide/tk-loop/status", op_id="a", status="done")
    page = mia.client.read(answer, 422)
    assert page.one("div", role="alert").one("form")["action"] == "/roadmap/tiny-guide/tk-bowline/status"


@pytest.mark.parametrize("action,fields", [*SENT, ("undo", {"version": 1})])
def test_nothing_is_written_under_a_retired_id(app: Flask, mia: Member, action: str, fields: dict[str, Any]) -> None:
    form = {"op_id": "a", "version": 0, **fields}
    answer = unchanged(app, mia.client.post, f"/roadmap/tiny-guide/tk-granny/{action}", **form)
    page = mia.client.read(answer, 404)
    for typed in {"text", "note"} & set(fields):
        assert fields[typed] in [area.text for area in page.all("textarea")]


def test_signed_out_an_old_milestone_asks_to_sign_in_like_any_other(anyone: Client) -> None:
    for milestone_id in ("tk-loop", "tk-granny", "nothing"):
        assert anyone.get(f"/roadmap/tiny-guide/{milestone_id}").status_code == 302


def test_a_retired_section_cannot_be_finished(app: Flask, mia: Member) -> None:
    path = "/guides/tiny-guide/rope-history/finish"
    assert unchanged(app, mia.client.post, path, finished="1").status_code == 410
