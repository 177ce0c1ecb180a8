"""POST /settings/data/exports and the file: everything that is hers, made by the worker, offered to her for a day."""

import csv
import io
import json
import logging
import os
import stat
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.accounts.boxes import exported, fill, rows_in, unzipped
from tests.crowd import at_once
from tests.people import Client, Member, make_member
from tests.post import Postbox, link_in, text_of, work
from tests.tables import contents, unchanged
from tracker import clock, jobs
from tracker.accounts import Holding
from tracker.accounts.archive import shelf
from tracker.accounts.models import FRESH, OFFERED_FOR, Archive
from tracker.extensions import db
from tracker.library import Guide
from tracker.sheets import inert

pytestmark = pytest.mark.slow

ASK = "/settings/data/exports"
LATER = FRESH + timedelta(seconds=1)


def ask(client: Client, op: str | None = "an-op-id", **more: Any) -> Any:
    return client.post(ASK, op_id=op, **more)


def files_of(app: Flask) -> list[Path]:
    return sorted((Path(app.instance_path) / shelf.FOLDER).glob("*"))


@pytest.fixture(autouse=True)
def _empty_shelf(app: Flask) -> None:
    for file in files_of(app):
        file.unlink()


def link(member: Member) -> str:
    """Where her export can be had."""
    links = member.client.page("/settings/data").all("a")
    return str(next(one["href"] for one in links if one["href"].startswith(f"{ASK}/")))


def test_asked_for_made_and_downloaded(
    app: Flask, mia: Member, tiny_guide: Guide, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    fill(mia, tiny_guide)
    answer = ask(mia.client)
    assert (answer.status_code, answer.location) == (303, "/settings/data")
    waiting = mia.client.page("/settings/data")
    assert "Being made" in waiting.one("section", id="export").text
    assert waiting.one("section", id="export").all("a", href="/settings/data"), "a way to look again without scripts"
    assert "An export is being made." in mia.client.page("/settings").text

    work(app)

    page = mia.client.page("/settings/data")
    assert "Ready since today" in page.one("section", id="export").text
    assert "An export is ready until" in mia.client.page("/settings").text
    answer = unchanged(app, mia.client.get, link(mia), buffered=True)
    assert answer.status_code == 200
    assert answer.mimetype == "application/zip"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=milepost-20")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    (file,) = files_of(app)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert str(mia.user.id) not in file.stem.split("-")
    for event in ("event=export result=ok reason=asked", "reason=made", "event=export-download result=ok"):
        assert event in caplog.text


def test_it_holds_everything_and_explains_every_file(app: Flask, mia: Member, tiny_guide: Guide) -> None:
    fill(mia, tiny_guide)
    archive = exported(app, mia)
    files = unzipped(archive)
    manifest = json.loads(files["manifest.json"])
    assert (manifest["format"], manifest["schema"], manifest["person"]["email"]) == (
        "milepost-archive", 1, mia.user.email,
    )  # fmt: skip
    assert {one["name"] for one in manifest["files"]} | {"manifest.json", "README.txt"} == set(files)
    readme = files["README.txt"].decode()
    assert all(f"\n{name}" in readme for name in files if name != "README.txt")
    rows = rows_in(archive)
    holdings: tuple[Holding, ...] = app.extensions["holdings"]
    with app.app_context():
        for holding in holdings:
            for topic, count in holding.count(mia.user.id):
                assert len(rows[holding.file(topic)]) == count > 0
                (listed,) = [one for one in manifest["files"] if one["name"] == holding.file(topic)]
                assert listed["rows"] == count
    assert b"canary note" in files["notes/tiny-guide-milestones.md"]
    assert b"canary margin" in files["notes/tiny-guide-highlights.md"]


def test_the_table_is_safe_to_open_and_holds_each_milestone(app: Flask, mia: Member, tiny_guide: Guide) -> None:
    mia.client.post("/roadmap/tiny-guide/tk-bowline/note", op_id="a", version=0, note="=HYPERLINK(1)")
    mia.client.post("/roadmap/tiny-guide/tk-bowline/status", op_id="b", status="doing")
    text = unzipped(exported(app, mia))["milestones.csv"].decode("utf-8-sig")
    head, *lines = csv.reader(io.StringIO(text))
    assert [line[1] for line in lines] == [one.id for one in tiny_guide.milestones]
    (bowline,) = [dict(zip(head, line, strict=True)) for line in lines if line[1] == "tk-bowline"]
    assert (bowline["status"], bowline["note"]) == ("Doing", "'=HYPERLINK(1)")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "|calc", "%1"])
