"""POST …/own/new: a milestone of one's own, which works like any other of the roadmap."""

import pytest
from flask import Flask

from tests.crowd import at_once
from tests.hostile import MARKUP
from tests.people import Client, Member
from tests.roadmap.desk import Desk, said
from tests.roadmap.mine import FORM, Mine, section, titles
from tests.tables import of_person, unchanged
from tests.work import always
from tracker.extensions import db
from tracker.library import Guide
from tracker.roadmap import Progress, changes, personal
from tracker.roadmap.progress import replay
from tracker.roadmap.tailoring import MOST_OWN

pytestmark = pytest.mark.slow


@pytest.fixture
def mine(mia: Member) -> Mine:
    return Mine(mia.client)


def test_the_form_asks_for_what_a_milestone_has(mine: Mine) -> None:
    page = mine.page("own/new")
    form = page.form("/roadmap/tiny-guide/own/new")
    assert {field.get("name") for field in form.all("input")} >= {"title", "outcome", "hours", "start", "end", "needs"}
    assert [option["value"] for option in form.one("select", name_="phase").all("option")] == ["weekend"]
    assert [box["value"] for box in form.all("input", name_="needs")] == ["tk-bowline", "tk-sheet-bend", "tk-splice"]


def test_the_phase_where_something_is_left_is_chosen_already(app: Flask, mia: Member, guide: Guide) -> None:
    with app.app_context():
        for milestone in guide.milestones:
            if milestone.phase.number == 1:
                Progress(mia.person, guide).change(
                    milestone, "op", [], always(changes.set_status("had", overruled=False))
                )
        db.session.commit()
    select = mia.client.page("/roadmap/ai-engineer/own/new").one("select", name_="phase")
    (chosen,) = [option for option in select.all("option") if "selected" in option.attributes]
    assert chosen["value"] == guide.phases[1].id


def test_it_stands_in_its_phase_and_says_that_it_is_yours(mine: Mine) -> None:
    milestone_id = mine.add(start="2027-03-03", end="2027-03-12")
    page = mine.page(milestone_id)
    assert page.one("h1").text == "A talk on knots"
    assert "Knots · One weekend · yours" in page.text
    assert "6 hours 3–12 March 2027" in page.text
    assert "Done when 0 of 2" in page.text
    overview = mine.page("")
    assert titles(overview.one("main")) == ["Bowline", "Sheet bend", "Eye splice", "A talk on knots"]
    assert "0 done, of 4, 1 of them yours." in overview.one("p", class_="lede").text
    row = overview.all("ul", class_="rows")[0].all("li")[-1]
    assert "yours" in row.one("i").text
    assert "To do · 6 h · 3–12 March 2027 · 0 of 2 criteria" in row.text
    assert titles(mine.page("?by=track").one("main"))[-1] == "A talk on knots"


def test_kept_beside_the_percentages_it_is_in_no_sum_and_has_its_own(mine: Mine) -> None:
    milestone_id = mine.add(counted=None)
    Desk(mine.client, milestone_id).do("status", status="done", overrule="1")
    page = mine.page("")
    assert "0 done, of 3." in page.one("p", class_="lede").text
    aside = section(page, "beside")
    assert titles(aside) == ["A talk on knots"]
    assert "1 done, of 1 · 6 h" in aside.text
    assert page.one("nav", aria_label="Filter by status").all("a")[0].text == "All 3"
    mine.client.post("/dashboard/guide", guide="tiny-guide")
    assert "0% of 3 done, 3 left" in mine.client.page("/dashboard").text
    assert mine.listed() == ["A talk on knots"]
    assert "beside the percentages: 1 done, of 1" in mine.page().text


def test_everything_is_done_on_it_as_on_any_other(app: Flask, mia: Member, mine: Mine, tiny_guide: Guide) -> None:
    milestone_id = mine.add(evidence="text")
    desk = Desk(mia.client, milestone_id)
    criteria = [button["value"] for button in desk.page().all("button", name_="tick")]
    desk.do("status", status="doing")
    for criterion in criteria:
        desk.do("criteria", tick=criterion)
    desk.do("evidence", kind="text", text="Thirty came.")
    desk.do("note", note="Ask for the recording.")
    desk.do("status", status="done")
    desk.do("undo")
    desk.do("status", status="done")
    assert desk.status == "done"
    assert desk.history[:2] == ["Done", "Undone: the change before"]
    with app.app_context():
        guide = personal(mia.person, tiny_guide)
        progress = Progress(mia.person, guide)
        (found,) = [one for one in progress.standings(note_of=milestone_id) if one.id == milestone_id]
        events = reversed(progress.history(guide.by_id[milestone_id]))
        assert replay([event.change for event in events]) == found.state
        assert not found.overruled
    assert "1 done, of 4" in mine.page("").text


def test_done_asks_for_its_criteria_and_evidence(mine: Mine) -> None:
    desk = Desk(mine.client, mine.add(evidence="link"))
    page = desk.read(desk.send("status", status="done"), 422)
    assert "3 points are still open" in page.text


def test_without_criteria_it_needs_none(mine: Mine) -> None:
    desk = Desk(mine.client, mine.add(criteria="", outcome=""))
    page = desk.page()
    assert "Done when" not in page.text
    assert page.all("p", class_="lede") == []
    desk.do("status", status="done")
    assert desk.status == "done"
    assert desk.history == ["Done"]


