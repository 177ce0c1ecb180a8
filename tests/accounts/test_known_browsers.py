"""Known browsers: who attacks an account never locks its owner out of one, and a sign-in from a new one is told."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests import databases
from tests.accounts.letters import arrived, mailing_mia, sign_in
from tests.apps import another_app
from tests.people import PASSWORD, Client, Member, make_member
from tests.post import Postbox, link_in, text_of, work
from tests.tables import contents
from tracker import clock, create_app
from tracker.accounts import limits
from tracker.accounts.models import KNOWN_FOR
from tracker.config import Settings

pytestmark = pytest.mark.slow

NOW = clock.now().replace(microsecond=0)
HOME, ELSEWHERE = "192.0.2.1", "198.51.100.7"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def attempt(client: Client, email: str, password: str, address: str = HOME) -> TestResponse:
    form = {"email": email, "password": password, "csrf_token": client.token()}
    return client.raw.post("/sign-in", data=form, environ_overrides={"REMOTE_ADDR": address})


def known_browser(app: Flask, member: Member) -> Client:
    """One that she has signed in with, and out again."""
    client = Client(app)
    assert attempt(client, member.user.email, PASSWORD).status_code == 302
    client.post("/sign-out")
    return client


def attack(app: Flask, email: str, *addresses: str) -> None:
    for address in addresses:
        codes = [attempt(Client(app), email, f"guess {n}", address).status_code for n in range(12)]
        assert codes[-1] == 429


def test_an_attacker_anywhere_never_locks_the_owner_out(app: Flask, mia: Member) -> None:
    with clock.stopped_at(NOW):
        hers = known_browser(app, mia)
        attack(app, mia.user.email, HOME, ELSEWHERE)
        assert attempt(Client(app), mia.user.email, PASSWORD, "203.0.113.9").status_code == 429, "a new one waits"
        assert attempt(hers, mia.user.email, PASSWORD).status_code == 302, "also behind the attacker's own address"


def test_her_own_failures_at_a_known_browser_are_limited_too(app: Flask, mia: Member) -> None:
    with clock.stopped_at(NOW):
        hers, second = known_browser(app, mia), known_browser(app, mia)
        codes = [attempt(hers, mia.user.email, "wrong").status_code for _ in range(11)]
        assert codes == [422] * 10 + [429]
        assert attempt(second, mia.user.email, PASSWORD).status_code == 302, "each is counted by itself"


def test_a_browser_known_to_one_person_wins_no_tries_on_another(app: Flask, mia: Member, otto: Member) -> None:
    with clock.stopped_at(NOW):
        his = known_browser(app, otto)
        attack(app, mia.user.email, ELSEWHERE)
        assert attempt(his, mia.user.email, PASSWORD).status_code == 429


def test_a_made_up_browser_is_not_known(app: Flask, mia: Member) -> None:
    with clock.stopped_at(NOW):
        known_browser(app, mia)
        attack(app, mia.user.email, ELSEWHERE)
        for token in ("x", "", "t" * 500):
            client = Client(app)
            client.raw.set_cookie("browser", token)
            assert attempt(client, mia.user.email, PASSWORD).status_code == 429


def test_the_token_is_kept_as_a_hash_and_the_cookie_from_scripts(app: Flask, mia: Member) -> None:
    client = Client(app)
    answer = attempt(client, mia.user.email, PASSWORD)
    (line,) = [line for line in answer.headers.getlist("Set-Cookie") if line.startswith("browser=")]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(line.split("; "))
    token = line.partition("=")[2].partition(";")[0]
    assert len(token) >= 43
    assert token not in str(contents(app))
    client.post("/sign-out")
    cookie = client.raw.get_cookie("browser")
    assert cookie is not None, "signing out leaves it: it signs nobody in"
    assert client.get("/dashboard").status_code == 302


def test_two_people_share_a_browser(app: Flask, mia: Member, otto: Member) -> None:
    shared = known_browser(app, mia)
    assert attempt(shared, otto.user.email, PASSWORD).status_code == 302
    rows = contents(app)["known_browsers"]
    assert len(rows) == 2
    assert len({row["token_hash"] for row in rows}) == 1


def test_a_browser_is_forgotten_after_400_days(app: Flask, mia: Member) -> None:
    with clock.stopped_at(NOW):
        known_browser(app, mia)
    with clock.stopped_at(NOW + KNOWN_FOR + timedelta(seconds=1)):
        known_browser(app, mia)
        assert len(contents(app)["known_browsers"]) == 1


def test_limits_hold_across_workers(app: Flask, settings: Settings, mia: Member) -> None:
    """Two apps on one database, as two workers are."""
    other = create_app(settings)
    with clock.stopped_at(NOW):
        codes = [attempt(Client((app, other)[n % 2]), mia.user.email, "wrong").status_code for n in range(12)]
    databases.let_go(other)
    assert codes == [422] * 10 + [429] * 2


@pytest.mark.parametrize(
    "address,counted",
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("", "nowhere"),
        ("unix:", "unix:"),
    ],
)
def test_how_an_address_is_counted(app: Flask, address: str, counted: str) -> None:
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert limits.client() == counted


def test_a_household_is_one_whatever_its_addresses(app: Flask, mia: Member) -> None:
    with clock.stopped_at(NOW):
        codes = [
            attempt(Client(app), f"n{n}@example.org", "wrong", f"2001:db8:1:2::{n:x}").status_code for n in range(11)
        ]
        assert codes == [422] * 10 + [429]
        assert attempt(Client(app), mia.user.email, PASSWORD, "2001:db8:1:3::1").status_code == 302


# Letters about new ones


def test_the_first_browser_ever_is_not_told_of_and_the_second_is(mailing_app: Flask, postbox: Postbox) -> None:
    mia = mailing_mia(mailing_app)
    first = Client(mailing_app)
    assert sign_in(first, mia.user.email).status_code == 302
    assert work(mailing_app) == 0
    second = Client(mailing_app)
    second.raw.environ_base["HTTP_USER_AGENT"] = FIREFOX
    assert sign_in(second, mia.user.email).status_code == 302
    letter = arrived(mailing_app, postbox, mia.user.email)
    assert str(letter["Subject"]) == "A new sign-in to your Milepost"
    assert text_of(letter).startswith("Hello Mia Okafor,")
    assert "with Firefox on Linux" in text_of(letter)
    assert "(Europe/Berlin)" in text_of(letter)
    assert link_in(letter) == "/settings/sessions"


def test_signing_in_again_with_a_known_one_sends_nothing(mailing_app: Flask, postbox: Postbox) -> None:
    mia = mailing_mia(mailing_app)
    first, second = known_browser(mailing_app, mia), known_browser(mailing_app, mia)
    assert work(mailing_app) == 1
    for client in (first, second):
        assert sign_in(client, mia.user.email).status_code == 302
    assert work(mailing_app) == 0


def test_a_wrong_password_sends_nothing(mailing_app: Flask, postbox: Postbox) -> None:
    mia = mailing_mia(mailing_app)
    known_browser(mailing_app, mia)
    assert sign_in(Client(mailing_app), mia.user.email, "not her password").status_code == 422
    assert work(mailing_app) == 0


def test_a_change_of_password_is_told(mailing_app: Flask, postbox: Postbox) -> None:
    mia = mailing_mia(mailing_app)
    mia.client.post("/settings/password", current_password=PASSWORD, new_password="another lantern in the rain")
    letter = arrived(mailing_app, postbox, mia.user.email)
    assert str(letter["Subject"]) == "Your Milepost password was changed"
    assert "another lantern" not in letter.as_string()
    assert len(postbox.letters) == 1


def test_over_tls_the_cookie_has_its_strict_name(tmp_path: Path) -> None:
    with another_app(tmp_path, public_url="https://milepost.example.org") as app:
        make_member(app, "mia", "Mia Okafor", "UTC")
        client, address = Client(app), "https://milepost.example.org"
        token = client.read(client.get("/sign-in", base_url=address)).csrf_token
        form = {"email": "mia@example.org", "password": PASSWORD, "csrf_token": token}
        answer = client.raw.post("/sign-in", data=form, base_url=address)
        (line,) = [line for line in answer.headers.getlist("Set-Cookie") if line.startswith("__Host-browser=")]
        assert {"Secure", "HttpOnly", "Path=/"} <= set(line.split("; "))
        assert "Domain" not in line
