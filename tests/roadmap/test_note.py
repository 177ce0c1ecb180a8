"""POST …/note: a private note, kept to the letter; a stale page gets both texts back and loses nothing."""

import pytest
from flask import Flask

from tests.crowd import at_once
from tests.hostile import MARKUP
from tests.people import Member
from tests.roadmap.desk import Desk, hidden, note, raw, said
from tests.tables import of_person, unchanged

pytestmark = pytest.mark.slow


@pytest.fixture
def desk(mia: Member) -> Desk:
    return Desk(mia.client)


@pytest.mark.parametrize(
    "text",
    [
        "Left over right.",
        "\n\nbegins and ends with empty lines\n\n",
        "  spaces  \tand tabs\t",
        "five\nlines\n\n\nhere",
        "日本語 · עברית · 🪢",
        "x" * 20_000,
        "🪢" * 20_000,
        "",
    ],
    ids=lambda text: text[:12],
)
def test_it_is_kept_to_the_letter(desk: Desk, text: str) -> None:
    desk.do("note", note="before")
    page = desk.do("note", note=text.replace("\n", "\r\n"), version=1)
    assert note(page) == text
    assert "Note saved. Only you can read it." in said(page)
    assert desk.history == ["Note saved", "Note saved"]


def test_a_nul_is_left_out(desk: Desk) -> None:
    assert note(desk.do("note", note="be\x00fore")) == "before"


def test_too_long_a_note_is_refused_and_still_there(app: Flask, desk: Desk) -> None:
    text = "y" * 20_001
    page = desk.read(unchanged(app, lambda: desk.send("note", note=text)), 422)
    assert "A note can have 20,000 characters. Shorten it and save again." in page.one("div", role="alert").text
    assert note(page) == text


@pytest.mark.parametrize("fields", [{"op_id": None}, {"op_id": "x" * 65}, {"version": "x"}, {"version": "-2"}])
def test_a_broken_form_is_refused_and_the_text_still_there(
    app: Flask, desk: Desk, fields: dict[str, str | None]
) -> None:
    page = desk.read(unchanged(app, lambda: desk.send("note", **{"note": "my text", **fields})), 422)
    assert note(page) == "my text"


@pytest.mark.parametrize("markup", MARKUP)
def test_it_is_only_ever_text(desk: Desk, markup: str) -> None:
    page = desk.do("note", note=markup)
    assert note(page) == markup
    conflict = desk.read(desk.send("note", note=markup + "!", version=0), 409)
    assert raw(conflict.one("textarea", id="mine")) == markup + "!"
    assert raw(conflict.one("textarea", id="theirs")) == markup
    for shown in (page, conflict):
        assert shown.all("img") == []
        assert all(script.get("src") for script in shown.all("script"))


def test_a_stale_page_gets_both_texts_and_may_save_afterwards(app: Flask, desk: Desk) -> None:
    old = desk.page().form(f"{desk.path}/note")
    desk.do("note", note="from the other device")

    form = {**hidden(old.all("input")), "note": "from this device"}
    answer = unchanged(app, lambda: desk.client.post(f"{desk.path}/note", **form))

    page = desk.read(answer, 409)
    assert "This note changed on another page while you wrote" in page.text
    assert raw(page.one("textarea", id="mine")) == "from this device"
    assert raw(page.one("textarea", id="theirs")) == "from the other device"
    again = page.one("section", role="alert").one("form")
    answer = desk.client.post(again["action"], **hidden(again.all("input")), note="both of them")
    assert answer.status_code == 303
    assert desk.note == "both of them"
    assert desk.history == ["Note saved", "Note saved"]


def test_a_third_change_meanwhile_is_a_conflict_again(desk: Desk) -> None:
    desk.do("note", note="first")
    page = desk.read(desk.send("note", note="mine", version=0), 409)
    desk.do("note", note="second", version=1)
    again = page.one("section", role="alert").one("form")
    answer = desk.client.post(again["action"], **hidden(again.all("input")), note="mine")
    assert raw(desk.read(answer, 409).one("textarea", id="theirs")) == "second"


