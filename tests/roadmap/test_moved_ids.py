"""Ids that the guide has given up: a renamed one leads on for good, a retired one says that it is gone."""

from typing import Any

import pytest
from flask import Flask

from tests.people import Client, Member
from tests.roadmap.desk import Desk
from tests.tables import unchanged


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


@pytest.mark.parametrize("milestone_id", ["tk-loop", "tk-granny"])
def test_nothing_is_written_under_an_old_id(app: Flask, mia: Member, milestone_id: str) -> None:
    desk = Desk(mia.client, milestone_id)
    sent: list[tuple[str, dict[str, Any]]] = [
        ("status", {"status": "doing"}),
        ("criteria", {"tick": "tied-blind"}),
        ("evidence", {"kind": "text", "text": "my long text"}),
        ("note", {"note": "my long note"}),
        ("undo", {"version": 1}),
    ]
    for action, fields in sent:
        form = {"op_id": "a", "version": 0, **fields}
        answer = unchanged(app, mia.client.post, f"{desk.path}/{action}", **form)
        page = mia.client.read(answer, 404)
        for typed in {"text", "note"} & set(fields):
            assert str(fields[typed]) in [area.text for area in page.all("textarea")]


def test_signed_out_an_old_milestone_asks_to_sign_in_like_any_other(anyone: Client) -> None:
    for milestone_id in ("tk-loop", "tk-granny", "nothing"):
        assert anyone.get(f"/roadmap/tiny-guide/{milestone_id}").status_code == 302


def test_a_renamed_section_cannot_be_finished_under_its_old_id(app: Flask, mia: Member) -> None:
    for section_id in ("first-loop", "rope-history"):
        path = f"/guides/tiny-guide/{section_id}/finish"
        assert unchanged(app, mia.client.post, path, finished="1").status_code == 404
