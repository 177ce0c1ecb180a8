"""Pace in study days: bands, words, breaks told afterwards, week one, and the seven days that keep a plan on track."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.roadmap.planning import EVENINGS, GUIDE, MONDAY, setups
from tracker.roadmap import Break, Inputs, Plan, Setup, make_plan
from tracker.roadmap.pace import BANDS, pace, seven_days

pytestmark = pytest.mark.slow

SETUP = Setup(MONDAY, EVENINGS)
PLAN = make_plan(Inputs(GUIDE, SETUP))
ORDER = sorted((entry.end, entry.id) for entry in PLAN.active if entry.end)
"""Every milestone by the day on which it is to be done."""


def due_before(plan: Plan, day: date) -> set[str]:
    return {entry.id for entry in plan.active if entry.end and entry.end < day}


def later(study_days: int, day: date) -> date:
    """The day after which that many study days have passed."""
    while study_days:
        study_days -= bool(SETUP.minutes_on(day))
        day += timedelta(days=1)
    return day


@given(setups, st.integers(7, 400))
def test_whoever_keeps_to_the_plan_is_neither_ahead_nor_behind(setup: Setup, after: int) -> None:
    plan = make_plan(Inputs(GUIDE, setup))
    today = setup.start + timedelta(days=after)
    stands = pace(plan, due_before(plan, today), today)
    assert (stands.days, stands.earned) == ((None if stands.band == "finished" else 0), stands.due)


@given(setups, st.integers(7, 300), st.integers(0, 70), st.integers(0, 70))
def test_more_done_is_never_further_behind(setup: Setup, after: int, some: int, more: int) -> None:
    plan = make_plan(Inputs(GUIDE, setup))
    today = setup.start + timedelta(days=after)
    done = [entry.id for entry in plan.active]
    less, many = (pace(plan, done[:count], today) for count in sorted((some, more)))
    if less.days is not None and many.days is not None:
        assert less.days <= many.days
    assert less.due == many.due


@pytest.mark.parametrize("late,band", [(0, "on-track"), (1, "on-track"), (2, "on-track"), (3, "slipping")])
def test_each_study_day_after_its_planned_end_is_one_behind(late: int, band: str) -> None:
    """Four milestones are done, the fifth is owed; its own length plays no part."""
    done = {milestone_id for _, milestone_id in ORDER[:4]}
    today = later(late, ORDER[4][0])
    stands = pace(PLAN, done, today if late else ORDER[4][0])
    assert (stands.days, stands.band) == (-late, band)


def test_nobody_falls_behind_in_the_middle_of_something_long() -> None:
    long = PLAN.by_id["pf-rag-build"]
    assert long.end
    assert pace(PLAN, due_before(PLAN, long.end), long.end).days == 0


@pytest.mark.parametrize(
    "study_days,band,headline",
    [
        (-9, "off-plan", "9 study days behind the plan (−9)"),
        (-7, "off-plan", "7 study days behind the plan (−7)"),
        (-6, "slipping", "6 study days behind the plan (−6)"),
        (-3, "slipping", "3 study days behind the plan (−3)"),
        (-2, "on-track", "On track, with 2 study days of slack in use (−2)"),
        (-1, "on-track", "On track, with 1 study day of slack in use (−1)"),
        (0, "on-track", "On track (±0)"),
    ],
)
def test_bands_and_words_behind(study_days: int, band: str, headline: str) -> None:
    today = MONDAY + timedelta(weeks=10)
    owed = later(-study_days, MONDAY + timedelta(weeks=8))
    done = due_before(PLAN, MONDAY + timedelta(weeks=8))
    first_owed = min(end for end, milestone_id in ORDER if milestone_id not in done)
    today = later(-study_days, first_owed) if study_days else first_owed
    stands = pace(PLAN, done, today)
    assert owed
    assert (stands.days, stands.band, stands.headline) == (study_days, band, headline)
    assert stands.word == BANDS[band]


def test_done_early_is_ahead_by_the_days_it_was_planned_after() -> None:
    today = MONDAY + timedelta(weeks=4)
    done = due_before(PLAN, today + timedelta(days=7))
    stands = pace(PLAN, done, today)
    last = max(end for end, milestone_id in ORDER if milestone_id in done)
    assert stands.days == SETUP.study_days(today, last)
    assert (stands.band, stands.headline) == ("ahead", f"{stands.days} study days ahead of the plan (+{stands.days})")
    some = pace(PLAN, due_before(PLAN, today + timedelta(days=2)), today)
    assert some.headline in {"On track, with 1 study day in hand (+1)", "On track, with 2 study days in hand (+2)"}


def test_before_the_start_in_week_one_and_at_the_end_nothing_is_said() -> None:
    said = [
        pace(PLAN, (), MONDAY - timedelta(days=1)),
        pace(PLAN, (), MONDAY),
        pace(PLAN, (), MONDAY + timedelta(days=6)),
        pace(PLAN, {entry.id for entry in PLAN.active}, MONDAY + timedelta(days=30)),
    ]
    assert [stands.band for stands in said] == ["before", "early", "early", "finished"]
    assert [stands.days for stands in said] == [None] * 4
    assert said[0].headline == "It begins on 11 January"
    assert pace(PLAN, (), MONDAY + timedelta(days=7)).days == -4, "from the second week on it is said"


@given(setups, st.integers(7, 200), st.integers(1, 40), st.integers(0, 60))
def test_a_break_told_afterwards_costs_nothing(setup: Setup, after: int, length: int, since: int) -> None:
    """Somebody works as planned, stops for some days, and goes on where they stopped."""
    plan = make_plan(Inputs(GUIDE, setup))
    first = setup.start + timedelta(days=after)
    off = Break(first, first + timedelta(days=length - 1))
    today = off.last + timedelta(days=1 + since)
    worked_days = setup.with_breaks([off]).study_days(setup.start, today - timedelta(days=1))
    done = {entry.id for entry in plan.active if entry.end and setup.study_days(setup.start, entry.end) <= worked_days}
    stands = pace(plan, done, today, breaks=[off])
    assert stands.days in {0, None}
    untold = pace(plan, done, today).days
    assert untold is None or untold <= 0


def test_what_is_marked_already_had_counts_on_neither_side() -> None:
    today = MONDAY + timedelta(weeks=3)
    done = due_before(PLAN, today) - {"sk-llm-basics"}
    assert pace(PLAN, done, today).earned == pace(PLAN, done, today).due - 240
    stands = pace(PLAN, done, today, gone={"sk-llm-basics"})
    assert (stands.days, stands.earned, stands.of) == (0, stands.due, (265 - 4) * 60)


def test_the_seven_days_are_what_the_plan_has_for_them() -> None:
    today = MONDAY + timedelta(weeks=9, days=2)
    week = seven_days(PLAN, due_before(PLAN, today), today)
    planned = list(PLAN.between(today, today + timedelta(days=6)))
    assert {step.id for step in week.steps} == {entry.id for _, entry, _ in planned}
    assert not any(step.overdue for step in week.steps)
    begun = {step.id for step in week.steps if step.minutes > sum(m for _, e, m in planned if e.id == step.id)}
    hours = {name: sum(m for day, m in PLAN.by_id[name].days if day < today) / 60 for name in begun}
    again = seven_days(PLAN, due_before(PLAN, today), today, worked=hours)
    assert (again.minutes, again.room) == (600, 600)
    assert [step.due for step in again.steps] == sorted(step.due for step in again.steps)


def test_what_is_overdue_comes_first_in_the_seven_days() -> None:
    today = MONDAY + timedelta(weeks=9)
    done = due_before(PLAN, today) - {"sk-tracing"}
    first = seven_days(PLAN, done, today).steps[0]
    assert (first.id, first.overdue, first.finishes) == ("sk-tracing", True, True)
    assert first.due == PLAN.by_id["sk-tracing"].end


def test_after_a_break_told_afterwards_the_seven_days_go_on_where_it_began() -> None:
    first = MONDAY + timedelta(weeks=5)
    off = Break(first, first + timedelta(days=13))
    today = off.last + timedelta(days=1)
    after = seven_days(PLAN, due_before(PLAN, first), today, breaks=[off])
    plain = seven_days(PLAN, due_before(PLAN, first), first)
    moved = [replace(step, due=step.due + timedelta(weeks=2)) for step in plain.steps]
    assert list(after.steps) == moved
    behind = {entry.id: sum(minutes for day, minutes in entry.days if day < first) / 60 for entry in PLAN.active}
    during = seven_days(PLAN, due_before(PLAN, first), first, breaks=[off], worked=behind)
    assert (during.steps, during.room) == ((), 0)
