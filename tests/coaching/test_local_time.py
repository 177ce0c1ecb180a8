"""Times as people type them where they are: every zone, the two odd nights, and what the other's clock shows."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.clock import ZONES
from tracker.coaching.local_time import clock_there, moment, place_of, said


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.times(), st.sampled_from(ZONES))
def test_what_is_taken_is_shown_as_it_was_typed(day: date, at: time, zone: str) -> None:
    typed = moment(day, at, zone)
    if typed is not None:
        there = typed.at.astimezone(ZoneInfo(zone))
        assert (there.date(), there.time()) == (day, at.replace(second=0, microsecond=0))


@pytest.mark.parametrize(
    "zone,day,at",
    [("Europe/Berlin", (2027, 3, 28), (2, 30)), ("Australia/Lord_Howe", (2026, 10, 4), (2, 15))],
)
def test_a_time_that_clocks_skip_is_none(zone: str, day: tuple[int, int, int], at: tuple[int, int]) -> None:
    assert moment(date(*day), time(*at), zone) is None
    assert moment(date(*day), time(at[0] + 1), zone) is not None


def test_of_two_the_later_is_taken() -> None:
    typed = moment(date(2027, 10, 31), time(2, 30), "Europe/Berlin")
    assert typed is not None
    assert (typed.at, typed.twice) == (datetime(2027, 10, 31, 1, 30, tzinfo=UTC), True)
    once = moment(date(2027, 10, 31), time(3, 30), "Europe/Berlin")
    assert once is not None
    assert not once.twice


def test_in_words() -> None:
    at = datetime(2026, 12, 1, 20, tzinfo=UTC)
    assert said(at, "Europe/Berlin") == "Tuesday 1 December 2026, 21:00"
    assert clock_there(at, "Asia/Kathmandu", "Europe/Berlin") == "Wednesday 01:45"
    assert clock_there(at, "Europe/London", "Europe/Berlin") == "20:00"
    assert clock_there(at, "Europe/Stockholm", "Europe/Berlin") is None
    assert place_of("America/Argentina/Buenos_Aires") == "Buenos Aires"
