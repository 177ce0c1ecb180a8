"""Bringing an archive: looked at first, imported whole, undone within seven days; nothing is lost on the way."""

import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.accounts.boxes import AT, boxed, bring, exported, fill, imported, rows_in
from tests.addresses import AN_ARCHIVE
from tests.crowd import at_once
from tests.people import Client, Member
from tests.reading.marker import mark
from tests.tables import contents, of_person, unchanged
from tracker import clock, jobs
from tracker.accounts.archive import shelf
from tracker.accounts.models import OFFERED_FOR, UNDOABLE_FOR
from tracker.library import Guide

pytestmark = pytest.mark.slow

OWN = {"archives", "imports", "jobs", "tickets", "known_browsers"}
"""Tables about the account itself, which an import leaves alone."""


def theirs(app: Flask, member: Member) -> dict[str, Any]:
    """What an import may bring: her rows, without what is about the account itself."""
    found = of_person(app, member.user.id)
    (user,) = found.pop("users")
    kept = {name: rows for name, rows in found.items() if name not in OWN}
    return {**kept, "profile": [{name: user[name] for name in ("name", "time_zone", "guide_id")}]}


def words(member: Member, where: str) -> str:
    return member.client.page(where).one("main").text


def test_into_an_empty_account_nothing_is_lost(
    app: Flask, mia: Member, noor: Member, tiny_guide: Guide, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    fill(mia, tiny_guide)
    archive = exported(app, mia)
    imported(noor, archive)
    assert rows_in(exported(app, noor)) == rows_in(archive)
    assert "canary note" in noor.client.page(AT).one("textarea", name_="note").text
    assert "event=import result=ok" in caplog.text
    assert "canary" not in caplog.text


def test_it_is_looked_at_first_and_nothing_changes(app: Flask, mia: Member, noor: Member, tiny_guide: Guide) -> None:
    fill(mia, tiny_guide)
    archive = exported(app, mia)
    before = theirs(app, noor)
    answer = bring(noor, archive)
    assert answer.status_code == 303
    page = unchanged(app, noor.client.page, answer.location)
    assert theirs(app, noor) == before
    text = page.one("main").text
    for said in ("mia@example.org", "1 milestone added", "1 highlight added", "1 rating added", "Bowline"):
        assert said in text
    assert "An archive waits for you" in words(noor, "/settings/data")


def test_put_away_it_is_gone_with_its_file(app: Flask, mia: Member, noor: Member) -> None:
    where = bring(noor, exported(app, mia)).location
    (row,) = contents(app)["imports"]
    with app.app_context():
        assert shelf.path(row["file"]).exists()
    answer = noor.client.post(f"{where}/discard")
    assert (answer.status_code, answer.location) == (303, "/settings/data")
    with app.app_context():
        assert not shelf.path(row["file"]).exists()
    assert noor.client.get(where).status_code == 404
    assert noor.client.post(f"{where}/discard").status_code == 404


def test_a_second_archive_takes_the_place_of_the_one_that_waits(app: Flask, mia: Member, noor: Member) -> None:
    archive = exported(app, mia)
    first, second = bring(noor, archive, op="one").location, bring(noor, archive, op="two").location
    assert noor.client.get(first).status_code == 404
    assert noor.client.get(second).status_code == 200
    assert len(contents(app)["imports"]) == 1


def test_sent_twice_each_step_happens_once(app: Flask, mia: Member, noor: Member, tiny_guide: Guide) -> None:
    fill(mia, tiny_guide)
    archive = exported(app, mia)
    where = bring(noor, archive).location
    assert bring(noor, archive).location == where
    assert len(contents(app)["imports"]) == 1
    noor.client.post(f"{where}/confirm")
    once = contents(app)
    assert noor.client.post(f"{where}/confirm").location == where
    assert contents(app) == once
    noor.client.post(f"{where}/undo")
    undone = contents(app)
    assert noor.client.post(f"{where}/undo").location == where
    assert contents(app) == undone


def test_confirmed_by_many_at_once_it_is_imported_once(
    app: Flask, mia: Member, noor: Member, tiny_guide: Guide
) -> None:
    fill(mia, tiny_guide)
    archive = exported(app, mia)
    where = bring(noor, archive).location
    browsers = [noor.another_browser() for _ in range(4)]
    tokens = [browser.token() for browser in browsers]
    codes = at_once(4, lambda at: browsers[at].post(f"{where}/confirm", csrf_token=tokens[at]).status_code)
    assert codes == [303] * 4
    assert rows_in(exported(app, noor)) == rows_in(archive)


def test_brought_again_it_is_the_same_already(app: Flask, mia: Member, noor: Member, tiny_guide: Guide) -> None:
    fill(mia, tiny_guide)
    archive = exported(app, mia)
    imported(noor, archive, "one")
    before = theirs(app, noor)
    where = imported(noor, archive, "two")
    assert theirs(app, noor) == before
    assert "1 milestone the same already" in words(noor, where)
    assert "added" not in words(noor, where)


def test_an_older_copy_changes_nothing_and_the_page_says_what_stays(app: Flask, mia: Member, tiny_guide: Guide) -> None:
    fill(mia, tiny_guide)
    archive = exported(app, mia)
    mia.client.post(f"{AT}/note", op_id="later", version=5, note="written since")
    mia.client.post("/settings/profile", name="Mia of today", time_zone="UTC")
    before = theirs(app, mia)
    where = bring(mia, archive).location
    page = mia.client.page(where)
    assert "1 milestone as it is here" in page.text
    assert "1 profile as it is here" in page.text
    assert "1 rating the same already" in page.text
    mia.client.post(f"{where}/confirm")
    assert theirs(app, mia) == before


def test_undone_everything_is_as_it_was(app: Flask, mia: Member, noor: Member, tiny_guide: Guide) -> None:
    fill(mia, tiny_guide, "mias")
    fill(noor, tiny_guide, "noors")
    mark(mia.client, 2, note="only mia has this one")
    before = theirs(app, noor)
    where = imported(noor, exported(app, mia))
    assert theirs(app, noor) != before
    noor.client.post(f"{where}/undo")
    assert _without_numbers(theirs(app, noor)) == _without_numbers(before)
    assert "1 milestone as before" in words(noor, where)
    assert "An import was undone." in words(noor, "/settings/data")


def _without_numbers(rows: dict[str, Any]) -> dict[str, Any]:
    """Without what the database counts: a row that went and came back has another number."""
    return {
        name: [
            {column: value for column, value in row.items() if column != "id" or name == "highlights"} for row in found
        ]
        for name, found in rows.items()
    }


def test_what_changed_since_stays_when_it_is_undone(app: Flask, mia: Member, noor: Member, tiny_guide: Guide) -> None:
    fill(mia, tiny_guide)
    where = imported(noor, exported(app, mia))
    noor.client.post(f"{AT}/note", op_id="hers", version=5, note="hers from now on")
    noor.client.post(f"{where}/undo")
    text = words(noor, where)
    assert "1 milestone left, because of changes since: Bowline" in text
    assert "1 highlight as before" in text
    assert noor.client.page(AT).one("textarea", name_="note").text == "hers from now on"
    assert of_person(app, noor.user.id)["highlights"] == []


def test_after_seven_days_it_stays(app: Flask, mia: Member, noor: Member, tiny_guide: Guide) -> None:
    fill(mia, tiny_guide)
    where = imported(noor, exported(app, mia))
    with clock.stopped_at(clock.now() + UNDOABLE_FOR - timedelta(minutes=1)):
        assert noor.another_browser().get(where).status_code == 200
    with clock.stopped_at(clock.now() + UNDOABLE_FOR + timedelta(seconds=1)):
        assert noor.another_browser().post(f"{where}/undo").status_code == 404
        with app.app_context():
            jobs.do_duties()
    assert contents(app)["imports"] == []
    assert of_person(app, noor.user.id)["highlights"]


def test_one_that_waits_for_a_day_is_gone(app: Flask, mia: Member, noor: Member) -> None:
    where = bring(noor, exported(app, mia)).location
    (row,) = contents(app)["imports"]
    with clock.stopped_at(clock.now() + OFFERED_FOR + timedelta(seconds=1)), app.app_context():
        assert noor.another_browser().post(f"{where}/confirm").status_code == 404
        jobs.do_duties()
        assert not shelf.path(row["file"]).exists()


def test_nothing_earned_is_lost_where_both_went_on(app: Flask, mia: Member, noor: Member, tiny_guide: Guide) -> None:
    fill(mia, tiny_guide, "mias")
    fill(noor, tiny_guide, "noors")
    noor.client.post(f"{AT}/status", op_id="further", status="done", overrule="1")
    where = bring(noor, exported(app, mia)).location
    text = words(noor, where)
    assert "1 milestone brought together" in text
    assert "Nothing earned is lost" in text
    noor.client.post(f"{where}/confirm")
    (state,) = of_person(app, noor.user.id)["milestone_states"]
    assert state["status"] == "done"
    assert len(state["evidence"]) == 4
    assert "mias note" in state["note"]
    assert "noors note" in state["note"]
    assert (state["version"], len(of_person(app, noor.user.id)["milestone_events"])) == (16, 16)
    page = noor.client.page(f"{AT}?history=all")
    assert "Brought together with an imported archive" in page.text
    (user,) = of_person(app, noor.user.id)["users"]
    assert user["name"] == "noors name", "settings of an account in use stay"


def test_guides_and_milestones_that_are_not_here_are_kept(
    app: Flask, mia: Member, noor: Member, tiny_guide: Guide
) -> None:
    fill(mia, tiny_guide)
    rows = rows_in(exported(app, mia))
    for name, found in rows.items():
        for row in found:
            if "guide_id" in row and name != "accounts/profile.jsonl":
                row["guide_id"] = "a-guide-of-elsewhere"
    archive = boxed(rows)
    where = imported(noor, archive, "one")
    assert rows_in(exported(app, noor, "first")) == rows
    for page in ("/dashboard", "/settings/data", where, "/guides"):
        noor.client.page(page)
    imported(noor, archive, "two")
    assert rows_in(exported(app, noor, "second")) == rows


def test_whose_import_it_is_nobody_else_sees(app: Flask, mia: Member, otto: Member, anyone: Client) -> None:
    where = bring(mia, exported(app, mia)).location
    for action in ("confirm", "discard", "undo"):
        assert unchanged(app, otto.client.post, f"{where}/{action}").status_code == 404
        assert unchanged(app, anyone.post, f"{where}/{action}").status_code == 401
        assert mia.client.get(f"{where}/{action}").status_code == 405
    assert otto.client.get(where).status_code == 404
    assert unchanged(app, lambda: anyone.post("/settings/data/import", op_id="x")).status_code == 401
    assert mia.client.get("/settings/data/import").status_code == 405


def test_without_a_file_or_with_another_name(app: Flask, mia: Member) -> None:
    answer = unchanged(app, mia.client.post, "/settings/data/import", op_id="x")
    assert "Choose the file first." in mia.client.read(answer, 422).form("/settings/data/import").text
    answer = unchanged(app, bring, mia, b"PK", name="archive.tar")
    assert "An archive is a .zip file" in mia.client.read(answer, 422).text


def test_a_file_that_is_gone_cannot_be_imported(app: Flask, mia: Member) -> None:
    where = bring(mia, exported(app, mia)).location
    (row,) = contents(app)["imports"]
    with app.app_context():
        shelf.remove([row["file"]])
    assert mia.client.get(where).status_code == 404
    assert mia.client.post(f"{where}/confirm").status_code == 404


def test_twenty_a_day(app: Flask, mia: Member) -> None:
    for number in range(20):
        assert bring(mia, b"no archive", op=f"op-{number}").status_code == 422
    page = mia.client.read(bring(mia, b"no archive", op="more"), 429)
    assert "twenty archives within a day" in page.form("/settings/data/import").text


def test_together_no_more_highlights_than_a_guide_can_have(
    app: Flask, mia: Member, noor: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark(mia.client, 1)
    mark(noor.client, 2)
    archive = exported(app, mia)
    monkeypatch.setattr("tracker.reading.holdings.MOST_HIGHLIGHTS", 1)
    where = bring(noor, archive).location
    page = noor.client.page(where)
    assert "more than 1 highlights in one guide" in page.text
    assert not page.all("form", action=f"{where}/confirm")
    before = theirs(app, noor)
    noor.client.post(f"{where}/confirm")
    assert theirs(app, noor) == before


def test_the_first_kind_of_archive_is_read_for_ever(app: Flask, noor: Member) -> None:
    """Made by version 0.1.0. A later version that can't read it breaks a promise (docs/archive.md)."""
    archive = Path(AN_ARCHIVE[0]).read_bytes()
    imported(noor, archive)
    rows, first = rows_in(exported(app, noor)), rows_in(archive)
    assert {name: rows[name] for name in first} == first
