"""One milestone of a mentee's as their coach sees it: criteria, evidence with its versions, the bar, dates, history."""

from datetime import timedelta

import pytest
from flask import Flask

from tests.coaching.doors import let_coach, let_look
from tests.hostile import LOOK_ALIKES, MARKUP
from tests.pages import Page
from tests.people import Member
from tests.roadmap.desk import Desk, evidence
from tests.roadmap.mine import Mine
from tests.roadmap.plan_desk import PlanDesk
from tests.tables import unchanged
from tracker import clock
from tracker.extensions import db
from tracker.roadmap.models import ReviewState

pytestmark = pytest.mark.slow

LINK = {"kind": "link", "url": "https://example.org/first", "text": "The first try"}


@pytest.fixture
def seen(app: Flask, mia: Member, carl: Member) -> str:
    let_coach(app, carl)
    return f"/coach/mentees/{let_look(app, mia, carl)}"


def reviewed(app: Flask, mia: Member, **fields: object) -> None:
    """What a coach's review would have left on tk-bowline."""
    now = clock.now()
    row = {"turn": "nobody", "since_at": now, "asked": False, "verdict": "approved", "reviewed_at": now, "nudges": 0}
    with app.app_context():
        place = {"user_id": mia.user.id, "guide_id": "tiny-guide", "milestone_id": "tk-bowline"}
        db.session.add(ReviewState(**place, **{**row, **fields}))
        db.session.commit()


def change_link(desk: Desk, text: str, version: int) -> None:
    (piece,) = [one for one in desk.page().all("input", name_="evidence_id") if one.get("value")][:1]
    desk.do("evidence", **LINK | {"text": text}, evidence_id=piece["value"], version=version)


def test_criteria_with_their_ticks(mia: Member, carl: Member, seen: str) -> None:
    Desk(mia.client).do("criteria", tick="tied-blind")
    section = carl.client.page(f"{seen}/tk-bowline").one("section", aria_labelledby="criteria")
    assert [item.text for item in section.all("li")] == [
        "You tie it with your eyes closed. ticked",
        "It holds your own weight. open",
    ]
    assert section.all("button") == []


def test_evidence_with_its_earlier_versions(mia: Member, carl: Member, seen: str) -> None:
    desk = Desk(mia.client)
    desk.do("evidence", **LINK)
    change_link(desk, "The second try", 1)
    change_link(desk, "Taken back", 2)
    desk.do("undo")
    (piece,) = evidence(carl.client.page(f"{seen}/tk-bowline"))
    assert piece.text.startswith("The second try example.org version 2, changed today")
    assert piece.one("details").text.startswith("1 earlier version version 1, today")
    assert "The first try" in piece.one("details").text
    assert "Taken back" not in piece.text
    assert {link["rel"] for link in piece.all("a")} == {"noopener noreferrer nofollow ugc"}


def test_figures_beside_the_bar(mia: Member, carl: Member, seen: str) -> None:
    desk = Desk(mia.client, "tk-sheet-bend")

    def measured(value: str, version: int) -> str:
        figure = {"kind": "figure", "figure": "pulls", "value": value, "n": "3", "day": "2026-11-02"}
        desk.do("evidence", **figure, version=version)
        table = carl.client.page(f"{seen}/tk-sheet-bend").one("section", aria_labelledby="bar")
        return " | ".join(cell.text for cell in table.all("td")[:2])

    assert "not measured yet" in carl.client.page(f"{seen}/tk-sheet-bend").text
    assert measured("24", 0) == "at least 20 | 24 met"
    assert measured("19", 1) == "at least 20 | 19 below the target"
    assert measured("nineteen", 2) == "at least 20 | nineteen"
    table = carl.client.page(f"{seen}/tk-sheet-bend").one("section", aria_labelledby="bar")
    assert table.one("details").text.startswith("2 earlier versions: Pulls without slipping version 2, today")


def test_the_history_has_no_notes(mia: Member, carl: Member, seen: str) -> None:
    desk = Desk(mia.client)
    desk.do("note", note="Mine alone.")
    desk.do("undo")
    assert "Nothing yet." in carl.client.page(f"{seen}/tk-bowline").text
    desk.do("status", status="doing")
    desk.do("status", status="done", overrule="1")
    desk.do("undo")
    lines = carl.client.page(f"{seen}/tk-bowline").one("ol", class_="history").all("li")
    said = [line.text.partition("today")[0] for line in lines]
    assert said == ["Undone: “Done, by their own decision”", "Done, by their own decision", "Doing"]


def test_since_when_it_is_as_it_is(mia: Member, carl: Member, seen: str) -> None:
    with clock.stopped_at(clock.now() - timedelta(days=9)):
        Desk(mia.another_browser()).send("status", status="blocked")
    Desk(mia.client).do("criteria", tick="tied-blind")
    assert "(9 days)" in carl.client.page(f"{seen}/tk-bowline").one("ul", class_="meta").text


def test_plan_dates_by_the_scope_of_pace(app: Flask, mia: Member, carl: Member, seen: str) -> None:
    PlanDesk(mia.client, "tiny-guide").take(start=mia.person.today().isoformat())
    assert "In the plan:" in carl.client.page(f"{seen}/tk-bowline").one("ul", class_="meta").text
    less = f"/coach/mentees/{let_look(app, mia, carl, ['evidence'])}"
    assert carl.client.page(f"{less}/tk-bowline").one("ul", class_="meta").text == "To do Week 1 Asks for a link"


