"""The coach home: who sees whom, what a line says and leaves out, that looking is noted once a day, what it costs."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.coaching.doors import let_coach, let_look
from tests.coaching.many import make_many
from tests.coaching.test_sights import ENDINGS
from tests.pages import Page
from tests.people import Member
from tests.tables import unchanged
from tests.work import always
from tracker import clock
from tracker.coaching.models import GroupMember, View
from tracker.coaching.scopes import ALWAYS, DEFAULT
from tracker.extensions import db
from tracker.library import Guide
from tracker.roadmap import Inputs, Plans, Progress, Setup, Talk, changes, make_plan

pytestmark = pytest.mark.slow

LISTS = ("/coach", "/coach?q=mia", "/coach/export.csv", "/coach/print")
Counting = Callable[[], AbstractContextManager[list[str]]]


def works(app: Flask, mia: Member, guide: Guide) -> None:
    """The first milestone done, the second under way, a plan, and a note that is nobody's business."""
    first, second = guide.milestones[:2]
    with app.app_context():
        progress = Progress(mia.person, guide)
        for milestone, status in ((first, "done"), (second, "doing")):
            progress.change(milestone, "op", [status], always(changes.set_status(status, overruled=False)))
        progress.change(second, "op", ["note"], always(changes.write_note("canary-note")))
        setup = Setup(mia.person.today(), (1, 1, 1, 1, 1, 0, 0))
        Plans(mia.person, guide).take(make_plan(Inputs(guide, setup)), why="set-out", op_id="op", based_on=0)
        db.session.commit()


def lines(page: Page) -> dict[str, str]:
    """What is said of each mentee, by name."""
    return {item.one("h3").text: item.text for one in page.all("ul", class_="people") for item in one.all("li")}


def looks(app: Flask) -> list[tuple[str, int]]:
    with app.app_context():
        return [
            (look, times) for look, times in db.session.execute(select(View.look, View.times).order_by(View.begun_at))
        ]


@pytest.mark.parametrize("path", LISTS)
def test_otto_sees_no_name_and_who_is_no_coach_finds_nothing(
    app: Flask, mia: Member, carl: Member, otto: Member, noor: Member, path: str
) -> None:
    for coach in (carl, otto):
        let_coach(app, coach)
    grant_id = let_look(app, mia, carl)
    answer = unchanged(app, otto.client.get, path)
    assert answer.status_code == 200
    assert "Mia" not in answer.text
    assert grant_id not in answer.text
    assert unchanged(app, noor.client.get, path).status_code == 404
    assert "Mia Okafor" in carl.client.get(path).text


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_ends_is_gone_at_the_next_request(app: Flask, mia: Member, carl: Member, ending: str) -> None:
    let_coach(app, carl)
    grant_id = let_look(app, mia, carl)
    assert all("Mia Okafor" in carl.client.get(path).text for path in LISTS)
    assert carl.client.get(f"/coach/mentees/{grant_id}/desk").status_code == 200
    with app.app_context():
        ENDINGS[ending](mia, carl, grant_id)
        db.session.commit()
    for path in (*LISTS, f"/coach/mentees/{grant_id}/desk"):
        assert "Mia" not in carl.client.get(path).text, path
    assert carl.client.get(f"/coach/mentees/{grant_id}/desk").status_code in {302, 403, 404}


def test_a_coach_with_a_weak_account_is_told_what_to_do(app: Flask, mia: Member, carl: Member) -> None:
    let_coach(app, carl)
    let_look(app, mia, carl)
    with app.app_context():
        ENDINGS["second factor lost"](mia, carl, "")
        db.session.commit()
    for path in LISTS:
        page = carl.client.page(path, 403)
        assert "Your coaching rests" in page.text
        assert "Mia" not in page.text


