"""Coach and mentee see the same sums: fifty made-up histories, and every figure that both pages show, read off both."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from tests.coaching.doors import let_coach, let_look
from tests.coaching.histories import live
from tests.pages import Element, Page
from tests.people import Client, Member, make_member
from tests.roadmap.plan_desk import PlanDesk
from tracker import clock
from tracker.coaching.scopes import DEFAULT, KNOWN
from tracker.library import Guide

pytestmark = pytest.mark.slow

HISTORIES, PARTS = 50, 5
IN_OTHER_WORDS = {
    "Your first week: where you stand is said after it": "First week: where Pim stands is said after it",
    "behind you": "behind them",
    "if you have the hours": "if there are hours for it",
    "your plan": "the plan",
    "yours": "their own",
}
"""What is said to the mentee, and how it is said of them."""
NOT_THE_SAME = ("Changed lately", "Waiting on you", "My turn")
"""Filters that depend on who looks."""
Figures = dict[str, object]


def plainly(text: str) -> str:
    """As a coach reads it: in other words, and without hours."""
    for said, told in IN_OTHER_WORDS.items():
        text = text.replace(said, told)
    return re.sub(r" · [\d.]+ h(?= ·|$)", "", text)


def lists(page: Element, kind: str) -> list[Element]:
    """The items of the lists of this class, in order."""
    found = [one for one in page.all() if kind in one.get("class").split() and one.name in {"ul", "ol"}]
    return [item for one in found for item in one.children if isinstance(item, Element)]


def trail(page: Page) -> object:
    return [item.text for item in page.one("div", class_="trail").all("li")]


def rows(page: Element) -> list[str]:
    """Without their buttons."""
    found = []
    for item in lists(page, "rows"):
        text = plainly(re.sub(r" Start( session)?: .*$", "", item.text))
        if not item.all("a")[0]["href"].startswith("/coach/"):
            text = text.replace("your turn", "their turn").replace("your coach’s turn", "your turn")
        found.append(text)
    return found


def bars(page: Page) -> object:
    return [item.text for item in lists(page, "bars")]


def steps(page: Page) -> list[str]:
    """Titles and when; minutes are the mentee's alone."""
    said = [(item.one("a").text, item.one("span").text) for item in lists(page, "steps")]
    return [f"{title}: {re.sub(r'^[0-9][^·]*(min|h|h [0-9]+) · ', '', when)}" for title, when in said]


def pace(page: Page) -> object:
    return [plainly(one.text) for one in page.all("p", class_="pace")]


def percent(page: Page) -> str:
    found = re.search(r"\d+% of \d+ done, \d+ left", page.text)
    return found[0] if found else ""


def filters(page: Page) -> list[str]:
    chips = [link.text for link in page.one("nav", class_="filters").all("a")]
    return [chip for chip in chips if not chip.startswith(NOT_THE_SAME)]


def groups(page: Page) -> object:
    """Of the list: headings, sums without hours, rows."""
    found = []
    for section in page.all("section", class_="tight"):
        if section.all("ul", class_="rows"):
            heading, sums = (section.all("h2") or section.all("h3"))[0].text, section.all("p")[0].text
            found.append((heading, plainly(re.sub(r"(, | · )[\d.]+ h$", "", sums)), rows(section)))
    return found


def hers(client: Client, guide: Guide) -> Figures:
    at = f"/roadmap/{guide.id}"
    dashboard, by_phase, by_track = client.page("/dashboard"), client.page(at), client.page(f"{at}?by=track")
    plan = client.page(f"{at}/plan")
    nexts = dashboard.one("section", aria_labelledby="next-title")
    return {
        "tally": by_phase.one("p", class_="lede").text.partition(", and")[0],
        "trail": trail(dashboard),
        "trail of the roadmap": trail(by_phase),
        "tracks and sections": bars(dashboard),
        "pace": pace(dashboard),
        "pace of the plan": pace(plan),
        "seven days": steps(plan)[:6],
        "next": rows(nexts),
        "left": percent(dashboard),
        "filters": filters(by_phase),
        "by phase": groups(by_phase),
        "by track": groups(by_track),
        "left by phase": groups(client.page(f"{at}?status=left")),
    }


