"""Links in letters: bound to one purpose, out of the address bar at once, and looked at without effect."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.accounts.letters import ANN, NEW_PASSWORD, arrived, mailing_mia
from tests.people import Client, Member
from tests.post import Postbox, link_in, work
from tests.tables import contents, unchanged
from tracker.accounts import hashed, links
from tracker.accounts.models import Ticket, digest
from tracker.extensions import db

PAGES = {
    "sign-up": "/sign-up/finish",
    "reset": "/reset/password",
    "confirm": "/confirm",
    "address": "/settings/address/new",
}
FORM = {"password": NEW_PASSWORD}


@pytest.fixture
def mailed(mailing_app: Flask, postbox: Postbox) -> Member:
    return mailing_mia(mailing_app)


def issue(member: Member, purpose: str) -> str:
    facts: dict[str, dict[str, Any]] = {
        "sign-up": {**ANN, "password_hash": hashed("whatever it was"), "browser": digest("another"), "next": None},
        "confirm": {"email": member.user.email},
        "address": {"email": "mia@new.example.org"},
    }
    with member.client.app.app_context():
        owner = None if purpose in {"sign-up", "asked"} else member.user.id
        token = Ticket.issue(purpose, timedelta(hours=1), user_id=owner, **facts.get(purpose, {}))
        db.session.commit()
    return token


def test_every_purpose_is_tried_here() -> None:
    assert set(PAGES) == {purpose for purpose, page in links._pages.items() if page.startswith("accounts.")}


@pytest.mark.parametrize("made_for", [*PAGES, "asked", "invitation"])
@pytest.mark.parametrize("tried_at", PAGES)
def test_a_token_opens_what_it_was_made_for_and_nothing_else(
    mailing_app: Flask, mailed: Member, made_for: str, tried_at: str
) -> None:
    token, browser = issue(mailed, made_for), mailed.client
    answer = unchanged(mailing_app, lambda: browser.get(f"/link/{tried_at}/{token}"))
    assert (answer.status_code, answer.location) == (302, PAGES[tried_at])
    seen = unchanged(mailing_app, lambda: browser.get(PAGES[tried_at]))
    if made_for == tried_at:
        assert seen.status_code == 200
        assert browser.post(PAGES[tried_at], **FORM).status_code == 302
    else:
        assert seen.status_code == 410
        assert unchanged(mailing_app, lambda: browser.post(PAGES[tried_at], **FORM)).status_code == 410


@pytest.mark.parametrize("purpose", PAGES)
def test_the_token_leaves_the_address_and_stands_on_no_page(mailing_app: Flask, mailed: Member, purpose: str) -> None:
    token = issue(mailed, purpose)
    answer = mailed.client.get(f"/link/{purpose}/{token}")
    assert token not in answer.location
    assert token not in answer.text
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "no-store"
    page = mailed.client.page(PAGES[purpose])
    assert token not in page.html
    assert token not in str(contents(mailing_app))


def test_a_purpose_that_there_is_not(mailed: Member) -> None:
    for path in ("/link/asked/x", "/link/nothing/x", "/link/reset/", "/link/reset/x/y"):
        assert mailed.client.get(path).status_code == 404


@pytest.mark.parametrize("token", ["x", "%00", "'; drop table tickets; --", "t" * 2000])
def test_a_made_up_token_opens_nothing(mailing_app: Flask, mailed: Member, token: str) -> None:
    anyone = Client(mailing_app)
    unchanged(mailing_app, lambda: anyone.get(f"/link/reset/{token}"))
    assert anyone.get("/reset/password").status_code == 410


def test_without_a_forms_token_a_link_is_not_used(mailing_app: Flask, mailed: Member) -> None:
    for purpose, page in PAGES.items():
        mailed.client.get(f"/link/{purpose}/{issue(mailed, purpose)}")
        answer = unchanged(mailing_app, lambda page=page: mailed.client.raw.post(page, data=FORM))
        assert answer.status_code == 400


def test_signing_in_forgets_links_that_need_no_account(mailing_app: Flask, mailed: Member) -> None:
    anyone = Client(mailing_app)
    for purpose in PAGES:
        anyone.get(f"/link/{purpose}/{issue(mailed, purpose)}")
    anyone.post("/sign-in", email=mailed.user.email, password=mailed.password)
    codes = {purpose: anyone.get(page).status_code for purpose, page in PAGES.items()}
    assert codes == {"sign-up": 410, "reset": 410, "confirm": 410, "address": 200}


def test_what_has_ended_is_forgotten_by_the_worker(mailing_app: Flask, mailed: Member) -> None:
    with mailing_app.app_context():
        Ticket.issue("reset", timedelta(), user_id=mailed.user.id)
        Ticket.issue("reset", timedelta(hours=1), user_id=mailed.user.id)
        Ticket.forget_expired()
        db.session.commit()
    assert len(contents(mailing_app)["tickets"]) == 1


def test_no_log_holds_what_a_letter_holds(
    mailing_app: Flask, mailed: Member, postbox: Postbox, caplog: pytest.LogCaptureFixture
) -> None:
    """Sent, refused for now, refused for good; followed and used."""
    caplog.set_level(logging.DEBUG)
    anyone = Client(mailing_app)
    anyone.post("/sign-up", **ANN)
    postbox.of_recipients = "450 ann@example.org is busy"
    work(mailing_app)
    postbox.of_recipients = "550 mia@example.org is gone"
    anyone.post("/reset", email=mailed.user.email)
    work(mailing_app)
    postbox.of_recipients = None
    Client(mailing_app).post("/reset", email=mailed.user.email)
    link = link_in(arrived(mailing_app, postbox, mailed.user.email))
    anyone.get(link)
    assert anyone.post("/reset/password", password=NEW_PASSWORD).status_code == 302
    secrets = [ANN["password"], ANN["email"], ANN["name"], mailed.user.email, NEW_PASSWORD, link.rpartition("/")[2]]
    ours = [
        record for record in caplog.records if not record.name.startswith("mail.")
    ]  # that is the test's mail server
    said = "\n".join(map(caplog.handler.format, ours))
    assert [secret for secret in secrets if secret in said] == []
    assert "event=reset result=ok" in said
    assert "(mail) failed at try 1: RefusedForNow" in said
