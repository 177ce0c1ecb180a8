"""GET /dashboard: what to do next and why, and figures that agree with the lists they open."""

import random
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from tests.pages import Element, Page
from tests.people import Client, Member
from tests.roadmap.desk import Desk
from tests.roadmap.test_overview import rows, set_at_random
from tests.tables import unchanged
from tracker import clock
from tracker.extensions import db
from tracker.library import Guide
from tracker.reading import Reading, Step

pytestmark = pytest.mark.slow

LEFT = {"To do", "Doing", "Blocked"}


def section(page: Page, name: str) -> Element:
    return page.one("section", aria_labelledby=f"{name}-title")


def next_rows(page: Page) -> list[Element]:
    lists = section(page, "next").all("ul", class_="rows")
    return [item for item in lists[0].children if isinstance(item, Element)] if lists else []


def words(row: Element) -> str:
    return re.split(r" · | After ", row.all("p")[-1].text)[0]


def figures(page: Page) -> Iterator[tuple[str, int]]:
    """(address, how many it is said to open) for every counted link."""
    for name in ("next", "trail"):
        for link in section(page, name).all("a"):
            counted = re.match(r"(?:All )?(\d+) (?:left|waiting|blocked|done|already|not)", link.text)
            if counted and "status=" in link["href"]:
                yield link["href"], int(counted[1])


def test_a_new_account_sees_how_to_begin(mia: Member, guide: Guide) -> None:
    page = mia.client.page("/dashboard")
    assert "This page fills as you work." in page.text
    assert "Start reading" in section(page, "continue").text
    assert "section 1 of 8" in section(page, "continue").text
    first = next_rows(page)
    assert len(first) == 3
    assert all("Ready: needs nothing first" in row.one("p", class_="why").text for row in first)
    assert f"All {len(guide.milestones)} left" in section(page, "next").text
    assert "0% of 70 done, 70 left" in section(page, "trail").text


@pytest.mark.parametrize("seed", [11, 12, 13, 14])
def test_every_figure_agrees_with_the_list_it_opens(app: Flask, mia: Member, guide: Guide, seed: int) -> None:
    states = set_at_random(app, mia, guide, seed)
    page = mia.client.page("/dashboard")
    found = list(figures(page))
    assert len(found) >= 6
    for address, count in found:
        assert len(rows(mia.client.page(address))) == count, address
    applies = len(guide.milestones) - states["na"]
    left = sum(states[status] for status in ("todo", "doing", "blocked"))
    (percent,) = [link for link in section(page, "trail").all("a") if "%" in link.text]
    assert percent.text == f"{100 * states['done'] // applies}% of {applies} done, {left} left"
    assert len(rows(mia.client.page(percent["href"]))) == left


@pytest.mark.parametrize("seed", [21, 22])
def test_tracks_agree_with_what_they_say_is_left(app: Flask, mia: Member, guide: Guide, seed: int) -> None:
    set_at_random(app, mia, guide, seed)
    bars = section(mia.client.page("/dashboard"), "progress").one("ul", class_="bars").all("li")
    assert [bar.all("span")[0].text for bar in bars[:-1]] == [track.title for track in guide.tracks]
    for bar in bars[:-1]:
        said = bar.all("span")[1].text
        numbers = re.fullmatch(r"(\d+) done(?:, (\d+) already had)?, of (\d+)(?: \((\d+) not applicable\))?", said)
        assert numbers, said
        done, had, of, _na = (int(number or 0) for number in numbers.groups())
        address, _, anchor = bar.one("a")["href"].partition("#")
        groups = [group for group in mia.client.page(address).all("section") if group["aria-labelledby"] == anchor]
        left = [row for group in groups for row in group.one("ul", class_="rows").children if isinstance(row, Element)]
        assert len(left) == of - done - had
        assert {words(row) for row in left} <= LEFT


@pytest.mark.parametrize("seed", [31, 32])
def test_phases_agree_with_the_roadmap(app: Flask, mia: Member, guide: Guide, seed: int) -> None:
    set_at_random(app, mia, guide, seed)
    steps = section(mia.client.page("/dashboard"), "trail").one("ol").all("li")
    assert len(steps) == len(guide.phases)
    for step in steps:
        address, _, anchor = step.one("a")["href"].partition("#")
        (group,) = [group for group in mia.client.page(address).all("section") if group["aria-labelledby"] == anchor]
        kept = [words(row) for row in group.one("ul", class_="rows").children if isinstance(row, Element)]
        done, had, na = (kept.count(word) for word in ("Done", "Already had", "Not applicable"))
        of = len(kept) - na
        said = f"{done} done, {had} already had, of {of}" if had else f"{done} of {of} done"
        assert said + (f" · {na} not applicable" if na else "") in step.text


