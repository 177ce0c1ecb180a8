"""Monday mornings and days where people are: at the edges of zones, both nights of daylight saving, year's end."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tracker import clock
from tracker.reminders.mondays import MORNING, is_quiet, next_letter, week_name
from tracker.roadmap import Break


@pytest.mark.parametrize(
    "zone,now,due",
    [
        ("Pacific/Kiritimati", "2026-11-29T16:59", "2026-11-29T17:00"),  # UTC+14: Sunday still, in UTC
        ("Pacific/Kiritimati", "2026-11-29T17:00", "2026-12-06T17:00"),
        ("Pacific/Pago_Pago", "2026-11-30T17:59", "2026-11-30T18:00"),  # UTC−11
        ("Asia/Kathmandu", "2026-11-29T00:00", "2026-11-30T01:15"),  # UTC+5:45
        ("Europe/Berlin", "2027-03-22T06:00", "2027-03-29T05:00"),  # the night of 28 March is an hour short
        ("Europe/Berlin", "2026-10-19T05:00", "2026-10-26T06:00"),  # that of 25 October is an hour long
        ("Australia/Lord_Howe", "2027-03-29T12:00", "2027-04-04T20:30"),  # half an hour, on 4 April
        ("America/New_York", "2028-02-28T12:00", "2028-03-06T12:00"),  # over 29 February
        ("UTC", "2028-02-22T00:00", "2028-02-28T07:00"),
        ("UTC", "2026-12-29T00:00", "2027-01-04T07:00"),  # over New Year
    ],
)
def test_the_next_monday_morning(zone: str, now: str, due: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    found = next_letter(moment, zone)
    assert found == datetime.fromisoformat(due).replace(tzinfo=UTC)
    there = found.astimezone(ZoneInfo(zone))
    assert (there.weekday(), there.time()) == (0, MORNING)


def test_in_every_zone_each_week_has_one_morning_and_a_name_of_its_own() -> None:
    for zone in clock.ZONES:
        now, names = datetime(2026, 12, 20, tzinfo=UTC), set()
        for _ in range(60):
            now = next_letter(now, zone)
            assert now.astimezone(ZoneInfo(zone)).strftime("%u %H:%M") == "1 07:00"
            names.add(week_name(clock.local_day(now, zone)))
        assert len(names) == 60


@pytest.mark.parametrize(
    "day,name", [("2026-12-28", "2026-W53"), ("2027-01-03", "2026-W53"), ("2027-01-04", "2027-W01")]
)
def test_weeks_at_the_end_of_the_year(day: str, name: str) -> None:
    assert week_name(date.fromisoformat(day)) == name


def test_three_weeks_are_quiet_and_days_off_are_not_counted() -> None:
    latest = date(2026, 12, 6)
    assert not is_quiet(latest, latest + timedelta(days=21), ())
    assert is_quiet(latest, latest + timedelta(days=22), ())
    off = Break(date(2026, 12, 20), date(2027, 1, 2))
    assert not is_quiet(latest, latest + timedelta(days=35), (off,))
    assert is_quiet(latest, latest + timedelta(days=36), (off,))
