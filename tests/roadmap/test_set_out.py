"""GET …/plan/start and …/plan/preview: answers, filled in sensibly, and the plan they make, before anything is kept."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask

from tests.people import Client, Member
from tests.roadmap.plan_desk import ANSWERS, PlanDesk, filled
from tests.tables import unchanged
from tracker import clock

WEDNESDAY = datetime(2026, 11, 25, 18, tzinfo=UTC)
LAPTOP = {"background": "backend", "daily_python": "y", "role": "agent"}


@pytest.fixture(autouse=True)
def _a_wednesday() -> Iterator[None]:
    with clock.stopped_at(WEDNESDAY):
        yield


@pytest.fixture
def desk(mia: Member) -> PlanDesk:
    return PlanDesk(mia.client)


def test_it_is_filled_in_for_ten_hours_from_next_monday(desk: PlanDesk) -> None:
    answers = filled(desk.page("/start"))
    assert answers["start"] == "2026-11-30"
    assert sum(float(answers[f"hours-{day}"]) for day in range(7)) == 10
    assert {"background=", "role="} <= set(answers), "nobody is put into a drawer"


def test_it_can_be_taken_as_it_is_filled_in(app: Flask, desk: PlanDesk) -> None:
    page = unchanged(app, desk.page, "/preview")
    assert "Preview of your plan" in page.one("h1").text
    assert "10 h" in page.one("dl", class_="plan-facts").text


def test_the_checklist_is_the_guides_own(desk: PlanDesk, mia: Member) -> None:
    offered = {one["value"] for one in desk.page("/start").all("input", name_="at_work")}
    assert {"sk-llm-api", "sk-embeddings", "rs-work-ai"} <= offered
    tiny = PlanDesk(mia.client, "tiny-guide").page("/start")
    for name in ("at_work", "daily_python", "passed_loop"):
        assert tiny.all("input", name_=name) == [], "a guide that doesn't ask isn't asked for"


def test_the_preview_says_what_and_why_and_keeps_nothing(app: Flask, desk: PlanDesk) -> None:
    page = unchanged(app, lambda: desk.preview(**LAPTOP, at_work=["sk-llm-api"]))
    assert "Production Python: already had: Backend engineers with daily Python" in page.text
    assert "Model APIs: already had: you do this at work" in page.text
    assert "AI system design: halved: Backend engineers (4 h → 2 h)" in page.text
    assert "×1.5: evals are the hardest new habit" in page.text
    dated = [line.text for line in page.all("ol", class_="dated")[0].all("li")]
    assert dated[0].startswith("30 November")
    assert not [line for line in dated if "Model APIs" in line]
    assert "Take this plan" in [button.text for button in page.one("main").all("button")]


def test_change_answers_leads_back_with_everything_that_was_typed(desk: PlanDesk) -> None:
    typed = {**LAPTOP, "at_work": ["sk-llm-api", "sk-tracing"], "hours-1": "3,5", "stretch": "y", "passed_loop": "y"}
    typed |= {"breaks-0-first": "2026-12-24", "breaks-0-last": "2027-01-03"}
    page = desk.preview(**typed)
    back = filled(desk.client.page(page.one("a", class_="back")["href"]))
    for name, value in {**ANSWERS, **typed}.items():
        for one in [value] if isinstance(value, str) else value:
            assert back.get(name) == one or f"{name}={one}" in back, name


def test_breaks_and_cautions_are_in_it(desk: PlanDesk) -> None:
    page = desk.preview(**{"breaks-0-first": "2026-12-24", "breaks-0-last": "2027-01-03"})
    assert "1 break 24 December 2026 – 3 January 2027" in page.one("dl", class_="plan-facts").text
    assert desk.preview(**{f"hours-{day}": "1" for day in range(7)}).all("section", aria_labelledby="cautions-title")


@pytest.mark.parametrize(
    "answers,complaint",
    [
        ({"start": "soon"}, "Give the first day of the plan"),
        ({"start": "2029-01-01"}, "Give the first day of the plan"),
        ({"start": "1999-01-01"}, "Give the first day of the plan"),
        ({"hours-0": "many"}, "Give Monday’s hours as a number, such as 1.5."),
        ({"hours-0": "nan"}, "Give Monday’s hours as a number"),
        ({"hours-0": "13"}, "Monday must hold from 0 to 12 hours."),
        ({"hours-0": "-1"}, "Give Monday’s hours as a number"),
        ({f"hours-{day}": "0" for day in range(7)}, "The week holds 0 hours; a plan needs from 5 to 20."),
        ({f"hours-{day}": "4" for day in range(7)}, "The week holds 28 hours"),
        ({"breaks-0-first": "2026-12-24"}, "Days off, line 1: give the first and the last day, or leave both empty."),
        ({"breaks-1-first": "2026-12-24", "breaks-1-last": "2026-12-01"}, "A break ends before it begins"),
        ({"breaks-0-first": "2026-12-24", "breaks-0-last": "2028-12-01"}, "A break is longer than a year"),
        ({"breaks-0-last": "0000-99-99"}, "Days off, line 1"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_answers_that_cant_be_read_come_back_with_what_to_do(
    app: Flask, desk: PlanDesk, answers: dict[str, str], complaint: str
) -> None:
    page = unchanged(app, lambda: desk.preview(code=422, **answers, role="agent"))
    assert complaint in page.one("div", role="alert").text
    back = filled(page)
    assert "role=agent" in back
    for name, value in answers.items():
        assert value in (back.get(name), "0000-99-99") or name.startswith("breaks")


def test_ids_that_no_guide_knows_are_left_aside(desk: PlanDesk) -> None:
    page = desk.preview(background="astronaut", role="king", at_work=["nothing", "sk-llm-api"], left_out="nothing")
    assert "1 milestone taken as already had" in page.text


def test_years_of_days_off_are_refused(desk: PlanDesk) -> None:
    years = {f"breaks-{at}-first": f"{2027 + at}-01-01" for at in range(3)}
    years |= {f"breaks-{at}-last": f"{2027 + at}-12-31" for at in range(3)}
    page = desk.preview(code=422, **years)
    assert "All days off together are more than two years" in page.one("div", role="alert").text


def test_with_a_plan_the_start_is_filled_in_with_it(desk: PlanDesk) -> None:
    desk.take(**LAPTOP, **{"breaks-0-first": "2027-02-01", "breaks-0-last": "2027-02-07"})
    page = desk.page("/start")
    assert page.one("h1").text == "Change your plan"
    answers = filled(page)
    assert {"background=backend", "role=agent", "daily_python=y"} <= set(answers)
    assert (answers["hours-0"], answers["breaks-0-first"]) == ("2", "2027-02-01")
    assert "now" not in desk.page("/preview").one("dl", class_="plan-facts").text, "the same answers, the same plan"


def test_signed_out_it_asks_to_sign_in(anyone: Client) -> None:
    for more in ("start", "preview"):
        assert anyone.get(f"/roadmap/ai-engineer/plan/{more}").status_code == 302


@pytest.mark.parametrize(
    "moment,start",
    [
        (datetime(2026, 11, 29, 11, tzinfo=UTC), {"Pacific/Kiritimati": "2026-11-30", "Pacific/Niue": "2026-11-30"}),
        (
            datetime(2026, 11, 30, 10, 30, tzinfo=UTC),
            {"Pacific/Kiritimati": "2026-12-07", "Pacific/Niue": "2026-11-30"},
        ),
        (datetime(2028, 2, 28, 18, 30, tzinfo=UTC), {"Asia/Kathmandu": "2028-03-06", "America/New_York": "2028-02-28"}),
        (
            datetime(2027, 12, 31, 23, 30, tzinfo=UTC),
            {"Pacific/Kiritimati": "2028-01-03", "Pacific/Niue": "2028-01-03"},
        ),
        (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), {"Europe/Berlin": "2027-03-29"}),
        (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), {"Europe/Berlin": "2027-11-01"}),
    ],
)
def test_next_monday_is_the_members_own(mia: Member, moment: datetime, start: dict[str, str]) -> None:
    with clock.stopped_at(moment):
        browser = mia.another_browser()
        for zone, expected in start.items():
            browser.post("/settings/profile", name="Mia", time_zone=zone)
            assert filled(PlanDesk(browser).page("/start"))["start"] == expected
