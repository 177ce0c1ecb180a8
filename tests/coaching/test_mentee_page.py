"""A mentee's page as a coach sees it: who gets there, what it shows of what, what it costs, and what is noted of it."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from flask import Flask, session

from tests.coaching.doors import let_coach, let_look
from tests.pages import Page
from tests.people import Client, Member
from tests.roadmap.desk import Desk
from tests.roadmap.plan_desk import PlanDesk
from tests.tables import contents, unchanged
from tests.test_budgets import CSS, HTML, wire, work_through
from tracker import clock
from tracker.accounts.models import remove_factors
from tracker.coaching.mentee_pages import mentee_page
from tracker.coaching.models import Grants, Offers, Sight
from tracker.coaching.scopes import DEFAULT, KNOWN
from tracker.extensions import db
from tracker.library import Guide

pytestmark = pytest.mark.slow

PLACES = ("", "/tk-bowline")
WRITES = ("/note", "/end")


@pytest.fixture
def seen(app: Flask, mia: Member, carl: Member, otto: Member) -> str:
    """The address of mia's page for carl. Otto coaches too, and she has granted him nothing."""
    let_coach(app, carl)
    let_coach(app, otto)
    return f"/coach/mentees/{let_look(app, mia, carl)}"


@pytest.mark.parametrize("place", PLACES)
def test_otto_finds_nothing(app: Flask, mia: Member, carl: Member, otto: Member, seen: str, place: str) -> None:
    answer = unchanged(app, lambda: otto.client.get(seen + place))
    assert answer.status_code == 404
    assert mia.user.name not in otto.client.read(answer, 404).text
    assert mia.user.name in carl.client.page(seen + place).text


@pytest.mark.parametrize("place", WRITES)
def test_otto_changes_nothing(app: Flask, mia: Member, otto: Member, seen: str, place: str) -> None:
    answer = unchanged(app, lambda: otto.client.post(seen + place, note="Mine."))
    assert mia.user.name not in otto.client.read(answer, 404).text


@pytest.mark.parametrize("place", PLACES)
def test_nobody_else_finds_it_and_missing_looks_the_same(
    mia: Member, noor: Member, carl: Member, anyone: Client, seen: str, place: str
) -> None:
    there = noor.client.get(seen + place)
    missing = noor.client.get(f"/coach/mentees/{'0' * 24}{place}")
    assert (there.status_code, missing.status_code) == (404, 404)
    assert mia.client.get(seen + place).status_code == 404, "her own page is her dashboard"
    assert anyone.get(seen + place).location == f"/sign-in?next={seen}{place}"
    assert carl.client.get(f"/coach/mentees/{'0' * 24}{place}").status_code == 404