def test_a_line_says_what_is_granted(app: Flask, mia: Member, carl: Member, tiny_guide: Guide) -> None:
    let_coach(app, carl)
    grant_id = let_look(app, mia, carl, DEFAULT)
    works(app, mia, tiny_guide)
    page = carl.client.page("/coach")
    said = lines(page)["Mia Okafor"]
    first, second = tiny_guide.milestones[:2]
    assert "First week, no pace yet" in said
    assert f"1 done, 0 reviewed of {len(tiny_guide.milestones)}" in said
    assert f"{second.title}: doing since today" in said
    assert "Nobody’s turn" in said
    assert f"/coach/mentees/{grant_id}" in [link["href"] for link in page.all("a")]
    assert not {first.id, "canary-note", mia.user.email} & set(page.html.split())
    assert "canary" not in page.html


def test_a_note_is_no_change_that_a_coach_sees(app: Flask, mia: Member, carl: Member, tiny_guide: Guide) -> None:
    let_coach(app, carl)
    now = clock.now()
    with clock.stopped_at(now - timedelta(days=3)):
        works(app, mia, tiny_guide)
    let_look(app, mia, carl)
    before = lines(carl.client.page("/coach"))
    for milestone in (*tiny_guide.milestones[:2], tiny_guide.milestones[-1]):
        path = f"/roadmap/tiny-guide/{milestone.id}"
        version = mia.client.page(path).form(f"{path}/note").one("input", name_="version")["value"]
        note = {"op_id": "late", "version": version, "note": "Written tonight."}
        assert mia.client.post(f"{path}/note", **note).status_code == 303
    assert lines(carl.client.page("/coach")) == before


def test_what_no_scope_shows_is_said_to_be_not_shared(app: Flask, mia: Member, carl: Member, tiny_guide: Guide) -> None:
    let_coach(app, carl)
    let_look(app, mia, carl, ALWAYS)
    works(app, mia, tiny_guide)
    said = lines(carl.client.page("/coach"))["Mia Okafor"]
    assert "Goal not shared" in said
    assert "Pace not shared" in said
    assert "week" not in said
    sheet = carl.client.get("/coach/export.csv").text
    assert sheet.count("not shared") == 4
    assert "Pace not shared" in carl.client.page("/coach/print").text


def test_who_waits_stands_first_with_the_promise(
    app: Flask, mia: Member, noor: Member, carl: Member, tiny_guide: Guide
) -> None:
    let_coach(app, carl, promise_days=2)
    now = clock.now()
    with clock.stopped_at(now - timedelta(days=3)):
        for mentee in (mia, noor):
            let_look(app, mentee, carl)
    with app.app_context(), clock.stopped_at(now - timedelta(days=3)):
        Talk(noor.person, tiny_guide).ask(tiny_guide.milestones[0], "op", "Is this enough?")
        db.session.commit()
    with clock.stopped_at(now):
        page = carl.client.page("/coach")
        said = lines(page)
    assert page.one("h1").text == "One person waits on you"
    assert page.one("p", class_="lede").text.endswith("You promise an answer within 2 days.")
    assert list(said) == ["Noor Haddad", "Mia Okafor"]
    assert f"Review on “{tiny_guide.milestones[0].title}”" in said["Noor Haddad"]
    assert "Overdue, waiting since" in said["Noor Haddad"]


def test_looking_at_the_list_is_noted_once_a_day_for_whom_it_shows(
    app: Flask, mia: Member, noor: Member, carl: Member, statements: Counting
) -> None:
    let_coach(app, carl)
    for mentee in (mia, noor):
        let_look(app, mentee, carl)
    now = clock.now().replace(hour=10, minute=0)
    with clock.stopped_at(now):
        carl.client.page("/coach?q=noor")
        assert looks(app) == [("list", 1)]
        for _ in range(2):
            carl.client.page("/coach")
        assert looks(app) == [("list", 1)] * 2
        with statements() as said:
            carl.client.get("/coach")
        assert not [one for one in said if one.startswith("INSERT")]
    with clock.stopped_at(now + timedelta(days=1)):
        carl.another_browser().page("/coach")
    assert looks(app) == [("list", 1)] * 4


