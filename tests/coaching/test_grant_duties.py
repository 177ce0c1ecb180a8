"""What happens by itself: grants and invitations run out, ends are announced, and notices say only what is still so."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask

from tests.coaching.doors import let_coach, let_look
from tests.coaching.steps import accept, grants, invite, kinds, only_grant, sees, told
from tests.people import Member
from tracker import clock, jobs
from tracker.accounts import User, is_limited
from tracker.accounts.deleting import forget
from tracker.accounts.models import remove_factors
from tracker.coaching.models import LASTS, Grants
from tracker.extensions import db

DAY = timedelta(days=1)


@pytest.fixture
def granted(app: Flask, mia: Member, carl: Member) -> str:
    let_coach(app, carl)
    return let_look(app, mia, carl)


@pytest.fixture
def minute_at(app: Flask) -> Callable[[datetime], None]:
    def do(moment: datetime) -> None:
        with clock.stopped_at(moment), app.app_context():
            jobs.do_duties()

    return do


def told_at(app: Flask, member: Member, moment: datetime) -> list[str]:
    with clock.stopped_at(moment):
        return told(app, member)


def test_two_weeks_before_the_end_the_mentee_is_told_once(app: Flask, mia: Member, granted: str, minute_at) -> None:
    now = clock.now()
    minute_at(now + LASTS - 15 * DAY)
    assert kinds(app, mia) == []
    for minutes in range(3):
        minute_at(now + LASTS - 14 * DAY + timedelta(minutes=minutes))
    assert kinds(app, mia) == ["grant-ends-soon"]
    (said,) = told_at(app, mia, now + LASTS - 14 * DAY)
    assert "One click makes it another 90 days" in said


def test_renewed_nothing_is_said_any_more_and_the_next_end_is_told_again(
    app: Flask, mia: Member, granted: str, minute_at
) -> None:
    soon = clock.now() + LASTS - 10 * DAY
    minute_at(soon)
    with clock.stopped_at(soon):
        assert mia.another_browser().post(f"/coaching/grants/{granted}/renew").status_code == 303
    assert kinds(app, mia) == []
    minute_at(soon + DAY)
    assert kinds(app, mia) == []
    minute_at(soon + LASTS - 10 * DAY)
    assert kinds(app, mia) == ["grant-ends-soon"]


def test_at_the_end_both_are_told_and_the_coach_hears_no_name(
    app: Flask, mia: Member, carl: Member, granted: str, minute_at
) -> None:
    over = clock.now() + LASTS + timedelta(minutes=1)
    for minutes in range(2):
        minute_at(over + timedelta(minutes=minutes))
    assert only_grant(app).ended_by == "time"
    assert kinds(app, mia) == ["grant-ran-out"]
    assert told(app, carl) == ["The time of what a mentee let you see is over."]
    assert "what you let Carl Lindqvist see" in told(app, mia)[0]


def test_an_invitation_that_nobody_took_runs_out(app: Flask, mia: Member, minute_at) -> None:
    invite(mia)
    minute_at(clock.now() + 8 * DAY)
    assert (only_grant(app).step, only_grant(app).token_hash) == ("ended", None)
    assert "Nobody accepted your invitation" in told(app, mia)[0]


def test_what_was_accepted_and_not_confirmed_runs_out(app: Flask, mia: Member, carl: Member, minute_at) -> None:
    let_coach(app, carl)
    accept(carl, invite(mia))
    minute_at(clock.now() + 8 * DAY)
    (said,) = told(app, mia)
    assert "They saw nothing" in said
    assert kinds(app, carl) == []


def test_a_request_that_was_left_alone_ends_in_silence(app: Flask, mia: Member, carl: Member, minute_at) -> None:
    let_coach(app, carl)
    carl.client.post("/coach/request", email="mia@example.org", guide="tiny-guide")
    minute_at(clock.now() + timedelta(minutes=1))
    assert kinds(app, mia) == ["coach-request"]
    minute_at(clock.now() + 9 * DAY)
    assert (kinds(app, mia), kinds(app, carl)) == ([], [])


def test_what_a_coach_is_told_rests_with_the_grant(app: Flask, mia: Member, carl: Member) -> None:
    let_coach(app, carl)
    accept(carl, invite(mia))
    mia.client.post(f"/coaching/grants/{only_grant(app).id}/confirm", scopes=["pace"])
    assert len(told(app, carl)) == 1
    with app.app_context():
        remove_factors(carl.user.id)
        db.session.commit()
    assert told(app, carl) == []


def leave(app: Flask, member: Member) -> None:
    with app.test_request_context():
        forget(User.by_id(member.user.id))


def test_when_a_mentee_leaves_the_coachs_lists_forget(app: Flask, mia: Member, carl: Member) -> None:
    let_coach(app, carl)
    accept(carl, invite(mia))
    mia.client.post(f"/coaching/grants/{only_grant(app).id}/confirm", scopes=["pace"])
    leave(app, mia)
    assert (grants(app), sees(app, carl)) == ([], [])
    assert (kinds(app, carl), told(app, carl)) == (["grant-ended"], ["A mentee ended what they let you see."])


def test_when_a_coach_leaves_the_mentee_is_told(app: Flask, mia: Member, carl: Member, granted: str) -> None:
    leave(app, carl)
    assert grants(app) == []
    assert told(app, mia) == ["A coach who could see your work deleted their account."]
    assert mia.client.page("/coaching")


@pytest.mark.parametrize("who", ["mia", "carl"])
def test_the_same_address_again_inherits_nothing(
    app: Flask, mia: Member, carl: Member, otto: Member, granted: str, who: str
) -> None:
    """Even where the new account has the old one's number, as SQLite gives it again."""
    gone = mia if who == "mia" else carl
    link = invite(mia)
    leave(app, gone)
    with app.app_context():
        again = User.sign_up(name="New", email=gone.user.email, password_hash="", time_zone="UTC")
        assert again is not None
        db.session.commit()
        number = again.id
    with app.app_context():
        person = mia.person if who == "carl" else carl.person
        assert Grants(person).all() == [] or who == "carl"
        assert [one.step for one in Grants(person).all()] == (["invited"] if who == "carl" else [])
    assert sees(app, carl) == []
    assert number
    let_coach(app, otto)
    otto.client.get(link)
    assert otto.client.get("/coach/invitation").status_code == (200 if who == "carl" else 410)


def test_whoever_gets_a_number_again_has_tried_nothing(app: Flask, carl: Member) -> None:
    with app.test_request_context():
        for what in ("invite", "coach-request"):
            assert not is_limited(what, carl.user.id, 1, DAY)
        assert not is_limited("letter invitation", carl.user.email, 1, DAY)
    leave(app, carl)
    with app.test_request_context():
        for what in ("invite", "coach-request"):
            assert not is_limited(what, carl.user.id, 1, DAY)
        assert not is_limited("letter invitation", carl.user.email, 1, DAY)
