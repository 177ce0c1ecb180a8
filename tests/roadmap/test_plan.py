"""Properties of whole plans for any person, and what is set by hand: dates, hours, own milestones, hidden ones."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.roadmap.planning import EVENINGS, GUIDE, MONDAY, gone_as_planned, quarters, setups
from tracker.library import Guide
from tracker.roadmap import Adjusted, Finished, Inputs, Own, Plan, Setup, Worked, make_plan
from tracker.roadmap.plan import builds_at_once, worked_so_far

pytestmark = pytest.mark.slow

SETUP = Setup(MONDAY, EVENINGS)


def plan_of(**said: object) -> Plan:
    return make_plan(Inputs(GUIDE, SETUP, **said))  # type: ignore[arg-type]


@settings(max_examples=50)
@given(setups)
def test_every_plan_keeps_prerequisites_hours_and_builds(setup: Setup) -> None:
    plan = make_plan(Inputs(GUIDE, setup))
    assert {entry.id for entry in plan.entries} == set(GUIDE.by_id)
    spans = {entry.id: (entry.start, entry.end) for entry in plan.active if entry.start and entry.end}
    assert len(spans) == len(plan.active)
    for entry in plan.active:
        assert sum(minutes for _, minutes in entry.days) == entry.minutes
        for need in GUIDE.by_id[entry.id].needs:
            assert need not in spans or spans[need][1] <= spans[entry.id][0]
    for day, work in plan.by_day.items():
        assert sum(minutes for _, minutes in work) <= setup.minutes_on(day)
    builds = [spans[entry.id] for entry in plan.active if entry.build]
    for start, _ in builds:
        assert sum(other[0] <= start < other[1] for other in builds) <= builds_at_once(setup)


@settings(max_examples=50)
@given(setups, st.tuples(*[quarters] * 7))
def test_more_hours_never_end_later(setup: Setup, more: tuple[float, ...]) -> None:
    longer = tuple(min(old + new, max(old, 6)) for old, new in zip(setup.hours, more, strict=True))
    plan, sooner = (make_plan(Inputs(GUIDE, replace(setup, hours=hours))) for hours in (setup.hours, longer))
    assert sooner.finish <= plan.finish


@settings(max_examples=50)
@given(setups, st.integers(0, 300))
def test_a_plan_made_again_is_the_same_today_and_later(setup: Setup, later: int) -> None:
    inputs = Inputs(GUIDE, setup)
    plan = make_plan(inputs)
    assert make_plan(inputs) == plan
    today = setup.start + timedelta(days=later)
    again = make_plan(gone_as_planned(inputs, plan, today))
    assert again.finish == plan.finish
    for entry in plan.active:
        assert (again.by_id[entry.id].start, again.by_id[entry.id].end) == (entry.start, entry.end)


@given(setups, st.integers(0, 150), st.integers(0, 60))
def test_what_is_finished_never_moves(setup: Setup, ended: int, later: int) -> None:
    day = setup.start + timedelta(days=ended)
    finished = {one: Finished(day) for one in ("sk-gap-audit", "pf-rag-ship", "iv-first-applications")}
    plan = make_plan(Inputs(GUIDE, setup, today=day + timedelta(days=later), finished=finished))
    assert all((plan.by_id[one].state, plan.by_id[one].end) == ("finished", day) for one in finished)
    open_days = [one for entry in plan.active for one, _ in entry.days]
    assert min(open_days) >= day + timedelta(days=later)


def test_work_that_comes_late_moves_what_follows() -> None:
    today = MONDAY + timedelta(weeks=6)
    plan = plan_of(today=today)
    assert min(entry.start for entry in plan.active if entry.start) == today
    assert plan.finish > plan_of().finish


def test_without_logged_hours_the_plan_says_how_far_somebody_is() -> None:
    today = MONDAY + timedelta(weeks=7, days=2)
    plan = plan_of()
    told = gone_as_planned(Inputs(GUIDE, SETUP), plan, today)
    assert worked_so_far(plan, [*told.worked, "sk-judge", "own-unknown"], today) == told.worked
    overdue = worked_so_far(plan, ["sk-gap-audit"], today)
    assert overdue == {"sk-gap-audit": Worked(2.75, MONDAY)}, "something is always left of it"


def test_a_week_without_hours_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one weekday"):
        make_plan(Inputs(GUIDE, Setup(MONDAY, (0,) * 7)))


def test_closed_and_hidden_milestones_have_no_days_and_hold_up_nothing() -> None:
    plan = plan_of(
        had=frozenset({"sk-llm-api"}), na=frozenset({"iv-negotiate"}), adjusted={"pf-brief": Adjusted(hidden=True)}
    )
    closed = [plan.by_id[one] for one in ("sk-llm-api", "iv-negotiate", "pf-brief")]
    assert {entry.id: (entry.state, entry.reasons[0]) for entry in closed} == {
        "sk-llm-api": ("had", "already had: marked by you"),
        "iv-negotiate": ("na", "not applicable: marked by you"),
        "pf-brief": ("hidden", "hidden by you"),
    }
    assert [entry.start for entry in closed] == [None, None, None]
    assert plan.by_id["pf-extract-build"].state == "planned"
    assert plan.minutes == (265 - 5 - 3 - 3) * 60


def test_fewer_hours_to_do_end_no_later() -> None:
    at_work = frozenset(m.id for m in GUIDE.milestones if any(skip.who == "at-work" for skip in m.skips))
    shorter = make_plan(Inputs(GUIDE, replace(SETUP, at_work=at_work)))
    assert shorter.finish < plan_of().finish - timedelta(weeks=2)


def test_somebody_may_keep_what_could_be_skipped_and_take_one_stretch() -> None:
    setup = replace(SETUP, background="infra")
    adjusted = {one: Adjusted(wanted=True) for one in ("sk-deploy", "sk-lora")}
    plan = make_plan(Inputs(GUIDE, setup, adjusted=adjusted))
    assert {plan.by_id[one].state for one in adjusted} == {"planned"}
    assert plan.by_id["sk-deploy"].reasons == ("kept by you",)
    assert plan.by_id["sk-serving"].state == "left-out"


def test_hours_set_by_hand_count() -> None:
    plan = plan_of(adjusted={"sk-judge": Adjusted(hours=8.5)})
    assert (plan.by_id["sk-judge"].minutes, plan.by_id["sk-judge"].guide_minutes) == (510, 300)
    assert plan.by_id["sk-judge"].reasons == ("hours set by you",)


def test_a_date_set_by_hand_is_kept_when_what_it_needs_is_done() -> None:
    first = MONDAY + timedelta(weeks=14, days=1)
    plan = plan_of(adjusted={"sk-llm-basics": Adjusted(start=first), "sk-deploy": Adjusted(start=MONDAY)})
    assert plan.by_id["sk-llm-basics"].start == first
    needed = plan.by_id["sk-python-services"].end
    assert needed
    assert plan.by_id["sk-deploy"].start == needed + timedelta(days=1), "what it needs comes first, then it at once"


def test_a_last_day_set_by_hand_makes_it_begin_just_early_enough() -> None:
    by = MONDAY + timedelta(weeks=15, days=3)
    entry = plan_of(adjusted={"iv-algorithms": Adjusted(end=by)}).by_id["iv-algorithms"]
    assert (entry.start, entry.end) == (by - timedelta(days=1), by)


def test_both_days_set_by_hand_spread_the_hours() -> None:
    wanted = Adjusted(start=MONDAY + timedelta(weeks=5), end=MONDAY + timedelta(weeks=8, days=-1))
    entry = plan_of(adjusted={"iv-conversations": wanted}).by_id["iv-conversations"]
    assert [(day - MONDAY).days // 7 for day, _ in entry.days] == [5, 6, 7]
    assert [minutes for _, minutes in entry.days] == [60, 60, 60]


def test_a_market_bound_milestone_set_by_hand_takes_the_later_ones_along() -> None:
    late = MONDAY + timedelta(weeks=26)
    plan = plan_of(adjusted={"iv-applications": Adjusted(start=late)})
    assert plan.by_id["iv-applications"].start == late
    assert plan.by_id["iv-diligence"].start >= late  # type: ignore[operator]
    assert plan.finish > plan_of().finish


def test_own_milestones_fill_what_is_free_or_come_first_from_their_day() -> None:
    day = MONDAY + timedelta(weeks=3)
    own = (
        Own("own-dated", "A talk", 2, start=day),
        Own("own-free", "A course", 4, needs=("sk-judge",)),
        Own("own-hidden", "Later", 4, hidden=True),
    )
    plan = plan_of(own=own)
    assert plan.by_id["own-dated"].days == ((day, 120),)
    assert plan.by_id["own-free"].start >= plan.by_id["sk-judge"].end  # type: ignore[operator]
    assert plan.by_id["own-hidden"].state == "hidden"
    assert plan.minutes == (265 + 6) * 60
    assert plan.core_minutes == 265 * 60
    assert plan.finish == plan_of().finish


def test_own_milestones_that_need_each_other_in_a_circle_are_refused() -> None:
    with pytest.raises(ValueError, match="circle"):
        plan_of(own=(Own("own-a", "A", 1, needs=("own-b",)), Own("own-b", "B", 1, needs=("own-a",))))


def test_between_says_what_the_days_hold() -> None:
    plan = plan_of()
    week = list(plan.between(MONDAY, MONDAY + timedelta(days=6)))
    assert sum(minutes for _, _, minutes in week) == 10 * 60
    assert [(day.day, entry.id, minutes) for day, entry, minutes in week][:3] == [
        (11, "sk-gap-audit", 120),
        (12, "sk-gap-audit", 60),
        (12, "sk-python-services", 60),
    ]


def test_another_guide_makes_a_plan_too(tiny_guide: Guide) -> None:
    setup = Setup(date(2028, 2, 28), (0, 1, 0, 0, 0, 0, 0), background="backend", role="rigger", stretch=True)
    plan = make_plan(Inputs(tiny_guide, setup))
    assert [(entry.id, entry.minutes) for entry in plan.active] == [
        ("tk-bowline", 120),
        ("tk-sheet-bend", 150),
        ("tk-splice", 180),
    ]
    assert plan.by_id["tk-bowline"].start == date(2028, 2, 29)
    assert make_plan(Inputs(tiny_guide, replace(setup, background="mobile"))).by_id["tk-sheet-bend"].state == "had"