def test_it_waits_on_what_it_needs_and_others_of_yours_wait_on_it(mine: Mine) -> None:
    first = mine.add(needs="tk-bowline")
    second = mine.add(title="A longer talk", needs=first)
    assert "Waits on Bowline" in mine.page(first).text
    assert "Waits on A talk on knots" in mine.page(second).text
    assert "A longer talk" in section(mine.page(first), "around").text
    assert "A talk on knots" in section(mine.page("tk-bowline"), "around").text
    Desk(mine.client).do("status", status="had")
    assert "Waits on" not in mine.page(first).text


def test_sent_twice_it_is_added_once(app: Flask, mia: Member, mine: Mine) -> None:
    first, second = (mine.send("own/new", **FORM, op_id="same") for _ in range(2))
    assert first.location == second.location
    assert len(of_person(app, mia.user.id)["own_milestones"]) == 1
    assert mine.add(op_id="same", title="Another talk") != str(first.location).rpartition("/")[2]
    assert mine.listed() == ["A talk on knots", "Another talk"]


def test_at_once_from_many_devices(app: Flask, mia: Member) -> None:
    clients = [mia.another_browser() for _ in range(4)]
    tokens = [client.token() for client in clients]

    def add(number: int) -> int:
        form = FORM | {"op_id": "same" if number < 2 else f"op-{number}", "csrf_token": tokens[number]}
        return clients[number].raw.post("/roadmap/tiny-guide/own/new", data=form).status_code

    assert at_once(4, add) == [303] * 4
    rows = of_person(app, mia.user.id)["own_milestones"]
    assert len(rows) == 3
    assert sorted(row["position"] for row in rows) == [0, 1, 2]


@pytest.mark.parametrize(
    "fields,sentence",
    [
        ({"title": " "}, "Give it a title."),
        ({"title": "x" * 121}, "Use at most 120 characters here."),
        ({"outcome": "x" * 501}, "Use at most 500 characters here."),
        ({"criteria": "\n".join(f"line {number}" for number in range(21))}, "Use at most 20 lines."),
        ({"criteria": "x" * 201}, "Use at most 200 characters a line."),
        ({"hours": "0"}, "Hours are a whole number from 1 to 200."),
        ({"hours": "201"}, "Hours are a whole number from 1 to 200."),
        ({"hours": ""}, "Hours are a whole number from 1 to 200."),
        ({"start": "2027-03-03", "end": "2027-03-02"}, "This day lies before the first one."),
        ({"start": "1027-03-03"}, "Enter a day of this century."),
        ({"phase": "nothing"}, "Choose a phase of this guide."),
        ({"track": "nothing"}, "Choose a track of this guide."),
        ({"needs": "tk-nothing"}, "isn't on your roadmap any more."),
        ({"op_id": ""}, "This form is incomplete."),
    ],
)
def test_what_will_not_do_is_said_and_nothing_typed_is_lost(
    app: Flask, mine: Mine, fields: dict[str, str], sentence: str
) -> None:
    sent = FORM | fields
    page = mine.client.read(unchanged(app, lambda: mine.send("own/new", **sent)), 422)
    assert sentence in page.one("main").text
    assert page.one("input", name_="title")["value"] == " ".join(sent["title"].split())
    assert page.one("input", name_="hours")["value"] == sent["hours"]


@pytest.mark.parametrize("markup", MARKUP)
def test_words_are_only_ever_text(mine: Mine, markup: str) -> None:
    milestone_id = mine.add(title=f"x {markup}"[:120], outcome=markup, criteria=markup)
    for where in (milestone_id, "own", "", f"{milestone_id}/change", "hours", "own/new"):
        page = mine.page(where)
        assert page.one("main").all("img") == []
        assert all(script.get("src") for script in page.all("script"))


def test_there_is_room_for_a_hundred(app: Flask, mia: Member, mine: Mine) -> None:
    first = mine.add()
    with app.app_context():
        table = db.metadata.tables["own_milestones"]
        (row,) = of_person(app, mia.user.id)["own_milestones"]
        with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
            rows = [row | {"milestone_id": f"own-{n:08}", "position": n} for n in range(1, MOST_OWN)]
            connection.execute(table.insert(), rows)
    page = mine.client.read(unchanged(app, lambda: mine.send("own/new", **FORM)), 422)
    assert "You have 100 of your own here. Archive one first." in page.text
    mine.send(f"{first}/archive", archived="1")
    assert mine.add(title="One more")
    answer = mine.send(f"{first}/archive", archived="0")
    assert "You have 100 of your own here." in said(mine.client.read(mine.client.get(answer.location)))


def test_nobody_else_has_it(mine: Mine, otto: Member, anyone: Client) -> None:
    milestone_id = mine.add()
    assert otto.client.get(f"/roadmap/tiny-guide/{milestone_id}").status_code == 404
    assert anyone.get(f"/roadmap/tiny-guide/{milestone_id}").status_code == 302
    for action in ("status", "change", "archive", "move", "session", "hours"):
        answer = Mine(otto.client).send(f"{milestone_id}/{action}", status="done", archived="1", **FORM)
        assert answer.status_code == 404
    assert mine.client.get(f"/roadmap/ai-engineer/{milestone_id}").status_code == 404
    assert "A talk" not in otto.client.page("/roadmap/tiny-guide").text
