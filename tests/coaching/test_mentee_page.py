"""A mentee's page as a coach sees it: who gets there, what it shows of what, what it costs, and what is noted of it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from flask import Flask

from tests.coaching.doors import let_coach, let_look
from tests.people import Client, Member
from tests.roadmap.desk import Desk
from tests.tables import contents, unchanged
from tests.test_budgets import work_through
from tracker import clock
from tracker.accounts.models import remove_factors
from tracker.coaching.models import Grants, Offers
from tracker.coaching.scopes import KNOWN
from tracker.extensions import db
from tracker.library import Guide

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

    costs = {
        "page, first look": cost(seen),
        "page": cost(seen),
        "milestone, first look": cost(f"{seen}/{here.milestones[0].id}"),
        "milestone": cost(f"{seen}/{here.milestones[0].id}"),
    }
    assert costs == {"page, first look": 11, "page": 10, "milestone, first look": 11, "milestone": 10}, "without a plan"
