"""GET …/plan, and what a plan says on the other pages: pace, seven days, dates, today on the trail."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from tests.people import Client, Member
from tests.roadmap.desk import Desk
from tests.roadmap.plan_desk import PlanDesk
from tests.tables import unchanged
from tests.work import always
from tracker import clock
from tracker.extensions import db
from tracker.library import Guide
from tracker.roadmap import Inputs, Plans, Progress, Setup, changes, make_plan

pytestmark = pytest.mark.slow

MONDAY = date(2026, 11, 30)
SETUP = Setup(start=MONDAY, hours=(2.0, 2.0, 2.0, 2.0, 2.0, 0.0, 0.0))


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def set_out(app: Flask, member: Member, guide: Guide, today: date, late: int, setup: Setup = SETUP) -> PlanDesk:
    """A plan, everything that it had until so many days before today done when it was planned; back at the browser."""
    plan = make_plan(Inputs(guide, setup))
    with app.app_context():
        with clock.stopped_at(noon(setup.start)):
            Plans(member.person, guide).take(plan, why="set-out", op_id="one", based_on=0)
        for entry in plan.active:
            if entry.end and entry.end < today - timedelta(days=late):
                with clock.stopped_at(noon(entry.end)):
                    done = changes.set_status("done", overruled=True)
                    Progress(member.person, guide).change(guide.by_id[entry.id], "done", [], always(done))
        db.session.commit()
    return PlanDesk(member.another_browser(), guide.id)


@pytest.mark.parametrize(
    "weeks,late,words",
    [
        (0, 0, "Your first week: where you stand is said after it"),
        (6, 0, "On track"),
        (6, 7, "Slipping"),
        (12, 21, "Off plan"),
        (6, -14, "Ahead"),
        (60, 0, "Finished All that was planned is done"),
    ],
)
def test_pace_in_words_wherever_it_stands(
    app: Flask, mia: Member, guide: Guide, weeks: int, late: int, words: str
) -> None:
    today = MONDAY + timedelta(weeks=weeks, days=2)
    with clock.stopped_at(noon(today)):
        desk = set_out(app, mia, guide, today, late)
        page = unchanged(app, desk.page)
        headline = page.one("p", class_="pace").text
        assert headline.startswith(words)
        assert desk.client.page("/dashboard").one("p", class_="pace").text == headline
        picture = page.one("div", class_="pace-picture")
        assert picture.all("svg")[0]["aria-label"].startswith("Hours planned and done by week: ")
        rows = picture.one("table").all("tr")[1:]
        assert len([row for row in rows if "to come" not in row.text]) == weeks + 1
        assert "of planned work are done, of 265 h in all" in page.text


def test_the_seven_days_are_the_same_on_both_pages_and_add_up(app: Flask, mia: Member, guide: Guide) -> None:
    today = MONDAY + timedelta(weeks=8)
    with clock.stopped_at(noon(today)):
        desk = set_out(app, mia, guide, today, 7)
        steps = [step.text for step in desk.page().one("ol", class_="steps").all("li")]
        shown = [step.text for step in desk.client.page("/dashboard").one("ol", class_="steps").all("li")]
    assert steps[: len(shown)] == shown
    assert len(shown) <= 4
    assert "was planned for" in steps[0]
    assert any("to finish by" in step for step in steps)


def test_before_there_is_a_plan(app: Flask, mia: Member) -> None:
    desk = PlanDesk(mia.client)
    page = unchanged(app, desk.page)
    assert "There is no plan yet" in page.text
    dashboard = mia.client.page("/dashboard")
    assert dashboard.all("p", class_="pace") == []
    assert dashboard.all("svg", class_="today") == []
    assert "Your plan" not in mia.client.page("/roadmap/ai-engineer/sk-gap-audit").one("ul", class_="meta").text


def test_dates_stand_on_rows_milestones_and_the_trail(app: Flask, mia: Member, guide: Guide) -> None:
    today = MONDAY + timedelta(weeks=6)
    with clock.stopped_at(noon(today)):
        desk = set_out(app, mia, guide, today, 0)
        roadmap = desk.client.page("/roadmap/ai-engineer")
        rows = {row.all("a")[0].text: row.text for row in roadmap.all("ul", class_="rows")[0].all("li")}
        assert "Done · overruled · 3 h · finished 1 December 2026" in rows["Gap audit"]
        assert roadmap.one("div", class_="trail").all("b")[0].text == "Today, week 7 of 28"
        done = desk.client.page("/roadmap/ai-engineer/sk-gap-audit").one("ul", class_="meta").text
        assert "finished 1 December 2026 · week 1 of 28" in done
        ahead = desk.client.page("/roadmap/ai-engineer/iv-live-loops").one("ul", class_="meta").text
        assert "2027 · weeks" in ahead or " – " in ahead
        stretch = desk.client.page("/roadmap/ai-engineer/sk-lora").one("ul", class_="meta").text
        assert "not in your plan" in stretch
        why = desk.client.page("/dashboard").one("section", aria_labelledby="next-title").one("ul").all("li")[0]
        assert "in your plan" in why.text


def test_what_comes_next_follows_the_plans_order(app: Flask, mia: Member, guide: Guide) -> None:
    """For infrastructure the gateway comes before the agent; in the guide it is the other way round."""
    today = MONDAY + timedelta(weeks=14)
    with clock.stopped_at(noon(today)):
        desk = set_out(app, mia, guide, today, 0, replace(SETUP, background="infra"))
        rows = desk.client.page("/dashboard").one("section", aria_labelledby="next-title").one("ul").all("li")
        plan = make_plan(Inputs(guide, replace(SETUP, background="infra")))
        starts = [plan.by_id[row.one("a")["href"].rpartition("/")[2]].start for row in rows]
    assert starts == sorted(starts)  # type: ignore[type-var]


@pytest.mark.parametrize(
    "after,said", [(4, "2 h today: 0 min behind you, 2 h left."), (5, "Your plan leaves today free.")]
)
def test_today_says_what_the_plan_holds_for_it(app: Flask, mia: Member, guide: Guide, after: int, said: str) -> None:
    today = MONDAY + timedelta(days=after)
    with clock.stopped_at(noon(today)):
        assert said in set_out(app, mia, guide, today, 0).client.page("/dashboard").text


def test_statements_are_the_same_for_every_plan(
    app: Flask, mia: Member, guide: Guide, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    costs: dict[str, list[int]] = {}
    for weeks in (1, 20):
        today = MONDAY + timedelta(weeks=weeks)
        with clock.stopped_at(noon(today)):
            desk = set_out(app, mia, guide, today, 0)
            for path in (
                "/dashboard",
                "/roadmap/ai-engineer",
                "/roadmap/ai-engineer/sk-judge",
                desk.path,
                f"{desk.path}/choices",
            ):
                with statements() as said:
                    assert desk.client.get(path).status_code == 200
                costs.setdefault(path, []).append(len(said))
    assert costs == {
        "/dashboard": [8, 8],
        "/roadmap/ai-engineer": [5, 5],
        "/roadmap/ai-engineer/sk-judge": [8, 8],
        "/roadmap/ai-engineer/plan": [8, 8],
        "/roadmap/ai-engineer/plan/choices": [6, 6],
    }


@pytest.mark.parametrize(
    "zone,moment,week",
    [
        ("Pacific/Kiritimati", datetime(2026, 12, 6, 11, tzinfo=UTC), "Today, week 2"),
        ("Pacific/Niue", datetime(2026, 12, 7, 10, 30, tzinfo=UTC), "Today, week 1"),
        ("Asia/Kathmandu", datetime(2026, 12, 6, 18, 14, tzinfo=UTC), "Today, week 1"),
        ("Asia/Kathmandu", datetime(2026, 12, 6, 18, 16, tzinfo=UTC), "Today, week 2"),
        ("Europe/Berlin", datetime(2027, 3, 28, 22, 30, tzinfo=UTC), "Today, week 18"),
        ("Europe/Berlin", datetime(2027, 3, 28, 21, 30, tzinfo=UTC), "Today, week 17"),
        ("America/New_York", datetime(2026, 11, 30, 4, 30, tzinfo=UTC), None),
        ("UTC", datetime(2027, 1, 4, 0, 0, tzinfo=UTC), "Today, week 6"),
    ],
)
def test_today_is_the_members_own(
    app: Flask, mia: Member, guide: Guide, zone: str, moment: datetime, week: str | None
) -> None:
    with clock.stopped_at(moment):
        desk = set_out(app, mia, guide, MONDAY, 0)
        desk.client.post("/settings/profile", name="Mia", time_zone=zone)
        marks = [one.text for one in desk.client.page("/dashboard").one("div", class_="trail").all("b")]
    assert [mark.partition(" of ")[0] for mark in marks] == ([week] if week else [])


def test_a_leap_day_ends_a_milestone_like_any_other(app: Flask, mia: Member, guide: Guide) -> None:
    setup = replace(SETUP, start=date(2028, 2, 28))
    with clock.stopped_at(noon(date(2028, 3, 1))):
        desk = set_out(app, mia, guide, date(2028, 3, 1), 0, setup)
        audit = desk.client.page("/roadmap/ai-engineer/sk-gap-audit").one("ul", class_="meta").text
        assert "finished 29 February" in audit
        assert Desk(desk.client, "sk-gap-audit", "ai-engineer").status == "done"


def test_signed_out_unknown_and_others(app: Flask, mia: Member, noor: Member, anyone: Client) -> None:
    PlanDesk(mia.client).take()
    assert anyone.get(PlanDesk(anyone).path).status_code == 302
    assert mia.client.get("/roadmap/nothing/plan").status_code == 404
    assert "There is no plan yet" in PlanDesk(noor.client).page().text
    assert mia.client.post(PlanDesk(mia.client).path).status_code == 405