def test_next_is_what_is_under_way_then_what_is_ready(mia: Member) -> None:
    mia.client.post("/dashboard/guide", guide="tiny-guide")
    desk = Desk(mia.client)
    desk.do("status", status="doing")
    (row,) = next_rows(mia.client.page("/dashboard"))
    assert row.all("a")[0].text == "Bowline"
    assert row.one("p", class_="why").text == "Under way · week 1 · unlocks Sheet bend"
    desk.do("status", status="had")
    (row,) = next_rows(mia.client.page("/dashboard"))
    assert row.one("p", class_="why").text == "Ready: Bowline is behind you · weeks 1–2 · unlocks Eye splice"


def test_a_milestone_is_started_from_here(mia: Member) -> None:
    mia.client.post("/dashboard/guide", guide="tiny-guide")
    page = mia.client.page("/dashboard")
    button = next_rows(page)[0].one("button")
    fields = {field["name"]: field["value"] for field in page.one("form", id=button["form"]).all("input")}
    answer = mia.client.post(button["formaction"], **fields, **{button["name"]: button["value"]})
    assert answer.status_code == 303
    assert "Under way" in next_rows(mia.client.page("/dashboard"))[0].text


def test_when_everything_left_waits_it_says_so(mia: Member) -> None:
    mia.client.post("/dashboard/guide", guide="tiny-guide")
    desk = Desk(mia.client)
    desk.do("status", status="blocked")
    page = mia.client.page("/dashboard")
    assert "Everything left waits on something" in page.text
    assert "2 waiting on another milestone" in page.text
    for milestone_id in ("tk-bowline", "tk-sheet-bend", "tk-splice"):
        desk.at(milestone_id).do("status", status="na")
    page = mia.client.page("/dashboard")
    assert "Nothing is left" in page.text
    assert "0% of 0 done, 0 left" in page.text


def test_reading_goes_on_at_the_next_unfinished_section(mia: Member, guide: Guide) -> None:
    first, second = guide.sections[:2]
    mia.client.post(f"/guides/ai-engineer/{first.id}/finish", finished="1")
    page = mia.client.page("/dashboard")
    resume = section(page, "continue")
    assert resume.one("a", class_="btn")["href"] == f"/guides/ai-engineer/{second.id}"
    assert f"{100 * first.words // guide.words}% of the guide is read" in resume.text
    read = section(page, "progress").one("ul", class_="bars").all("li")[-1]
    assert "1 of 8 sections" in read.text
    for rest in guide.sections[1:]:
        mia.client.post(f"/guides/ai-engineer/{rest.id}/finish", finished="1")
    assert mia.client.page("/dashboard").all("section", class_="continue") == []


def test_days_with_work_are_counted(app: Flask, noor: Member, guide: Guide) -> None:
    """In noor's own zone: a change at 23:00 UTC falls on her next day."""
    monday = clock.now().replace(hour=23, minute=0) - timedelta(days=clock.now().weekday() + 14)
    chance = random.Random(5)
    with app.app_context():
        for day in range(3):
            with clock.stopped_at(monday + timedelta(days=day)):
                Reading(noor.person, guide).act(Step("finish", section_id=guide.sections[day].id))
        db.session.commit()
    for _ in range(chance.randint(2, 5)):
        Desk(noor.client).send("status", status="doing")
    page = noor.client.page("/dashboard")
    assert "4 days with work in the last 26 weeks" in section(page, "heat").text
    shown = {title.text for title in section(page, "heat").all("title")}
    for day in range(3):
        there = clock.local_day(monday + timedelta(days=day), "Asia/Kathmandu")
        assert f"{there:%a} {there.day} {there:%B}: 1 change" in shown
        assert there == (monday + timedelta(days=day + 1)).date()


@pytest.mark.parametrize("guide_id", [None, "", "nothing", "x" * 3000, "<script>"])
def test_a_guide_that_there_is_not_is_refused(app: Flask, mia: Member, guide_id: str | None) -> None:
    answer = unchanged(app, lambda: mia.client.post("/dashboard/guide", guide=guide_id))
    assert answer.status_code == 422


def test_choosing_a_guide_twice_is_the_same(app: Flask, mia: Member) -> None:
    mia.client.post("/dashboard/guide", guide="tiny-guide")
    assert unchanged(app, lambda: mia.client.post("/dashboard/guide", guide="tiny-guide")).status_code == 302
    assert "/roadmap/tiny-guide" in [link["href"] for link in mia.client.page("/guides").all("a")]


def test_everyone_has_their_own(mia: Member, otto: Member, anyone: Client) -> None:
    mia.client.post("/dashboard/guide", guide="tiny-guide")
    Desk(mia.client).do("status", status="had")
    assert "1 already had" in section(mia.client.page("/dashboard"), "trail").text
    otto.client.post("/dashboard/guide", guide="tiny-guide")
    assert "0 already had" in section(otto.client.page("/dashboard"), "trail").text
    assert anyone.get("/dashboard").location == "/sign-in?next=/dashboard"
