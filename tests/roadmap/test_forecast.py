"""The forecast: when it is silent, what it says, that it repeats itself, and that it holds on simulated people."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.forecasting import KINDS, coverage
from tests.roadmap.planning import EVENINGS, GUIDE, MONDAY
from tracker.roadmap import Break, Inputs, Setup, make_plan
from tracker.roadmap.effort import Effort, Week, effort, share, weeks_of_work
from tracker.roadmap.forecast import Forecast, forecast, market_floor

SETUP = Setup(MONDAY, EVENINGS)
TODAY = MONDAY + timedelta(weeks=8)


def weeks(*hours: float, shares: tuple[float, ...] = ()) -> tuple[Week, ...]:
    """The weeks before TODAY, oldest first."""
    first = TODAY - timedelta(weeks=len(hours))
    held = shares or (1.0,) * len(hours)
    return tuple(
        Week(first + timedelta(weeks=at), 60 * one, part)
        for at, (one, part) in enumerate(zip(hours, held, strict=True))
    )


def made(*hours: float, left: float = 100, setup: Setup = SETUP, not_before: date | None = None) -> Forecast:
    return forecast(weeks(*hours), 60 * left, setup, TODAY, not_before)


def test_equal_weeks_leave_no_doubt() -> None:
    found = made(10, 10, 10, 10, 10, 10)
    end = TODAY + timedelta(weeks=10) - timedelta(days=3)
    assert (found.kind, found.likely, found.sure, found.active_weeks) == ("range", end, end, 6)
    assert found.sentence == (
        "As likely as not by 14 May 2027, 85 % likely by 14 May 2027 (drawn from your last 6 active weeks)."
    )


@pytest.mark.parametrize("hours,missing", [((), 3), ((5,), 2), ((0, 5, 0, 5, 0), 1)])
def test_under_three_active_weeks_there_is_none(hours: tuple[float, ...], missing: int) -> None:
    found = made(*hours)
    assert (found.kind, found.likely, found.sure) == ("early", None, None)
    assert found.sentence == f"A forecast needs 3 weeks with finished work; {missing} more to go."


def test_nothing_left_is_said() -> None:
    assert made(5, 5, 5, left=0).kind == "done"


def test_beyond_a_year_no_date_is_said() -> None:
    found = made(1, 1, 1, left=265)
    assert (found.kind, found.likely, found.sure) == ("beyond", None, None)
    assert found.sentence == "At this pace it takes more than a year (drawn from your last 3 active weeks)."
    half = made(1, 9, 0, 0, 10, left=190)
    assert (half.kind, half.sure) == ("open", None)
    assert half.likely is not None
    assert "but it may take more than a year" in half.sentence


def test_quiet_weeks_count_and_only_the_last_six_active_ones() -> None:
    plain, quiet = made(10, 8, 10, 8, 10, 8), made(10, 0, 8, 0, 10, 8, 10, 8)
    assert plain.likely
    assert quiet.likely
    assert plain.likely < quiet.likely
    assert made(30, 30, 10, 10, 10, 10, 10, 10) == made(1, 1, 10, 10, 10, 10, 10, 10)


def test_breaks_cost_nothing() -> None:
    held = (1.0, 1.0, 0.0, 0.0, 1.0, 1.0)
    with_break = forecast(weeks(10, 10, 0, 0, 10, 10, shares=held), 6000, SETUP, TODAY)
    assert with_break.likely == made(10, 10, 10, 10).likely
    ahead = SETUP.with_breaks([Break(TODAY, TODAY + timedelta(days=13))])
    later = made(10, 10, 10, 10, setup=ahead).likely
    assert later == (with_break.likely or date.max) + timedelta(weeks=2)


def test_a_week_half_in_a_break_counts_for_what_was_left_of_it() -> None:
    half = forecast(weeks(10, 5, 10, 10, shares=(1.0, 0.5, 1.0, 1.0)), 6000, SETUP, TODAY)
    assert half.likely == made(10, 10, 10, 10).likely


def test_the_market_sets_a_floor() -> None:
    plan = make_plan(Inputs(GUIDE, SETUP))
    floor = market_floor(plan, TODAY)
    assert floor == TODAY + timedelta(weeks=10)
    assert made(40, 40, 40, left=50, not_before=floor).likely == floor
    begun = plan.by_id["iv-first-applications"].start
    assert begun
    assert market_floor(plan, begun + timedelta(days=20)) == begun + timedelta(weeks=10)
    assert market_floor(make_plan(Inputs(GUIDE, SETUP, na=frozenset(GUIDE.by_id))), TODAY) is None


@settings(max_examples=30)
@given(st.lists(st.integers(0, 20), min_size=3, max_size=12), st.integers(1, 300), st.integers(0, 6))
def test_it_repeats_itself_and_its_days_stand_in_order(hours: list[int], left: int, day: int) -> None:
    known, today = weeks(*hours), TODAY + timedelta(days=day)
    found = forecast(known, 60 * left, SETUP, today)
    assert found == forecast(known, 60 * left, SETUP, today)
    if found.likely and found.sure:
        assert today <= found.likely <= found.sure


@pytest.mark.parametrize("kind", KINDS[:2], ids=lambda kind: kind.name)
def test_it_holds_on_simulated_people(kind) -> None:
    """Half of the ends by the first day, 85 % by the last, within what 80 people leave to chance."""
    found = coverage(kind, 80)
    assert found.n > 60
    assert 0.40 <= found.likely <= 0.65
    assert 0.78 <= found.sure <= 0.95


def test_weeks_earn_what_was_finished_in_them() -> None:
    finished = [(MONDAY, 180), (MONDAY + timedelta(days=6), 120), (MONDAY + timedelta(days=14), 60)]
    found = weeks_of_work(finished, [], SETUP, MONDAY + timedelta(days=22), 1.0)
    assert [(week.monday, week.earned, week.share) for week in found] == [
        (MONDAY, 300, 1),
        (MONDAY + timedelta(days=7), 0, 1),
        (MONDAY + timedelta(days=14), 60, 1),
    ]
    assert weeks_of_work(finished, [], SETUP, MONDAY + timedelta(days=6), 1.0) == (), "the week that runs says nothing"


def test_logged_hours_count_where_every_week_has_some() -> None:
    finished = [(MONDAY + timedelta(days=8), 540)]
    logged = [(MONDAY, 300), (MONDAY + timedelta(days=7), 300)]
    today = MONDAY + timedelta(days=14)
    assert [week.earned for week in weeks_of_work(finished, logged, SETUP, today, 1.2)] == [250, 250]
    assert [week.earned for week in weeks_of_work(finished, logged[:1], SETUP, today, 1.2)] == [0, 540]


def test_the_share_of_a_week_is_what_breaks_leave_of_it() -> None:
    setup = SETUP.with_breaks([Break(MONDAY, MONDAY + timedelta(days=1))])
    assert share(setup, MONDAY) == 0.6
    assert share(setup, MONDAY, MONDAY + timedelta(days=4)) == 0.2
    assert share(setup, MONDAY - timedelta(weeks=1)) == 0


def test_actual_hours_are_compared_from_three_milestones_on() -> None:
    estimated = {"a": 300, "b": 240, "c": 180, "d": 600}
    few = effort(estimated, {"a": 600, "b": 300, "d": 0, "x": 60})
    assert (few, few.times) == (Effort(900, 540, 2), 1.0)
    assert few.sentence == "Hours against estimates are compared from 3 finished milestones with logged hours on."
    found = effort(estimated, {"a": 450, "b": 360, "c": 270})
    assert found.sentence == "Your 3 finished milestones with logged hours took 18 h for 12 h estimated."
    assert round(found.times, 3) == round(1680 / 1320, 3)
    assert effort(estimated, dict.fromkeys("abcd", 9000)).times == 2.5
