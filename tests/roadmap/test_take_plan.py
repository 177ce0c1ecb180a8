"""POST …/plan/take: the plan that was shown counts from now on; sent twice, from two devices, or after a change."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from tests.people import Client, Member
from tests.roadmap.desk import Desk
from tests.roadmap.plan_desk import ANSWERS, PlanDesk, fields
from tests.tables import of_person, unchanged
from tracker import clock
from tracker.roadmap import progress

pytestmark = pytest.mark.slow

WEDNESDAY = datetime(2026, 11, 25, 18, tzinfo=UTC)
LAPTOP = {"background": "backend", "daily_python": "y"}


@pytest.fixture(autouse=True)
def _a_wednesday() -> Iterator[None]:
    with clock.stopped_at(WEDNESDAY):
        yield


@pytest.fixture
def desk(mia: Member) -> PlanDesk:
    return PlanDesk(mia.client)


def test_it_counts_from_now_on(desk: PlanDesk) -> None:
    page = desk.take(**LAPTOP)
    assert "Your plan is set: it ends on" in page.text
    assert "10 hours a week, from 30 November 2026" in page.text
    assert len(desk.plans) == 1
    assert "Plan 1: set out" in desk.plans[0]


def test_the_roadmap_says_already_had_only_where_it_was_ticked(desk: PlanDesk) -> None:
    desk.take(mark=["sk-deploy"], **LAPTOP)
    mine = Desk(desk.client, "sk-deploy", "ai-engineer")
    assert mine.status == "had"
    assert mine.at("sk-python-services").status == "todo"
    assert mine.at("sk-gap-audit").status == "todo"


def test_only_what_the_plan_spares_can_be_marked(desk: PlanDesk) -> None:
    Desk(desk.client, "sk-python-services", "ai-engineer").do("status", status="doing")
    desk.take(mark=["sk-gap-audit", "sk-python-services", "nothing"], **LAPTOP)
    assert Desk(desk.client, "sk-gap-audit", "ai-engineer").status == "todo"
    assert Desk(desk.client, "sk-python-services", "ai-engineer").status == "doing", "it is under way by now"


def test_changed_answers_make_another_plan_and_the_first_stays(desk: PlanDesk) -> None:
    desk.take()
    before = desk.plans[0]
    desk.take(**{"hours-5": "2"})
    assert next(line.split(" ")[0:5] for line in desk.plans)[3:5] == ["Plan", "2:"]
    assert "answers changed" in desk.plans[0]
    assert desk.plans[1] == before


def test_sent_twice_it_is_one_plan(app: Flask, mia: Member, desk: PlanDesk) -> None:
    form = desk.take_form(**LAPTOP)
    assert desk.post("take", **form, mark=["sk-deploy"]).status_code == 303
    first = of_person(app, mia.user.id)
    assert desk.post("take", **form, mark=["sk-deploy"]).status_code == 303
    assert of_person(app, mia.user.id) == first


def test_two_devices_the_second_is_shown_both(app: Flask, mia: Member, desk: PlanDesk) -> None:
    phone = PlanDesk(mia.another_browser())
    form = phone.take_form(background="mobile", **{"hours-6": "2"})
    desk.take(**LAPTOP)
    page = phone.client.read(unchanged(app, lambda: phone.post("take", **form)), 409)
    assert "Another plan was taken since you opened this one" in page.text
    assert "12 h now 10 h" in page.one("dl", class_="plan-facts").text, "both stand there"
    again = fields(page.form(f"{phone.path}/take"))
    assert (again["version"], again["background"], again["hours-6"]) == ("1", "mobile", "2")
    assert phone.post("take", **again).status_code == 303
    assert "12 h a week" in desk.plans[0]


def test_what_came_out_differently_is_shown_again(app: Flask, desk: PlanDesk) -> None:
    form = desk.take_form(**LAPTOP)
    Desk(desk.client, "sk-gap-audit", "ai-engineer").do("status", status="done", overrule="1")
    page = desk.client.read(unchanged(app, lambda: desk.post("take", **form)), 409)
    assert "The plan came out differently" in page.text
    assert desk.post("take", **fields(page.form(f"{desk.path}/take"))).status_code == 303


@pytest.mark.parametrize(
    "changes",
    [{"op_id": ""}, {"op_id": "x" * 65}, {"version": "-1"}, {"version": "x"}, {"digest": "x"}, {"start": "x"}],
)
def test_a_broken_form_comes_back_with_the_answers(app: Flask, desk: PlanDesk, changes: dict[str, str]) -> None:
    form = {**desk.take_form(role="agent"), **changes}
    page = desk.client.read(unchanged(app, lambda: desk.post("take", **form)), 422)
    assert page.one("div", role="alert")
    assert "checked" in page.one("input", name_="role", value="agent").attributes


def test_unknown_guides_and_signed_out(app: Flask, desk: PlanDesk, anyone: Client) -> None:
    form = desk.take_form()
    assert unchanged(app, lambda: PlanDesk(desk.client, "nothing").post("take", **form)).status_code == 404
    assert unchanged(app, lambda: PlanDesk(anyone).post("take", **form)).status_code == 401
    assert desk.client.get(f"{desk.path}/take").status_code == 405


def test_nobody_else_gets_a_plan_by_it(app: Flask, desk: PlanDesk, noor: Member) -> None:
    before = of_person(app, noor.user.id)
    desk.take()
    assert of_person(app, noor.user.id) == before
    assert "There is no plan yet" in PlanDesk(noor.client).page().text


def test_done_work_keeps_its_days_in_a_new_plan(mia: Member, desk: PlanDesk) -> None:
    desk.take()
    later = WEDNESDAY + timedelta(weeks=3)
    with clock.stopped_at(later):
        browser = mia.another_browser()
        Desk(browser, "sk-gap-audit", "ai-engineer").do("status", status="done", overrule="1")
    with clock.stopped_at(later + timedelta(weeks=2)):
        browser = mia.another_browser()
        page = PlanDesk(browser).take(**{"hours-5": "3"}, start=ANSWERS["start"])
        assert "13 hours a week" in page.text
        preview = PlanDesk(browser).page("/preview")
        line = next(line.text for line in preview.all("li") if "Gap audit" in line.text)
        assert line.startswith("finished 16 December")
        assert progress.WORDS["done"] in browser.page("/roadmap/ai-engineer/sk-gap-audit").text
