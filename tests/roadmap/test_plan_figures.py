"""The figures that the guide promises hold for its plans: hours, weeks, phases, market-bound weeks, backgrounds."""

import time
from datetime import timedelta

import pytest

from tests.roadmap.planning import BACKGROUNDS, EVENINGS, GUIDE, MONDAY, RHYTHMS, ROLES, rhythm, week_of
from tracker.roadmap import Entry, Inputs, Plan, Setup, make_plan

MARKET = [milestone.id for milestone in GUIDE.milestones if milestone.market]
KEPT = ("-eval", "-evals", "-ship", "-prove", "sk-judge", "sk-error-analysis")
EVALS_AND_SHIPPING = [milestone.id for milestone in GUIDE.milestones if milestone.id.endswith(KEPT)]


def plan_of(hours: tuple[float, ...] = EVENINGS, start: object = MONDAY, **said: object) -> Plan:
    return make_plan(Inputs(GUIDE, Setup(start, hours, **said)))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", RHYTHMS)
def test_at_ten_hours_the_core_ends_in_week_28_and_every_phase_in_its_last_week(name: str) -> None:
    for day in range(7):
        plan = plan_of(rhythm(name, 10), MONDAY + timedelta(days=day))
        assert plan.weeks == 28
        assert [week_of(plan, part.end) for part in plan.phases] == [12, 20, 28]
        assert [week_of(plan, part.start) for part in plan.phases] == [1, 13, 21]


def test_no_phase_of_the_core_asks_more_than_its_weeks_hold() -> None:
    plan = plan_of()
    assert [(part.minutes // 60, part.room // 60) for part in plan.phases] == [(116, 120), (78, 80), (71, 80)]
    assert (plan.minutes, plan.core_minutes) == (265 * 60, 265 * 60)


@pytest.mark.parametrize("weekly,least,ends", [(5, 53, 57), (8, 34, 35), (12, 23, 25), (15, 18, 22), (20, 14, 19)])
@pytest.mark.parametrize("name", RHYTHMS)
def test_study_stretches_with_the_hours(name: str, weekly: float, least: int, ends: int) -> None:
    """265 hours are 53, 34 and 23 weeks; what comes on top from 10 hours on are the market's real weeks."""
    plan = plan_of(rhythm(name, weekly))
    assert plan.weeks == ends
    assert ends >= least >= plan.minutes / 60 / weekly


@pytest.mark.parametrize("weekly", [5, 8, 10, 12, 15, 20])
@pytest.mark.parametrize("name", RHYTHMS)
def test_what_the_market_dates_keeps_its_real_weeks(name: str, weekly: float) -> None:
    plan = plan_of(rhythm(name, weekly))
    for milestone_id in MARKET:
        entry = plan.by_id[milestone_id]
        first, last = GUIDE.by_id[milestone_id].weeks
        weeks = week_of(plan, entry.end) - week_of(plan, entry.start) + 1
        # A week more where a week's share spills over, or begins in the middle of a week; one less after a late start.
        assert last - first <= weeks <= last - first + 2, milestone_id
    applications, decision = plan.by_id["iv-applications"], plan.by_id["iv-decide"]
    assert week_of(plan, decision.end) - week_of(plan, applications.start) + 1 >= GUIDE.loop_weeks


def test_core_and_stretch_fit_into_28_weeks_at_twelve_hours() -> None:
    plan = plan_of(rhythm("evenings", 12), stretch=True)
    assert plan.minutes == 287 * 60
    assert plan.weeks <= 28
    assert all(plan.by_id[milestone.id].state == "planned" for milestone in GUIDE.milestones)


def test_stretch_milestones_are_left_out_unless_taken() -> None:
    plan = plan_of()
    left_out = [entry for entry in plan.entries if entry.state == "left-out"]
    assert [entry.id for entry in left_out] == ["sk-lora", "sk-serving", "pf-tuned-model"]
    assert {entry.reasons for entry in left_out} == {("a stretch milestone, left out",)}
    assert [entry.start for entry in left_out] == [None, None, None]


@pytest.mark.parametrize(
    "background,core", [("backend", 261), ("full-stack", 260), ("data", 258), ("mobile", 272), ("infra", 254)]
)
def test_core_hours_by_background(background: str, core: int) -> None:
    plan = plan_of(background=background, daily_python=True)
    assert plan.core_minutes == core * 60
    assert plan.weeks <= 28


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("background", BACKGROUNDS)
def test_a_role_shifts_hours_by_at_most_30_percent_and_removes_nothing(background: str, role: str) -> None:
    without, plan = (plan_of(background=background, role=one, daily_python=True) for one in (None, role))
    assert {entry.id for entry in plan.active} == {entry.id for entry in without.active}
    assert {plan.by_id[milestone_id].state for milestone_id in EVALS_AND_SHIPPING} == {"planned"}
    for entry in plan.active:
        assert 0.7 <= entry.minutes / without.by_id[entry.id].minutes <= 1.3
        assert entry.minutes % 15 == 0
    assert plan.core_minutes < 280 * 60
    assert plan.weeks <= 29


def entry(plan: Plan, milestone_id: str) -> Entry:
    found = plan.by_id[milestone_id]
    assert found.start
    assert found.end
    return found


def test_backgrounds_change_the_order() -> None:
    data, infra, other = (plan_of(background=one) for one in ("data", "infra", None))
    assert entry(data, "pf-rag-ship").end < entry(data, "pf-extract-build").start  # type: ignore[operator]
    assert entry(other, "pf-extract-ship").end < entry(other, "pf-rag-build").start  # type: ignore[operator]
    assert entry(infra, "pf-gateway-prove").end <= entry(infra, "pf-agent-build").start  # type: ignore[operator]
    assert entry(other, "pf-agent-build").end <= entry(other, "pf-gateway-build").start  # type: ignore[operator]


def test_reasons_are_said() -> None:
    plan = plan_of(background="backend", daily_python=True, role="agent", passed_loop=True)
    reasons = {name: plan.by_id[name].reasons for name in plan.by_id}
    assert reasons["sk-python-services"] == ("already had: Backend engineers with daily Python",)
    assert reasons["sk-system-design"] == ("halved: Backend engineers",)
    assert reasons["sk-agent-evals"] == ("×1.5: evals are the hardest new habit", "×1.3: agent roles ask for it")
    assert reasons["iv-algorithms"] == ("already had: you passed a coding loop within a year",)
    assert reasons["sk-llm-basics"] == ()
    assert plan_of(background="mobile").by_id["sk-deploy"].reasons == ("+3 h: running a service is new to you",)
    assert plan_of(background="data").by_id["pf-rag-build"].reasons == ("−3 h: ingestion is your trade",)
    assert plan.by_id["sk-agent-evals"].hours == 7.75


def test_a_plan_takes_less_than_20_milliseconds() -> None:
    """Of processor time, at the best of ten: what the machine does besides is not the plan's."""
    inputs = Inputs(GUIDE, Setup(MONDAY, (1, 1, 1, 1, 1, 0, 0), background="mobile", stretch=True))
    taken = []
    for _ in range(10):
        begins = time.process_time()
        assert len(make_plan(inputs).active) == 70
        taken.append(time.process_time() - begins)
    assert min(taken) < 0.020
