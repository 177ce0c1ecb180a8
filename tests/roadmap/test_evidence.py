"""POST …/evidence: links, texts and figures are added, changed and removed; what was typed is never lost."""

import pytest
from flask import Flask

from tests.crowd import at_once
from tests.pages import Element, Page
from tests.people import Member
from tests.roadmap.desk import Desk, evidence, hidden, raw, said
from tests.tables import of_person, unchanged

pytestmark = pytest.mark.slow

LINK = {"kind": "link", "url": "https://git.example.org/mia/knot", "text": "The knot, filmed"}
TEXT = {"kind": "text", "text": "I tied it twenty times.\nThe last ten blind."}
FIGURE = {"kind": "figure", "figure": "pulls", "value": "24", "n": "30", "day": "2026-03-14", "commit": "4f2c1e9"}


@pytest.fixture
def desk(mia: Member) -> Desk:
    return Desk(mia.client)


@pytest.fixture
def bend(desk: Desk) -> Desk:
    """The milestone with a bar."""
    return desk.at("tk-sheet-bend")


def edit_form(page: Page, at: int = 0) -> tuple[Element, dict[str, str]]:
    """The form that changes a piece, and what it would send."""
    form = evidence(page)[at].all("form")[0]
    fields = {field["name"]: field.get("value") for field in form.all("input")}
    return form, fields | {area["name"]: raw(area) for area in form.all("textarea")}


def remove_form(page: Page, at: int = 0) -> dict[str, str]:
    form = evidence(page)[at].all("form")[1]
    button = form.one("button")
    assert button.text == "Remove"
    return hidden(form.all("input")) | {button["name"]: button["value"]}


def bar(page: Page) -> Element:
    return page.one("section", aria_labelledby="bar")


def test_a_link_is_added(desk: Desk) -> None:
    page = desk.do("evidence", **LINK)
    (piece,) = evidence(page)
    link = piece.all("a")[0]
    assert (link["href"], link.text) == (LINK["url"], LINK["text"])
    assert link["rel"].split() == ["noopener", "noreferrer", "nofollow", "ugc"]
    assert "git.example.org" in piece.text
    assert "Evidence saved." in said(page)
    assert desk.history == ["Link added"]


def test_a_link_without_words_shows_its_address(desk: Desk) -> None:
    (piece,) = evidence(desk.do("evidence", kind="link", url="  https://example.org/a?b=1&c=2  "))
    assert piece.all("a")[0].text == "https://example.org/a?b=1&c=2"


def test_a_text_is_added(desk: Desk) -> None:
    page = desk.do("evidence", **{**TEXT, "text": TEXT["text"].replace("\n", "\r\n") + "  "})
    (piece,) = evidence(page)
    assert "".join(str(part) for part in piece.one("p", class_="evidence-text").children) == TEXT["text"]
    assert desk.history == ["Text added"]


def test_a_figure_is_recorded_and_changed(bend: Desk) -> None:
    page = bend.do("evidence", **FIGURE)
    assert [shown for shown in ("24", "30", "14 March 2026", "4f2c1e9") if shown not in bar(page).text] == []
    assert evidence(page) == []
    page = bend.do("evidence", **FIGURE | {"value": "26", "n": "", "commit": "", "version": 1})
    assert "26" in bar(page).text
    assert "4f2c1e9" not in bar(page).text
    assert bend.history == ["Figure changed, version 2", "Figure added"]
    fields = {field["name"]: field.get("value") for field in bar(page).all("form")[0].all("input")}
    assert (fields["value"], fields["n"], fields["day"], fields["version"]) == ("26", "", "2026-03-14", "2")


def test_a_piece_is_changed_and_its_version_shows(desk: Desk) -> None:
    form, fields = edit_form(desk.do("evidence", **LINK))
    fields["text"] = "The knot, filmed again"
    assert desk.client.post(form["action"], **fields).status_code == 303
    (piece,) = evidence(desk.page())
    assert piece.all("a")[0].text == "The knot, filmed again"
    assert "version 2" in piece.text
    assert desk.history[0] == "Link changed, version 2"


def test_a_piece_is_removed_and_undo_brings_it_back(bend: Desk) -> None:
    page = bend.do("evidence", **TEXT)
    page = bend.do("evidence", **remove_form(page))
    assert evidence(page) == []
    assert "Evidence removed. Undo brings it back." in said(page)
    assert "twenty times" in bend.do("undo").one("ul", class_="evidence").text


def test_a_figure_is_removed(bend: Desk) -> None:
    page = bend.do("evidence", **FIGURE)
    form = bar(page).all("form")[1]
    page = bend.do("evidence", **hidden(form.all("input")), remove=form.one("button")["value"])
    assert "24" not in bar(page).text
    assert bar(page).all("button", name_="remove") == []


