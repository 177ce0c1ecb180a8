"""Highlights: made, listed, noted, removed and brought back, by their owner only."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.crowd import at_once
from tests.hostile import MARKUP
from tests.pages import Page
from tests.people import Client, Member
from tests.reading.marker import FIRST, GUIDE, SECOND, SECTION, an_id, fill, mark, marks, press, quotes
from tests.roadmap.desk import hidden, raw, said
from tests.tables import contents, of_person, unchanged
from tracker import clock
from tracker.extensions import db
from tracker.reading.highlight_forms import NOTE_LENGTH, QUOTE_LENGTH
from tracker.reading.models.highlights import MOST_HIGHLIGHTS, MOST_REMOVED

pytestmark = pytest.mark.slow

ALL = f"{GUIDE}/highlights"
SCRIPT = {"Accept": "application/json"}


def by_script(client: Client, path: str, **fields: Any) -> tuple[int, str, str]:
    """What a script gets: status, sentence and list."""
    answer = client.post(path, headers=SCRIPT, **fields)
    found = json.loads(answer.text)
    return answer.status_code, found["said"], found["html"]


def stored(app: Flask) -> list[dict[str, Any]]:
    return contents(app)["highlights"]


def test_a_passage_is_kept_and_listed(app: Flask, mia: Member, otto: Member, anyone: Client) -> None:
    answer = mark(mia.client, 1, FIRST, SECOND, note="Left over right.\r\nThen dress it.")
    assert (answer.status_code, answer.location) == (303, f"{SECTION}#highlights")

    page = mia.client.page(SECTION)
    (item,) = marks(page)
    assert [(p.text, p["data-block"], p["data-nth"]) for p in item.one("blockquote").all("p")] == [
        ("the bowline", "b-ed274bb7", "0"),
        ("rope bought", "b-1eb164af", "0"),
    ]
    assert raw(item.one("p", class_="mark-note")) == "Left over right.\nThen dress it."
    assert item.one("div", class_="mark-line").all("a")[0]["href"] == "#b-ed274bb7"
    assert quotes(mia.client.page(ALL)) == ["the bowline rope bought"]
    (row,) = stored(app)
    assert (row["user_id"], row["guide_id"], row["section_id"], row["version"]) == (
        mia.user.id,
        "tiny-guide",
        "one-loop",
        1,
    )
    assert marks(mia.client.page(f"{GUIDE}/two-ropes")) == []
    for page in (otto.client.page(SECTION), otto.client.page(ALL), anyone.page(SECTION)):
        assert "Left over right" not in page.html
        assert "rope bought" not in " ".join(quotes(page))
    assert anyone.page(SECTION).all(id="mark-bar") == []
    assert "Left over right" not in otto.client.get(f"{ALL}.md").text


def test_a_script_gets_the_list(mia: Member) -> None:
    mark(mia.client, 1, note="mine")
    form = {"highlight_id": an_id(2), "parts": json.dumps([SECOND]), "note": ""}
    code, told, html = by_script(mia.client, f"{SECTION}/highlights", **form)
    assert (code, told) == (200, "Highlighted.")
    listed = Page(html, "the list")
    assert quotes(listed) == ["the bowline", "rope bought"]
    assert listed.all(id="mark-bar") == []


def test_sent_twice_or_twenty_times_at_once_it_counts_once(app: Flask, mia: Member) -> None:
    assert [mark(mia.client).status_code for _ in range(2)] == [303, 303]
    browsers = [mia.another_browser() for _ in range(20)]
    form = {"highlight_id": an_id(2), "parts": json.dumps([SECOND]), "note": ""}
    forms = [{**form, "csrf_token": browser.token()} for browser in browsers]
    answers = at_once(20, lambda n: browsers[n].raw.post(f"{SECTION}/highlights", data=forms[n]))
    assert [answer.status_code for answer in answers] == [303] * 20
    assert len(stored(app)) == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"highlight_id": None},
        {"highlight_id": "1"},
        {"highlight_id": an_id(1).upper()},
        {"parts": None},
        {"parts": ""},
        {"parts": "nonsense"},
        {"parts": "[]"},
        {"parts": "{}"},
        {"parts": "[" * 50_000},
        {"parts": "[1]"},
        {"parts": json.dumps([{**FIRST, "quote": "  "}])},
        {"parts": json.dumps([{**FIRST, "quote": 7}])},
        {"parts": json.dumps([{**FIRST, "block": "<b>"}])},
        {"parts": json.dumps([{**FIRST, "block": "b" * 81}])},
        {"parts": json.dumps([{"block": "b-1", "quote": "x"}])},
    ],
    ids=lambda fields: str(fields)[:60],
)
def test_what_makes_no_sense_is_refused_and_the_note_still_there(
    app: Flask, mia: Member, fields: dict[str, Any]
) -> None:
    answer = unchanged(app, lambda: mark(mia.client, 1, note="my words", **fields))
    page = mia.client.read(answer, 422)
    assert "Open it again and select the passage once more." in page.text
    assert [raw(area) for area in page.all("textarea")] == ["my words"]


@pytest.mark.parametrize(
    "fields,sentence",
    [
        (
            {"parts": json.dumps([{**FIRST, "quote": "x" * (QUOTE_LENGTH + 1)}])},
            "A highlight can have 2,000 characters",
        ),
        ({"parts": json.dumps([FIRST] * 61)}, "A highlight can reach over 60 paragraphs."),
        ({"note": "n" * (NOTE_LENGTH + 1)}, "A note can have 5,000 characters."),
    ],
)
def test_limits_are_said_in_a_sentence(app: Flask, mia: Member, fields: dict[str, Any], sentence: str) -> None:
    assert sentence in mia.client.read(unchanged(app, lambda: mark(mia.client, 1, **fields)), 422).text
    form = {"highlight_id": an_id(1), "parts": json.dumps([FIRST]), "note": ""} | fields
    code, told, html = by_script(mia.client, f"{SECTION}/highlights", **form)
    assert (code, html) == (422, "")
    assert sentence in told


def test_as_many_as_may_be(app: Flask, mia: Member, otto: Member) -> None:
    with app.app_context():
        fill(app, mia, MOST_HIGHLIGHTS)
    answer = unchanged(app, lambda: mark(mia.client, 9_999))
    assert "A guide can have 500 highlights. Remove one first." in mia.client.read(answer, 422).text
    assert mark(mia.client, 3).status_code == 303, "which is there already"
    assert mark(otto.client, 9_999).status_code == 303
    page = mia.client.page(f"{ALL}?page=10")
    assert len(marks(page)) == 50
    assert "Page 10 of 10" in page.text
    assert "Page 10 of 10" in mia.client.page(f"{ALL}?page=99").text
    press(mia.client, 3, "remove")
    assert mark(mia.client, 9_999).status_code == 303
    answer = unchanged(app, lambda: press(mia.client, 3, "restore"))
    assert "A guide can have 500 highlights." in mia.client.read(answer, 422).text


def test_of_what_was_removed_the_latest_are_kept(app: Flask, mia: Member) -> None:
    with app.app_context():
        fill(app, mia, MOST_REMOVED + 5)
    for number in range(MOST_REMOVED + 5):
        assert press(mia.client, number, "remove").status_code == 303
    assert len(of_person(app, mia.user.id)["highlights"]) == MOST_REMOVED
    assert press(mia.client, 0, "restore").status_code == 404
    assert press(mia.client, MOST_REMOVED + 4, "restore").status_code == 303


def test_a_note_is_written_changed_and_emptied(app: Flask, mia: Member) -> None:
    mark(mia.client)
    for version, note in enumerate(["first", "  second\n\nwith lines  ", ""], start=1):
        form = mia.client.page(SECTION).form(f"{ALL}/{an_id(1)}/note")
        answer = mia.client.post(form["action"], **hidden(form.all("input")), note=note)
        assert (answer.status_code, answer.location) == (303, f"{SECTION}#h-{an_id(1)}")
        (row,) = stored(app)
        assert (row["note"], row["version"]) == (note, version + 1)
    assert "The note is empty now." in said(mia.client.page(SECTION))


def test_a_note_sent_twice_is_one_change(app: Flask, mia: Member) -> None:
    mark(mia.client)
    assert press(mia.client, 1, "note", note="mine", version=1).status_code == 303
    assert unchanged(app, lambda: press(mia.client, 1, "note", note="mine", version=1)).status_code == 303


def test_a_stale_note_loses_nothing(app: Flask, mia: Member) -> None:
    mark(mia.client)
    press(mia.client, 1, "note", note="from the other device", version=1)
    page = mia.client.read(unchanged(app, lambda: press(mia.client, 1, "note", note="from this one", version=1)), 409)
    asking = page.one("section", role="alert")
    assert [raw(area) for area in asking.all("textarea")] == ["from this one", "from the other device"]
    form = asking.one("form")
    answer = mia.client.post(form["action"], **hidden(form.all("input")), note="both")
    assert (answer.status_code, answer.location) == (303, f"{ALL}#h-{an_id(1)}")
    assert stored(app)[0]["note"] == "both"
    path = f"{ALL}/{an_id(1)}/note"
    code, _, html = by_script(mia.client, path, note="stale", version=1, section="one-loop")
    assert code == 409
    assert raw(Page(html, "the list").one("section", role="alert").all("textarea")[1]) == "both"


@pytest.mark.parametrize(
    "fields", [{"version": None}, {"version": "x"}, {"version": "0"}, {"version": "9" * 30}, {"note": "n" * 5_001}]
)
def test_a_broken_note_is_refused_and_still_there(app: Flask, mia: Member, fields: dict[str, Any]) -> None:
    mark(mia.client)
    form = {"note": "my words", "version": 1} | fields
    page = mia.client.read(unchanged(app, lambda: press(mia.client, 1, "note", **form)), 422)
    assert raw(page.one("section", role="alert").all("textarea")[0]) == form["note"]
    answer = unchanged(app, lambda: press(mia.client, 1, "note", version=1))
    assert mia.client.read(answer, 422).one("h1").text


def test_removing_can_be_undone_for_a_day(app: Flask, mia: Member) -> None:
    mark(mia.client, 1, note="keep me")
    for answer in [press(mia.client, 1, "remove", section="one-loop") for _ in range(2)]:
        assert (answer.status_code, answer.location) == (303, f"{SECTION}?removed={an_id(1)}#highlights")
    page = mia.client.page(f"{SECTION}?removed={an_id(1)}")
    assert "Highlight removed. Undo brings it back." in said(page)
    assert quotes(page) == []
    form = page.one("div", class_="mark-undo").one("form")
    for _ in range(2):
        assert mia.client.post(form["action"], **hidden(form.all("input"))).status_code == 303
    assert quotes(mia.client.page(SECTION)) == ["the bowline"]
    assert "keep me" in mia.client.page(ALL).text

    answer = press(mia.client, 1, "remove")
    assert answer.location == f"{ALL}?removed={an_id(1)}"
    assert "Nothing is marked yet" in mia.client.page(answer.location).text
    press(mia.client, 1, "restore")
    with clock.stopped_at(clock.now() - timedelta(hours=25)):
        press(mia.client, 1, "remove")
    assert "removed within the last day" not in mia.client.page(ALL).text
    assert len(stored(app)) == 1, "looking purges nothing"
    assert press(mia.client, 1, "restore").status_code == 404
    mark(mia.client, 2)
    assert [row["id"] for row in stored(app)] == [an_id(2)]


@pytest.mark.parametrize("action", ["note", "remove", "restore"])
def test_nobody_else_reaches_it(app: Flask, mia: Member, otto: Member, anyone: Client, action: str) -> None:
    mark(mia.client, 1, note="hers")
    if action == "restore":
        press(mia.client, 1, "remove")
    fields = {"note": "his", "version": 1} if action == "note" else {}
    unknown = press(otto.client, 2, action, **fields)
    answer = unchanged(app, lambda: press(otto.client, 1, action, **fields))
    assert (answer.status_code, unknown.status_code) == (404, 404)
    assert "hers" not in answer.text
    assert unchanged(app, lambda: press(anyone, 1, action, **fields)).status_code == 401
    assert mia.client.get(f"{ALL}/{an_id(1)}/{action}").status_code == 405
    other_guide = f"/guides/ai-engineer/highlights/{an_id(1)}/{action}"
    assert unchanged(app, lambda: mia.client.post(other_guide, **fields)).status_code == 404


def test_the_same_id_of_two_people_are_two_highlights(app: Flask, mia: Member, otto: Member) -> None:
    for member in (mia, otto):
        mark(member.client, 1, note=f"of {member.user.name}")
    hers = of_person(app, mia.user.id)
    press(otto.client, 1, "remove")
    assert of_person(app, mia.user.id) == hers


@pytest.mark.parametrize("markup", [*MARKUP, "\x00\x1b[31m\ud83e red", "# heading\n- list\n1. one\nwww.evil.example"])
def test_it_is_only_ever_text(app: Flask, mia: Member, markup: str) -> None:
    parts = json.dumps([{**FIRST, "quote": markup, "before": markup, "after": markup}])
    mark(mia.client, 1, parts=parts, note=markup.encode("utf-8", "replace").decode())
    (row,) = stored(app)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\ud800-\udfff]", row["note"] + row["parts"][0]["quote"])
    pages = [mia.client.page(SECTION), mia.client.page(ALL)]
    press(mia.client, 1, "remove")
    for page in [*pages, mia.client.page(SECTION)]:
        assert page.one("main").all("img") == []
        assert all(script.get("src") for script in page.all("script"))
        assert not [link for link in page.all("a") if "evil" in link.get("href")]


def test_statements(app: Flask, mia: Member, statements: Any) -> None:
    mark(mia.client)
    token = mia.client.token()
    costs = []
    for path, fields in [
        (f"{SECTION}/highlights", {"highlight_id": an_id(5), "parts": json.dumps([SECOND]), "note": ""}),
        (f"{ALL}/{an_id(1)}/note", {"note": "new", "version": "1", "section": "one-loop"}),
        (f"{ALL}/{an_id(1)}/remove", {"section": "one-loop"}),
        (f"{ALL}/{an_id(1)}/restore", {"section": "one-loop"}),
    ]:
        with statements() as sent:
            answer = mia.client.raw.post(path, data={**fields, "csrf_token": token}, headers=SCRIPT)
        assert answer.status_code == 200
        costs.append(len(sent))
    with app.app_context():
        locks = db.engine.dialect.name != "sqlite"  # a statement of its own on PostgreSQL
    assert max(costs[:3]) - locks <= 6, costs
    assert costs[3] - locks <= 6, costs
    for path, most in ((SECTION, 3), (ALL, 2), (f"{ALL}.md", 2)):
        with statements() as sent:
            mia.client.get(path)
        assert len(sent) <= most, (path, sent)


def test_signed_out_it_asks_nothing(anyone: Client) -> None:
    assert anyone.get(ALL).location == f"/sign-in?next={ALL}"
    assert anyone.get(f"{ALL}.md").status_code == 302
