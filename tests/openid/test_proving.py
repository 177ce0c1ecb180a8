"""Proving by the provider who one is: only anew, only by what is linked, and the only way where no password is set."""

from datetime import timedelta

import pytest
from flask import Flask

from tests.openid.journey import PROVE, Browser, asked, finish, sent_to, travel
from tests.people import Client, Member
from tests.tables import contents, unchanged
from tracker import clock
from tracker.accounts import User
from tracker.accounts.models import LONG_AGO, Identity, UserSession
from tracker.extensions import db

pytestmark = pytest.mark.slow


@pytest.fixture
def stale(openid_app: Flask, mia: Member) -> Member:
    """Mia, whom Elsewhere knows as mia.work, long after she proved who she is."""
    with openid_app.app_context():
        Identity.link(mia.user.id, openid_app.extensions["settings"].openid.issuer, "mia.work", "mia.work@example.org")
        db.session.query(UserSession).update({"proved_at": LONG_AGO})
        db.session.commit()
    assert mia.client.get("/settings/openid").status_code == 302
    return mia


def test_a_sign_in_anew_is_a_proof(stale: Member) -> None:
    start = "/settings/proof?next=/settings/openid"
    page = stale.client.page(start)
    (way,) = [link["href"] for link in page.all("a") if "Elsewhere" in link.text]
    assert page.form("/settings/proof"), "a password does as well"
    address = sent_to(stale.client, way)
    assert (asked(address)["prompt"], asked(address)["max_age"]) == ("login", "0")
    answer = finish(stale.client, Browser().allow(address, "mia.work"))
    assert (answer.status_code, answer.location) == (302, "/settings/openid")
    assert stale.client.get("/settings/openid").status_code == 200


def test_whoever_has_no_password_is_asked_for_none(openid_app: Flask, stale: Member) -> None:
    with openid_app.app_context():
        User.by_id(stale.user.id).password_hash = ""
        db.session.commit()
    page = stale.client.page("/settings/proof")
    assert page.all("input", type_="password") == []
    for password in ("", "x" * 12):
        assert stale.client.post("/settings/proof", password=password).status_code == 422
    assert travel(stale.client, "mia.work", PROVE).location == "/settings"
    assert stale.client.get("/settings/password").status_code == 200


def test_another_account_there_proves_nothing(openid_app: Flask, stale: Member, otto: Member) -> None:
    with openid_app.app_context():
        Identity.link(otto.user.id, openid_app.extensions["settings"].openid.issuer, "otto", "")
        db.session.commit()
    for name in ("otto", "stranger"):
        answer = travel(stale.client, name, PROVE)
        assert "isn't linked to this one, so it proves nothing" in stale.client.read(answer, 422).text
    assert stale.client.get("/settings/openid").status_code == 302


def test_having_been_signed_in_there_proves_nothing(openid_app: Flask, stale: Member) -> None:
    """The question for a sign-in anew taken out on the way: the provider then answers from its own session."""
    browser = Browser()
    address = sent_to(stale.client, PROVE)
    browser.allow(address, "mia.work")
    with clock.stopped_at(clock.now() + timedelta(minutes=5)):
        lenient = sent_to(stale.client, PROVE).replace("prompt=login", "").replace("max_age=0", "max_age=9999")
        answer = finish(stale.client, browser.allow(lenient, "mia.work"))
    assert "didn't have you sign in anew" in stale.client.read(answer, 422).text
    without = sent_to(stale.client, PROVE).replace("prompt=login", "").replace("max_age=0", "")
    answer = finish(stale.client, browser.allow(without, "mia.work"))
    assert "didn't have you sign in anew" in stale.client.read(answer, 422).text, "it doesn't say when they signed in"


def test_signed_out_there_is_nothing_to_prove(openid_app: Flask, stale: Member) -> None:
    assert Client(openid_app).get(PROVE).location == f"/sign-in?next={PROVE}"
    back = Browser().allow(sent_to(stale.client, PROVE), "mia.work")
    with openid_app.app_context():
        UserSession.end_all(stale.user.id)
        db.session.commit()
    assert "You're signed out." in stale.client.read(finish(stale.client, back), 422).text


def test_a_proof_begun_is_no_sign_in(openid_app: Flask, stale: Member) -> None:
    before = len(contents(openid_app)["user_sessions"])
    travel(stale.client, "mia.work", PROVE)
    assert len(contents(openid_app)["user_sessions"]) == before
    assert unchanged(openid_app, stale.client.get, PROVE).status_code == 302
