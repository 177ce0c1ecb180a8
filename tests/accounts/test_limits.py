"""Ten attempts in five minutes, per account and per address: a sentence, Retry-After, and all is back afterwards."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.apps import another_app
from tests.crowd import at_once
from tests.people import PASSWORD, Client, Member, make_member
from tests.tables import contents
from tracker import clock

pytestmark = pytest.mark.slow

NOW = clock.now().replace(microsecond=0)
WRONG = "not her password"


def attempt(client: Client, email: str, password: str, address: str = "192.0.2.1", **headers: str) -> TestResponse:
    form = {"email": email, "password": password, "csrf_token": client.token()}
    return client.raw.post("/sign-in", data=form, headers=headers, environ_overrides={"REMOTE_ADDR": address})


def test_the_eleventh_attempt_on_an_account_waits(app: Flask, anyone: Client, mia: Member) -> None:
    with clock.stopped_at(NOW):
        codes = [attempt(anyone, mia.user.email, WRONG, f"192.0.2.{n}").status_code for n in range(10)]
        assert codes == [422] * 10
        answer = attempt(anyone, mia.user.email, PASSWORD, "192.0.2.99")
        page = anyone.read(answer, 429)
        assert "Wait five minutes, then try again." in page.text
        assert answer.headers["Retry-After"] == "300"
        assert page.one("input", name_="email")["value"] == mia.user.email
        assert PASSWORD not in page.html
        assert attempt(anyone, " MIA@Example.org", PASSWORD, "192.0.2.98").status_code == 429
        assert anyone.get("/dashboard").status_code == 302, "the right password does not get past the limit"
    with clock.stopped_at(NOW + timedelta(minutes=5)):
        assert attempt(anyone, mia.user.email, PASSWORD).status_code == 302


def test_the_eleventh_attempt_from_an_address_waits(app: Flask, anyone: Client, mia: Member) -> None:
    with clock.stopped_at(NOW):
        codes = [attempt(anyone, f"n{n}@example.org", WRONG).status_code for n in range(10)]
        assert codes == [422] * 10
        assert attempt(anyone, mia.user.email, PASSWORD).status_code == 429
        assert attempt(anyone, mia.user.email, PASSWORD, "192.0.2.77").status_code == 302, "others are not held up"
    with clock.stopped_at(NOW + timedelta(minutes=5)):
        assert attempt(Client(app), mia.user.email, PASSWORD).status_code == 302


def test_an_attempt_too_many_does_not_lengthen_the_wait(anyone: Client, mia: Member) -> None:
    for minutes in (0, 4):
        with clock.stopped_at(NOW + timedelta(minutes=minutes)):
            codes = [attempt(anyone, mia.user.email, WRONG).status_code for _ in range(11)]
            assert codes[-1] == 429
    with clock.stopped_at(NOW + timedelta(minutes=5)):
        assert attempt(anyone, mia.user.email, PASSWORD).status_code == 302


def test_a_forged_address_does_not_get_past(anyone: Client, mia: Member) -> None:
    forged = ("X-Forwarded-For", "X-Real-IP", "Forwarded")
    codes = [
        attempt(anyone, f"n{n}@example.org", WRONG, **dict.fromkeys(forged, f"198.51.100.{n}")).status_code
        for n in range(11)
    ]
    assert codes == [422] * 10 + [429]


def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_saw(tmp_path: Path) -> None:
    with another_app(tmp_path, trusted_hops=1) as app:
        mia = make_member(app, "mia", "Mia Okafor", "UTC")
        anyone = Client(app)

        def through_proxy(number: int, saw: str) -> int:
            headers = {"X-Forwarded-For": f"198.51.100.{number}, {saw}"}
            return attempt(anyone, f"n{number}@example.org", WRONG, "127.0.0.1", **headers).status_code

        assert [through_proxy(n, "203.0.113.5") for n in range(11)] == [422] * 10 + [429]
        assert through_proxy(11, "203.0.113.6") == 422
        headers = {"X-Forwarded-For": "203.0.113.7"}
        assert attempt(anyone, mia.user.email, PASSWORD, "127.0.0.1", **headers).status_code == 302


def test_signing_in_to_an_own_account_wins_no_attempts_on_others(app: Flask, mia: Member, otto: Member) -> None:
    for n in range(9):
        assert attempt(Client(app), f"n{n}@example.org", WRONG).status_code == 422
    assert attempt(Client(app), otto.user.email, PASSWORD).status_code == 302
    assert attempt(Client(app), mia.user.email, WRONG).status_code == 422
    assert attempt(Client(app), mia.user.email, WRONG).status_code == 429


def test_a_class_that_signs_in_from_one_address_is_not_held_up(app: Flask, mia: Member, otto: Member) -> None:
    for _ in range(8):
        for member in (mia, otto):
            assert attempt(Client(app), member.user.email, PASSWORD).status_code == 302


def test_twenty_at_once_get_ten_answers(app: Flask, mia: Member) -> None:
    clients = [Client(app) for _ in range(20)]
    codes = at_once(20, lambda n: attempt(clients[n], mia.user.email, WRONG, f"192.0.2.{n}").status_code)
    assert Counter(codes) == {422: 10, 429: 10}


def test_the_current_password_can_be_tried_ten_times(app: Flask, mia: Member) -> None:
    new = "another lantern in the rain"
    with clock.stopped_at(NOW):
        fields = {"current_password": WRONG, "new_password": new}
        codes = [mia.client.post("/settings/password", **fields).status_code for _ in range(10)]
        assert codes == [422] * 10
        answer = mia.client.post("/settings/password", current_password=PASSWORD, new_password=new)
        page = mia.client.read(answer, 429)
        assert "Wait five minutes" in page.text
        assert answer.headers["Retry-After"] == "300"
        assert PASSWORD not in page.html
        assert new not in page.html
    with clock.stopped_at(NOW + timedelta(minutes=5)):
        assert mia.client.post("/settings/password", current_password=PASSWORD, new_password=new).status_code == 302


def test_the_twenty_first_account_from_an_address_waits(app: Flask) -> None:
    form = {"name": "N", "password": PASSWORD, "time_zone": "UTC"}
    with clock.stopped_at(NOW):
        for n in range(20):
            assert Client(app).post("/sign-up", **form, email=f"n{n}@example.org").status_code == 302
        client = Client(app)
        answer = client.post("/sign-up", **form, email="late@example.org")
        assert "too many new accounts from here" in client.read(answer, 429).text
        assert answer.headers["Retry-After"] == "300"
        assert len(contents(app)["users"]) == 20
    with clock.stopped_at(NOW + timedelta(minutes=5)):
        assert client.post("/sign-up", **form, email="late@example.org").status_code == 302


@pytest.mark.parametrize("path", ["/sign-in", "/sign-up"])
def test_looking_at_the_form_is_no_attempt(app: Flask, anyone: Client, path: str) -> None:
    assert [anyone.get(path).status_code for _ in range(25)] == [200] * 25
    assert contents(app)["attempts"] == []


def test_keys_of_attempts_name_nobody(app: Flask, anyone: Client, mia: Member) -> None:
    attempt(anyone, mia.user.email, WRONG)
    assert len(contents(app)["attempts"]) == 2
    assert mia.user.email not in str(contents(app)["attempts"])
    assert "192.0.2.1" not in str(contents(app)["attempts"])
