"""Cohorts: otto sees none of carl's; who hasn't granted is counted and never named; too few show no breakdown."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from flask import Flask

from tests.coaching.cohort_desk import SAID, CohortDesk, made
from tests.coaching.doors import let_coach, let_look
from tests.coaching.meeting_table import Table
from tests.people import Member, make_member
from tests.roadmap.plan_desk import PlanDesk
from tests.tables import contents, unchanged
from tracker import clock
from tracker.coaching.models import Grants
from tracker.coaching.scopes import DEFAULT
from tracker.extensions import db

pytestmark = pytest.mark.slow

Counting = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def desk(app: Flask, carl: Member) -> CohortDesk:
    let_coach(app, carl)
    return made(carl)


def each_address(desk: CohortDesk) -> list[tuple[str, str, dict[str, str]]]:
    reads: list[tuple[str, str, dict[str, str]]] = [
        ("GET", path, {}) for path in (desk.path, f"{desk.path}/change", f"{desk.path}/delete")
    ]
    writes: list[tuple[str, str, dict[str, str]]] = [
        ("POST", f"{desk.path}/{verb}", {}) for verb in ("link", "close", "delete")
    ]
    return [*reads, *writes, ("POST", f"{desk.path}/change", {**SAID, "name": "Mine"})]


def test_another_coach_and_a_member_see_and_change_none_of_it(
    app: Flask, desk: CohortDesk, otto: Member, noor: Member
) -> None:
    let_coach(app, otto)
    desk.joined_by(noor)
    for member in (otto, noor):
        for method, path, form in each_address(desk):
            ask = member.client.get if method == "GET" else member.client.post
            answer = unchanged(app, ask, path, **form)
            assert answer.status_code == 404, path
            assert "Autumn" not in answer.text
    assert "Autumn" not in otto.client.page("/coach/cohorts").text
    assert noor.client.get("/coach/cohorts").status_code == 404


def test_otto_who_has_the_link_but_no_grant_learns_no_name(app: Flask, desk: CohortDesk, otto: Member) -> None:
    let_coach(app, otto)
    desk.filled(app, letting=5)
    desk.joined_by(otto)
    for path in ("/coaching/join", "/coaching/cohorts", "/coach/cohorts"):
        assert "Number-" not in otto.client.page(path).text


def test_a_cohort_grants_nothing(app: Flask, desk: CohortDesk) -> None:
    desk.filled(app, letting=0, others=6)
    page = desk.coach.client.page(desk.path)
    assert "Of 6 members 0 let you look" in page.text
    assert "Number-" not in page.text
    assert not page.all("table")
    assert contents(app)["grants"] == []
    assert contents(app)["grant_views"] == []


def test_who_has_not_granted_is_in_no_number_and_has_no_name(app: Flask, desk: CohortDesk) -> None:
    members = desk.filled(app, letting=5, others=2)
    for member in members[4:]:
        path = "/roadmap/tiny-guide/tk-bowline/status"
        member.client.post(path, op_id="x", version=0, status="had")
    page = desk.coach.client.page(desk.path)
    assert "Of 7 members 5 let you look" in page.text
    names = [line.text for line in page.one("section", aria_labelledby="seen").all("li")]
    assert names == [f"Ann Number-{number}" for number in range(5)]
    (row,) = page.one("section", aria_labelledby="by-2").one("tbody").all("tr")
    assert row.all("td")[0].text == "1 of 15", "one of five had one of three"
    looks = contents(app)["grant_views"]
    assert sorted(look["user_id"] for look in looks) == [member.user.id for member in members[:5]]


@pytest.mark.parametrize("letting,shown", [(4, False), (5, True)])
def test_fewer_than_five_show_no_breakdown(app: Flask, desk: CohortDesk, letting: int, shown: bool) -> None:
    desk.filled(app, letting=letting, others=3)
    page = desk.coach.client.page(desk.path)
    assert bool(page.all("table")) == shown
    assert ("once 5 members let you look" in page.text) != shown


def test_a_grant_that_ends_leaves_at_the_next_request(app: Flask, desk: CohortDesk) -> None:
    members = desk.filled(app, letting=5)
    assert desk.coach.client.page(desk.path).all("table")
    with app.app_context():
        grants = Grants(members[0].person)
        grants.pause(grants.all()[0].id)
        db.session.commit()
    page = desk.coach.client.page(desk.path)
    assert not page.all("table")
    assert members[0].user.name not in page.text


def test_a_grant_to_another_coach_or_for_another_guide_counts_for_nothing(
    app: Flask, desk: CohortDesk, otto: Member
) -> None:
    let_coach(app, otto)
    first, second = desk.filled(app, letting=0, others=2)
    let_look(app, first, otto)
    let_look(app, second, desk.coach, guide_id="ai-engineer")
    page = desk.coach.client.page(desk.path)
    assert "Of 2 members 0 let you look" in page.text


def test_pace_is_said_in_groups_of_five_or_more_over_all_who_let_one_look(app: Flask, desk: CohortDesk) -> None:
    """Two with a plan that isn't shown and one without any stand in one group; the five with a plan in another."""
    planned = desk.filled(app, letting=5)
    hidden = desk.filled(app, letting=2, scopes=DEFAULT - {"pace"}, first=10)
    begun = (clock.now() - timedelta(days=30)).date().isoformat()
    with clock.stopped_at(clock.now() - timedelta(days=30)):
        for member in (*planned, *hidden):
            PlanDesk(member.another_browser(), "tiny-guide").take(start=begun)

    def said() -> str:
        return desk.coach.client.page(desk.path).one("section", aria_labelledby="pace").text

    nobody = "Finished, ahead, on track or slipping 0 of"
    assert said().endswith(f"{nobody} 7 Off plan or no pace to say 7 of 7")
    desk.filled(app, letting=3, first=20)
    assert said().endswith(f"{nobody} 10 Off plan 5 of 10 No pace to say 5 of 10")


