"""What of the reminders is taken along: the wish for letters. Addresses of calendars never are."""

from datetime import UTC, datetime

from flask import Flask

from tests.people import Member
from tracker import clock
from tracker.accounts import Holding, When
from tracker.extensions import db
from tracker.reminders.models import CalendarFeed, WeeklyLetter


def test_the_wish_for_letters_comes_along_and_what_was_chosen_stays(app: Flask, mia: Member, noor: Member) -> None:
    holdings: tuple[Holding, ...] = app.extensions["holdings"]
    (letters,) = [one for one in holdings if one.feature == "reminders"]
    assert CalendarFeed not in [topic.table for one in holdings for topic in one.topics]
    now = datetime(2026, 11, 25, 18, tzinfo=UTC)
    with app.app_context(), clock.stopped_at(now):
        WeeklyLetter.begin(mia.person)
        db.session.commit()
        hers = letters.units(mia.user.id)
        when = When(now, now.date(), empty=True)
        assert [one.kind for one in letters.import_(noor.user.id, hers, when)] == ["added"]
        db.session.commit()
        assert letters.units(noor.user.id) == hers
        assert [one.kind for one in letters.import_(noor.user.id, hers, when)] == ["same"]
        letters.erase(noor.user.id)
        db.session.commit()
        assert (letters.units(noor.user.id), letters.units(mia.user.id)) == ({}, hers)
