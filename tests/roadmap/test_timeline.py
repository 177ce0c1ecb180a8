"""GET /roadmap/<guide>/timeline: bars in order, today's line, its table; before a plan the guide's own weeks."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.people import Client, Member
from tests.roadmap.plan_desk import PlanDesk
from tests.roadmap.planning import GUIDE, MONDAY
from tracker import clock
from tracker.roadmap import Inputs, Outlook, Setup, Taken, make_plan
from tracker.roadmap.standing import standings
from tracker.roadmap.timeline import ROW, Timeline, of_guide, planned

PATH = "/roadmap/ai-engineer/timeline"
NOON = datetime(2027, 1, 11, 12, tzinfo=UTC)


def drawn(weekly: float, weeks_later: int = 0) -> Timeline:
    setup = Setup(MONDAY, (weekly / 5,) * 5 + (0, 0), stretch=True)
    taken = Taken(1, "set-out", MONDAY, NOON, make_plan(Inputs(GUIDE, setup)))
    return planned(Outlook(GUIDE, taken, standings(GUIDE, {}), MONDAY + timedelta(weeks=weeks_later)))


def overlaps(found: Timeline) -> list[str]:
    """Bars that meet another of their row, with their words, or leave the drawing."""
    faults = []
    rows: dict[int, list[tuple[float, float, str]]] = {}
    for band in found.bands:
        for bar in band.bars:
            first, wide = bar.area
            if first < 0 or bar.x + bar.width > found.width + 1 or bar.y + ROW > found.height:
                faults.append(f"{bar.span.id} leaves the drawing")
            for begin, end, other in rows.setdefault(bar.y, []):
                if first < end and begin < first + wide:
                    faults.append(f"{bar.span.id} meets {other}")
            rows[bar.y].append((first, first + wide, bar.span.id))
    return faults


@pytest.mark.parametrize("weekly", [5, 10, 20])
def test_every_milestone_is_drawn_once_and_none_meets_another(weekly: float) -> None:
    found = drawn(weekly)
    ids = [bar.span.id for band in found.bands for bar in band.bars]
    assert sorted(ids) == sorted(GUIDE.by_id)
    assert overlaps(found) == []
    assert [band.y for band in found.bands] == sorted(band.y for band in found.bands)
    assert all(list(band.bars) == sorted(band.bars, key=lambda bar: bar.span.first) for band in found.bands)


def test_todays_line_moves_by_a_week_and_leaves_after_the_end() -> None:
    first, second = drawn(10).today, drawn(10, 1).today
    assert first is not None
    assert second is not None
    week = drawn(10).weeks
    assert second - first == pytest.approx(week[1] - week[0], abs=0.2)
    assert drawn(10, -1).today is None
    assert drawn(10, 60).today is None


def test_before_a_plan_it_shows_the_guides_own_weeks_and_says_so(mia: Member) -> None:
    page = mia.client.page(PATH)
    assert "the guide’s own weeks" in page.one("p", class_="lede").text
    assert page.one("a", href="/roadmap/ai-engineer/plan/start").text == "Set out"
    assert not page.all("path", class_="today")
    found = of_guide(GUIDE, standings(GUIDE, {}))
    assert (found.bars, overlaps(found), found.scale[0][1]) == (70, [], "Week 1")


def test_bars_are_links_in_order_with_days_and_status_and_the_same_stands_in_the_table(mia: Member) -> None:
    with clock.stopped_at(datetime(2026, 11, 25, 18, tzinfo=UTC)):
        PlanDesk(mia.client).take()
        mia.client.post("/roadmap/ai-engineer/sk-gap-audit/status", op_id="one", version=0, status="blocked")
        mia.client.post("/roadmap/ai-engineer/sk-deploy/status", op_id="two", version=0, status="had")
        page = mia.client.page(PATH)
    region = page.one("div", role="region")
    assert (region["tabindex"], region["aria-label"][:8]) == ("0", "Timeline")
    bars = region.all("a")
    table = [row for row in page.one("table").all("tr") if row.all("a")]
    assert [bar["href"] for bar in bars] == [row.one("a")["href"] for row in table]
    assert "/roadmap/ai-engineer/sk-deploy" not in [bar["href"] for bar in bars]
    blocked = next(bar for bar in bars if bar["href"].endswith("/sk-gap-audit"))
    assert blocked["aria-label"].endswith(", Blocked")
    assert "1 already had" in page.one("main").text


def test_the_views_lead_to_each_other(mia: Member) -> None:
    for path in (PATH, "/roadmap/ai-engineer"):
        views = mia.client.page(path).one("nav", aria_label="Views")
        assert PATH in [link["href"] for link in views.all("a")]
    assert len(mia.client.page(PATH).one("nav", aria_label="Views").all("a")) == 3


def test_only_for_the_signed_in_and_for_guides_that_there_are(mia: Member, anyone: Client) -> None:
    assert anyone.get(PATH).location == f"/sign-in?next={PATH}"
    assert mia.client.get("/roadmap/nothing/timeline").status_code == 404
    assert mia.client.post(PATH).status_code == 405
