"""What was agreed in a meeting: lines of either side, and the milestone that a mentee makes of one, by themselves."""

import pytest
from flask import Flask

from tests.coaching.doors import let_coach, let_look
from tests.coaching.meeting_table import Table, laid
from tests.people import Member
from tests.tables import contents, of_person, unchanged
from tracker.coaching.models import Grants
from tracker.extensions import db
from tracker.library import Guide
from tracker.roadmap import FULL, Progress, Tally, personal

LINE = "Write to Lena about the contract"


@pytest.fixture
def table(app: Flask, mia: Member, carl: Member) -> Table:
    return laid(app, mia, carl)


def agree(table: Table, meeting_id: str, text: str = LINE, *, by_coach: bool = True, op_id: str = "an-op-id") -> None:
    client, path = (table.coach.client, table.coachs) if by_coach else (table.mentee.client, table.mentees)
    assert client.post(f"{path}/{meeting_id}/actions", op_id=op_id, text=text).status_code == 303


def action_id(app: Flask) -> str:
    (row,) = contents(app)["meeting_actions"]
    return str(row["id"])


@pytest.fixture
def agreed(app: Flask, table: Table) -> str:
    """The path of a line's buttons on the mentee's side."""
    meeting_id = table.set()
    agree(table, meeting_id)
    return f"{table.mentees}/{meeting_id}/actions/{action_id(app)}"


def test_otto_and_the_coach_take_on_nothing(app: Flask, table: Table, agreed: str, otto: Member, noor: Member) -> None:
    let_coach(app, otto)
    theirs = let_look(app, noor, otto)
    for member in (otto, noor, table.coach):
        assert unchanged(app, member.client.post, f"{agreed}/take").status_code == 404
    other = agreed.replace(table.grant_id, theirs)
    assert unchanged(app, noor.client.post, f"{other}/take").status_code == 404
    assert unchanged(app, noor.client.post, f"{other}/strike").status_code == 404
    as_coach = agreed.replace("/coaching/grants/", "/coach/mentees/")
    assert unchanged(app, table.coach.client.post, f"{as_coach}/take").status_code == 404


def test_either_writes_a_line_and_both_see_it(table: Table) -> None:
    meeting_id = table.set()
    agree(table, meeting_id, "From Carl")
    agree(table, meeting_id, "From Mia", by_coach=False)
    for by_coach in (True, False):
        lines = table.page(meeting_id, by_coach=by_coach).one("ul", class_="agreed").all("li")
        assert [line.all("span")[0].text for line in lines] == ["From Carl", "From Mia"]


def test_a_line_that_is_sent_twice_stands_once(app: Flask, table: Table) -> None:
    meeting_id = table.set()
    for _ in range(2):
        agree(table, meeting_id)
    agree(table, meeting_id, op_id="another")
    assert len(contents(app)["meeting_actions"]) == 2


@pytest.mark.parametrize("text,said", [("", "Write what is to be done."), ("x" * 121, "at most 120 characters")])
def test_what_can_be_no_line_is_said(table: Table, text: str, said: str) -> None:
    meeting_id = table.set()
    answer = table.coach.client.post(f"{table.coachs}/{meeting_id}/actions", op_id="x", text=text)
    page = table.coach.client.read(answer, 422)
    assert said in page.one("ul", id="text-error").text
    assert page.one("input", name_="text").get("value") == text


def test_the_mentee_takes_it_on_with_one_click_and_once(app: Flask, table: Table, agreed: str) -> None:
    places = [table.mentee.client.post(f"{agreed}/take").location for _ in range(3)]
    assert len(set(places)) == 1
    (own,) = contents(app)["own_milestones"]
    assert (own["title"], own["hours"], own["counted"], own["user_id"]) == (LINE, 2, False, table.mentee.user.id)
    assert places[0] == f"/roadmap/tiny-guide/{own['milestone_id']}"
    assert LINE in table.mentee.client.page(places[0]).one("h1").text
    meeting_id = agreed.split("/")[5]
    assert table.page(meeting_id, by_coach=False).all("a", href=places[0])
    assert "On their roadmap" in table.page(meeting_id).text


def test_it_counts_in_no_percentage(app: Flask, table: Table, agreed: str, tiny_guide: Guide) -> None:
    table.mentee.client.post(f"{agreed}/take")
    with app.app_context():
        every = Progress(table.mentee.person, personal(table.mentee.person, tiny_guide)).standings()
    assert Tally.over(every).total == len(tiny_guide.milestones)
    assert Tally.beside(every).todo == 1


def test_after_the_grant_it_may_still_be_taken_on_but_not_struck(app: Flask, table: Table, agreed: str) -> None:
    with app.app_context():
        Grants(table.mentee.person).end(table.grant_id)
        db.session.commit()
    assert unchanged(app, table.mentee.client.post, f"{agreed}/strike").status_code == 404
    assert table.mentee.client.post(f"{agreed}/take").status_code == 303
    assert len(of_person(app, table.mentee.user.id)["own_milestones"]) == 1


def test_either_strikes_a_line_but_not_a_milestone(app: Flask, table: Table, agreed: str) -> None:
    as_coach = agreed.replace("/coaching/grants/", "/coach/mentees/")
    for _ in range(2):
        assert table.coach.client.post(f"{as_coach}/strike").status_code == 303
    assert contents(app)["meeting_actions"] == []
    agree(table, agreed.split("/")[5], op_id="again")
    again = f"{agreed.rpartition('/')[0]}/{action_id(app)}"
    table.mentee.client.post(f"{again}/take")
    table.coach.client.post(f"{again.replace('/coaching/grants/', '/coach/mentees/')}/strike")
    assert len(contents(app)["meeting_actions"]) == 1
    assert "is a milestone already" in table.page(agreed.split("/")[5]).text


def test_where_there_is_no_room_it_is_said(
    app: Flask, table: Table, agreed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.roadmap.models.tailoring.MOST_OWN", 0)
    assert table.mentee.client.post(f"{agreed}/take").location.startswith(table.mentees)
    assert FULL in table.page(agreed.split("/")[5], by_coach=False).text
    assert contents(app)["own_milestones"] == []
    monkeypatch.setattr("tracker.coaching.models.meetings.MOST_ACTIONS", 1)
    answer = table.coach.client.post(f"{table.coachs}/{agreed.split('/')[5]}/actions", op_id="more", text="More")
    assert "much for one meeting" in table.coach.client.read(answer, 422).text