def test_it_costs_the_same_for_five_or_twelve(app: Flask, desk: CohortDesk, statements: Counting) -> None:
    costs = []
    for first in (0, 20):
        desk.filled(app, letting=5 + first // 4, others=2, first=first)
        desk.coach.client.get(desk.path)
        with statements() as said:
            desk.coach.client.get(desk.path)
        costs.append(len(said))
    assert costs[0] == costs[1] <= 9


def test_making_one_twice_makes_one(app: Flask, desk: CohortDesk) -> None:
    assert made(desk.coach).cohort_id == desk.cohort_id
    assert made(desk.coach, "another").cohort_id != desk.cohort_id
    assert len(contents(app)["cohorts"]) == 2


def test_what_is_wrong_is_said_and_stays(app: Flask, desk: CohortDesk) -> None:
    wrong = {"name": " ", "starts_on": "2026-11-30", "ends_on": "2026-11-29", "guide": "nothing"}
    answer = unchanged(app, lambda: desk.coach.client.post("/coach/cohorts", op_id="x", **wrong))
    page = desk.coach.client.read(answer, 422)
    assert len(page.one("div", aria_labelledby="errors-title").all("li")) == 3
    assert page.one("input", name_="ends_on")["value"] == "2026-11-29"
    answer = unchanged(app, lambda: desk.coach.client.post(f"{desk.path}/change", **SAID | {"name": "x" * 81}))
    assert "at most 80" in desk.coach.client.read(answer, 422).text


def test_changing_and_deleting(app: Flask, desk: CohortDesk, mia: Member) -> None:
    desk.joined_by(mia)
    desk.coach.client.post(f"{desk.path}/change", **SAID | {"name": "Spring"}, guide="ai-engineer")
    assert (contents(app)["cohorts"][0]["name"], contents(app)["cohorts"][0]["guide_id"]) == ("Spring", "tiny-guide")
    assert "Spring" in mia.client.page("/coaching/cohorts").text
    assert "1 member is in it no more" in desk.coach.client.page(f"{desk.path}/delete").text
    assert desk.coach.client.post(f"{desk.path}/delete").location == "/coach/cohorts"
    assert desk.coach.client.post(f"{desk.path}/delete").status_code == 404
    assert contents(app)["cohorts"] == contents(app)["cohort_members"] == []


def test_a_coach_has_no_endless_list(desk: CohortDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.coaching.models.cohorts.MOST_COHORTS", 1)
    answer = desk.coach.client.post("/coach/cohorts", op_id="more", guide="tiny-guide", **SAID)
    assert "Delete one first" in desk.coach.client.read(answer, 422).text


def test_who_is_a_mentee_and_in_the_cohort_is_led_to(app: Flask, desk: CohortDesk) -> None:
    ann = make_member(app, "ann", "Ann Lee", "Europe/Berlin")
    desk.joined_by(ann)
    table = Table(ann, desk.coach, let_look(app, ann, desk.coach))
    page = desk.coach.client.page(desk.path)
    assert page.one("section", aria_labelledby="seen").one("a")["href"] == f"/coach/mentees/{table.grant_id}"