@pytest.mark.parametrize(
    "fields,sentence",
    [
        (LINK | {"url": None}, "Paste the address of what you made."),
        (LINK | {"url": "   "}, "Paste the address of what you made."),
        (LINK | {"text": "t" * 201}, "Use at most 200 characters here."),
        (LINK | {"op_id": None}, "This form is incomplete."),
        (LINK | {"op_id": "x" * 65}, "This form is incomplete."),
        (LINK | {"version": "x"}, "Not a valid integer value."),
        (TEXT | {"text": None}, "Write what you did or found."),
        (TEXT | {"text": " \r\n "}, "Write what you did or found."),
        (TEXT | {"text": "t" * 4001}, "Use at most 4,000 characters"),
        (FIGURE | {"figure": None}, "This figure isn't part of the bar any more."),
        (FIGURE | {"figure": "nothing"}, "This figure isn't part of the bar any more."),
        (FIGURE | {"value": None}, "Enter the value you measured."),
        (FIGURE | {"value": "v" * 61}, "Use at most 60 characters."),
        (FIGURE | {"n": "0"}, "n is how many cases you measured"),
        (FIGURE | {"n": "-3"}, "n is how many cases you measured"),
        (FIGURE | {"n": "many"}, "Not a valid integer value."),
        (FIGURE | {"n": "9" * 30}, "n is how many cases you measured"),
        (FIGURE | {"day": None}, "Enter the day you measured it."),
        (FIGURE | {"day": "14.3.2026"}, "Not a valid date value."),
        (FIGURE | {"day": "2026-02-30"}, "Not a valid date value."),
        (FIGURE | {"day": "1999-12-31"}, "Enter a day of this century."),
        (FIGURE | {"day": "9999-12-31"}, "Enter a day of this century."),
        (FIGURE | {"commit": "c" * 65}, "Use at most 64 characters."),
    ],
)
def test_what_will_not_do_is_said_and_nothing_saved(
    app: Flask, bend: Desk, fields: dict[str, str | None], sentence: str
) -> None:
    answer = unchanged(app, lambda: bend.send("evidence", **fields))
    page = bend.read(answer, 422)
    assert sentence in page.one("div", role="alert").text
    shown = [field.get("value") for field in page.all("input")] + [raw(area) for area in page.all("textarea")]
    for name in {"url", "text", "value", "n", "day", "commit"} & set(fields):
        if fields[name] and fields.get("figure", "pulls") == "pulls":
            assert str(fields[name]).replace("\r\n", "\n") in [text.replace("\r\n", "\n") for text in shown], name


@pytest.mark.parametrize("kind", [None, "", "file", "LINK", "k" * 3000])
def test_a_kind_that_there_is_not(app: Flask, desk: Desk, kind: str | None) -> None:
    answer = unchanged(app, lambda: desk.send("evidence", kind=kind, text="my long text"))
    assert "my long text" in [raw(area) for area in desk.read(answer, 422).all("textarea")]


def test_a_figure_where_there_is_no_bar(app: Flask, desk: Desk) -> None:
    page = desk.read(unchanged(app, lambda: desk.send("evidence", **FIGURE)), 422)
    assert "This figure isn't part of the bar any more." in page.text


def test_a_piece_cannot_become_another_kind(app: Flask, bend: Desk) -> None:
    bend.do("evidence", **FIGURE)
    page = bend.do("evidence", **TEXT)
    text_id = edit_form(page)[1]["evidence_id"]
    for fields in (LINK | {"evidence_id": text_id}, TEXT | {"evidence_id": "figure-pulls"}):
        answer = unchanged(app, bend.send, "evidence", **fields, version=1)
        assert "This form is incomplete." in bend.read(answer, 422).text


def test_a_page_adds_a_link_and_a_text(desk: Desk) -> None:
    """Both forms of one page carry the same op_id; neither replaces the other."""
    desk.do("evidence", **LINK, op_id="same")
    desk.do("evidence", **TEXT, op_id="same")
    desk.do("evidence", **LINK | {"url": "https://example.org/second"}, op_id="same")
    assert len(desk.evidence) == 3


def test_a_stale_change_gets_both_versions_and_may_save_afterwards(app: Flask, desk: Desk) -> None:
    form, old = edit_form(desk.do("evidence", **LINK))
    desk.client.post(form["action"], **old | {"op_id": "theirs", "text": "from the other device"})

    answer = unchanged(app, lambda: desk.client.post(form["action"], **old | {"text": "from this device"}))

    page = desk.read(answer, 409)
    conflict = page.one("section", role="alert")
    assert "This evidence changed on another page while you wrote" in conflict.text
    assert "from the other device" in conflict.text
    mine = {area["name"]: raw(area) for area in conflict.all("textarea")}
    assert mine == {"url": LINK["url"], "text": "from this device"}
    again = conflict.one("form")
    answer = desk.client.post(again["action"], **hidden(again.all("input")), **mine)
    assert answer.status_code == 303
    (piece,) = evidence(desk.page())
    assert piece.all("a")[0].text == "from this device"
    assert "version 3" in piece.text


