"""POST …/plan/breaks and …/remove: days off, planned or after the fact, that cost nothing."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from tests.people import Client, Member
from tests.roadmap.plan_desk import PlanDesk
from tests.tables import of_person, unchanged
from tracker import clock
from tracker.roadmap.models import MOST_BREAKS

pytestmark = pytest.mark.slow

SET_OUT = datetime(2026, 11, 25, 18, tzinfo=UTC)
FIVE_WEEKS_ON = datetime(2027, 1, 6, 18, tzinfo=UTC)
HOLIDAYS = {"first": "2026-12-21", "last": "2027-01-03"}


@pytest.fixture
def desk(mia: Member) -> Iterator[PlanDesk]:
    """Mia in the sixth week of her plan, with nothing done."""
    with clock.stopped_at(SET_OUT):
        PlanDesk(mia.client).take()
    with clock.stopped_at(FIVE_WEEKS_ON):
        yield PlanDesk(mia.another_browser())


def headline(desk: PlanDesk) -> str:
    return desk.page().one("p", class_="pace").text


def test_told_afterwards_they_take_nothing_away(desk: PlanDesk) -> None:
    assert headline(desk) == "Off plan 26 study days behind the plan (−26)"
    answer = desk.post("breaks", **HOLIDAYS)
    assert (answer.status_code, answer.location) == (303, f"{desk.path}#breaks")
    assert headline(desk) == "Off plan 16 study days behind the plan (−16)", "ten study days were off"
    (line,) = desk.days_off
    assert "21 December 2026 – 3 January 2027 told since the plan was made" in line.text


def test_planned_ones_move_what_follows(desk: PlanDesk) -> None:
    before = desk.page().one("p", class_="lede").text
    desk.post("breaks", first="2027-02-01", last="2027-02-14")
    after = desk.page().one("p", class_="lede").text
    assert before != after
    assert headline(desk) == "Off plan 26 study days behind the plan (−26)"


def test_a_single_day_needs_only_its_first_field(desk: PlanDesk) -> None:
    desk.post("breaks", first="2028-02-29")
    assert "29 February 2028" in desk.days_off[0].text


def test_they_can_be_removed(desk: PlanDesk) -> None:
    desk.post("breaks", **HOLIDAYS)
    action = desk.days_off[0].one("form")["action"].removeprefix(f"{desk.path}/")
    assert desk.post(action).status_code == 303
    assert desk.days_off == []
    assert desk.post(action).status_code == 303, "sent twice it is as gone as before"
    assert headline(desk) == "Off plan 26 study days behind the plan (−26)"


def test_told_twice_they_are_one(app: Flask, mia: Member, desk: PlanDesk) -> None:
    desk.post("breaks", **HOLIDAYS)
    first = of_person(app, mia.user.id)
    assert desk.post("breaks", **HOLIDAYS).status_code == 303
    assert of_person(app, mia.user.id) == first


@pytest.mark.parametrize(
    "form,complaint",
    [
        ({"first": "", "last": ""}, "Give the first and the last day"),
        ({"first": "soon", "last": "2027-01-03"}, "Give the first and the last day"),
        ({"first": "2027-01-03", "last": "2027-01-01"}, "A break ends before it begins"),
        ({"first": "2027-01-03", "last": "2029-01-01"}, "A break is longer than a year"),
        ({**HOLIDAYS, "op_id": ""}, "This form is incomplete"),
    ],
)
def test_what_cant_be_noted_comes_back_as_typed(
    app: Flask, desk: PlanDesk, form: dict[str, str], complaint: str
) -> None:
    page = desk.client.read(unchanged(app, lambda: desk.post("breaks", **form)), 422)
    assert complaint in page.one("p", role="alert").text
    assert page.one("input", id="first").get("value") == form["first"]
    assert page.one("input", id="last").get("value") == form["last"]


def test_there_is_an_end_to_them(app: Flask, desk: PlanDesk) -> None:
    for at in range(MOST_BREAKS):
        day = (FIVE_WEEKS_ON + timedelta(days=2 * at)).date().isoformat()
        desk.post("breaks", first=day)
    page = desk.client.read(unchanged(app, lambda: desk.post("breaks", **HOLIDAYS)), 422)
    assert f"{MOST_BREAKS} breaks are noted already" in page.one("p", role="alert").text


def test_nobody_touches_those_of_others(app: Flask, mia: Member, desk: PlanDesk, noor: Member, anyone: Client) -> None:
    desk.post("breaks", **HOLIDAYS)
    action = desk.days_off[0].one("form")["action"].removeprefix(f"{desk.path}/")
    with clock.stopped_at(FIVE_WEEKS_ON):
        hers = PlanDesk(noor.another_browser())
        assert unchanged(app, lambda: hers.post(action)).status_code == 404
        assert unchanged(app, lambda: hers.post("breaks/999999/remove")).status_code == 404
        assert unchanged(app, lambda: PlanDesk(hers.client, "nothing").post("breaks", **HOLIDAYS)).status_code == 404
        assert hers.client.get(f"{desk.path}/breaks").status_code == 405
    assert unchanged(app, lambda: PlanDesk(anyone).post(action)).status_code == 401
    assert unchanged(app, lambda: desk.post(action, op_id="")).status_code == 422