def his(client: Client, grant_id: str) -> Figures:
    at = f"/coach/mentees/{grant_id}"
    page, by_track = client.page(at), client.page(f"{at}?by=track")
    return {
        "tally": page.one("p", class_="lede").text,
        "trail": trail(page),
        "trail of the roadmap": trail(page),
        "tracks and sections": bars(page),
        "pace": pace(page),
        "pace of the plan": pace(page),
        "seven days": steps(page),
        "next": rows(page.one("section", aria_labelledby="next")),
        "left": percent(page),
        "filters": filters(page),
        "by phase": groups(page),
        "by track": groups(by_track),
        "left by phase": groups(client.page(f"{at}?status=left")),
    }


def same_words(figures: Figures) -> Figures:
    tally = re.search(r"\d+ done.*? of \d+( \(\d+ not applicable\))?", str(figures["tally"]))
    assert tally
    return figures | {"tally": tally[0]}


@pytest.mark.parametrize("part", range(PARTS))
def test_every_figure_that_both_pages_show(app: Flask, carl: Member, guide: Guide, part: int) -> None:
    let_coach(app, carl)
    for seed in range(part, HISTORIES, PARTS):
        pim = make_member(app, f"pim{seed}", "Pim", "Asia/Kathmandu")
        live(app, pim, guide, seed)
        grant_id = let_look(app, pim, carl, KNOWN, guide.id)
        with clock.stopped_at(clock.now() + timedelta(seconds=1)):
            mine, seen = same_words(hers(pim.client, guide)), same_words(his(carl.client, grant_id))
        assert mine["by phase"]
        for figure in mine:
            assert seen[figure] == mine[figure], f"history {seed}: {figure}"


@pytest.mark.parametrize("seed", range(100, 103))
def test_milestone_by_milestone(app: Flask, carl: Member, guide: Guide, seed: int) -> None:
    let_coach(app, carl)
    pim = make_member(app, "pim", "Pim", "Europe/Lisbon")
    made = live(app, pim, guide, seed)
    grant_id = let_look(app, pim, carl, DEFAULT, guide.id)

    def shown(page: Page) -> object:
        bar = [cell.text for cell in page.all("td") if cell.get("data-label") in {"n", "Date", "Commit", "Target"}]
        values = [cell.one("strong").text for cell in page.all("td") if cell.all("strong")]
        ticked = len(page.all("button", name_="untick")) or len(page.all("li", class_="met"))
        evidence = [link.get("href") for link in page.one("section", aria_labelledby="evidence").all("a")]
        heading = [h2.text for h2 in page.all("h2") if h2.text.startswith("Done when")]
        return page.one("h1").text, heading, ticked, bar, values, [one for one in evidence if one.startswith("https:")]

    for milestone in (*made.guide.milestones[::4], *made.guide.away):
        mine = pim.client.page(f"/roadmap/{guide.id}/{milestone.id}")
        seen = carl.client.page(f"/coach/mentees/{grant_id}/{milestone.id}")
        kept = [one for one in shown(seen)[5] if one in shown(mine)[5]]  # type: ignore[index]
        assert (shown(seen)[:5], kept) == (shown(mine)[:5], shown(mine)[5])  # type: ignore[index]


def test_hours_say_what_is_left_of_the_seven_days_and_are_not_shown(
    app: Flask, mia: Member, carl: Member, guide: Guide
) -> None:
    """What the week holds of something long is behind her: it is on neither list."""
    let_coach(app, carl)
    grant_id = let_look(app, mia, carl, KNOWN, guide.id)
    PlanDesk(mia.client).take(start=mia.person.today().isoformat(), **{f"hours-{day}": "1.5" for day in range(7)})
    (long,) = [line for line in lists(mia.client.page(f"/roadmap/{guide.id}/plan"), "steps") if "go on" in line.text]
    address = long.one("a")["href"]
    assert long.one("a").text in str(steps(carl.client.page(f"/coach/mentees/{grant_id}")))
    mia.client.post(f"{address}/status", op_id="a", status="doing", overrule="1")
    mia.client.post(f"{address}/hours", op_id="b", day=mia.person.today().isoformat(), hours="3:17")
    page = carl.client.page(f"/coach/mentees/{grant_id}")
    assert steps(page) == steps(mia.client.page(f"/roadmap/{guide.id}/plan"))
    assert long.one("a").text not in str(steps(page))
    assert not [said for said in ("3 h 17", "197", "3:17") if said in page.text]
