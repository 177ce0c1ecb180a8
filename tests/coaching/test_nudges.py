"""Turns that last: a gentle word after one, two and three weeks, once each; after four the turn closes, told to both.

The clock is stopped; the worker's minutes are played here.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from tests.coaching.doors import let_coach, let_look
from tests.coaching.steps import told
from tests.coaching.table import Table
from tests.people import Member
from tracker import clock, inbox
from tracker.coaching.models import Grants
from tracker.extensions import db
from tracker.roadmap import nudging
from tracker.roadmap.models import Post, ReviewState
from tracker.roadmap.reminding import remind

ASKED = datetime(2026, 10, 20, 14, 30, tzinfo=UTC)
"""Five days before Europe's clocks go back."""


@pytest.fixture
def table(app: Flask, mia: Member, carl: Member) -> Iterator[Table]:
    with clock.stopped_at(ASKED):
        let_coach(app, carl)
        yield Table(app, mia, carl, let_look(app, mia, carl))


def minute(app: Flask, **later: float) -> None:
    """What the worker does so long after the turn began."""
    with app.app_context(), clock.stopped_at(ASKED + timedelta(**later)):
        remind()
        db.session.commit()


@given(st.integers(0, 60), st.integers(0, 4))
def test_the_schedule_and_its_query_say_the_same(days: int, nudges: int) -> None:
    now = ASKED + timedelta(days=days, seconds=days % 3)
    asked_for = any(had == nudges and since >= ASKED for had, since in nudging.latest(now))
    assert asked_for == (nudging.due(ASKED, nudges, now) is not None)


def test_a_week_is_a_week_over_a_clock_change_too() -> None:
    for weeks in (1, 2, 3, 4):
        moment = ASKED + timedelta(weeks=weeks)
        assert nudging.due(ASKED, weeks - 1, moment - timedelta(seconds=1)) is None
        assert nudging.due(ASKED, weeks - 1, moment) == weeks
        assert nudging.due(ASKED, weeks, moment) is None


def test_whose_turn_it_is_hears_it_once_a_week_and_both_that_it_closed(app: Flask, table: Table) -> None:
    table.ask()
    with app.app_context():
        inbox.read(table.coach.user.id)
    for day in range(30):
        for hours in (0, 1):
            minute(app, days=day, hours=hours)
    assert told(app, table.coach) == [
        "Nobody answered Mia Okafor on “Bowline” for four weeks, so it waits for nobody now.",
        "Mia Okafor has waited for you on “Bowline” for three weeks.",
        "Mia Okafor has waited for you on “Bowline” for two weeks.",
        "Mia Okafor has waited for you on “Bowline” for a week.",
        "Mia Okafor asks for a review of “Bowline”.",
    ]
    assert told(app, table.mentee) == [
        "Nobody answered on “Bowline” for four weeks, so it waits for nobody now. You may ask again at any time."
    ]
    assert table.said == ["asked", "closed"]
    assert table.standing().review.turn == "nobody"
    assert "Closed after four weeks" in table.mentee.client.page("/roadmap/tiny-guide/tk-bowline").text


def test_a_mentee_whose_turn_it_is_hears_it_and_the_coach_does_not(app: Flask, table: Table) -> None:
    table.review("returned", "Tie it again.")
    before = told(app, table.coach)
    minute(app, days=7)
    assert told(app, table.mentee)[0] == (
        "“Bowline” has waited for you for a week. If there is nothing to do, say so there."
    )
    assert told(app, table.coach) == before


def test_a_worker_that_was_away_sends_the_latest_only(app: Flask, table: Table) -> None:
    table.ask("say", text="Well?")
    for _ in range(3):
        minute(app, days=16)
    assert told(app, table.coach)[:-1] == ["Mia Okafor has waited for you on “Bowline” for two weeks."]
    minute(app, days=60)
    assert table.said == ["said", "closed"]
    assert len(told(app, table.coach)) == 3


def test_a_turn_that_was_passed_on_begins_anew(app: Flask, table: Table) -> None:
    table.ask("say", text="Well?")
    with clock.stopped_at(ASKED + timedelta(days=6)):
        table.send("say", text="Which rope?")
    minute(app, days=12)
    assert len(told(app, table.coach)) == 1
    assert told(app, table.mentee) == ["Carl Lindqvist wrote to you on “Bowline”."]
    minute(app, days=13)
    assert "for a week" in told(app, table.mentee)[0]


def test_coaches_hear_only_through_a_grant_in_force(app: Flask, table: Table, otto: Member) -> None:
    let_coach(app, otto)
    table.ask()
    with app.app_context():
        Grants(table.mentee.person).pause(table.grant_id)
        db.session.commit()
    minute(app, days=7)
    with app.app_context():
        assert [one.kind for one in inbox.of(table.coach.user.id)] == ["review-asked"]
        assert inbox.of(otto.user.id) == []
    assert told(app, table.coach) == [], "and what was told before says nothing"
    minute(app, days=28)
    assert len(told(app, table.mentee)) == 1
    with app.app_context():
        Grants(table.mentee.person).resume(table.grant_id)
        db.session.commit()
    assert told(app, table.coach) == ["Mia Okafor asks for a review of “Bowline”."]


def test_what_waits_under_an_id_of_before_is_handed_on(app: Flask, table: Table) -> None:
    table.ask()
    with app.app_context():
        db.session.query(ReviewState).update({"milestone_id": "tk-loop"})
        db.session.query(Post).update({"milestone_id": "tk-loop"})
        db.session.commit()
    assert table.standing().review.turn == "coach"
    minute(app, days=7)
    minute(app, days=7, minutes=1)
    assert "for a week" in told(app, table.coach)[0]
    with app.app_context():
        turns = {row.milestone_id: row.turn for row in db.session.query(ReviewState)}
    assert turns == {"tk-loop": "nobody", "tk-bowline": "coach"}


@pytest.mark.parametrize("place", [{"milestone_id": "tk-granny"}, {"guide_id": "no-guide"}])
def test_what_nobody_can_reach_any_more_is_let_go(app: Flask, table: Table, place: dict[str, str]) -> None:
    table.ask()
    with app.app_context():
        (row,) = db.session.query(ReviewState)
        for name, value in place.items():
            setattr(row, name, value)
        db.session.commit()
    minute(app, days=7)
    with app.app_context():
        assert [row.turn for row in db.session.query(ReviewState)] == ["nobody"]
    assert told(app, table.mentee) == []


def test_a_minute_in_which_nothing_is_due_costs_one_statement(
    app: Flask, table: Table, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    table.ask()
    with statements() as said:
        minute(app, days=6)
    assert len(said) == 1