def test_no_cell_begins_a_formula(cell: str) -> None:
    assert inert(cell) == f"'{cell}"
    assert inert(f"a{cell}") == f"a{cell}"


def test_nothing_in_it_opens_anything_and_nothing_of_others(
    app: Flask, mia: Member, otto: Member, tiny_guide: Guide
) -> None:
    fill(mia, tiny_guide, "mias")
    fill(otto, tiny_guide, "ottos")
    whole = b"".join(unzipped(exported(app, mia)).values())
    assert b"mias" in whole
    assert b"ottos" not in whole
    with app.app_context():
        for table in ("users", "user_sessions", "known_browsers"):
            for row in db.session.execute(db.metadata.tables[table].select()).mappings():
                secrets = [row.get("password_hash"), row.get("token_hash"), row.get("uid")]
                assert not [one for one in secrets if one and one.encode() in whole]


def test_it_says_how_far_it_is(app: Flask, mia: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(mia.client)
    pages: list[str] = []
    noted = Archive.note

    def note(archive_id: int, **values: Any) -> None:
        noted(archive_id, **values)
        pages.extend(at_once(1, lambda _: mia.client.page("/settings/data").one("section", id="export").text))

    monkeypatch.setattr(Archive, "note", note)
    work(app)
    assert len(pages) > 5
    assert all("Being made" in page for page in pages)
    assert f"3 of {len(pages) + 1} parts" in pages[2]


def test_sent_twice_it_is_one_export(app: Flask, mia: Member) -> None:
    assert [ask(mia.client, op).status_code for op in ("first", "first", "second")] == [303, 303, 303]
    assert len(contents(app)["archives"]) == len(contents(app)["jobs"]) == 1
    work(app)
    assert ask(mia.client, "first").status_code == 303
    assert len(contents(app)["archives"]) == 1, "that form was answered already"


def test_twenty_at_once_are_one_export(app: Flask, mia: Member) -> None:
    token = mia.client.token()
    browsers = [Client(app) for _ in range(8)]
    for browser in browsers:
        browser.sign_in_as(mia.token)
    tokens = [browser.token() for browser in browsers]
    answers = at_once(8, lambda number: ask(browsers[number], "one-form", csrf_token=tokens[number]).status_code)
    assert token
    assert set(answers) <= {303, 429}
    assert len(contents(app)["archives"]) == len(contents(app)["jobs"]) == 1


def test_a_newer_one_replaces_the_one_before(app: Flask, mia: Member) -> None:
    exported(app, mia, "first")
    before = files_of(app)
    old = link(mia)
    exported(app, mia, "second")
    assert len(files_of(app)) == 1
    assert files_of(app) != before
    assert mia.client.get(old).status_code == 404


def test_five_a_day(app: Flask, mia: Member, otto: Member) -> None:
    for number in range(5):
        exported(app, mia, f"op-{number}")
    answer = ask(mia.client, "one-more")
    page = mia.client.read(answer, 429)
    assert "five exports within a day" in page.one("section", id="export").text
    assert page.all("a", href=link(mia)), "the one that is ready stays"
    assert ask(otto.client).status_code == 303
    with clock.stopped_at(clock.now() + timedelta(days=1, seconds=1)):
        assert ask(mia.another_browser(), "tomorrow").status_code == 303


def test_asking_and_getting_need_proof(app: Flask, mia: Member) -> None:
    exported(app, mia)
    where = link(mia)
    with clock.stopped_at(clock.now() + LATER):
        page = mia.client.read(unchanged(app, ask, mia.client, "other"), 403)
        assert page.all("a", href="/settings/proof?next=/settings/data")
        assert mia.client.get(where).location == f"/settings/proof?next={where}"
        page = mia.client.page("/settings/data")
        assert not page.all("form", action=ASK)
        assert page.all("a", href="/settings/proof?next=/settings/data")


def test_nobody_else_gets_it(app: Flask, mia: Member, otto: Member, anyone: Client) -> None:
    exported(app, mia)
    where = link(mia)
    assert unchanged(app, otto.client.get, where).status_code == 404
    assert otto.client.get(f"{ASK}/999999").status_code == 404
    assert anyone.get(where).location == f"/sign-in?next={where}"
    assert unchanged(app, anyone.post, ASK, op_id="x").status_code == 401
    assert mia.client.get(f"{ASK}/nothing").status_code == 404


@pytest.mark.parametrize("op", [None, "", "x" * 65, "../x", "a b"])
def test_a_form_that_no_page_made(app: Flask, mia: Member, op: str | None) -> None:
    assert unchanged(app, ask, mia.client, op).status_code == 422


def test_after_a_day_it_is_gone_with_its_file(app: Flask, mia: Member) -> None:
    exported(app, mia)
    where = link(mia)
    with clock.stopped_at(clock.now() + OFFERED_FOR + timedelta(seconds=1)):
        assert mia.another_browser().get(where).status_code == 404
        with app.app_context():
            jobs.do_duties()
    assert contents(app)["archives"] == []
    assert files_of(app) == []


def test_what_something_that_died_left_is_tidied_away(app: Flask, mia: Member) -> None:
    exported(app, mia)
    folder = files_of(app)[0].parent
    old, new = folder / f"{'0' * 32}.zip", folder / f"{'1' * 32}.zip"
    for file in (old, new):
        file.touch()
    os.utime(old, (time.time() - 2 * shelf.A_WHILE,) * 2)
    with app.app_context():
        jobs.do_duties()
    assert len(files_of(app)) == 2
    assert not old.exists()
    assert new.exists(), "something may be writing it"


def test_one_that_fails_says_so_and_can_be_asked_for_again(
    app: Flask, mia: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: Any, **_named: Any) -> None:
        raise OSError("the disk is full of canaries")

    with monkeypatch.context() as broken:
        broken.setattr("tracker.accounts.archive.making.write", fail)
        ask(mia.client)
        work(app)
    assert "failed" in mia.client.page("/settings/data").one("section", id="export").text
    assert "The latest export failed." in mia.client.page("/settings").text
    assert files_of(app) == []
    (job,) = contents(app)["jobs"]
    assert (job["state"], job["problem"]) == ("dead", "the export failed: OSError")
    assert exported(app, mia, "again")


def test_one_whose_account_goes_meanwhile_leaves_nothing(
    app: Flask, mia: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(mia.client)
    is_made = Archive.is_made

    def gone(*given: Any) -> Any:
        db.session.execute(db.metadata.tables["users"].delete())
        return is_made(*given)

    monkeypatch.setattr(Archive, "is_made", gone)
    work(app)
    assert files_of(app) == []
    assert contents(app)["archives"] == []


def test_a_letter_says_that_it_is_ready_and_holds_no_secret(
    mailing_app: Flask, postbox: Postbox, settings: object
) -> None:
    ann = make_member(mailing_app, "ann", "Ann Arbor", "UTC")
    assert ask(ann.client).status_code == 303
    while work(mailing_app):
        pass
    (letter,) = postbox.to("ann@example.org")
    assert letter["Subject"] == "Your Milepost export is ready"
    assert link_in(letter) == "/settings/data"
    assert "24 hours" in text_of(letter)