def test_a_stale_figure_gets_both_versions_and_may_save_afterwards(app: Flask, bend: Desk) -> None:
    bend.do("evidence", **FIGURE)
    answer = unchanged(app, lambda: bend.send("evidence", **FIGURE | {"value": "31"}, version=0))
    conflict = bend.read(answer, 409).one("section", role="alert")
    assert "24" in conflict.one("p", class_="text").text
    mine = {area["name"]: raw(area) for area in conflict.all("textarea")}
    assert mine["value"] == "31"
    again = conflict.one("form")
    assert bend.client.post(again["action"], **hidden(again.all("input")), **mine).status_code == 303
    assert "31" in bar(bend.page()).text


def test_a_change_of_what_was_removed_meanwhile_may_be_added_again(app: Flask, desk: Desk) -> None:
    page = desk.do("evidence", **TEXT)
    form, old = edit_form(page)
    desk.do("evidence", **remove_form(page) | {"op_id": "theirs"})

    answer = unchanged(app, lambda: desk.client.post(form["action"], **old | {"text": "my longer text"}))

    conflict = desk.read(answer, 409).one("section", role="alert")
    assert "was removed on another page" in conflict.text
    again = conflict.one("form")
    assert again.one("button").text == "Add it again"
    mine = {area["name"]: raw(area) for area in conflict.all("textarea")}
    assert desk.client.post(again["action"], **hidden(again.all("input")), **mine).status_code == 303
    assert "my longer text" in desk.evidence[0]


def test_removing_what_is_gone_is_said(app: Flask, desk: Desk) -> None:
    page = desk.do("evidence", **TEXT)
    fields = remove_form(page)
    desk.do("evidence", **fields)
    answer = unchanged(app, lambda: desk.client.post(f"{desk.path}/evidence", **fields | {"op_id": "again"}))
    assert "This evidence had been removed already." in desk.read(answer, 409).text
    for made_up in ("nothing", "x" * 3000, "<script>"):
        answer = unchanged(app, desk.send, "evidence", remove=made_up)
        assert answer.status_code == 409


@pytest.mark.parametrize("fields", [{"op_id": None}, {"version": "x"}])
def test_removing_by_a_broken_form(app: Flask, desk: Desk, fields: dict[str, str | None]) -> None:
    page = desk.do("evidence", **TEXT)
    piece = {**remove_form(page), **fields}
    assert unchanged(app, lambda: desk.client.post(f"{desk.path}/evidence", **piece)).status_code == 422


def test_thirty_pieces_are_the_most(app: Flask, desk: Desk) -> None:
    for n in range(30):
        assert desk.send("evidence", kind="text", text=f"text {n}").status_code == 303
    page = desk.read(unchanged(app, lambda: desk.send("evidence", kind="text", text="one more")), 422)
    assert "A milestone can carry 30 pieces of evidence. Remove one first." in page.text
    assert raw(page.one("textarea", id="evidence-text-text")) == "one more"
    form, fields = edit_form(page)
    assert desk.client.post(form["action"], **fields | {"text": "changed"}).status_code == 303, "changing still works"


@pytest.mark.parametrize("fields", [LINK, TEXT], ids=["link", "text"])
def test_sent_twice_it_counts_once(app: Flask, mia: Member, desk: Desk, fields: dict[str, str]) -> None:
    desk.do("evidence", **fields, op_id="same")
    rows = of_person(app, mia.user.id)
    page = desk.do("evidence", **fields, op_id="same")
    assert of_person(app, mia.user.id) == rows
    assert len(evidence(page)) == 1
    assert said(page) == ""


def test_a_change_and_a_removal_sent_twice_count_once(desk: Desk) -> None:
    page = desk.do("evidence", **TEXT)
    form, fields = edit_form(page)
    for _ in range(2):
        assert desk.client.post(form["action"], **fields | {"text": "changed"}).status_code == 303
    assert "version 2" in desk.evidence[0]
    gone = remove_form(desk.page())
    for _ in range(2):
        assert desk.client.post(form["action"], **gone).status_code == 303
    assert desk.history == ["Evidence removed", "Text changed, version 2", "Text added"]


def test_sent_twenty_times_at_once_it_counts_once(app: Flask, mia: Member, desk: Desk) -> None:
    browsers = [mia.another_browser() for _ in range(20)]
    forms = [{"csrf_token": one.token(), "op_id": "same", "version": "0", **LINK} for one in browsers]
    answers = at_once(20, lambda n: browsers[n].raw.post(f"{desk.path}/evidence", data=forms[n]))
    assert [answer.status_code for answer in answers] == [303] * 20
    assert len(desk.evidence) == 1
    assert desk.history == ["Link added"]


def test_twenty_different_ones_at_once_all_count(app: Flask, mia: Member, desk: Desk) -> None:
    browsers = [mia.another_browser() for _ in range(20)]
    forms = [
        {"csrf_token": one.token(), "op_id": f"op-{n}", "version": "0", "kind": "text", "text": f"text {n}."}
        for n, one in enumerate(browsers)
    ]
    answers = at_once(20, lambda n: browsers[n].raw.post(f"{desk.path}/evidence", data=forms[n]))
    assert [answer.status_code for answer in answers] == [303] * 20
    assert {text.partition(".")[0] for text in desk.evidence} == {f"text {n}" for n in range(20)}