ENDINGS: dict[str, Callable[[Member, Member, str], object]] = {
    "paused": lambda mia, _carl, grant_id: Grants(mia.person).pause(grant_id),
    "ended by mia": lambda mia, _carl, grant_id: Grants(mia.person).end(grant_id),
    "ended by carl": lambda _mia, carl, grant_id: Offers(carl.person).end(grant_id),
    "second factor lost": lambda _mia, carl, _grant_id: remove_factors(carl.user.id),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_it_is_gone_at_the_next_request(app: Flask, mia: Member, carl: Member, seen: str, ending: str) -> None:
    for place in PLACES:
        carl.client.page(seen + place)
    with app.app_context():
        ENDINGS[ending](mia, carl, seen.rpartition("/")[2])
        db.session.commit()
    code = 403 if ending == "second factor lost" else 404  # a page that says what to turn on again, and of nobody
    for place in PLACES:
        answer = unchanged(app, lambda place=place: carl.client.get(seen + place))
        assert mia.user.name not in carl.client.read(answer, code).text
    assert unchanged(app, lambda: carl.client.post(f"{seen}/note", note="Mine.")).status_code == code


def test_ninety_days_later_it_is_gone(carl: Member, app: Flask, seen: str) -> None:
    with clock.stopped_at(clock.now() + timedelta(days=91)):
        fresh = carl.another_browser()
        assert fresh.get(seen).status_code == 404


def test_a_look_is_noted_once_a_visit_and_only_of_what_is_there(
    app: Flask, mia: Member, carl: Member, seen: str
) -> None:
    for place in ("", "", "/tk-bowline", "/nothing", "/own-00000000", "/tk-loop"):
        carl.client.get(seen + place)
    rows = contents(app)["grant_views"]
    assert sorted((row["look"], row["target"], row["times"]) for row in rows) == [
        ("milestone", "tk-bowline", 1),
        ("plan", "", 2),
    ]
    assert {row["user_id"] for row in rows} == {mia.user.id}


def test_looking_changes_nothing_but_the_log(app: Flask, carl: Member, mia: Member, seen: str) -> None:
    Desk(mia.client).do("status", status="doing")
    before = contents(app)
    for place in PLACES:
        carl.client.page(seen + place)
    after = contents(app)
    assert [name for name in before if before[name] != after[name]] == ["grant_views"]


def test_two_numbers_the_current_milestone_and_the_next(mia: Member, carl: Member, seen: str) -> None:
    desk = Desk(mia.client)
    with clock.stopped_at(clock.now() - timedelta(days=6)):
        mia_then = Desk(mia.another_browser())
        mia_then.send("status", status="doing")
    desk.do("criteria", tick="tied-blind")
    page = carl.client.page(seen)
    assert "for 6 days · 1 of 2 criteria" in page.one("section", aria_labelledby="now").text
    assert "Claimed: 0 done, of 3" in page.text
    assert "Reviewed: 0, of the 0 done" in page.text
    (first, *_) = page.one("section", aria_labelledby="next").all("a")
    assert (first.text, first["href"]) == ("Bowline", f"{seen}/tk-bowline")


def test_every_link_of_the_list_leads_somewhere(carl: Member, seen: str) -> None:
    page = carl.client.page(f"{seen}?by=track")
    for link in page.one("main").all("a"):
        address = link["href"].partition("#")[0]
        if address and address != "/coach":
            assert carl.client.get(address).status_code == 200, address


def test_the_filter_stands_in_the_address(mia: Member, carl: Member, seen: str) -> None:
    Desk(mia.client).do("status", status="had")
    page = carl.client.page(f"{seen}?status=had&by=track")
    here = page.one("section", aria_labelledby="all")
    assert [row.all("a")[0].text for row in here.one("ul", class_="rows").all("li")] == ["Bowline"]
    assert here.one("a", aria_current="true").text == "Already had 1"
    assert here.one("a", aria_current="page").text == "By track"
    assert "No milestone fits" in carl.client.page(f"{seen}?status=blocked").text
    assert "All 3" in carl.client.page(f"{seen}?status=%3Cb%3E&by=x").text


def test_one_line_says_what_is_not_shared(app: Flask, mia: Member, carl: Member, seen: str) -> None:
    grant_id = seen.rpartition("/")[2]
    with app.app_context():
        Grants(mia.person).rescope(grant_id, [])
        db.session.commit()
    page = carl.client.page(seen)
    for sentence in (
        "Mia Okafor doesn’t share evidence.",
        "Mia Okafor doesn’t share plan and pace.",
        "Mia Okafor doesn’t share which sections are read.",
    ):
        assert sentence in page.text
    assert "Guide read" not in page.text


@pytest.mark.parametrize("guide_id,most", [("tiny-guide", 3), ("ai-engineer", 0), ("ai-engineer", 70)])
def test_statements(
    app: Flask,
    mia: Member,
    carl: Member,
    tiny_guide: Guide,
    guide: Guide,
    statements: Callable[[], AbstractContextManager[list[str]]],
    guide_id: str,
    most: int,
) -> None:
    let_coach(app, carl)
    here = guide if guide_id == "ai-engineer" else tiny_guide
    seen = f"/coach/mentees/{let_look(app, mia, carl, KNOWN, guide_id)}"
    work_through(app, mia, here, most)

    def cost(path: str) -> int:
        with statements() as said:
            assert carl.client.get(path).status_code == 200
        return len(said)

    PlanDesk(mia.client, guide_id).take(start=mia.person.today().isoformat())
    milestone = f"{seen}/{here.milestones[0].id}"
    first = {"page": cost(seen), "milestone": cost(milestone)}
    again = {"page": cost(seen), "milestone": cost(milestone)}
    assert first == {"page": 12, "milestone": 11}, "with a plan and every scope"
    assert again == {"page": 11, "milestone": 10}, "a look within half an hour is noted by one statement"
    seen = f"/coach/mentees/{let_look(app, mia, carl, DEFAULT, guide_id)}"
    assert (cost(seen), cost(seen)) == (11, 10)


def test_it_is_light(app: Flask, mia: Member, carl: Member, guide: Guide) -> None:
    """With everything done, all of it lately."""
    let_coach(app, carl)
    seen = f"/coach/mentees/{let_look(app, mia, carl, KNOWN, guide.id)}"
    work_through(app, mia, guide, 70)
    for place in (seen, f"{seen}/pf-rag-eval"):
        assert wire(carl.client, place, "gzip") <= HTML
        sheets = carl.client.page(place).all("link", rel="stylesheet")
        assert sum(wire(carl.client, sheet["href"], "gzip") for sheet in sheets) <= CSS


def preview(app: Flask, member: Member, scopes: frozenset[str]) -> Page:
    """What the page before granting is made of."""
    sight = Sight("", 0, member.person, "tiny-guide", scopes, clock.now(), clock.now())
    with app.test_request_context("/dashboard?scopes=pace&scopes=evidence"):
        session["_user_id"], session["_fresh"] = member.token, True
        answer = app.make_response(mentee_page(sight, preview=True))
    assert answer.status_code == 200
    return Page(answer.get_data(as_text=True), "the preview").check()


@pytest.mark.parametrize("scopes", [frozenset({"milestones"}), DEFAULT, KNOWN], ids=len)
def test_the_preview_is_the_very_page(app: Flask, mia: Member, carl: Member, scopes: frozenset[str]) -> None:
    let_coach(app, carl)
    desk = Desk(mia.client)
    desk.do("evidence", kind="text", text="What I did.")
    desk.do("status", status="doing")
    page = unchanged(app, preview, app, mia, scopes)
    seen = carl.client.page(f"/coach/mentees/{let_look(app, mia, carl, scopes)}")
    assert "This is what a coach would see." in page.text
    for heading in [h2["id"] for h2 in seen.one("main").all("h2") if h2["id"] != "note"]:
        one, other = (each.one("section", aria_labelledby=heading).text for each in (page, seen))
        zones = re.compile(r"\btoday \d\d:\d\d")  # each in their own zone; both are in the same one here
        assert zones.sub("", one).replace("with a coach", "with you") == zones.sub("", other)
    assert [form["action"] for form in page.one("main").all("form")] == []
    links = {link["href"].partition("?")[0].partition("#")[0] for link in page.one("main").all("a")}
    assert not [link for link in links if link.startswith("/coach")]
    assert all(mia.client.get(link).status_code == 200 for link in links)
    assert "scopes=pace&scopes=evidence" in page.one("nav", class_="filters").all("a")[1]["href"]


def test_whoever_leafs_through_everything_is_slowed_down(
    app: Flask, carl: Member, seen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.coaching.routes.LOOKS", 2)
    for place in ("", "/tk-bowline"):
        assert carl.client.get(seen + place).status_code == 200
    for place in ("", "/tk-splice"):
        assert unchanged(app, lambda place=place: carl.client.get(seen + place)).status_code == 429
