"""Three ways on when a plan no longer fits, each as a whole plan to look at first."""

from datetime import timedelta

from tests.roadmap.planning import EVENINGS, GUIDE, MONDAY, gone_as_planned
from tracker.roadmap import Finished, Inputs, Plan, Setup, Worked, make_plan
from tracker.roadmap.choices import Choice, choices

INPUTS = Inputs(GUIDE, Setup(MONDAY, EVENINGS, stretch=True))
PLAN = make_plan(INPUTS)
CORE = Inputs(GUIDE, Setup(MONDAY, EVENINGS))
NEVER_LEFT_OUT = ("eval", "evals", "ship", "judge", "analysis")


def stopped_after(weeks: int, later: int, inputs: Inputs = INPUTS) -> tuple[Plan, dict[str, Choice]]:
    """Somebody who kept to the plan for some weeks, and did nothing in those since."""
    plan = make_plan(inputs)
    told = gone_as_planned(inputs, plan, MONDAY + timedelta(weeks=weeks))
    today = MONDAY + timedelta(weeks=weeks + later)
    now = Inputs(GUIDE, inputs.setup, today, finished=told.finished, worked=told.worked)
    return plan, {choice.kind: choice for choice in choices(now, plan)}


def test_later_keeps_hours_and_scope_and_says_the_day() -> None:
    plan, found = stopped_after(10, 4)
    later = found["later"]
    assert (later.keeps_finish, later.dropped) == (False, ())
    assert later.plan.finish > plan.finish
    assert later.sentence == f"Keep your hours; the plan ends on {later.plan.finish.day} {later.plan.finish:%B %Y}."
    assert {moved.id for moved in later.moved} <= {entry.id for entry in plan.active}
    assert all(moved.before < moved.after for moved in later.moved)


def test_more_hours_are_the_fewest_that_keep_the_finish() -> None:
    plan, found = stopped_after(10, 2)
    more = found["hours"]
    assert more.keeps_finish
    assert more.plan.finish <= plan.finish
    hours = more.plan.setup.weekly_hours
    assert 10 < hours <= 20
    assert more.sentence.startswith(f"{hours:g} h a week ({hours - 10:+g}); the plan ends on ")
    assert more.plan.setup.hours[5:] == (0, 0), "days without hours stay free"
    assert make_plan(more.inputs) == more.plan


def test_where_hours_are_not_enough_it_says_so() -> None:
    _, found = stopped_after(2, 20)
    assert found["hours"].plan.setup.weekly_hours == 20
    assert found["hours"].sentence.endswith(", the earliest that hours can do.")


def test_less_scope_leaves_out_stretch_first_and_no_more_than_needed() -> None:
    _, found = stopped_after(10, 1)
    assert found["scope"].dropped == ("sk-lora", "sk-serving", "pf-tuned-model")
    assert found["scope"].keeps_finish
    assert found["scope"].sentence.startswith("Leave out 3 milestones; the plan ends on ")
    assert {found["scope"].plan.by_id[one].state for one in found["scope"].dropped} == {"hidden"}


def test_less_scope_never_leaves_out_an_eval_or_shipping() -> None:
    _, found = stopped_after(2, 20)
    scope = found["scope"]
    assert scope.dropped[3:] == ("pf-capstone-spec", "pf-capstone-build", "pf-capstone-prove", "sk-gap-repair")
    assert not any(one.endswith(NEVER_LEFT_OUT) for one in scope.dropped)
    assert not scope.keeps_finish
    assert scope.plan.finish < found["later"].plan.finish


def test_what_has_begun_is_not_left_out() -> None:
    inputs = Inputs(GUIDE, INPUTS.setup, MONDAY + timedelta(weeks=14), worked={"sk-lora": Worked(2, MONDAY)})
    scope = choices(inputs, PLAN)[2]
    assert "sk-lora" not in scope.dropped
    assert scope.plan.by_id["sk-lora"].state == "planned"


def test_on_track_all_three_change_nothing() -> None:
    plan, found = stopped_after(10, 0, CORE)
    assert [choice.plan.finish for choice in found.values()] == [plan.finish] * 3
    assert [choice.keeps_finish for choice in found.values()] == [True] * 3
    assert [choice.moved for choice in found.values()] == [()] * 3
    assert found["hours"].sentence == "10 h a week, as now; the plan ends on 23 July 2027."
    assert found["scope"].sentence == "Nothing needs to go; the plan ends on 23 July 2027."


def test_where_nothing_more_can_go_it_says_so() -> None:
    bare = {milestone.id: Finished(MONDAY) for milestone in GUIDE.milestones if milestone.id != "iv-decide"}
    today = MONDAY + timedelta(weeks=60)
    scope = choices(Inputs(GUIDE, CORE.setup, today, finished=bare), make_plan(CORE))[2]
    assert (scope.dropped, scope.keeps_finish) == ((), False)
    assert scope.sentence.startswith("Nothing more can go; the plan ends on ")