def test_other_changes_do_not_make_a_note_stale(desk: Desk) -> None:
    old = desk.form("note")
    desk.do("status", status="doing")
    desk.do("criteria", tick="tied-blind")
    desk.do("note", note="mine", version=old["version"])
    assert desk.note == "mine"


def test_the_same_text_on_two_pages_is_no_conflict(desk: Desk) -> None:
    desk.do("note", note="same words")
    desk.do("note", note="same words", version=0)
    assert desk.note == "same words"


def test_sent_twice_it_counts_once(desk: Desk) -> None:
    for _ in range(2):
        desk.do("note", note="mine", op_id="same", version=0)
    assert desk.history == ["Note saved"]


def test_twenty_at_once_count_once(app: Flask, mia: Member, desk: Desk) -> None:
    browsers = [mia.another_browser() for _ in range(20)]
    forms = [{"csrf_token": one.token(), "op_id": "same", "version": "0", "note": "mine"} for one in browsers]
    answers = at_once(20, lambda n: browsers[n].raw.post(f"{desk.path}/note", data=forms[n]))
    assert [answer.status_code for answer in answers] == [303] * 20
    assert desk.history == ["Note saved"]


def test_twenty_different_ones_at_once_lose_nothing_in_silence(app: Flask, mia: Member, desk: Desk) -> None:
    browsers = [mia.another_browser() for _ in range(20)]
    forms = [
        {"csrf_token": browser.token(), "op_id": f"op-{n}", "version": "0", "note": f"text {n}"}
        for n, browser in enumerate(browsers)
    ]
    answers = at_once(20, lambda n: browsers[n].raw.post(f"{desk.path}/note", data=forms[n]))
    saved = [n for n, answer in enumerate(answers) if answer.status_code == 303]
    assert len(saved) == 1
    assert desk.note == f"text {saved[0]}"
    for n, answer in enumerate(answers):
        if n not in saved:
            page = browsers[n].read(answer, 409)
            assert raw(page.one("textarea", id="mine")) == f"text {n}"


def test_it_stands_on_no_other_page(app: Flask, mia: Member, desk: Desk) -> None:
    desk.do("note", note="canary-note")
    for path in (
        "/dashboard",
        "/roadmap/tiny-guide",
        "/roadmap/tiny-guide?q=canary-note",
        "/roadmap/tiny-guide/tk-splice",
    ):
        rows = mia.client.page(path).one("main")
        assert "canary-note" not in rows.text
    assert "canary-note" not in mia.client.page("/guides/tiny-guide/search?q=bowline").html
    assert of_person(app, mia.user.id)["milestone_states"][0]["note"] == "canary-note"


def test_an_old_page_sent_again_after_the_note_moved_on_gets_both_texts(app: Flask, desk: Desk) -> None:
    desk.do("note", op_id="old-page", note="first")
    desk.do("note", note="second", version=1)
    page = desk.read(unchanged(app, lambda: desk.send("note", op_id="old-page", note="first")), 409)
    assert [area.text.strip() for area in page.all("textarea")][:2] == ["first", "second"]


def test_a_form_without_a_note_erases_nothing(app: Flask, desk: Desk) -> None:
    desk.do("note", note="mine")
    page = desk.read(unchanged(app, lambda: desk.send("note", version=1)), 422)
    assert "This form is incomplete." in page.one("div", role="alert").text
    assert note(page) == "mine"


def test_a_stale_note_that_was_refused_stays_stale(desk: Desk) -> None:
    desk.do("note", note="from the other device")
    page = desk.read(desk.send("note", note="y" * 20_001, version=0), 422)
    again = hidden(page.form(f"{desk.path}/note").all("input"))
    assert desk.client.post(f"{desk.path}/note", **again | {"note": "shorter"}).status_code == 409
    assert desk.note == "from the other device"
