"""The weeks' heat map: 26 whole weeks up to today, each day with its count, its words and its shade."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.dashboard import heat

WEDNESDAY = date(2026, 7, 1)
days = st.dates(date(1999, 1, 1), date(2099, 12, 31))


@given(days)
def test_the_map_begins_on_a_monday_and_ends_today(today: date) -> None:
    weeks = heat.weeks({}, today)
    shown = [day["date"] for week in weeks for day in week["days"] if day]
    assert len(weeks) == heat.WEEKS
    assert weeks[0]["start"] == shown[0] == heat.first_day(today)
    assert shown[0].weekday() == 0
    assert shown[-1] == today
    assert shown == [shown[0] + timedelta(days=at) for at in range(len(shown))]


@given(days, st.dictionaries(st.integers(-30, 260), st.integers(1, 40)))
def test_counts_are_those_of_the_days_in_sight(today: date, ago: dict[int, int]) -> None:
    counts = {today - timedelta(days=at): number for at, number in ago.items()}
    shown = {day["date"]: day["count"] for week in heat.weeks(counts, today) for day in week["days"] if day}
    in_sight = {day: number for day, number in counts.items() if heat.first_day(today) <= day <= today}
    assert {day: number for day, number in shown.items() if number} == in_sight


def test_days_to_come_are_left_empty() -> None:
    last = heat.weeks({}, WEDNESDAY)[-1]["days"]
    assert [day is None for day in last] == [False, False, False, True, True, True, True]


@pytest.mark.parametrize(
    "count,level,words",
    [
        (0, 0, "Wed 1 July: no changes"),
        (1, 1, "Wed 1 July: 1 change"),
        (2, 1, "Wed 1 July: 2 changes"),
        (3, 2, "Wed 1 July: 3 changes"),
        (5, 2, "Wed 1 July: 5 changes"),
        (6, 3, "Wed 1 July: 6 changes"),
        (9, 3, "Wed 1 July: 9 changes"),
        (10, 4, "Wed 1 July: 10 changes"),
        (500, 4, "Wed 1 July: 500 changes"),
    ],
)
def test_a_day_has_its_shade_and_its_words(count: int, level: int, words: str) -> None:
    day = heat.weeks({WEDNESDAY: count}, WEDNESDAY)[-1]["days"][2]
    assert (day["level"], day["label"]) == (level, words)


@given(days)
def test_a_month_is_named_where_it_begins(today: date) -> None:
    weeks = heat.weeks({}, today)
    assert weeks[0]["label"]
    for before, week in pairwise(weeks):
        assert bool(week["label"]) is (week["start"].month != before["start"].month)
