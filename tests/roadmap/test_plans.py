"""Plans(person, guide): plans lie one behind the other, unaltered; days off; requests that come twice or late."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from tests.people import Member
from tracker import clock
from tracker.library import Guide
from tracker.roadmap import Break, Inputs, Plan, Plans, Setup, make_plan
from tracker.roadmap.models import MOST_BREAKS, PlanRow, StalePlan, TooManyBreaks

START = date(2027, 1, 11)
HOURS = (2.0, 2.0, 2.0, 2.0, 2.0, 0.0, 0.0)
WINTER = Break(date(2027, 2, 1), date(2027, 2, 7))
SPRING = Break(date(2027, 4, 5), date(2027, 4, 9))


def plan(guide: Guide, **changes: object) -> Plan:
    setup = Setup(start=START, hours=HOURS, background="backend", role="agent", breaks=(WINTER,))
    return make_plan(Inputs(guide, replace(setup, **changes)))  # type: ignore[arg-type]


def test_a_plan_comes_back_as_it_was_made(database: SQLAlchemy, mia: Member, guide: Guide) -> None:
    made = plan(guide, daily_python=True, at_work=frozenset({"sk-deploy"}), stretch=True, passed_loop=True)
    plans = Plans(mia.person, guide)
    assert plans.current() is None
    assert plans.take(made, why="set-out", left_out=["sk-lora"], op_id="one", based_on=0)
    taken = plans.current()
    assert taken is not None
    assert taken.plan == made
    assert taken.setup == made.setup
    assert (taken.version, taken.why, taken.left_out) == (1, "set-out", ("sk-lora",))
    assert taken.breaks == (WINTER,)
    assert taken.told_since == ()
    assert taken.finish == made.finish


def test_the_newest_counts_and_the_old_stay_as_they_were(database: SQLAlchemy, mia: Member, guide: Guide) -> None:
    plans = Plans(mia.person, guide)
    first, second = plan(guide), plan(guide, hours=(4.0, 4.0, 4.0, 0.0, 0.0, 0.0, 0.0))
    plans.take(first, why="set-out", op_id="one", based_on=0)
    before = database.session.execute(select(PlanRow.__table__)).all()
    plans.take(second, why="hours", op_id="two", based_on=1)
    assert database.session.execute(select(PlanRow.__table__).where(PlanRow.version == 1)).all() == before
    assert [(one.version, one.plan) for one in plans.history()] == [(2, second), (1, first)]
    current = plans.current()
    assert current is not None
    assert current.plan == second


def test_the_same_request_twice_is_one_plan(database: SQLAlchemy, mia: Member, guide: Guide) -> None:
    plans = Plans(mia.person, guide)
    assert plans.take(plan(guide), why="set-out", op_id="one", based_on=0)
    assert not plans.take(plan(guide), why="set-out", op_id="one", based_on=0)
    assert len(plans.history()) == 1


def test_a_plan_made_from_an_older_one_is_refused_with_the_one_that_counts(
    database: SQLAlchemy, mia: Member, guide: Guide
) -> None:
    plans = Plans(mia.person, guide)
    plans.take(plan(guide), why="set-out", op_id="phone", based_on=0)
    with pytest.raises(StalePlan) as refused:
        plans.take(plan(guide, stretch=True), why="set-out", op_id="laptop", based_on=0)
    assert refused.value.present is not None
    assert refused.value.present.plan == plan(guide)
    assert len(plans.history()) == 1


def test_everybody_and_every_guide_has_plans_of_their_own(
    database: SQLAlchemy, mia: Member, noor: Member, guide: Guide, tiny_guide: Guide
) -> None:
    Plans(mia.person, guide).take(plan(guide), why="set-out", op_id="one", based_on=0)
    assert Plans(noor.person, guide).current() is None
    assert Plans(noor.person, guide).breaks() == ()
    assert Plans(mia.person, tiny_guide).current() is None


def test_days_off_are_told_and_taken_back(database: SQLAlchemy, mia: Member, noor: Member, guide: Guide) -> None:
    plans = Plans(mia.person, guide)
    plans.tell_break(SPRING)
    plans.tell_break(WINTER)
    plans.tell_break(SPRING)
    winter, spring = plans.breaks()
    assert (winter.days, spring.days) == (WINTER, SPRING)
    assert not Plans(noor.person, guide).take_back_break(spring.id)
    assert plans.take_back_break(spring.id)
    assert plans.take_back_break(spring.id), "twice is once"
    assert not plans.take_back_break(999_999)
    assert [one.days for one in plans.breaks()] == [WINTER]
    plans.tell_break(SPRING)
    assert [one.id for one in plans.breaks()] == [winter.id, spring.id]


def test_there_is_an_end_to_days_off(database: SQLAlchemy, mia: Member, guide: Guide) -> None:
    plans = Plans(mia.person, guide)
    days = [date.fromordinal(START.toordinal() + 2 * at) for at in range(MOST_BREAKS)]
    for day in days:
        plans.tell_break(Break(day, day))
    plans.tell_break(Break(days[0], days[0]))
    with pytest.raises(TooManyBreaks):
        plans.tell_break(Break(START, days[-1]))


def test_a_plan_brings_its_days_off_along(database: SQLAlchemy, mia: Member, guide: Guide) -> None:
    plans = Plans(mia.person, guide)
    plans.tell_break(SPRING)
    plans.take(plan(guide), why="set-out", op_id="one", based_on=0)
    assert [one.days for one in plans.breaks()] == [WINTER]


def test_days_off_told_since_move_what_follows_by_as_many_study_days(
    database: SQLAlchemy, mia: Member, guide: Guide
) -> None:
    plans = Plans(mia.person, guide)
    plans.take(plan(guide), why="set-out", op_id="one", based_on=0)
    plans.tell_break(SPRING)
    taken = plans.current()
    assert taken is not None
    assert [one.days for one in taken.told_since] == [SPRING]
    assert taken.plan == plan(guide), "the plan stays as it was made"
    for entry in taken.plan.active:
        assert entry.start
        assert entry.end
        for before, after in zip((entry.start, entry.end), taken.dates[entry.id], strict=True):
            off = 5 if before >= SPRING.first else 0
            assert taken.plan.setup.study_days(START, before) + off == taken.plan.setup.study_days(START, after)
            assert not SPRING.first <= after <= SPRING.last
    assert taken.finish == taken.dates[max(taken.plan.active, key=lambda one: one.end or START).id][1]


@pytest.mark.parametrize(
    "zone,day",
    [
        ("Pacific/Kiritimati", date(2028, 3, 1)),
        ("Pacific/Niue", date(2028, 2, 29)),
        ("Asia/Kathmandu", date(2028, 2, 29)),
    ],
)
def test_the_day_is_the_persons_own(database: SQLAlchemy, mia: Member, guide: Guide, zone: str, day: date) -> None:
    plans = Plans(replace(mia.person, time_zone=zone), guide)
    with clock.stopped_at(datetime(2028, 2, 29, 11, 30, tzinfo=UTC)):
        plans.take(plan(guide), why="set-out", op_id="one", based_on=0)
    taken = plans.current()
    assert taken is not None
    assert taken.day == day


def test_one_statement_reads_the_plan_and_the_days_off(
    database: SQLAlchemy, mia: Member, guide: Guide, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    plans = Plans(mia.person, guide)
    plans.take(plan(guide), why="set-out", op_id="one", based_on=0)
    plans.tell_break(SPRING)
    with statements() as said:
        taken = plans.current()
    assert taken is not None
    assert len(taken.told) == 2
    assert len(said) == 1
