"""The calendar's text: read back by the library, and held to RFC 5545's own rules."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from tests.reminders.reading_calendars import faults
from tracker.reminders.feed import Happening, calendar_text, sequence

WHEN = datetime(2026, 11, 25, 18, tzinfo=UTC)


def happening(uid: str, first: date, last: date, title: str = "Tie a knot", text: str = "") -> Happening:
    return Happening(uid, title, first, last, WHEN, text, "https://example.org/a,b;c")


@settings(max_examples=60)
@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=200),
    st.dates(date(2026, 1, 1), date(2030, 12, 31)),
    st.integers(0, 200),
)
def test_any_title_and_days_survive_the_way(title: str, first: date, days: int) -> None:
    last = first + timedelta(days=days)
    text = calendar_text("Milepost", [happening("one", first, last, title, f"A, b; c\\d\n{title}")])
    assert faults(text) == []
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert (event["summary"], event.decoded("dtstart"), event.decoded("dtend")) == (
        title, first, last + timedelta(days=1)
    )  # fmt: skip
    assert event["description"] == f"A, b; c\\d\n{title}"


def test_days_have_no_zone_and_the_29th_of_february_and_new_year_end_on_the_next_day() -> None:
    leap, end = date(2028, 2, 29), date(2027, 12, 31)
    text = calendar_text("Milepost", [happening("leap", leap, leap), happening("end", end, end)])
    assert b"DTSTART;VALUE=DATE:20280229\r\nDTEND;VALUE=DATE:20280301\r\n" in text
    assert b"DTSTART;VALUE=DATE:20271231\r\nDTEND;VALUE=DATE:20280101\r\n" in text
    assert b"VTIMEZONE" not in text
    assert b"TRANSP:TRANSPARENT" in text


def test_a_time_of_day_brings_its_zone_along() -> None:
    """For whatever will have one, such as a meeting: in Kathmandu, and in Berlin's two odd nights."""
    kathmandu, berlin = ZoneInfo("Asia/Kathmandu"), ZoneInfo("Europe/Berlin")
    first = datetime(2026, 12, 1, 18, tzinfo=kathmandu)
    meetings = [happening("meeting", first, first + timedelta(hours=1))]
    for number, day in enumerate([(2027, 3, 28), (2027, 10, 31)]):
        begin = datetime(*day, 1, 30, tzinfo=berlin)
        meetings.append(happening(f"night-{number}", begin, begin + timedelta(hours=8)))
    text = calendar_text("Milepost", meetings)
    assert faults(text) == []
    assert sorted(re.findall(rb"^TZID:(\S+)\r$", text, re.MULTILINE)) == [b"Asia/Kathmandu", b"Europe/Berlin"]
    events = Calendar.from_ical(text).walk("VEVENT")
    assert [event.decoded("dtstart").astimezone(UTC) for event in events] == [
        one.first.astimezone(UTC) for one in meetings if isinstance(one.first, datetime)
    ]


def test_the_sequence_rises() -> None:
    moments = [WHEN + timedelta(seconds=seconds) for seconds in (0, 1, 60, 86400 * 365 * 20)]
    numbers = [sequence(moment) for moment in moments]
    assert numbers == sorted(set(numbers))
    assert numbers[-1] < 2**31
