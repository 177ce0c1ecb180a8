"""GET /roadmap/<guide>/<milestone>: what it asks, what it needs and unlocks, its history; with htmx the moving part."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from tests.pages import Page
from tests.people import Member
from tests.roadmap.desk import Desk, raw, said
from tracker import clock
from tracker.library import Guide

pytestmark = pytest.mark.slow

HTMX = {"HX-Request": "true"}


@pytest.fixture
def desk(mia: Member) -> Desk:
    return Desk(mia.client)


def fragment(answer_text: str) -> Page:
    return Page(answer_text, "fragment")


def test_it_tells_what_the_guide_says(desk: Desk) -> None:
    bend = desk.at("tk-sheet-bend")
    page = bend.page()
    assert page.one("h1").text == "Sheet bend"
    assert page.title == "Sheet bend · Milepost"
    for words in (
        "You join two ropes of different thickness.",
        "2 hours",
        "Weeks 1–2 of 2",
        "Evidence: a few lines",
        "Two ropes of different thickness hold together.",
        "The thicker rope makes the bight.",
        "Pulls without slipping",
        "at least 20",
        "Mobile engineers may mark it already had.",
        "The book of knots",
        "◇ not opened by us",
    ):
        assert words in page.text, words
    links = {link.text: link["href"] for link in page.one("main").all("a")}
    assert links["Bowline"] == "/roadmap/tiny-guide/tk-bowline"
    assert links["Eye splice"] == "/roadmap/tiny-guide/tk-splice"
    assert links["2 Two ropes"] == "/guides/tiny-guide/two-ropes"
    assert links["The rope maker"] == "https://rope.example.org/"


def test_every_real_milestone_has_a_good_page(mia: Member, guide: Guide) -> None:
    for milestone in guide.milestones:
        page = mia.client.page(f"/roadmap/ai-engineer/{milestone.id}")
        assert page.one("h1").text == milestone.title
        assert len(page.all("button", name_="tick")) == len(milestone.criteria)


def test_an_untouched_one_teaches_itself(desk: Desk) -> None:
    page = desk.page()
    assert "Nothing yet. Every change will stand here, and the last one can be undone." in page.text
    assert "Done asks for a link to what you made" in page.text
    assert "This milestone asks for none." in desk.at("tk-splice").page().text


def test_long_histories_are_cut_and_shown_whole_on_demand(desk: Desk) -> None:
    for n in range(14):
        desk.send("status", status="doing" if n % 2 else "blocked")
    page = desk.page()
    assert len(page.one("ol", class_="history").all("li")) == 12
    more = [link for link in page.all("a") if link.text == "Show all of it"]
    everything = desk.client.page(more[0]["href"].partition("#")[0])
    assert len(everything.one("ol", class_="history").all("li")) == 14
    assert page.all("button", id="undo")


def test_times_are_told_in_the_persons_zone(noor: Member) -> None:
    desk = Desk(noor.client)
    at = clock.now().replace(hour=20, minute=30, second=0, microsecond=0) - timedelta(days=400)
    with clock.stopped_at(at):
        Desk(noor.another_browser()).do("status", status="doing")
    time = desk.page().one("ol", class_="history").one("time")
    there = at + timedelta(hours=5, minutes=45)
    assert time["datetime"] == there.strftime("%Y-%m-%dT%H:%M:%S+05:45")
    assert time.text == f"{there.day} {there:%B %Y}"
    assert "Asia/Kathmandu" in time["title"]


def test_with_htmx_the_moving_part_alone_comes(desk: Desk) -> None:
    token = desk.client.token()
    answer = desk.client.post(
        f"{desk.path}/status", headers=HTMX, csrf_token=token, op_id="a", version=0, status="doing"
    )
    assert answer.status_code == 303
    part = desk.client.get(desk.path, headers=HTMX)
    assert part.mimetype == "text/html"
    assert "<html" not in part.text
    assert "<h1" not in part.text
    page = fragment(part.text)
    assert page.one("div", role="status").text == "Now “Doing”."
    assert page.one("button", id="to-doing")["aria-pressed"] == "true"
    assert {form["data-hx-post"] for form in page.all("form")} == {form["action"] for form in page.all("form")}
    ids = [element["id"] for element in page.all() if element.get("id")]
    assert len(ids) == len(set(ids))


def test_the_part_is_the_same_as_on_the_page(desk: Desk) -> None:
    desk.do("status", status="doing")
    whole = desk.page().one("div", id="work").text
    part = fragment(desk.client.get(desk.path, headers=HTMX).text).text
    assert part.strip() == whole.strip()


@pytest.mark.parametrize(
    "action,fields,code,told",
    [
        ("status", {"status": "done"}, 422, "3 points are still open"),
        ("status", {"status": "nothing"}, 422, "Choose one of the six statuses."),
        ("note", {"note": "mine", "version": 5}, 409, "changed on another page"),
        ("evidence", {"kind": "link", "url": "javascript:alert(1)"}, 422, "An address begins with https:// or http://"),
        ("undo", {"version": 7}, 409, "There is nothing to undo here yet."),
    ],
)
def test_with_htmx_questions_and_complaints_come_as_the_part(
    desk: Desk, action: str, fields: dict[str, str], code: int, told: str
) -> None:
    form = {"op_id": "a", "version": 0, **fields}
    answer = desk.client.post(f"{desk.path}/{action}", headers=HTMX, **form)
    assert answer.status_code == code
    assert "<html" not in answer.text
    page = fragment(answer.text)
    assert told in page.text
    if "note" in fields:
        assert raw(page.one("textarea", id="mine")) == "mine"


def test_a_link_of_evidence_is_never_fetched_or_shown_inline(app: Flask, desk: Desk) -> None:
    page = desk.do("evidence", kind="link", url="https://example.org/picture.png")
    assert said(page).startswith("Evidence saved.")
    loaded = [e.get("src") or e.get("href") for e in [*page.all("img"), *page.all("link"), *page.all("script")]]
    assert not [address for address in loaded if re.match(r"https?:|//", address)]
