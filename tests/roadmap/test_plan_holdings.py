"""Plans, days off and own ones out of an archive: only what the app could have written; two copies lose nothing."""

from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest

from tests.roadmap.planning import EVENINGS, GUIDE, MONDAY
from tracker.roadmap import Break, Inputs, Setup, make_plan
from tracker.roadmap.checking_own import check_adjustment, check_hours, check_own, too_full_a_day, too_many_own
from tracker.roadmap.checking_plans import check_break, check_plan, check_together, joined
from tracker.roadmap.keeping import plan_data
from tracker.roadmap.tailoring import MOST_OWN

PLAN = plan_data(make_plan(Inputs(GUIDE, Setup(MONDAY, EVENINGS, breaks=(Break(MONDAY, MONDAY + timedelta(days=3)),)))))
OWN = {
    "guide_id": "g",
    "milestone_id": "own-0123abcd",
    "title": "A talk",
    "outcome": "",
    "criteria": [{"id": "c-1", "text": "Held"}],
    "hours": 3,
    "track": "a-track",
    "phase": "a-phase",
    "needs": ["own-ffffffff"],
    "evidence_kind": "none",
    "starts_on": "2026-12-01",
    "ends_on": "2026-12-02",
    "counted": True,
    "position": 0,
    "archived_at": None,
    "version": 1,
}
GIVEN = {"milestone_id": "tk-bowline", "hours": None, "starts_on": None, "ends_on": "2026-12-02", "version": 2}
HOURS = {"guide_id": "g", "milestone_id": None, "day": "2026-12-01", "minutes": 90, "asked": False}
HOURS |= {"started_at": None, "ended_at": None}
FAULTS = (ValueError, KeyError, TypeError, AttributeError)
Checks = Callable[[dict[str, Any]], None]
BAD_PLANS: tuple[dict[str, Any], ...] = (
    {"version": 0},
    {"why": "whim"},
    {"left_out": ["a b"]},
    {"plan": {}},
    {"op": ""},
)


def a_plan(version: int = 1, op: str = "op-1", made_at: str = "2026-11-25T12:00:00.000000Z") -> dict[str, Any]:
    facts = {"guide_id": GUIDE.id, "version": version, "op": op, "why": "set-out", "left_out": [], "made_at": made_at}
    return {**facts, "plan": deepcopy(PLAN)}


@pytest.mark.parametrize(
    "check,row,fault",
    [
        *((check_own, OWN, one) for one in (
            {"milestone_id": "tk-bowline"}, {"title": "  "}, {"hours": 0}, {"hours": 201}, {"version": 0},
            {"evidence_kind": "poem"}, {"criteria": [{"id": "c"}]}, {"needs": ["a b"]}, {"ends_on": "2026-11-01"},
            {"criteria": [{"id": "c", "text": "one"}, {"id": "c", "text": "two"}]}, {"position": -1}, {"track": ""},
        )),
        *((check_adjustment, GIVEN, one) for one in (
            {"hours": 0}, {"version": 0}, {"milestone_id": "own-0123abcd"}, {"starts_on": "2026-12-03"},
        )),
        *((check_hours, HOURS, one) for one in (
            {"minutes": None}, {"minutes": 1441}, {"milestone_id": "a b"}, {"asked": True},
            {"started_at": "2026-12-01T12:00:00.000000Z"},
        )),
        *((check_plan, a_plan(), one) for one in BAD_PLANS),
        *((check_break, {"first": "2026-12-01", "last": "2026-12-02", "told_at": "b", "taken_back_at": None}, one)
          for one in ({"last": "2026-11-30"}, {"last": "2029-12-02"}, {"taken_back_at": "a"})),
    ],
)  # fmt: skip
def test_rows_that_the_app_could_not_have_written(check: Checks, row: dict[str, Any], fault: dict[str, Any]) -> None:
    check(row)
    with pytest.raises(FAULTS):
        check(row | fault)


@pytest.mark.parametrize(
    "path,value",
    [
        (("setup", "hours"), [0] * 7),
        (("setup", "hours"), [2] * 6),
        (("setup", "hours"), [24] * 7),
        (("setup", "hours"), ["2"] * 7),
        (("setup", "start"), "0001-01-01"),
        (("setup", "breaks"), [["2026-12-01", "2030-12-01"]]),
        (("setup", "more"), 1),
        (("made",), "2026-13-01"),
        (("version",), 2),
        (("entries", 0, "minutes"), -1),
        (("entries", 0, "minutes"), "60"),
        (("entries", 0, "state"), "lost"),
        (("entries", 0, "title"), 3),
        (("entries", 0, "weeks"), [1]),
        (("entries", 0, "end"), "2000-01-01"),
        (("entries", 0, "days"), [[1, 60], [0, 60]]),
        (("entries", 0, "days"), [[4_000_000, 60]]),
        (("entries", 0, "own"), "yes"),
        (("entries", 1, "id"), PLAN["entries"][0]["id"]),
        (("phases", 0, "minutes"), -1),
    ],
)
def test_plans_that_the_app_could_not_have_written(path: tuple[Any, ...], value: object) -> None:
    row = a_plan()
    check_together({"plans": [row]}, GUIDE)
    inside = row["plan"]
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = value
    with pytest.raises(FAULTS):
        check_together({"plans": [row]}, GUIDE)


@pytest.mark.parametrize("plans", [[a_plan(2)], [a_plan(), a_plan()], [a_plan(), a_plan(2)]])
def test_versions_count_up_and_no_request_comes_twice(plans: list[dict[str, Any]]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  whoever checks says where
        check_together({"plans": plans}, GUIDE)


def test_of_two_copies_all_plans_are_kept_and_the_newest_counts() -> None:
    first = a_plan(made_at="2026-11-25T12:00:00.000000Z")
    mine = {"plans": [first, a_plan(2, "mine", "2026-12-09T12:00:00.000000Z")]}
    theirs = {"plans": [first, a_plan(2, "theirs", "2026-12-05T12:00:00.000000Z")]}
    for one, other in ((mine, theirs), (theirs, mine)):
        both = joined(one, other)
        assert [(row["version"], row["op"]) for row in both["plans"]] == [(1, "op-1"), (2, "theirs"), (3, "mine")]
        assert joined(both, other) == both, "the second time there is nothing to do"
        check_together(both, GUIDE)


def test_of_the_same_days_off_what_was_said_last_counts() -> None:
    told = {"first": "2026-12-21", "last": "2027-01-03", "told_at": "2026-12-01T", "taken_back_at": None}
    back = told | {"taken_back_at": "2026-12-05T"}
    again = told | {"told_at": "2026-12-09T"}
    for one, other, last in ((told, back, back), (back, again, again), (again, told, again)):
        for mine, theirs in ((one, other), (other, one)):
            assert joined({"breaks": [mine]}, {"breaks": [theirs]})["breaks"] == [last]


def test_no_more_than_a_roadmap_and_a_day_hold() -> None:
    many = [OWN | {"milestone_id": f"own-{number:08x}"} for number in range(MOST_OWN + 1)]
    assert too_many_own(many[1:]) is None
    assert str(MOST_OWN) in str(too_many_own(many))
    assert too_many_own([*many[1:], many[0] | {"archived_at": "2026-12-01T"}]) is None
    assert too_full_a_day([HOURS | {"minutes": 720}] * 2) is None
    assert "2026-12-01" in str(too_full_a_day([HOURS | {"minutes": 721}] * 2))
