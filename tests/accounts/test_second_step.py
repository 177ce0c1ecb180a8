"""/sign-in/second-step: what lets somebody in who has shown their password, and what does not."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.accounts.test_sessions import NOW
from tests.crowd import at_once
from tests.people import PASSWORD, Member
from tests.second_steps import (
    PRESENT,
    copy_of,
    give_app,
    give_codes,
    give_passkey,
    half_signed_in,
    half_way,
    is_signed_in,
    use,
)
from tests.tables import contents, of_person
from tracker import clock
from tracker.accounts.models import Authenticator, UserSession
from tracker.extensions import db

pytestmark = pytest.mark.slow

PATH = "/sign-in/second-step"


def test_the_password_alone_opens_nothing(app: Flask, mia: Member) -> None:
    give_app(app, mia)
    sessions = len(contents(app)["user_sessions"])
    half = half_signed_in(app, mia)
    assert not is_signed_in(half)
    assert len(contents(app)["user_sessions"]) == sessions
    page = half.page(PATH)
    assert "One more step" in page.one("h1").text
    assert mia.user.name not in page.text
    assert mia.user.email not in page.html
    field = page.one("input", name_="code")
    assert (field["autocomplete"], field["inputmode"], "autofocus" in field.attributes) == (
        "one-time-code", "numeric", True,
    )  # fmt: skip


def test_a_code_lets_in(app: Flask, mia: Member) -> None:
    phone = give_app(app, mia)
    half = half_signed_in(app, mia)
    answer = half.post(PATH, code=phone.code())
    assert (answer.status_code, answer.location) == (302, "/dashboard")
    assert mia.user.name in half.page("/dashboard").text
    assert half.get(PATH).location == "/sign-in"
    assert half.get("/settings/password").status_code == 200, "it counts as proof, too"


def test_a_recovery_code_lets_in_once_and_a_letter_says_so(app: Flask, mia: Member) -> None:
    give_app(app, mia)
    codes = give_codes(app, mia)
    half = half_signed_in(app, mia)
    assert half.post(PATH, recovery_code=codes[3].upper().replace("-", " ")).location == "/dashboard"
    assert len(contents(app)["recovery_codes"]) == 9
    assert len(contents(app)["jobs"]) == 1
    again = half_signed_in(app, mia)
    page = again.read(again.post(PATH, recovery_code=codes[3]), 422)
    assert "was used before" in page.text
    assert "open" in page.one("main").one("details").attributes
    assert again.post(PATH, code=codes[4]).location == "/dashboard", "in the other box it is known too"


def test_a_passkey_lets_in(app: Flask, mia: Member) -> None:
    passkey = give_passkey(mia)
    half = half_signed_in(app, mia)
    page = half.page(PATH)
    assert page.all("input", name_="code") == [], "there is no app"
    assert "Use a passkey" in page.text
    assert use(half, passkey, PATH).location == "/dashboard"
    assert is_signed_in(half)


def test_one_persons_code_is_of_no_use_at_anothers_ticket(app: Flask, mia: Member, otto: Member) -> None:
    give_app(app, mia), give_codes(app, mia)
    phone, codes, passkey = give_app(app, otto), give_codes(app, otto), give_passkey(otto)
    half = half_signed_in(app, mia)
    his = of_person(app, otto.user.id)
    assert half.post(PATH, code=phone.code()).status_code == 422
    assert half.post(PATH, recovery_code=codes[0]).status_code == 422
    options = half.post("/passkey/options").get_json()
    assert half.post(PATH, credential=passkey.shown(options)).status_code == 422
    assert of_person(app, otto.user.id) == his, "his are as good as before"
    assert not is_signed_in(half)


@pytest.mark.parametrize(
    "fields,sentence",
    [
        ({"code": ""}, "Enter the six digits that your app shows."),
        ({"recovery_code": ""}, "Enter one of your recovery codes."),
        ({"code": "12345"}, "This code isn't right"),
        ({"code": "x" * 41}, "A code is shorter than that."),
        ({"recovery_code": "x" * 41}, "A code is shorter than that."),
        ({"code": "１２３４５６"}, "This code isn't right"),
        ({"code": "\x00"}, "This code isn't right"),
        ({"recovery_code": "abcd-efgh-jkmn"}, "This recovery code isn't right"),
        ({"credential": "{}"}, "That passkey doesn't open this account"),
        ({"credential": "[" * 19_000}, "That passkey doesn't open this account"),
        ({}, "This code isn't right"),
    ],
)
def test_what_is_not_right_is_said_and_changes_nothing(
    app: Flask, mia: Member, fields: dict[str, str], sentence: str
) -> None:
    give_app(app, mia), give_codes(app, mia)
    half = half_signed_in(app, mia)
    before = of_person(app, mia.user.id)
    page = half.read(half.post(PATH, **fields), 422)
    assert sentence in page.text
    assert of_person(app, mia.user.id) == before
    assert not is_signed_in(half)
    assert half.get(PATH).status_code == 200, "it may be tried again"


def test_the_code_before_works_once_and_older_ones_never(app: Flask, mia: Member) -> None:
    with clock.stopped_at(NOW):
        phone = give_app(app, mia)
        half = half_signed_in(app, mia)
        for old in (phone.code(-2), phone.code(-3), phone.code(2)):
            assert half.post(PATH, code=old).status_code == 422
        assert half.post(PATH, code=phone.code(-1)).location == "/dashboard"
        half = half_signed_in(app, mia)
        assert half.post(PATH, code=phone.code(-1)).status_code == 422, "once"
        assert half.post(PATH, code=phone.code()).location == "/dashboard"
        half = half_signed_in(app, mia)
        assert half.post(PATH, code=phone.code(-1)).status_code == 422, "older than what was used"
        assert half.post(PATH, code=phone.code()).status_code == 422


def test_a_used_code_stays_used_when_the_clock_steps_back(app: Flask, mia: Member) -> None:
    with clock.stopped_at(NOW + timedelta(hours=1)):
        phone = give_app(app, mia)
        assert half_signed_in(app, mia).post(PATH, code=phone.code()).location == "/dashboard"
    with clock.stopped_at(NOW):
        half = half_signed_in(app, mia)
        assert half.post(PATH, code=phone.code(120)).status_code == 422
        assert half.post(PATH, code=phone.code()).status_code == 422


@pytest.mark.parametrize("kind", ["code", "recovery_code", "credential"])
def test_twenty_at_once_with_one_code_are_one(app: Flask, mia: Member, kind: str) -> None:
    """From twenty browsers that all know her password."""
    phone, codes, passkey = give_app(app, mia), give_codes(app, mia), give_passkey(mia)
    first = half_way(app, mia)
    options = first.post("/passkey/options").get_json()
    halves = [copy_of(first) if kind == "credential" else half_way(app, mia) for _ in range(20)]
    form: dict[str, Any] = {"code": phone.code(), "recovery_code": codes[0], "credential": passkey.shown(options)}
    csrf = [half.token() for half in halves]
    with app.app_context():
        sessions = len(UserSession.of(mia.user.id))

    def send(n: int) -> bool:
        data = {"csrf_token": csrf[n], kind: form[kind]}
        return halves[n].raw.post(PATH, data=data).location == "/dashboard"

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tracker.accounts.limits.CodeTries.are_too_many", lambda _self: False)  # twenty are too many
        assert sum(at_once(20, send)) == 1
    assert len(contents(app)["user_sessions"]) == sessions + 1


def test_the_known_browser_is_asked_too(app: Flask, mia: Member) -> None:
    phone = give_app(app, mia)
    client = half_signed_in(app, mia)
    client.post(PATH, code=phone.code())
    client.post("/sign-out")
    assert client.raw.get_cookie("browser") is not None
    assert client.post("/sign-in", email=mia.user.email, password=PASSWORD).location == PATH


def test_a_letter_tells_of_a_new_device_only_after_the_second_step(app: Flask, mia: Member) -> None:
    phone = give_app(app, mia)
    half_signed_in(app, mia).post(PATH, code=phone.code())
    other = half_signed_in(app, mia)
    assert contents(app)["jobs"] == []
    other.post(PATH, code=phone.code(1))
    assert len(contents(app)["jobs"]) == 1


def test_a_seed_sealed_under_another_key_opens_nothing_and_is_logged(
    app: Flask, mia: Member, caplog: pytest.LogCaptureFixture
) -> None:
    phone, codes = give_app(app, mia), give_codes(app, mia)
    with app.app_context():
        db.session.execute(db.update(Authenticator).values(sealed=b"of another key"))
        db.session.commit()
    half = half_signed_in(app, mia)
    assert half.post(PATH, code=phone.code()).status_code == 422
    assert f"the authenticator of user {mia.user.id} can't be opened" in caplog.text
    assert half.post(PATH, recovery_code=codes[0]).location == "/dashboard"


def test_a_passkey_that_was_not_opened_by_finger_or_pin_is_refused(app: Flask, mia: Member) -> None:
    passkey = give_passkey(mia)
    half = half_signed_in(app, mia)
    assert use(half, passkey, PATH, flags=PRESENT).status_code == 422


def test_each_step_is_one_line_in_the_log(app: Flask, mia: Member, caplog: pytest.LogCaptureFixture) -> None:
    phone = give_app(app, mia)
    caplog.set_level(logging.INFO, "tracker.accounts")
    half = half_signed_in(app, mia)
    half.post(PATH, code="123456")
    half.post(PATH, code=phone.code())
    said = [
        record.getMessage().partition(" user=")[0] for record in caplog.records if record.name.startswith("tracker")
    ]
    assert said == [
        "account event=first-step result=ok reason=password",
        "account event=second-step result=refused reason=wrong-passkey-or-code",
        "account event=sign-in result=ok reason=password-and-authenticator",
    ]
    assert phone.code() not in caplog.text
