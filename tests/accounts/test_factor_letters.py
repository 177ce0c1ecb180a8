"""Every change of how somebody signs in is told by letter, to them alone; no letter, log or table shows a secret."""

import logging

import pytest
from flask import Flask

from tests.accounts.test_authenticator import set_up
from tests.people import Member, make_member
from tests.post import Postbox, text_of, work
from tests.second_steps import Phone, give_codes, give_passkey, half_signed_in, use
from tests.tables import contents
from tracker.accounts import User, unlock
from tracker.extensions import db

pytestmark = pytest.mark.slow

STEP = "/sign-in/second-step"


@pytest.fixture
def ann(mailing_app: Flask) -> Member:
    return make_member(mailing_app, "ann", "Ann Lee", "Europe/Berlin")


def letters(app: Flask, postbox: Postbox) -> list[str]:
    """What has come since the last look: subject and text."""
    work(app)
    found = [f"{letter['Subject']}\n{text_of(letter)}" for letter in postbox.to("ann@example.org")]
    assert len(found) == len(postbox.letters)
    postbox.letters.clear()
    return found


def test_each_change_is_one_letter(mailing_app: Flask, postbox: Postbox, ann: Member) -> None:
    set_up(ann.client)
    (letter,) = letters(mailing_app, postbox)
    assert letter.startswith("Signing in to your Milepost has changed")
    assert "an authenticator app was added to your account" in letter
    assert "http://localhost/settings/sessions" in letter

    give_passkey(ann, "Blue phone")
    (letter,) = letters(mailing_app, postbox)
    assert "the passkey “Blue phone” was added" in letter

    number = contents(mailing_app)["passkeys"][0]["id"]
    ann.client.post(f"/settings/passkeys/{number}/rename", name="Phone")
    assert letters(mailing_app, postbox) == []

    ann.client.post("/settings/recovery-codes")
    (letter,) = letters(mailing_app, postbox)
    assert "The earlier ones are of no use any more." in letter

    ann.client.post("/settings/authenticator/remove")
    (letter,) = letters(mailing_app, postbox)
    assert "the authenticator app was removed" in letter
    assert "Your other ways of signing in stay as they are." in letter

    ann.client.post(f"/settings/passkeys/{number}/remove")
    (letter,) = letters(mailing_app, postbox)
    assert "the passkey “Phone” was removed" in letter
    assert "your password alone signs you in now" in letter


def test_a_used_recovery_code_says_how_many_are_left(mailing_app: Flask, postbox: Postbox, ann: Member) -> None:
    set_up(ann.client)
    letters(mailing_app, postbox)
    codes = give_codes(mailing_app, ann)
    said = []
    for code in [codes[0], *codes[8:], *codes[1:8]]:
        half_signed_in(mailing_app, ann).post(STEP, recovery_code=code)
        said += [letter for letter in letters(mailing_app, postbox) if letter.startswith("A recovery code")]
    assert len(said) == 10
    assert "9 codes of ten are left." in said[0]
    assert "1 code of ten is left." in said[-2]
    assert "It was the last one: make new ones in the settings." in said[-1]
    assert not any(code in letter for code in codes for letter in said)


def test_the_operators_help_is_told_too(mailing_app: Flask, postbox: Postbox, ann: Member) -> None:
    set_up(ann.client)
    letters(mailing_app, postbox)
    with mailing_app.app_context():
        assert unlock(User.by_id(ann.user.id))
        db.session.commit()
    (letter,) = letters(mailing_app, postbox)
    assert letter.startswith("The second step of your Milepost was removed")


def test_no_secret_is_in_any_log_or_table(
    mailing_app: Flask, postbox: Postbox, ann: Member, caplog: pytest.LogCaptureFixture
) -> None:
    """Canaries: the seed as the app has it, every code that was typed, every recovery code, every ticket."""
    caplog.set_level(logging.DEBUG)
    phone: Phone = set_up(ann.client)
    passkey = give_passkey(ann)
    codes = give_codes(mailing_app, ann)
    secrets = [phone.seed, *codes, *(code.replace("-", "") for code in codes)]
    tickets = []
    typed = [{"code": phone.code(1)}, {"code": "271828"}, {"recovery_code": codes[0]}, {"code": codes[1]}]
    for fields in typed:
        half = half_signed_in(mailing_app, ann)
        with half.raw.session_transaction() as session:
            tickets.append(session["half_way"])
        half.post(STEP, **fields)
    ann.client.post("/settings/authenticator/begin")
    with ann.client.raw.session_transaction() as session:
        tickets.append(session["authenticator"])
    use(half_signed_in(mailing_app, ann), passkey, STEP)
    secrets += [phone.code(1), "271828", *tickets]
    dump, log = str(contents(mailing_app)), caplog.text
    work(mailing_app)
    mail = "".join(text_of(letter) for letter in postbox.letters)
    assert "authenticator" in log
    assert phone.seed.encode() not in b"".join(row["sealed"] for row in contents(mailing_app)["authenticators"])
    for secret in secrets:
        assert secret not in dump
        assert secret not in log
        assert secret not in mail
