"""One clock in UTC; days are those of the person's zone, on every kind of night."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from flask_sqlalchemy import SQLAlchemy
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import StatementError

from tests.people import Member, make_account
from tracker import clock
from tracker.accounts import User


def test_the_clock_runs_in_utc_and_can_be_stopped() -> None:
    before = datetime.now(UTC)
    assert before <= clock.now() <= datetime.now(UTC)
    moment = datetime(2024, 2, 29, 23, 59, tzinfo=UTC)
    with clock.stopped_at(moment):
        assert clock.now() == moment
        with clock.stopped_at(moment - timedelta(hours=1)):
            assert clock.now() == moment - timedelta(hours=1)
        assert clock.now() == moment
    assert clock.now() >= before


def test_the_clock_runs_on_after_an_error() -> None:
    def fail() -> None:
        with clock.stopped_at(datetime(2000, 1, 1, tzinfo=UTC)):
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert clock.now().year > 2000


@pytest.mark.parametrize(
    "moment,zone,day",
    [
        ("2026-12-31 10:00", "Pacific/Kiritimati", date(2027, 1, 1)),  # UTC+14
        ("2026-12-31 09:59", "Pacific/Kiritimati", date(2026, 12, 31)),
        ("2027-01-01 10:59", "Pacific/Pago_Pago", date(2026, 12, 31)),  # UTC−11
        ("2027-01-01 11:00", "Pacific/Pago_Pago", date(2027, 1, 1)),
        ("2026-06-30 18:14", "Asia/Kathmandu", date(2026, 6, 30)),  # UTC+5:45
        ("2026-06-30 18:15", "Asia/Kathmandu", date(2026, 7, 1)),
        ("2026-03-28 22:59", "Europe/Berlin", date(2026, 3, 28)),  # before the short night: UTC+1
        ("2026-03-28 23:00", "Europe/Berlin", date(2026, 3, 29)),
        ("2026-03-29 21:59", "Europe/Berlin", date(2026, 3, 29)),  # after it: UTC+2
        ("2026-03-29 22:00", "Europe/Berlin", date(2026, 3, 30)),
        ("2026-10-25 22:59", "Europe/Berlin", date(2026, 10, 25)),  # after the long night: UTC+1 again
        ("2026-10-25 23:00", "Europe/Berlin", date(2026, 10, 26)),
        ("2026-10-04 13:29", "Australia/Lord_Howe", date(2026, 10, 5)),  # half an hour of summer time: UTC+11
        ("2026-10-03 13:29", "Australia/Lord_Howe", date(2026, 10, 3)),  # the evening before: UTC+10:30
        ("2024-02-29 23:00", "Europe/Berlin", date(2024, 3, 1)),
        ("2024-02-29 12:00", "UTC", date(2024, 2, 29)),
    ],
)
def test_a_moment_falls_on_the_day_of_the_zone(moment: str, zone: str, day: date) -> None:
    assert clock.local_day(datetime.fromisoformat(moment).replace(tzinfo=UTC), zone) == day


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)), st.sampled_from(clock.ZONES))  # noqa: DTZ001  UTC below
def test_in_every_zone_a_person_may_choose_the_day_is_near(moment: datetime, zone: str) -> None:
    moment = moment.replace(tzinfo=UTC)
    assert abs((clock.local_day(moment, zone) - moment.date()).days) <= 1
    assert clock.local_day(moment, zone) <= clock.local_day(moment + timedelta(hours=25), zone)


def test_the_zones_to_choose_from_are_places_and_utc() -> None:
    assert len(set(clock.ZONES)) == len(clock.ZONES) > 300
    assert clock.ZONES[-1] == "UTC"
    for zone in ("Europe/Berlin", "Asia/Kathmandu", "Pacific/Kiritimati", "America/Argentina/Buenos_Aires"):
        assert zone in clock.ZONES
        assert ZoneInfo(zone).key == zone
    assert not [zone for zone in clock.ZONES if zone.startswith(("Etc/", "posix/", "right/"))]


def test_what_the_database_holds_is_utc_whatever_zone_it_came_in(database: SQLAlchemy) -> None:
    kathmandu = timezone(timedelta(hours=5, minutes=45))
    with clock.stopped_at(datetime(2026, 7, 1, 0, 15, tzinfo=kathmandu)):
        user_id = make_account("Noor", "noor@example.org", "Asia/Kathmandu").id
    database.session.commit()
    database.session.expire_all()
    created = User.by_id(user_id).created_at
    assert created == datetime(2026, 6, 30, 18, 30, tzinfo=UTC)
    assert created.utcoffset() == timedelta(0)


def test_a_moment_without_a_zone_is_never_stored(database: SQLAlchemy, mia: Member) -> None:
    User.by_id(mia.user.id).created_at = datetime(2026, 7, 1)  # noqa: DTZ001  the very mistake
    with pytest.raises(StatementError, match="a moment without a zone"):
        database.session.flush()


def test_today_is_the_day_where_the_person_is(mia: Member, noor: Member) -> None:
    with clock.stopped_at(datetime(2026, 6, 30, 18, 30, tzinfo=UTC)):
        assert mia.person.today() == date(2026, 6, 30)
        assert noor.person.today() == date(2026, 7, 1)
