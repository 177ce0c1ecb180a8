"""Whose turn it is for one coach: a review is owed by who sees evidence, and nothing for time before a grant."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from tests.coaching.doors import let_coach, let_look
from tests.coaching.table import Table
from tests.people import Member
from tests.tables import unchanged
from tracker import clock, inbox
from tracker.coaching.listing import listing
from tracker.coaching.models import Grants
from tracker.coaching.rows import Turn
from tracker.extensions import db
from tracker.reminders.digest import Digest
from tracker.roadmap.reminding import remind

ASKED = datetime(2026, 11, 16, 9, tzinfo=UTC)


@pytest.fixture
def blind(app: Flask, mia: Member, carl: Member, otto: Member) -> Table:
    """Carl, who sees no evidence, where Mia asked Otto for a review; Otto's grant is over by now."""
    for coach in (carl, otto):
        let_coach(app, coach)
    table = Table(app, mia, carl, let_look(app, mia, carl, scopes=["milestones"]))
    ottos = let_look(app, mia, otto)
    assert table.ask(text="Does it hold?").status_code == 303
    with app.app_context():
        Grants(mia.person).end(ottos)
        db.session.commit()
    return table


def turn(app: Flask, coach: Member) -> Turn:
    with app.test_request_context():
        (row,) = listing(coach.person).rows
        db.session.rollback()
        return row.turn


def test_a_review_is_not_owed_by_who_sees_no_evidence(app: Flask, blind: Table, otto: Member) -> None:
    assert otto.client.get(blind.path).status_code == 404
    assert turn(app, blind.coach).who == "nobody"
    with app.app_context():
        assert Digest.of(blind.coach.person).waiting == []
    seen = blind.path.rpartition("/")[0]
    page = blind.coach.client.page(seen)
    assert "Waiting on Mia" not in page.text
    assert not page.all("section", aria_labelledby="turn-coach")
    assert "Waiting on you 0" in page.text
    assert "Waiting on you 0" in blind.coach.client.page(f"{seen}?status=turn").text
    talk = blind.coach.client.page(blind.path).one("section", aria_labelledby="talk")
    assert "Your turn" not in talk.text
    assert "it is not your turn" in talk.text
    assert not talk.all("button", id="settle")
    last = blind.thread().last_id
    assert unchanged(app, blind.send, "settle", last=last).status_code == 404
    mine = blind.mentee.client.page("/roadmap/tiny-guide/tk-bowline")
    assert "Nobody who looks at your work may see the evidence now" in mine.one("p", class_="turn").text
    assert mine.all("button", id="settle"), "and whoever asked may lay it to rest"


def test_an_answer_is_owed_by_who_sees_no_evidence_too(app: Flask, mia: Member, carl: Member) -> None:
    let_coach(app, carl)
    table = Table(app, mia, carl, let_look(app, mia, carl, scopes=["milestones"]))
    table.ask("say", text="Which rope?")
    assert turn(app, carl).who == "coach"
    with app.app_context():
        assert len(Digest.of(carl.person).waiting) == 1
    talk = carl.client.page(table.path).one("section", aria_labelledby="talk")
    assert "Your turn" in talk.text
    assert table.send("settle", last=table.thread().last_id).status_code == 303


def test_a_message_of_the_coach_leaves_an_asked_review_with_them(app: Flask, mia: Member, carl: Member) -> None:
    let_coach(app, carl)
    table = Table(app, mia, carl, let_look(app, mia, carl))
    table.ask()
    before = table.standing().review
    table.send("say", text="Which rope?")
    assert table.standing().review == before
    assert turn(app, carl).who == "coach"
    assert mia.client.page("/roadmap/tiny-guide/tk-bowline").one("button", id="settle").text == "No answer needed"
    table.ask("settle", last=table.thread().last_id)
    assert table.standing().review.turn == "nobody"


def test_a_coach_granted_later_is_late_only_after_their_own_promise(app: Flask, mia: Member, carl: Member) -> None:
    let_coach(app, carl, promise_days=2)
    later = ASKED + timedelta(days=10)
    with clock.stopped_at(ASKED):
        old = let_look(app, mia, carl)
        Table(app, mia, carl, old).ask("say", text="Well?")
        with app.app_context():
            Grants(mia.person).end(old)
            db.session.commit()
    with clock.stopped_at(later):
        let_look(app, mia, carl)
        assert turn(app, carl) == Turn("coach", ASKED, ("Bowline",), False, overdue=False)
    with clock.stopped_at(later + timedelta(days=2)):
        assert not turn(app, carl).overdue
    with clock.stopped_at(later + timedelta(days=2, seconds=1)):
        assert turn(app, carl).overdue
        browser = carl.another_browser()
        assert "Overdue, waiting since 16 November" in browser.page("/coach").text
        assert "Yours, overdue, waiting since 16 November" in browser.page("/coach/print").text


def test_a_coach_is_reminded_of_no_time_before_the_grant(app: Flask, mia: Member, carl: Member, otto: Member) -> None:
    for coach in (carl, otto):
        let_coach(app, coach)
    with clock.stopped_at(ASKED):
        table = Table(app, mia, carl, let_look(app, mia, carl))
        table.ask()
    with clock.stopped_at(ASKED + timedelta(days=6)):
        let_look(app, mia, otto)
    told: dict[int, list[int]] = {7: [], 14: [1], 21: [1, 2]}
    for day, weeks in told.items():
        with app.app_context(), clock.stopped_at(ASKED + timedelta(days=day)):
            remind()
            db.session.commit()
            nudged = [one.facts["nudge"] for one in inbox.of(otto.user.id) if one.kind == "nudge-coach"]
            assert sorted(nudged) == weeks
    with app.app_context():
        nudged = [one.facts["nudge"] for one in inbox.of(carl.user.id) if one.kind == "nudge-coach"]
    assert sorted(nudged) == [1, 2, 3]
