"""POST …/undo: the last change that still stands is taken back; a page of before takes nothing back by mistake."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from tests.crowd import at_once
from tests.people import Member
from tests.roadmap.desk import Desk, said
from tests.tables import of_person, unchanged
from tracker.extensions import db
from tracker.library import Guide
from tracker.library.outline import Changes
from tracker.roadmap import Progress
from tracker.roadmap.progress import set_status

pytestmark = pytest.mark.slow


@pytest.fixture
def desk(mia: Member) -> Desk:
    return Desk(mia.client)


def what(desk: Desk) -> tuple[str, set[str], list[str], str]:
    return desk.status, desk.ticked, desk.evidence, desk.note


CHANGES: list[tuple[str, dict[str, Any]]] = [
    ("status", {"status": "doing"}),
    ("criteria", {"tick": "tied-blind"}),
    ("evidence", {"kind": "text", "text": "I tied it."}),
    ("note", {"note": "Left over right.", "version": 0}),
    ("criteria", {"untick": "tied-blind"}),
    ("status", {"status": "done", "overrule": 1}),
]


def test_each_kind_of_change_is_taken_back_in_order(desk: Desk) -> None:
    seen = [what(desk)]
    for action, fields in CHANGES:
        desk.do(action, **fields)
        seen.append(what(desk))
    for before in reversed(seen[:-1]):
        page = desk.do("undo")
        assert "The last change is undone." in said(page)
        assert what(desk) == before
    assert desk.page().all("button", id="undo") == []


def test_the_button_stands_at_the_newest_line_only(desk: Desk) -> None:
    assert desk.page().all("button", id="undo") == []
    desk.do("status", status="doing")
    page = desk.do("status", status="blocked")
    first, second = page.one("ol", class_="history").all("li")
    assert first.one("button").text == "Undo"
    assert second.all("button") == []


def test_the_history_is_kept(app: Flask, mia: Member, desk: Desk) -> None:
    desk.do("status", status="doing")
    desk.do("undo")
    assert desk.history == ["Undone: the change before", "Doing"]
    events = of_person(app, mia.user.id)["milestone_events"]
    assert [(event["version"], event["kind"]) for event in events] == [(1, "status"), (2, "undo")]


def test_nothing_to_undo(app: Flask, desk: Desk) -> None:
    page = desk.read(unchanged(app, lambda: desk.send("undo", version=0)), 409)
    assert "There is nothing to undo here yet." in page.one("div", role="alert").text
    desk.do("status", status="doing")
    desk.do("undo")
    page = desk.read(unchanged(app, lambda: desk.send("undo", version=2)), 409)
    assert "There is nothing left to undo." in page.one("div", role="alert").text


def test_a_page_of_before_undoes_nothing(app: Flask, desk: Desk) -> None:
    desk.do("status", status="doing")
    old = desk.version
    desk.do("criteria", tick="tied-blind")
    page = desk.read(unchanged(app, lambda: desk.send("undo", version=old)), 409)
    assert "Something else changed since you opened this page, so nothing was undone." in page.text
    assert desk.ticked == {"tied-blind"}
    desk.do("undo")
    assert (desk.status, desk.ticked) == ("doing", set())


@pytest.mark.parametrize("fields", [{"op_id": None}, {"op_id": "x" * 65}, {"version": "x"}, {"version": "-1"}])
def test_a_broken_form_undoes_nothing(app: Flask, desk: Desk, fields: dict[str, str | None]) -> None:
    desk.do("status", status="doing")
    assert unchanged(app, lambda: desk.send("undo", **{"version": 1, **fields})).status_code == 422


@pytest.mark.parametrize("version", [None, "", "99"])
def test_without_the_right_version_it_undoes_nothing(app: Flask, desk: Desk, version: str | None) -> None:
    desk.do("status", status="doing")
    assert unchanged(app, lambda: desk.send("undo", version=version)).status_code == 409


def test_sent_twice_it_counts_once(desk: Desk) -> None:
    desk.do("status", status="doing")
    desk.do("status", status="blocked")
    for _ in range(2):
        assert desk.send("undo", version=2, op_id="same").status_code == 303
    assert desk.status == "doing"
    assert len(desk.history) == 3


def test_sent_twenty_times_at_once_it_counts_once(app: Flask, mia: Member, desk: Desk) -> None:
    for status in ("doing", "blocked", "had"):
        desk.do("status", status=status)
    browsers = [mia.another_browser() for _ in range(20)]
    forms = [{"csrf_token": browser.token(), "op_id": "same", "version": "3"} for browser in browsers]
    answers = at_once(20, lambda n: browsers[n].raw.post(f"{desk.path}/undo", data=forms[n]))
    assert [answer.status_code for answer in answers] == [303] * 20
    assert desk.status == "blocked"


def test_a_note_that_came_back_is_no_stale_note(desk: Desk) -> None:
    desk.do("note", note="first", version=0)
    desk.do("note", note="second", version=1)
    desk.do("undo")
    assert desk.note == "first"
    answer = desk.send("note", note="third", version=2)
    assert answer.status_code == 409, "the page that saved “second” has not seen that it was taken back"
    desk.do("note", note="third", version=desk.form("note")["version"])
    assert desk.note == "third"


def test_what_was_merged_into_it_since_cannot_be_undone(app: Flask, mia: Member, desk: Desk, tiny_guide: Guide) -> None:
    """The tiny guide declares tk-loop as an old id of tk-bowline."""
    desk.do("status", status="doing")
    loop = replace(tiny_guide.by_id["tk-bowline"], id="tk-loop")
    before = Progress(mia.person, replace(tiny_guide, milestones=(loop,), changes=Changes()))
    with app.app_context():
        before.change(loop, "earlier", [], lambda _standing: set_status("had", overruled=False))
        db.session.commit()
    assert desk.status == "had"
    assert desk.page().all("button", id="undo") == []
    page = desk.read(unchanged(app, lambda: desk.send("undo")), 409)
    assert "Another milestone was merged into this one since, so nothing is left to undo." in page.text
    desk.do("status", status="blocked")
    desk.do("undo")
    assert desk.status == "had"
