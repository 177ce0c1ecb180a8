"""Days for any work: prerequisites, hours and windows are kept, and more hours never end later, whatever the graph."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.roadmap.placing import Frame, place
from tracker.roadmap.queues import Task
from tracker.roadmap.setup import Break, Setup

pytestmark = pytest.mark.slow

START = date(2027, 1, 11)
WEEKS = 8
HOUR = 60

quarters = st.integers(0, 16).map(lambda number: number / 4)
weeks_of_hours = st.tuples(*[quarters] * 7).filter(lambda week: sum(week) >= 4)
breaks = st.lists(
    st.tuples(st.integers(0, 90), st.integers(0, 20)).map(
        lambda pair: Break(START + timedelta(days=pair[0]), START + timedelta(days=sum(pair)))
    ),
    max_size=3,
).map(tuple)


@st.composite
def works(draw: st.DrawFn) -> tuple[Task, ...]:
    """Up to ten tasks; each needs some of those before it, whatever their windows."""
    tasks: list[Task] = []
    for at in range(draw(st.integers(1, 10))):
        first = draw(st.integers(1, WEEKS))
        own = at > 0 and draw(st.integers(0, 5)) == 0
        before = [task.id for task in tasks if own or task.weeks]
        tasks.append(
            Task(
                id=f"t{at}",
                minutes=15 * draw(st.integers(1, 40)),
                weeks=None if own else (first, draw(st.integers(first, WEEKS))),
                opens=0 if own else (first - 1) * 5 * HOUR,
                needs=tuple(sorted(draw(st.sets(st.sampled_from(before), max_size=2)))) if before else (),
                market=not own and draw(st.sampled_from([False, False, True])),
                build=draw(st.booleans()),
            )
        )
    return tuple(tasks)


def days_of(
    tasks: Sequence[Task], hours: tuple[float, ...], off: tuple[Break, ...] = (), today: date = START
) -> dict[str, dict[date, int]]:
    setup = Setup(START, hours, breaks=off)
    return place(tasks, Frame(setup, today, 1, WEEKS + 1, WEEKS * 5 * HOUR))


def after_market(task: Task, tasks: Sequence[Task]) -> bool:
    return task.market or any(after_market(other, tasks) for other in tasks if other.id in task.needs)


def finish(placed: dict[str, dict[date, int]]) -> date:
    return max(max(days) for days in placed.values())


@given(works(), weeks_of_hours, breaks)
def test_all_work_is_placed_within_the_hours_of_each_day(
    tasks: tuple[Task, ...], hours: tuple[float, ...], off: tuple[Break, ...]
) -> None:
    placed = days_of(tasks, hours, off)
    assert {task_id: sum(days.values()) for task_id, days in placed.items()} == {
        task.id: task.minutes for task in tasks
    }
    setup = Setup(START, hours, breaks=off)
    for day in {day for days in placed.values() for day in days}:
        assert 0 < sum(days.get(day, 0) for days in placed.values()) <= setup.minutes_on(day)


@given(works(), weeks_of_hours, breaks)
def test_nothing_begins_before_what_it_needs_has_ended_or_its_window_opens(
    tasks: tuple[Task, ...], hours: tuple[float, ...], off: tuple[Break, ...]
) -> None:
    placed = days_of(tasks, hours, off)
    setup = Setup(START, hours, breaks=off)
    for task in tasks:
        begins = min(placed[task.id])
        assert all(max(placed[need]) <= begins for need in task.needs)
        assert setup.capacity(START, begins) > task.opens or after_market(task, tasks) or task.weeks is None


@settings(max_examples=200)
@given(works(), weeks_of_hours, st.tuples(*[quarters] * 7), breaks)
def test_more_hours_never_end_later(
    tasks: tuple[Task, ...], hours: tuple[float, ...], more: tuple[float, ...], off: tuple[Break, ...]
) -> None:
    longer = tuple(old + new for old, new in zip(hours, more, strict=True))
    assert finish(days_of(tasks, longer, off)) <= finish(days_of(tasks, hours, off))


@given(works(), weeks_of_hours, st.integers(0, 60), st.integers(1, 4))
def test_a_break_of_whole_weeks_moves_what_follows_by_just_that(
    tasks: tuple[Task, ...], hours: tuple[float, ...], after: int, weeks: int
) -> None:
    first = START + timedelta(days=after)
    off = (Break(first, first + timedelta(days=7 * weeks - 1)),)
    plain, shifted = days_of(tasks, hours), days_of(tasks, hours, off)
    assert shifted == {
        task_id: {day + timedelta(weeks=weeks * (day >= first)): minutes for day, minutes in days.items()}
        for task_id, days in plain.items()
    }


@settings(max_examples=120)
@given(works(), weeks_of_hours, breaks, st.integers(0, 120))
def test_on_a_later_day_the_rest_is_the_same_where_all_went_as_planned(
    tasks: tuple[Task, ...], hours: tuple[float, ...], off: tuple[Break, ...], later: int
) -> None:
    placed = days_of(tasks, hours, off)
    today = START + timedelta(days=later)
    told = []
    for task in tasks:
        days = placed[task.id]
        behind = sum(minutes for day, minutes in days.items() if day < today)
        told.append(
            Task(
                **{**vars(task), "worked": behind}
                | ({"begun": min(days)} if behind else {})
                | ({"ended": max(days)} if behind == task.minutes else {})
            )
        )
    again = days_of(told, hours, off, today)
    expected = {
        task_id: {day: minutes for day, minutes in days.items() if day >= today} for task_id, days in placed.items()
    }
    assert again == {task_id: days for task_id, days in expected.items() if days}


def test_a_circle_is_refused() -> None:
    tasks = [Task("a", 60, (1, 1), needs=("b",)), Task("b", 60, (1, 1), needs=("a",))]
    with pytest.raises(ValueError, match="need each other in a circle"):
        days_of(tasks, (1,) * 7)
