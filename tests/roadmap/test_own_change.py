"""POST …/<own>/change: an own milestone said anew; what stands on it stays, and a stale page overwrites nothing."""

import pytest
from flask import Flask

from tests.people import Client, Member
from tests.roadmap.desk import Desk, hidden, raw
from tests.roadmap.mine import FORM, Mine
from tests.tables import unchanged


@pytest.fixture
def mine(mia: Member) -> Mine:
    return Mine(mia.client)


def test_the_form_holds_what_stands(mine: Mine) -> None:
    milestone_id = mine.add(start="2027-03-03", needs="tk-bowline", evidence="link")
    page = mine.page(f"{milestone_id}/change")
    assert page.one("input", name_="title")["value"] == FORM["title"]
    assert raw(page.one("textarea", name_="criteria")).strip() == FORM["criteria"]
    assert page.one("input", name_="start")["value"] == "2027-03-03"
    checked = [box["value"] for box in page.all("input") if "checked" in box.attributes]
    assert set(checked) == {"link", "y", "tk-bowline"}
    assert milestone_id not in [box["value"] for box in page.all("input", name_="needs")]


def test_ticks_stay_on_lines_that_are_only_reworded(mine: Mine) -> None:
    milestone_id = mine.add()
    desk = Desk(mine.client, milestone_id)
    slides, held = (button["value"] for button in desk.page().all("button", name_="tick"))
    desk.do("criteria", tick=held)
    answer = mine.change(milestone_id, criteria="Held it once\nSent to the team", title="The talk")
    assert answer.status_code == 303
    assert desk.ticked == {held}
    assert slides not in [button["value"] for button in desk.page().all("button", name_="tick")]
    assert desk.page().one("h1").text == "The talk"
    assert "Ticked: Held it once" in desk.history


def test_sent_twice_or_without_a_change_it_changes_once(app: Flask, mine: Mine) -> None:
    milestone_id = mine.add()
    assert unchanged(app, lambda: mine.change(milestone_id)).status_code == 303
    assert mine.change(milestone_id, title="The talk").status_code == 303
    assert unchanged(app, lambda: mine.change(milestone_id, title="The talk")).status_code == 303


def test_a_stale_page_gets_both_and_saves_when_it_has_seen_them(app: Flask, mine: Mine) -> None:
    milestone_id = mine.add()
    mine.change(milestone_id, title="From the telephone", start="2027-03-03")
    answer = unchanged(app, lambda: mine.change(milestone_id, title="From the desk", criteria="Only this"))
    page = mine.client.read(answer, 409)
    assert "From the telephone" in page.one("div", role="alert").text
    assert "3 March 2027" in page.one("div", role="alert").text
    assert page.one("input", name_="title")["value"] == "From the desk"
    assert raw(page.one("textarea", name_="criteria")).strip() == "Only this"
    fields = hidden(page.form(f"/roadmap/tiny-guide/{milestone_id}/change").all("input", type_="hidden"))
    assert fields["version"] == "2"
    assert mine.change(milestone_id, title="From the desk", version=2).status_code == 303
    assert mine.page(milestone_id).one("h1").text == "From the desk"


def test_what_waits_for_each_other_is_refused(app: Flask, mine: Mine) -> None:
    first = mine.add()
    second = mine.add(title="A longer talk", needs=first)
    page = mine.client.read(unchanged(app, lambda: mine.change(first, needs=second)), 422)
    assert "These would wait for each other" in page.text
    assert "open" in page.one("details", class_="needs").attributes


def test_a_need_that_was_put_away_since_is_kept(mine: Mine) -> None:
    milestone_id = mine.add(needs="tk-splice")
    mine.send("tk-splice/hide", hidden="1")
    page = mine.page(f"{milestone_id}/change")
    assert "tk-splice" in [box["value"] for box in page.all("input", name_="needs") if "checked" in box.attributes]
    mine.change(milestone_id, title="The talk", needs="tk-splice")
    mine.send("tk-splice/hide", hidden="0")
    assert "Waits on Eye splice" in mine.page(milestone_id).text
    assert "tk-splice" in [box["value"] for box in mine.page("own/new").all("input", name_="needs")]


@pytest.mark.parametrize("fields,sentence", [({"title": ""}, "Give it a title."), ({"hours": "x"}, "Hours are")])
def test_what_will_not_do_is_said(app: Flask, mine: Mine, fields: dict[str, str], sentence: str) -> None:
    milestone_id = mine.add()
    page = mine.client.read(unchanged(app, lambda: mine.change(milestone_id, **fields)), 422)
    assert sentence in page.one("main").text


def test_signed_out_what_was_typed_is_still_there(mine: Mine, anyone: Client) -> None:
    milestone_id = mine.add()
    answer = anyone.post(f"/roadmap/tiny-guide/{milestone_id}/change", **FORM, op_id="a", version=1)
    shown = [area.text for area in anyone.read(answer, 401).all("textarea")]
    assert {FORM["title"], FORM["outcome"], FORM["criteria"].replace("\n", " ")} <= set(shown)
