"""Hours: sessions cut at local midnights whatever clocks do, the cap, and what people type."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker import clock
from tracker.roadmap.worked import (
    LONGEST,
    as_typed,
    by_week,
    elapsed,
    first_moment,
    minutes_of,
    monday_of,
    parts,
    today_of,
)

ZONES = (
    "Pacific/Kiritimati",  # UTC+14
    "Pacific/Pago_Pago",  # UTC−11
    "Asia/Kathmandu",  # UTC+5:45
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",  # half an hour of summer time
    "Africa/Cairo",  # clocks leap over midnight
    "America/Santiago",  # and back
    "Asia/Beirut",
    "UTC",
)
START = datetime(2024, 1, 1, tzinfo=UTC)
moments = st.integers(0, 7 * 365 * 24 * 3600).map(lambda seconds: START + timedelta(seconds=seconds))


@given(moments, st.integers(1, 24 * 60), st.sampled_from(ZONES))
def test_all_minutes_are_kept_each_on_its_day(begun: datetime, minutes: int, zone: str) -> None:
    found = parts(begun, minutes, zone)
    assert sum(part.minutes for part in found) == minutes
    assert all(part.minutes > 0 for part in found)
    days = [part.day for part in found]
    assert days == sorted(set(days))
    for part in found:
        assert clock.local_day(part.begun, zone) == part.day
        assert begun <= part.begun < part.ended <= begun + timedelta(minutes=minutes)
    assert len(found) <= 3


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.sampled_from(ZONES))
def test_a_day_begins_with_its_first_moment(day: date, zone: str) -> None:
    begins = first_moment(day, zone)
    assert clock.local_day(begins, zone) == day
    assert clock.local_day(begins - timedelta(seconds=1), zone) == day - timedelta(days=1)


@pytest.mark.parametrize(
    "zone,begun,minutes,expected",
    [
        ("Europe/Berlin", "2027-01-10T22:30", 75, [("2027-01-10", 30), ("2027-01-11", 45)]),
        ("Pacific/Kiritimati", "2027-01-10T09:30", 75, [("2027-01-10", 30), ("2027-01-11", 45)]),
        ("Pacific/Pago_Pago", "2027-01-11T10:30", 75, [("2027-01-10", 30), ("2027-01-11", 45)]),
        ("Asia/Kathmandu", "2027-01-10T17:45", 75, [("2027-01-10", 30), ("2027-01-11", 45)]),
        ("Europe/Berlin", "2028-02-28T22:00", 120, [("2028-02-28", 60), ("2028-02-29", 60)]),
        ("Europe/Berlin", "2027-12-31T22:00", 120, [("2027-12-31", 60), ("2028-01-01", 60)]),
        ("Europe/Berlin", "2027-03-28T00:00", 120, [("2027-03-28", 120)]),  # 01:00 to 04:00 on the wall: two hours
        ("Europe/Berlin", "2027-10-31T00:00", 120, [("2027-10-31", 120)]),  # 02:00 to 03:00 on the wall: two hours
        ("Europe/Berlin", "2027-10-30T21:00", 120, [("2027-10-30", 60), ("2027-10-31", 60)]),
        ("Africa/Cairo", "2027-04-29T21:00", 120, [("2027-04-29", 60), ("2027-04-30", 60)]),
        ("UTC", "2027-01-10T23:59", 1, [("2027-01-10", 1)]),
    ],
)
def test_midnights_and_clock_changes(zone: str, begun: str, minutes: int, expected: list[tuple[str, int]]) -> None:
    found = parts(datetime.fromisoformat(begun).replace(tzinfo=UTC), minutes, zone)
    assert [(part.day.isoformat(), part.minutes) for part in found] == expected


def test_half_minutes_at_midnight_are_not_lost() -> None:
    begun = datetime(2027, 1, 10, 23, 59, 30, tzinfo=UTC)
    assert [(part.day.day, part.minutes) for part in parts(begun, 2, "UTC")] == [(10, 1), (11, 1)]
    assert [(part.day.day, part.minutes) for part in parts(begun, 1, "UTC")] == [(10, 1)]


def test_what_runs_counts_today_up_to_the_cap() -> None:
    begun = datetime(2027, 1, 10, 22, tzinfo=UTC)
    assert today_of(begun, begun + timedelta(minutes=90), "UTC") == 90
    assert today_of(begun, begun + timedelta(hours=3), "UTC") == 60, "since midnight"
    assert today_of(begun, begun + timedelta(hours=11), "UTC") == LONGEST - 120
    assert today_of(begun, begun + timedelta(days=3), "UTC") == 0
    assert elapsed(begun, begun - timedelta(hours=1)) == 0, "a clock that was set back"


@pytest.mark.parametrize(
    "typed,minutes",
    [
        ("1.5", 90),
        ("1,5", 90),
        ("1:30", 90),
        ("1 h 30", 90),
        ("1h30", 90),
        ("1 h 30 min", 90),
        ("90 min", 90),
        ("90m", 90),
        ("2", 120),
        ("2 h", 120),
        (" 0.25 ", 15),
        ("0:05", 5),
        ("24", 1440),
        ("0", 0),
        ("", None),
        ("two", None),
        ("1:75", None),
        ("-1", None),
        ("1e3", None),
        ("1.5.5", None),
        ("123", None),
        ("١٫٥", None),
    ],
)
def test_hours_as_people_type_them(typed: str, minutes: int | None) -> None:
    assert minutes_of(typed) == minutes


@given(st.integers(1, 24 * 60))
def test_what_is_shown_to_be_changed_reads_as_the_same(minutes: int) -> None:
    assert minutes_of(as_typed(minutes)) == minutes


@given(st.dictionaries(st.dates(date(2026, 11, 1), date(2027, 2, 1)), st.integers(1, 600)), st.integers(1, 12))
def test_weeks_hold_every_day_since_the_first(days: dict[date, int], count: int) -> None:
    today = date(2027, 1, 3)
    found = by_week(days, today, count)
    assert len(found) == count
    assert found[-1][0] == date(2026, 12, 28) == monday_of(today)
    first, last = found[0][0], found[-1][0] + timedelta(days=6)
    assert sum(minutes for _, minutes in found) == sum(spent for day, spent in days.items() if first <= day <= last)
