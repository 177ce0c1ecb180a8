"""Dates and numbers as people say them, in the zone of whoever reads."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from tests.people import Member
from tracker import clock
from tracker.accounts import Person
from tracker.words import day_element, moment_element, plural, said_day, said_days, said_minutes, said_moment

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "moment,zone,said",
    [
        ("2026-11-22 08:40", "UTC", "today 08:40"),
        ("2026-11-21 23:59", "UTC", "yesterday 23:59"),
        ("2026-11-21 23:59", "Europe/Berlin", "today 00:59"),
        ("2026-11-22 08:40", "Pacific/Kiritimati", "yesterday 22:40"),  # there it is the 23rd already
        ("2026-11-22 10:30", "Pacific/Kiritimati", "today 00:30"),
        ("2026-11-22 08:40", "Pacific/Pago_Pago", "yesterday 21:40"),
        ("2026-11-22 00:00", "Asia/Kathmandu", "today 05:45"),
        ("2026-11-03 21:40", "UTC", "3 November 21:40"),
        ("2026-01-01 00:00", "UTC", "1 January 00:00"),
        ("2025-12-31 23:00", "UTC", "31 December 2025"),
        ("2025-12-31 23:00", "Europe/Berlin", "1 January 00:00"),
        ("2026-11-23 12:00", "UTC", "23 November 12:00"),
    ],
)
def test_a_moment_is_said_as_the_reader_lived_it(moment: str, zone: str, said: str) -> None:
    assert said_moment(at(moment), zone, NOON) == said


@pytest.mark.parametrize(
    "first,last,said",
    [
        (date(2027, 3, 12), date(2027, 3, 12), "12 March"),
        (date(2027, 3, 12), date(2027, 3, 19), "12–19 March"),
        (date(2027, 2, 28), date(2027, 3, 3), "28 February – 3 March"),
        (date(2026, 12, 30), date(2027, 1, 2), "30 December 2026 – 2 January 2027"),
        (date(2028, 2, 29), date(2028, 2, 29), "29 February 2028"),
        (date(2028, 2, 28), date(2028, 3, 1), "28 February – 1 March 2028"),
    ],
)
def test_days_are_said_together_with_years_only_where_it_isnt_this_one(first: date, last: date, said: str) -> None:
    assert said_days(first, last, date(2027, 3, 1)) == said


@pytest.mark.parametrize("minutes,said", [(0, "0 min"), (45, "45 min"), (120, "2 h"), (90, "1 h 30"), (61, "1 h 01")])
def test_minutes_are_said_as_hours(minutes: int, said: str) -> None:
    assert said_minutes(minutes) == said


def test_a_day_is_said_in_full() -> None:
    assert said_day(date(2026, 11, 2)) == "2 November 2026"
    assert day_element(date(2026, 11, 2)) == '<time datetime="2026-11-02">2 November 2026</time>'


@pytest.mark.parametrize("number,said", [(0, "0 hours"), (1, "1 hour"), (2, "2 hours"), (1234, "1,234 hours")])
def test_numbers_carry_their_word(number: int, said: str) -> None:
    assert plural(number, "hour") == said


def test_an_odd_plural_is_given() -> None:
    assert plural(2, "criterion", "criteria") == "2 criteria"


def test_a_moment_on_a_page_carries_the_exact_time_of_the_reader(app: Flask, noor: Member) -> None:
    with app.test_request_context(), clock.stopped_at(NOON):
        assert moment_element(at("2026-11-22 08:40")).startswith('<time datetime="2026-11-22T08:40:00+00:00"')
    render = signed_in(app, noor.person)
    assert render(lambda: str(moment_element(at("2026-11-22 08:40")))) == (
        '<time datetime="2026-11-22T14:25:00+05:45" title="2026-11-22 14:25:00 Asia/Kathmandu">today 14:25</time>'
    )


def signed_in(app: Flask, person: Person) -> Callable[[Callable[[], str]], str]:
    def render(make: Callable[[], str]) -> str:
        with app.test_request_context(), clock.stopped_at(NOON):
            app.login_manager._update_request_context_with_user(person)  # type: ignore[attr-defined]
            return make()

    return render
