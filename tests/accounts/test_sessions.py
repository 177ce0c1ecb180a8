"""Sessions: a new one at every sign-in, ended by a change of password or by disabling, and by time."""

import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.apps import another_app
from tests.people import PASSWORD, Client, Member, make_member
from tests.tables import contents
from tracker import clock
from tracker.accounts import User
from tracker.accounts.models import ABSOLUTE, IDLE, REMEMBERED_ABSOLUTE, REMEMBERED_IDLE, UserSession
from tracker.extensions import BUSY_SECONDS, db, sqlite_module

pytestmark = pytest.mark.slow

NOW = clock.now().replace(microsecond=0)
SECOND = timedelta(seconds=1)


def token(client: Client) -> str | None:
    with client.raw.session_transaction() as session:
        found = session.get("_user_id")
    return str(found) if found else None


def signed_in(client: Client) -> bool:
    return client.get("/dashboard").status_code == 200


def sign_in(app: Flask, member: Member, **fields: str) -> Client:
    client = Client(app)
    assert client.post("/sign-in", email=member.user.email, password=PASSWORD, **fields).status_code == 302
    return client


def test_the_token_is_new_at_every_sign_in(app: Flask, anyone: Client, mia: Member) -> None:
    tokens = {token(sign_in(app, mia)) for _ in range(5)} | {mia.token}
    assert len(tokens) == 6
    assert all(one is not None and len(one) >= 43 for one in tokens)
    assert not any(str(one) in str(contents(app)) for one in tokens), "tables hold hashes only"


def test_a_planted_session_wins_nothing(app: Flask, mia: Member, otto: Member) -> None:
    """Fixation: whoever gave mia's browser its cookie does not hold what it becomes."""
    victim = Client(app)
    victim.get("/sign-in")
    planted = victim.raw.get_cookie("session")
    assert planted is not None
    form_token = victim.token()
    victim.post("/sign-in", email=mia.user.email, password=PASSWORD)

    attacker = Client(app)
    attacker.raw.set_cookie("session", planted.value)
    assert not signed_in(attacker)
    assert victim.post("/theme", csrf_token=form_token, theme="dark").status_code == 400, "its form token died too"


def test_signing_up_begins_a_session_of_its_own(app: Flask, anyone: Client) -> None:
    anyone.raw.set_cookie("session", "forged")
    before = anyone.token()
    form = {"name": "Ann", "email": "ann@example.org", "password": PASSWORD, "time_zone": "UTC"}
    anyone.post("/sign-up", **form)
    assert signed_in(anyone)
    assert anyone.post("/theme", csrf_token=before, theme="dark").status_code == 400


@pytest.mark.parametrize("forged", ["", "x", "1", "0", "../..", "'; drop table users; --", "a" * 2000])
def test_a_made_up_token_is_nobody(app: Flask, anyone: Client, mia: Member, forged: str) -> None:
    anyone.sign_in_as(forged)
    assert not signed_in(anyone)
    anyone.raw.set_cookie("session", forged)
    assert not signed_in(anyone)


def test_a_cookie_signed_with_another_key_is_nobody(app: Flask, anyone: Client, mia: Member) -> None:
    kept = mia.client.raw.get_cookie("session")
    assert kept is not None
    anyone.raw.set_cookie("session", kept.value[:-4] + "AAAA")
    assert not signed_in(anyone)


def test_a_change_of_password_ends_all_other_sessions(mia: Member, otto: Member) -> None:
    second, third = mia.another_browser(), mia.another_browser()
    old = token(mia.client)
    mia.client.post("/settings/password", current_password=PASSWORD, new_password="another lantern in the rain")
    assert signed_in(mia.client)
    assert token(mia.client) != old
    assert not signed_in(second)
    assert not signed_in(third)
    assert signed_in(otto.client)


def test_the_token_of_before_the_change_is_dead(anyone: Client, mia: Member) -> None:
    mia.client.post("/settings/password", current_password=PASSWORD, new_password="another lantern in the rain")
    anyone.sign_in_as(mia.token)
    assert not signed_in(anyone)


