"""Outlook: where somebody stands with the plan that counts; dates moved by days off; the picture of it. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings

from tests.roadmap.planning import EVENINGS, GUIDE, MONDAY, pauses, setups
from tests.roadmap.test_standing import with_statuses
from tracker.library import Guide
from tracker.roadmap import Break, Dating, Finished, Inputs, Outlook, Setup, Taken, Told, gathered, make_plan
from tracker.roadmap.gathering import WorkDays, minutes_behind
from tracker.roadmap.picture import picture
from tracker.roadmap.taken import counted_done, counted_gone

SETUP = Setup(start=MONDAY, hours=EVENINGS, background="backend", daily_python=True)
PLAN = make_plan(Inputs(GUIDE, SETUP))
NOON = datetime(2027, 1, 8, 12, tzinfo=UTC)


def taken(*told: Break, plan: object = PLAN) -> Taken:
    notes = tuple(Told(at, one.first, one.last, NOON) for at, one in enumerate(told))
    return Taken(1, "set-out", MONDAY, NOON, plan, (), notes)  # type: ignore[arg-type]


def done_until(day: date) -> dict[str, str]:
    return {entry.id: "done" for entry in PLAN.active if entry.end and entry.end < day}


def outlook(statuses: Mapping[str, str], today: date, plan: Taken | None = None, guide: Guide = GUIDE) -> Outlook:
    return Outlook(guide, plan or taken(), with_statuses(guide, statuses), today)


@pytest.mark.parametrize(
    "weeks,behind,band",
    [(0, 0, "early"), (6, 0, "on-track"), (6, 7, "slipping"), (10, 20, "off-plan"), (6, -20, "ahead")],
)
def test_the_bands_as_the_pages_show_them(weeks: int, behind: int, band: str) -> None:
    today = MONDAY + timedelta(weeks=weeks)
    assert outlook(done_until(today - timedelta(days=behind)), today).pace.band == band


def test_finished(guide: Guide) -> None:
    look = outlook({entry.id: "done" for entry in PLAN.active}, PLAN.finish)
    assert (look.pace.band, look.phase_end) == ("finished", None)
    assert look.marker is not None
    assert look.marker["fraction"] <= 1  # type: ignore[operator]


def test_what_is_marked_as_had_since_counts_on_neither_side() -> None:
    today = MONDAY + timedelta(weeks=6)
    late = next(entry for entry in PLAN.active if entry.end and entry.end >= today)
    before, after = outlook({}, today).pace, outlook({late.id: "had"}, today).pace
    assert (before.of - after.of, before.earned, after.earned) == (late.minutes, 0, 0)


def test_ids_that_the_guide_has_changed_still_count() -> None:
    first, second, third = (entry.id for entry in PLAN.active[:3])
    moves = {"old-one": (first,), "old-two": (second, third), "old-three": ()}
    changed = replace(GUIDE, changes=replace(GUIDE.changes, milestones=moves))
    assert counted_done(changed, {first, second}) == {first, second, "old-one"}
    assert counted_done(changed, {second, third}) == {second, third, "old-two"}
    assert counted_gone(changed, {first}) == {first, "old-one", "old-three"}
    entries = tuple(replace(entry, id="old-one") if entry.id == first else entry for entry in PLAN.entries)
    look = outlook({first: "done"}, MONDAY + timedelta(weeks=3), taken(plan=replace(PLAN, entries=entries)), changed)
    assert look.pace.earned == PLAN.by_id[first].minutes
    assert look.unplanned == tuple(one for one in look.standings if one.id == first and one.status != "done")


def test_what_came_since_is_said_and_what_left_the_roadmap_is_gone() -> None:
    first, *_ = (entry.id for entry in PLAN.active)
    without = replace(PLAN, entries=tuple(entry for entry in PLAN.entries if entry.id != first))
    assert [one.id for one in outlook({}, MONDAY, taken(plan=without)).unplanned] == [first]
    strange = replace(PLAN, entries=(replace(PLAN.by_id[first], id="own-gone"), *without.entries))
    assert outlook({}, MONDAY, taken(plan=strange)).gone == {"own-gone"}


def test_todays_marker_stands_where_the_plan_is() -> None:
    assert outlook({}, MONDAY - timedelta(days=1)).marker is None
    first = outlook({}, MONDAY).marker
    assert first is not None
    assert (first["phase"], first["words"]) == (0, f"Today, week 1 of {PLAN.weeks}")
    places = []
    for week in range(PLAN.weeks + 4):
        marker = outlook({}, MONDAY + timedelta(weeks=week)).marker
        assert marker is not None
        places.append((marker["phase"], marker["fraction"]))
    assert places == sorted(places)
    assert places[-1] == (len(GUIDE.phases) - 1, 1.0)


def test_the_next_phase_end(guide: Guide) -> None:
    look = outlook({}, MONDAY + timedelta(weeks=2))
    assert look.phase_end is not None
    assert look.phase_end.phase == GUIDE.phases[0]
    assert look.phase_end.day == max(e.end for e in PLAN.active if e.phase == 1 and e.end)


def test_blocked_is_said() -> None:
    assert outlook({"sk-gap-audit": "blocked"}, MONDAY).blocked == {"sk-gap-audit"}


@settings(max_examples=40)
@given(setups, pauses())
def test_days_off_told_since_cost_no_study_day_and_reverse_nothing(setup: Setup, told: tuple[Break, ...]) -> None:
    plan = make_plan(Inputs(GUIDE, setup))
    now = taken(*setup.breaks, *told, plan=plan)
    after = setup.with_breaks(told)
    for entry in plan.active:
        start, end = now.dates[entry.id]
        assert entry.start
        assert entry.end
        assert start <= end
        assert end >= entry.end
        assert not any(pause.first <= end <= pause.last for pause in told)
        assert after.study_days(setup.start, end) == setup.study_days(setup.start, entry.end)
    assert now.as_it_stands.finish == now.finish
    assert sum(minutes for _, _, minutes in now.as_it_stands.between(setup.start, now.finish)) == plan.minutes


def test_work_in_the_middle_counts_by_ticks_or_by_the_plan_whichever_is_more() -> None:
    entry = next(one for one in PLAN.active if len(one.days) > 2)
    (standing,) = [one for one in with_statuses(GUIDE, {entry.id: "doing"}) if one.id == entry.id]
    (untouched,) = [one for one in with_statuses(GUIDE, {}) if one.id == entry.id]
    middle = entry.days[1][0]
    assert entry.end
    by_plan = minutes_behind(standing, entry.minutes, entry, middle, {})
    assert by_plan == entry.days[0][1]
    assert minutes_behind(standing, entry.minutes, entry, entry.end + timedelta(days=1), {}) == 0, "overdue: by ticks"
    assert minutes_behind(standing, entry.minutes, entry, middle, {entry.id: 100_000}) == entry.minutes - 15
    assert minutes_behind(untouched, entry.minutes, entry, middle, {entry.id: 60}) == 0


def test_going_as_planned_a_new_plan_is_the_same() -> None:
    today = MONDAY + timedelta(weeks=8)
    statuses = done_until(today) | {
        e.id: "doing" for e in PLAN.active if e.start and e.end and e.start < today <= e.end
    }
    days = {e.id: WorkDays(e.start, e.end) for e in PLAN.active if e.start and e.start < today}
    inputs = gathered(GUIDE, SETUP, today, with_statuses(GUIDE, statuses), days, counts=PLAN)
    again = make_plan(inputs)
    assert again.finish == PLAN.finish
    assert inputs.finished[PLAN.active[0].id] == Finished(PLAN.active[0].end, PLAN.active[0].start)  # type: ignore[arg-type]


def test_left_out_stays_out_and_had_stays_had() -> None:
    standings = with_statuses(GUIDE, {"sk-deploy": "had", "iv-negotiate": "na"})
    plan = make_plan(gathered(GUIDE, SETUP, MONDAY, standings, {}, left_out=("pf-capstone-build",)))
    states = {one: plan.by_id[one].state for one in ("sk-deploy", "iv-negotiate", "pf-capstone-build")}
    assert states == {"sk-deploy": "had", "iv-negotiate": "na", "pf-capstone-build": "hidden"}


def test_what_rows_say() -> None:
    days = {"sk-gap-audit": WorkDays(MONDAY, date(2027, 1, 13))}
    dating = Dating(taken(), date(2027, 1, 20), days)
    by_id = {one.id: one for one in with_statuses(GUIDE, {"sk-gap-audit": "done", "sk-deploy": "had"})}
    assert dating.words(by_id["sk-gap-audit"]) == "finished 13 January"
    assert dating.words(by_id["sk-deploy"]) == ""
    assert dating.words(by_id["sk-lora"]) == "not in your plan"
    assert dating.words(by_id["sk-llm-api"]).endswith("January")
    assert dating.hours(by_id["sk-system-design"]) == GUIDE.by_id["sk-system-design"].hours / 2
    assert dating.said("sk-lora") == "not in your plan"
    first, last = dating.taken.dates["sk-llm-api"]
    assert replace(dating, today=first).said("sk-llm-api").startswith("in your plan until")
    assert replace(dating, today=first - timedelta(days=1)).said("sk-llm-api").startswith("in your plan from")
    assert replace(dating, today=last + timedelta(days=1)).said("sk-llm-api").startswith("was planned for")


def test_the_picture_agrees_with_its_numbers_and_stays_in_its_box() -> None:
    today = MONDAY + timedelta(weeks=8)
    statuses = done_until(today - timedelta(weeks=1))
    days = {e.id: WorkDays(e.start, e.end) for e in PLAN.active if e.id in statuses and e.start}
    look = outlook(statuses, today)
    ahead = look.forecast(days)
    assert ahead.kind == "range"
    shown = picture(look, (), days, ahead)
    planned, earned = shown.lines
    assert (planned.kind, earned.kind) == ("planned", "earned")
    assert planned.at(PLAN.finish) == shown.of == look.pace.of
    assert earned.at(today) == shown.earned == look.pace.earned
    assert planned.at(today - timedelta(days=1)) == look.pace.due
    assert [row.monday for row in shown.rows] == sorted({row.monday for row in shown.rows})
    assert [row.earned is None for row in shown.rows].index(True) == 9
    numbers = [
        float(n)
        for line in shown.lines
        for n in shown.path(line).replace("M", " ").replace("H", " ").replace("V", " ").split()
    ]
    assert all(0 <= number <= 100 for number in numbers)
    assert shown.wedge
    assert len(shown.months) <= 5
    assert shown.months[0][1].endswith("2027")


def test_earlier_plans_are_drawn_as_they_were() -> None:
    old = replace(taken(), version=1)
    newer = replace(taken(Break(MONDAY, MONDAY + timedelta(days=6))), version=2)
    look = outlook({}, MONDAY + timedelta(weeks=2), newer)
    shown = picture(look, (old,), {}, look.forecast({}))
    before = shown.lines[0]
    assert (before.kind, before.words, before.until) == ("before", "Plan 1", PLAN.finish)
    assert shown.wedge is None
    assert shown.lines[1].until > before.until


def test_a_plan_that_has_not_begun_has_a_picture_too() -> None:
    look = outlook({}, MONDAY - timedelta(days=3))
    shown = picture(look, (), {}, look.forecast({}))
    assert shown.first == MONDAY - timedelta(days=3)
    assert shown.path(shown.lines[1]) == "M0 100H0"
