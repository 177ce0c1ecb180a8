"""POST …/change and …/hide on the guide's milestones: for the person alone, with a way back, through renames."""

from dataclasses import replace

import pytest
from flask import Flask

from tests.people import Member
from tests.roadmap.desk import Desk, hidden, said
from tests.roadmap.mine import Mine, section, titles
from tests.tables import of_person, unchanged
from tracker.extensions import db
from tracker.library import Guide
from tracker.library.outline import Changes
from tracker.roadmap import Tailoring, personal


@pytest.fixture
def mine(mia: Member) -> Mine:
    return Mine(mia.client)


def adjust(mine: Mine, milestone_id: str = "tk-bowline", **fields: object) -> int:
    answer = mine.send(f"{milestone_id}/change", **{"hours": "", "start": "", "end": "", "version": 0} | fields)
    return answer.status_code


def test_hours_and_dates_for_oneself(mine: Mine, otto: Member) -> None:
    assert adjust(mine, hours="5", start="2027-03-03") == 303
    page = mine.page("tk-bowline")
    assert "5 hours, yours; the guide says 1" in page.text
    assert "From 3 March 2027" in page.text
    assert "5 h · from 3 March 2027" in mine.page("").text
    assert "1 h · week 1" in otto.client.page("/roadmap/tiny-guide").text
    form = mine.page("tk-bowline/change")
    assert form.one("input", name_="hours")["value"] == "5"
    assert form.one("input", name_="version")["value"] == "1"


def test_what_is_put_off_is_not_offered_next(mine: Mine) -> None:
    mine.client.post("/dashboard/guide", guide="tiny-guide")
    adjust(mine, start="2099-03-03")
    assert "Everything left waits on something" in mine.client.page("/dashboard").text
    adjust(mine, start="2026-01-01", version=1)
    assert "Bowline" in section(mine.client.page("/dashboard"), "next-title").text


def test_the_guides_own_hours_are_no_change(app: Flask, mine: Mine) -> None:
    assert unchanged(app, lambda: adjust(mine, hours="1")) == 303
    assert "Back to what the guide says" not in mine.page("tk-bowline/change").text


def test_back_to_what_the_guide_says(mine: Mine) -> None:
    adjust(mine, hours="5", end="2027-03-03")
    assert adjust(mine, hours="5", end="2027-03-03", reset="1", version=1) == 303
    page = mine.page("tk-bowline")
    assert "yours" not in page.one("ul", class_="meta").text
    assert "Week 1 of 2" in page.text


def test_sent_twice_and_from_a_stale_page(app: Flask, mine: Mine) -> None:
    adjust(mine, hours="5")
    assert unchanged(app, lambda: adjust(mine, hours="5")) == 303
    answer = unchanged(app, lambda: mine.send("tk-bowline/change", hours="7", start="", end="", version=0))
    page = mine.client.read(answer, 409)
    assert "Hours 5" in page.one("div", role="alert").text
    assert page.one("input", name_="hours")["value"] == "7"
    assert hidden(page.form("/roadmap/tiny-guide/tk-bowline/change").all("input", type_="hidden"))["version"] == "1"
    assert adjust(mine, hours="7", version=1) == 303


@pytest.mark.parametrize(
    "fields", [{"hours": "0"}, {"hours": "201"}, {"hours": "x"}, {"end": "2027-02-30"}, {"start": "1999-01-01"}]
)
def test_what_will_not_do_is_said(app: Flask, mine: Mine, fields: dict[str, str]) -> None:
    page = mine.client.read(unchanged(app, lambda: mine.send("tk-bowline/change", **fields)), 422)
    assert "One answer needs another look" in page.text


def test_hidden_it_leaves_lists_and_sums_and_locks_nothing(mine: Mine) -> None:
    desk = Desk(mine.client)
    desk.do("criteria", tick="tied-blind")
    desk.do("note", note="Left over right.")
    answer = mine.send("tk-bowline/hide", hidden="1")
    page = mine.client.read(mine.client.get(answer.location))
    assert "“Bowline” is hidden." in said(page)
    assert titles(section(page, "hidden")) == ["Bowline"]
    overview = mine.page("")
    assert titles(overview.one("main")) == ["Sheet bend", "Eye splice"]
    assert "0 done, of 2." in overview.text
    assert "After Bowline" not in overview.text
    assert "and 1 put away" in overview.text
    assert mine.page("tk-bowline").one("div", class_="notice").one("button").text == "Bring it back"
    assert (desk.ticked, desk.note) == ({"tied-blind"}, "Left over right.")


def test_brought_back_everything_is_where_it_was(mine: Mine) -> None:
    Desk(mine.client).do("status", status="done", overrule="1")
    adjust(mine, hours="5")
    mine.send("tk-bowline/hide", hidden="1")
    assert "0 done" in mine.page("").one("p", class_="lede").text
    answer = mine.send("tk-bowline/hide", hidden="0")
    assert answer.location == "/roadmap/tiny-guide/tk-bowline"
    assert "1 done, of 3" in mine.page("").text
    assert "5 hours, yours" in mine.page("tk-bowline").text


def test_hiding_twice_is_once(app: Flask, mine: Mine) -> None:
    mine.send("tk-bowline/hide", hidden="1")
    assert unchanged(app, lambda: mine.send("tk-bowline/hide", hidden="1")).status_code == 303


@pytest.mark.parametrize("value", [None, "", "maybe"])
def test_an_unclear_wish_is_refused(app: Flask, mine: Mine, value: str | None) -> None:
    assert unchanged(app, lambda: mine.send("tk-bowline/hide", hidden=value)).status_code == 422


def test_own_ones_are_archived_not_hidden(mine: Mine) -> None:
    assert mine.send(f"{mine.add()}/hide", hidden="1").status_code == 404


def test_nobody_elses_list_changes(app: Flask, mine: Mine, otto: Member) -> None:
    before = of_person(app, otto.user.id)
    mine.send("tk-bowline/hide", hidden="1")
    assert of_person(app, otto.user.id) == before
    assert titles(otto.client.page("/roadmap/tiny-guide").one("main"))[0] == "Bowline"


def test_it_is_carried_over_when_the_content_renames_an_id(app: Flask, mia: Member, tiny_guide: Guide) -> None:
    old = tiny_guide.milestones[0]
    after = replace(
        tiny_guide,
        milestones=(replace(old, id="tk-new"), *(replace(one, needs=()) for one in tiny_guide.milestones[1:])),
        changes=Changes(milestones={old.id: ("tk-new",)}, steps={old.id: ("tk-new",)}),
    )
    with app.app_context():
        Tailoring(mia.person, tiny_guide).adjust(old.id, 0, lambda one: replace(one, hidden=True, hours=9))
        assert [one.id for one in personal(mia.person, after).away] == ["tk-new"]
        Tailoring(mia.person, after).adjust("tk-new", 0, lambda one: replace(one, hidden=False))
        guide = personal(mia.person, after)
        assert guide.away == ()
        assert guide.by_id["tk-new"].hours == 9
        Tailoring(mia.person, after).adjust("tk-new", 1, lambda one: replace(one, hours=None))
        assert personal(mia.person, after).by_id["tk-new"].hours == old.hours, "the older row no longer counts"
        db.session.rollback()


def test_a_page_that_was_open_during_a_rename_still_changes_it(mine: Mine) -> None:
    assert mine.send("tk-loop/hide", hidden="1").status_code == 303
    assert mine.listed("hidden") == ["Bowline"]
    assert adjust(mine, "tk-loop", hours="3", version=1) == 303
    assert mine.client.get("/roadmap/tiny-guide/tk-granny/change").status_code == 404
