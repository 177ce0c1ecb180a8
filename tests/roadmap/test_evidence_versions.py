"""Versions of evidence: none is given twice, and a page that has seen an older one changes and removes nothing."""

import pytest
from flask import Flask

from tests.people import Member
from tests.roadmap.desk import Desk, evidence, hidden
from tests.roadmap.test_evidence import FIGURE, LINK, TEXT, bar, edit_form, remove_form
from tests.tables import unchanged


@pytest.fixture
def desk(mia: Member) -> Desk:
    return Desk(mia.client, "tk-sheet-bend")


def test_a_version_that_was_undone_is_not_given_again(desk: Desk) -> None:
    form, fields = edit_form(desk.do("evidence", **LINK))
    desk.client.post(form["action"], **fields | {"text": "second"})
    stale = edit_form(desk.page())[1]
    desk.do("undo")
    fields = edit_form(desk.page())[1]
    desk.client.post(form["action"], **fields | {"text": "third"})
    assert "version 3" in desk.evidence[0]
    assert desk.client.post(form["action"], **stale | {"text": "fourth"}).status_code == 409


def test_a_figure_recorded_again_goes_on_counting(desk: Desk) -> None:
    page = desk.do("evidence", **FIGURE)
    form = bar(page).all("form")[1]
    desk.do("evidence", **hidden(form.all("input")), remove=form.one("button")["value"])
    desk.do("evidence", **FIGURE | {"value": "26"})
    assert desk.send("evidence", **FIGURE | {"value": "31"}, version=1).status_code == 409


def test_a_stale_page_removes_nothing(app: Flask, desk: Desk) -> None:
    page = desk.do("evidence", **TEXT)
    gone = remove_form(page)
    form, fields = edit_form(page)
    desk.client.post(form["action"], **fields | {"text": "changed"})
    answer = unchanged(app, lambda: desk.client.post(form["action"], **gone))
    assert "This evidence changed on another page." in desk.read(answer, 409).text


@pytest.mark.parametrize("first", [LINK, TEXT], ids=["link", "text"])
def test_a_stale_piece_that_was_refused_stays_stale(desk: Desk, first: dict[str, str]) -> None:
    form, fields = edit_form(desk.do("evidence", **first))
    desk.client.post(form["action"], **fields | {"op_id": "theirs", "text": "from the other device"})
    page = desk.read(desk.client.post(form["action"], **fields | {"text": "t" * 4001}), 422)
    again = edit_form(page)[1] | {"text": "shorter"}
    assert desk.client.post(form["action"], **again).status_code == 409
    assert "from the other device" in evidence(desk.page())[0].text


def test_a_stale_figure_that_was_refused_stays_stale(desk: Desk) -> None:
    desk.do("evidence", **FIGURE)
    page = desk.read(desk.send("evidence", **FIGURE | {"day": "1999-12-31"}, version=0), 422)
    fields = {field["name"]: field.get("value") for field in bar(page).all("form")[0].all("input")}
    assert desk.send("evidence", **fields | {"day": "2026-03-15"}).status_code == 409


def test_swapped_words_are_another_request(desk: Desk) -> None:
    desk.do("evidence", **FIGURE | {"value": "30", "n": "24"}, op_id="same", version=0)
    answer = desk.send("evidence", **FIGURE | {"value": "24", "n": "30"}, op_id="same", version=0)
    assert answer.status_code == 409, "the same values in other fields are no repetition"