def test_taking_the_list_along_is_noted_for_each_mentee_in_it(
    app: Flask, mia: Member, noor: Member, carl: Member
) -> None:
    let_coach(app, carl)
    for mentee in (mia, noor):
        let_look(app, mentee, carl)
    carl.client.get("/coach/export.csv?q=mia")
    carl.client.page("/coach/print")
    assert sorted(looks(app)) == [("export", 1), ("print", 1), ("print", 1)]


def filled(app: Flask, carl: Member, guide: Guide, count: int) -> None:
    let_coach(app, carl)
    with app.app_context():
        for number, grant_id in enumerate(make_many(carl.user.id, count, guide)):
            db.session.add(GroupMember(grant_id=grant_id, name=f"Group {number % 3}", coach_id=carl.user.id))
        db.session.commit()


def keeps_to_six_statements_and_a_write_a_day(carl: Member, statements: Counting) -> None:
    """At the first look of the day."""
    costs: dict[str, Any] = {}
    for path in ("/coach", "/coach?q=a&sort=pace&group=Group+1"):
        for time in ("first", "next"):
            with statements() as said:
                assert carl.client.get(path).status_code == 200
            costs[f"{time} {path}"] = len(said)
    assert set(costs.values()) <= {6, 7}
    assert [costs[one] for one in costs if one.startswith("next")] == [6, 6]


def test_one_mentee_costs_six_statements_and_a_write_a_day(
    app: Flask, carl: Member, guide: Guide, statements: Counting
) -> None:
    filled(app, carl, guide, 1)
    keeps_to_six_statements_and_a_write_a_day(carl, statements)


def test_two_hundred_mentees_cost_the_same_fit_the_budget_and_show_all_on_demand(
    app: Flask, carl: Member, guide: Guide, statements: Counting
) -> None:
    filled(app, carl, guide, 200)
    keeps_to_six_statements_and_a_write_a_day(carl, statements)
    page = carl.client.page("/coach")
    assert all(len(one.all("li")) <= 25 for one in page.all("ul", class_="people"))
    css = [link["href"] for link in page.all("link", rel="stylesheet")]
    for encoding in ("br", "gzip"):
        packed = {"Accept-Encoding": encoding}
        assert len(carl.client.get("/coach", headers=packed).data) <= 14 * 1024
        assert sum(len(carl.client.get(one, headers=packed, buffered=True).data) for one in css) <= 14 * 1024

    way = next(link for link in page.all("a") if link.text.startswith("Show all"))
    count = int(way.text.rpartition(" ")[2])
    whole = carl.client.page(way["href"].partition("#")[0])
    assert max(len(one.all("li")) for one in whole.all("ul", class_="people")) == count > 25
    assert whole.one("nav", aria_label="Sections").text == page.one("nav", aria_label="Sections").text


def test_a_sifted_list_says_how_many_of_how_many_and_leads_back(app: Flask, carl: Member, guide: Guide) -> None:
    filled(app, carl, guide, 30)
    every, page = carl.client.page("/coach"), carl.client.page("/coach?group=Group+1&q=a")
    shown = sum(len(one.all("li")) for one in page.all("ul", class_="people"))
    assert f"{shown} of 30 shown" in page.text
    assert 0 < shown <= 10
    assert page.one("nav", aria_label="Sections").text == every.one("nav", aria_label="Sections").text
    assert page.one("h1").text == every.one("h1").text
    assert [link["href"] for link in page.all("a") if link.text == "Clear the filters"] == ["/coach"]
    assert "Nobody fits" in carl.client.page("/coach?q=zzyzx").text
    assert carl.client.page("/coach?group=%3Cx%3E&section=x&sort=x&pace=x&all=x&track=x").text == every.text


def test_nobody_lets_look_yet(app: Flask, carl: Member) -> None:
    let_coach(app, carl)
    assert "Nobody lets you look yet" in carl.client.page("/coach").text
    assert carl.client.page("/coach").one("h1").text == "Nobody waits on you"
