"""What the start is filled in with: sensible hours that add up, and the next Monday."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.library import Guide
from tracker.roadmap.first_answers import asks_for, first_answers, known_at_work, spread
from tracker.roadmap.setup import complaints


@given(st.dates(date(2026, 1, 1), date(2032, 12, 31)))
def test_it_begins_on_the_next_monday_or_today(today: date) -> None:
    start = today + timedelta(days=-today.weekday() % 7)
    assert start.weekday() == 0
    assert 0 <= (start - today).days < 7


@pytest.mark.parametrize("weekly", [*range(5, 21)])
def test_hours_add_up_in_quarters(weekly: int) -> None:
    hours = spread(weekly)
    assert sum(hours) == weekly
    assert all(4 * daily == int(4 * daily) for daily in hours)
    assert complaints(hours) == ()


def test_a_guide_for_few_or_many_hours_is_brought_within_what_plans_take(guide: Guide) -> None:
    assert sum(spread(1)) == 5
    assert sum(spread(60)) == 20
    assert sum(first_answers(guide, date(2026, 11, 25)).hours) == guide.weekly_hours
    assert first_answers(guide, date(2026, 11, 30)).start == date(2026, 11, 30)


def test_only_what_a_guide_asks_is_asked(guide: Guide, tiny_guide: Guide) -> None:
    assert asks_for(guide, "daily-python")
    assert asks_for(guide, "coding-loop")
    assert not asks_for(tiny_guide, "daily-python")
    assert known_at_work(tiny_guide) == ()
    assert len(known_at_work(guide)) == 9