def test_evidence_that_changed_since_it_was_approved(app: Flask, mia: Member, carl: Member, seen: str) -> None:
    desk = Desk(mia.client)
    desk.do("evidence", **LINK)
    desk.do("status", status="done", overrule="1")
    (piece,) = desk.page().all("input", name_="evidence_id")
    reviewed(app, mia, approved=[f"{piece['value']}:1"])
    assert "Reviewed: approved as it stands" in carl.client.page(f"{seen}/tk-bowline").text
    assert "Reviewed: 1, of the 1 done" in carl.client.page(seen).text
    change_link(desk, "Another", 1)
    assert "The evidence changed since it was approved" in carl.client.page(f"{seen}/tk-bowline").text
    assert "Reviewed: 0, of the 1 done" in carl.client.page(seen).text


@pytest.mark.parametrize(
    "turn,heading,whose",
    [
        ("coach", "Waiting on you", "Your turn since today"),
        ("mentee", "Waiting on Mia Okafor", "Mia Okafor’s turn since today"),
    ],
)
def test_whose_turn_it_is_and_since_when(
    app: Flask, mia: Member, carl: Member, seen: str, turn: str, heading: str, whose: str
) -> None:
    reviewed(app, mia, turn=turn, asked=turn == "coach", verdict=None, reviewed_at=None)
    section = carl.client.page(seen).one("section", aria_labelledby=f"turn-{turn}")
    assert section.one("h2").text == heading
    assert "Bowline" in section.text
    assert section.all("time")
    assert whose in carl.client.page(f"{seen}/tk-bowline").one("section", aria_labelledby="talk").text


def test_own_milestones_and_those_put_away(mia: Member, carl: Member, seen: str) -> None:
    mine = Mine(mia.client)
    own = mine.add()
    assert carl.client.page(f"{seen}/{own}").one("h1").text == "A talk on knots"
    mine.send(f"{own}/archive", archived="1")
    mine.send("tk-splice/hide", hidden="1")
    for milestone_id in (own, "tk-splice"):
        page = carl.client.page(f"{seen}/{milestone_id}")
        assert "Mia Okafor put this milestone away" in page.text
    assert "2 milestones are put away" in carl.client.page(seen).text


def test_ids_that_moved_and_ids_that_are_not(app: Flask, carl: Member, mia: Member, seen: str) -> None:
    moved = unchanged(app, lambda: carl.client.get(f"{seen}/tk-loop"))
    assert (moved.status_code, moved.location) == (301, f"{seen}/tk-bowline")
    assert unchanged(app, lambda: carl.client.get(f"{seen}/tk-granny")).status_code == 410
    for nothing in ("nothing", "own-00000000", "sk-gap-audit", "note"):
        code = unchanged(app, lambda nothing=nothing: carl.client.get(f"{seen}/{nothing}")).status_code
        assert code in {404, 405}, nothing


def test_another_mentees_own_milestone_is_not_under_this_grant(
    mia: Member, noor: Member, carl: Member, seen: str
) -> None:
    hers = Mine(noor.client).add(title="Noor's own")
    answer = carl.client.get(f"{seen}/{hers}")
    assert "Noor" not in carl.client.read(answer, 404).text


def held(page: Page) -> None:
    """Nothing of what was typed has become an element."""
    assert page.all("img") + page.all("iframe") == []
    assert all(script.get("src").startswith("/static/") for script in page.all("script"))
    assert all(link["href"].startswith(("/", "#", "https://", "http://")) for link in page.all("a"))


@pytest.mark.parametrize("markup", MARKUP)
def test_markup_aimed_at_the_coach_is_only_ever_text(mia: Member, carl: Member, seen: str, markup: str) -> None:
    desk = Desk(mia.client, "tk-sheet-bend")
    desk.do("evidence", kind="link", url="https://example.org/", text=markup)
    desk.do("evidence", kind="text", text=markup)
    for version, value in enumerate((markup, markup[::-1])):
        figure = {"kind": "figure", "figure": "pulls", "value": value, "day": "2026-03-14", "commit": markup}
        desk.do("evidence", **figure, version=version)
    own = Mine(mia.client).add(title=markup, outcome=markup, criteria=markup)
    for place in ("", "?status=lately", "/tk-sheet-bend", f"/{own}"):
        page = carl.client.page(seen + place)
        held(page)
        assert " ".join(markup.split()) in page.text


@pytest.mark.parametrize("address", LOOK_ALIKES)
def test_links_show_where_they_lead(mia: Member, carl: Member, seen: str, address: str) -> None:
    Desk(mia.client).do("evidence", kind="link", url=address, text="https://example.org")
    for place in ("", "/tk-bowline"):
        assert LOOK_ALIKES[address] in evidence(carl.client.page(seen + place))[0].text


def test_links_that_carry_a_key_are_warned_of(mia: Member, carl: Member, seen: str) -> None:
    Desk(mia.client).do("evidence", kind="link", url="https://example.org/x?token=abc")
    for place in ("", "/tk-bowline"):
        assert "carries a key" in evidence(carl.client.page(seen + place))[0].text
