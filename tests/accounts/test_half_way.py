"""Being half signed in: a ticket of five minutes in the cookie, what survives it, and what ends it."""

from datetime import timedelta

import pytest
from flask import Flask

from tests.accounts.test_sessions import NOW, SECOND, token
from tests.hostile import ELSEWHERE
from tests.people import PASSWORD, Client, Member
from tests.second_steps import (
    WRONG_CODE,
    copy_of,
    give_app,
    half_signed_in,
    is_signed_in,
)
from tests.tables import contents, unchanged
from tracker import clock
from tracker.accounts import User
from tracker.extensions import db

pytestmark = pytest.mark.slow

PATH = "/sign-in/second-step"


def test_the_session_is_new_and_what_was_before_is_dead(app: Flask, mia: Member) -> None:
    phone = give_app(app, mia)
    half = half_signed_in(app, mia)
    before, form_token = copy_of(half), half.token()
    half.post(PATH, code=phone.code())
    assert token(half)
    assert not is_signed_in(before)
    assert before.post(PATH, code=phone.code(1)).location == "/sign-in"
    assert half.post("/theme", csrf_token=form_token, theme="dark").status_code == 400, "its form token died too"


def test_a_planted_half_way_cookie_wins_nothing(app: Flask, mia: Member, otto: Member) -> None:
    """Otto gives his own half-way cookie to mia's browser, and she signs in: he is not where she is."""
    give_app(app, mia), give_app(app, otto)
    his = half_signed_in(app, otto)
    hers = copy_of(his)
    assert hers.post("/sign-in", email=mia.user.email, password=PASSWORD).location == PATH
    assert his.get(PATH).status_code == 200
    with his.raw.session_transaction() as one, hers.raw.session_transaction() as other:
        assert one["half_way"] != other["half_way"]


def test_it_lasts_five_minutes(app: Flask, mia: Member) -> None:
    phone = give_app(app, mia)
    with clock.stopped_at(NOW):
        early, late = half_signed_in(app, mia), half_signed_in(app, mia)
    with clock.stopped_at(NOW + timedelta(minutes=5) - SECOND):
        assert early.post(PATH, code=phone.code()).location == "/dashboard"
    with clock.stopped_at(NOW + timedelta(minutes=5)):
        assert late.get(PATH).location == "/sign-in"
        assert late.post(PATH, code=phone.code(1)).location == "/sign-in"
        assert "waits for five minutes, and they are over" in late.page("/sign-in").text


@pytest.mark.parametrize("remember", [False, True])
def test_staying_signed_in_and_where_to_go_survive(app: Flask, mia: Member, remember: bool) -> None:
    phone = give_app(app, mia)
    half = half_signed_in(app, mia, next="/roadmap/tiny-guide?by=track", **({"remember": "y"} if remember else {}))
    answer = half.post(PATH, code=phone.code())
    assert answer.location == "/roadmap/tiny-guide?by=track"
    (cookie,) = [line for line in answer.headers.getlist("Set-Cookie") if line.startswith("session=")]
    assert ("Expires=" in cookie) is remember
    assert contents(app)["user_sessions"][-1]["remembered"] is remember


@pytest.mark.parametrize("address", ELSEWHERE)
def test_next_never_leads_elsewhere(app: Flask, mia: Member, address: str) -> None:
    phone = give_app(app, mia)
    half = half_signed_in(app, mia, next=address)
    assert half.post(PATH, code=phone.code(), next=address).location == "/dashboard"


def test_the_half_way_cookie_itself_does_not_stay(app: Flask, mia: Member) -> None:
    give_app(app, mia)
    client = Client(app)
    answer = client.post("/sign-in", email=mia.user.email, password=PASSWORD, remember="y")
    (cookie,) = [line for line in answer.headers.getlist("Set-Cookie") if line.startswith("session=")]
    assert "Expires=" not in cookie
    assert not [line for line in answer.headers.getlist("Set-Cookie") if line.startswith("browser=")], "not known yet"


def test_signing_out_ends_it(app: Flask, mia: Member) -> None:
    phone = give_app(app, mia)
    half = half_signed_in(app, mia)
    copy = copy_of(half)
    assert half.get("/sign-in").location == PATH
    assert half.post("/sign-out").location == "/sign-in"
    assert half.get("/sign-in").status_code == 200
    assert copy.post(PATH, code=phone.code()).location == "/sign-in"
    assert contents(app)["tickets"] == []


@pytest.mark.parametrize("act", ["password", "disable"])
def test_a_new_password_and_disabling_end_it(app: Flask, mia: Member, act: str) -> None:
    phone = give_app(app, mia)
    half = half_signed_in(app, mia)
    with app.app_context():
        user = User.by_id(mia.user.id)
        user.disable() if act == "disable" else user.change_password("another lantern in the rain")
        db.session.commit()
    assert half.post(PATH, code=phone.code()).location == "/sign-in"
    assert not is_signed_in(half)


def test_a_change_of_factors_ends_it(app: Flask, mia: Member) -> None:
    phone = give_app(app, mia)
    half = half_signed_in(app, mia)
    mia.client.post("/settings/authenticator/remove")
    assert half.post(PATH, code=phone.code()).location == "/sign-in"


def test_the_same_form_sent_twice_does_not_undo_the_first(app: Flask, mia: Member) -> None:
    phone = give_app(app, mia)
    half = half_signed_in(app, mia)
    late = copy_of(half)
    csrf = late.token()
    half.post(PATH, code=phone.code())
    answer = late.raw.post(PATH, data={"csrf_token": csrf, "code": phone.code()})
    assert answer.location == "/sign-in"
    assert "Set-Cookie" not in answer.headers, "or it would take the place of the session that the first has begun"


def test_signed_out_and_signed_in_have_nothing_to_do_here(app: Flask, anyone: Client, mia: Member) -> None:
    for client in (anyone, mia.client):
        assert unchanged(app, client.get, PATH).location == "/sign-in"
        assert unchanged(app, lambda one=client: one.post(PATH, code=WRONG_CODE)).location == "/sign-in"


@pytest.mark.parametrize("made_up", ["", "x", "../..", "a" * 2000])
def test_a_made_up_ticket_opens_nothing(app: Flask, mia: Member, anyone: Client, made_up: str) -> None:
    phone = give_app(app, mia)
    with anyone.raw.session_transaction() as session:
        session["half_way"] = made_up
    assert anyone.get(PATH).location == "/sign-in"
    assert anyone.post(PATH, code=phone.code()).location == "/sign-in"


def test_a_ticket_for_something_else_opens_nothing(app: Flask, mia: Member) -> None:
    phone = give_app(app, mia)
    half = half_signed_in(app, mia)
    half.post("/passkey/options")
    with half.raw.session_transaction() as session:
        session["half_way"] = session["challenge"]
    assert half.post(PATH, code=phone.code()).location == "/sign-in"