def test_disabling_ends_all_sessions(app: Flask, mia: Member, otto: Member) -> None:
    second = mia.another_browser()
    with app.app_context():
        User.by_id(mia.user.id).disable()
        db.session.commit()
    assert not signed_in(mia.client)
    assert not signed_in(second)
    assert signed_in(otto.client)
    assert mia.client.post("/sign-in", email=mia.user.email, password=PASSWORD).status_code == 422


@pytest.mark.parametrize(
    "remember,idle,absolute", [(False, IDLE, ABSOLUTE), (True, REMEMBERED_IDLE, REMEMBERED_ABSOLUTE)]
)
def test_sessions_end_by_time(app: Flask, mia: Member, remember: bool, idle: timedelta, absolute: timedelta) -> None:
    fields = {"remember": "y"} if remember else {}
    with clock.stopped_at(NOW):
        quiet, busy = sign_in(app, mia, **fields), sign_in(app, mia, **fields)
    with clock.stopped_at(NOW + idle + SECOND):
        assert not signed_in(quiet)

    moment, step = NOW, idle - SECOND
    while moment + step <= NOW + absolute:
        moment += step
        with clock.stopped_at(moment):
            assert signed_in(busy), f"used {step} ago, it still stands after {moment - NOW}"
    with clock.stopped_at(NOW + absolute):
        assert signed_in(busy)
    with clock.stopped_at(NOW + absolute + SECOND):
        assert not signed_in(busy), "being used does not lengthen the longest life"


def seen(app: Flask) -> object:
    with app.app_context():
        (row,) = db.session.execute(db.select(UserSession.seen_at)).all()
        db.session.rollback()
        return row[0]


def test_being_seen_is_noted_at_most_every_five_minutes(app: Flask, mia: Member) -> None:
    with clock.stopped_at(NOW):
        client = sign_in(app, mia)
        with app.app_context():
            UserSession.end(mia.token)
            db.session.commit()
    for minutes, noted in [(1, 0), (5, 0), (6, 6), (10, 6), (12, 12)]:
        with clock.stopped_at(NOW + timedelta(minutes=minutes)):
            client.get("/dashboard")
            assert seen(app) == NOW + timedelta(minutes=noted)


def test_a_page_neither_fails_nor_waits_for_being_noted(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with another_app(tmp_path) as own:
        with clock.stopped_at(NOW):
            mia = make_member(own, "mia", "Mia Okafor", "UTC")
        with own.app_context():
            file = db.engine.url.database
        with closing(sqlite_module().connect(file, isolation_level=None)) as lock:
            lock.execute("BEGIN IMMEDIATE")
            with clock.stopped_at(NOW + timedelta(minutes=6)):
                began = time.monotonic()
                assert signed_in(mia.client)
                assert time.monotonic() - began < BUSY_SECONDS
                assert caplog.text.count("that a session was used is not noted: OperationalError") == 1
                lock.execute("ROLLBACK")
                mia.client.get("/no-such-page")
                assert seen(own) == NOW, "an error page notes nothing"
                assert signed_in(mia.client)
                assert seen(own) == NOW + timedelta(minutes=6)


def test_ended_sessions_are_swept_at_the_next_sign_in(app: Flask, mia: Member) -> None:
    with clock.stopped_at(NOW):
        sign_in(app, mia)
    with clock.stopped_at(NOW + timedelta(days=31)):
        sign_in(app, mia)
        assert len(contents(app)["user_sessions"]) == 1


@pytest.mark.parametrize("remember", [False, True])
def test_remembering_alone_makes_the_cookie_last(app: Flask, anyone: Client, mia: Member, remember: bool) -> None:
    fields = {"remember": "y"} if remember else {}
    answer = anyone.post("/sign-in", email=mia.user.email, password=PASSWORD, **fields)
    (cookie,) = [value for value in answer.headers.getlist("Set-Cookie") if value.startswith("session=")]
    assert ("Expires=" in cookie) is remember
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_the_device_is_kept_short(app: Flask, anyone: Client, mia: Member) -> None:
    form = {"email": mia.user.email, "password": PASSWORD, "csrf_token": anyone.token()}
    assert anyone.raw.post("/sign-in", data=form, headers={"User-Agent": "x" * 5000}).status_code == 302
    assert max(len(row["device"]) for row in contents(app)["user_sessions"]) == 200
