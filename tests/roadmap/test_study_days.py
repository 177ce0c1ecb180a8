"""Study days are counted by weeks, and come to the same as going from day to day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracker.roadmap import Break, Setup

MONDAY = date(2026, 8, 3)
dates = st.integers(-40, 400).map(lambda number: MONDAY + timedelta(days=number))
spans = st.tuples(dates, st.integers(0, 60)).map(lambda one: Break(one[0], one[0] + timedelta(days=one[1])))
setups = st.builds(
    lambda start, hours, breaks: Setup(start, tuple(hours), breaks=tuple(breaks)),
    dates,
    st.lists(st.sampled_from([0, 0, 1, 2.5]), min_size=7, max_size=7),
    st.lists(spans, max_size=5),
)


@given(setup=setups, first=dates, last=dates)
def test_by_weeks_as_day_by_day(setup: Setup, first: date, last: date) -> None:
    every = (first + timedelta(days=number) for number in range((last - first).days + 1))
    assert setup.study_days(first, last) == sum(1 for day in every if setup.minutes_on(day))
