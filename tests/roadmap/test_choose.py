"""GET …/plan/choices and POST …/plan/choose: three ways to go on, each shown before it is taken."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from tests.people import Client, Member
from tests.roadmap.plan_desk import PlanDesk
from tests.tables import of_person, unchanged
from tracker import clock

pytestmark = pytest.mark.slow

SET_OUT = datetime(2026, 11, 25, 18, tzinfo=UTC)
LATER = SET_OUT + timedelta(weeks=9)


@pytest.fixture
def desk(mia: Member) -> Iterator[PlanDesk]:
    """Mia nine weeks later, who has done nothing of her plan."""
    with clock.stopped_at(SET_OUT):
        PlanDesk(mia.client).take(stretch="y")
    with clock.stopped_at(LATER):
        yield PlanDesk(mia.another_browser())


def test_each_is_shown_with_what_it_changes(app: Flask, desk: PlanDesk) -> None:
    page = unchanged(app, desk.page, "/choices")
    assert [heading.text for heading in page.one("main").all("h2")] == ["A later date", "More hours", "Less scope"]
    later, hours, scope = page.one("div", class_="choices").all("section")
    assert "Keep your hours; the plan ends on" in later.text
    assert "milestones with another end" in later.text
    assert "h a week (+" in hours.text
    assert "left out of the plan" in scope.text


@pytest.mark.parametrize(
    "kind,why",
    [("later", "re-planned: a later date"), ("hours", "re-planned: more hours"), ("scope", "re-planned: less scope")],
)
def test_it_counts_from_now_on_and_the_old_one_stays(desk: PlanDesk, kind: str, why: str) -> None:
    before = desk.plans[0]
    answer = desk.post("choose", **desk.choice(kind))
    assert (answer.status_code, answer.location) == (303, desk.path)
    assert why in desk.plans[0]
    assert desk.plans[1] == before


def test_what_is_left_out_stays_on_the_roadmap_and_comes_back_when_unticked(desk: PlanDesk) -> None:
    desk.post("choose", **desk.choice("scope"))
    page = desk.page("/start")
    out = [one["value"] for one in page.all("input", name_="left_out")]
    assert out
    assert f"/roadmap/ai-engineer/{out[0]}" in [
        link["href"] for link in desk.client.page("/roadmap/ai-engineer").all("a")
    ]
    assert "left out to end sooner" in desk.client.page(f"/roadmap/ai-engineer/{out[0]}").text
    desk.take(left_out=out[1:], stretch="y")
    assert len(desk.page("/start").all("input", name_="left_out")) == len(out) - 1


def test_sent_twice_it_is_one_plan(app: Flask, mia: Member, desk: PlanDesk) -> None:
    form = desk.choice("hours")
    assert desk.post("choose", **form).status_code == 303
    first = of_person(app, mia.user.id)
    assert desk.post("choose", **form).status_code == 303
    assert of_person(app, mia.user.id) == first


def test_two_devices_the_second_is_told(app: Flask, mia: Member, desk: PlanDesk) -> None:
    form = desk.choice("hours")
    PlanDesk(mia.another_browser()).take(**{"hours-5": "3"})
    page = desk.client.read(unchanged(app, lambda: desk.post("choose", **form)), 409)
    assert "Another plan was taken since you opened this page" in page.text


def test_a_day_later_it_is_shown_again(app: Flask, mia: Member, desk: PlanDesk) -> None:
    form = desk.choice("later")
    with clock.stopped_at(LATER + timedelta(days=1)):
        tomorrow = PlanDesk(mia.another_browser())
        page = tomorrow.client.read(unchanged(app, lambda: tomorrow.post("choose", **form)), 409)
    assert "A day passed, or a milestone changed" in page.text


@pytest.mark.parametrize("changes", [{"kind": "sideways"}, {"op_id": ""}, {"digest": "x"}, {"version": "x"}])
def test_a_broken_form_is_refused(app: Flask, desk: PlanDesk, changes: dict[str, str]) -> None:
    form = {**desk.choice("later"), **changes}
    page = desk.client.read(unchanged(app, lambda: desk.post("choose", **form)), 422)
    assert page.one("p", role="alert").text


def test_without_a_plan_there_is_nothing_to_make_anew(app: Flask, noor: Member, anyone: Client) -> None:
    empty = PlanDesk(noor.client)
    assert "There is no plan yet" in empty.page("/choices").text
    form = {"kind": "later", "digest": "0" * 32, "version": "1"}
    page = empty.client.read(unchanged(app, lambda: empty.post("choose", **form)), 409)
    assert "There is no plan yet" in page.text
    assert unchanged(app, lambda: PlanDesk(anyone).post("choose", **form)).status_code == 401
    assert unchanged(app, lambda: PlanDesk(noor.client, "nothing").post("choose", **form)).status_code == 404
