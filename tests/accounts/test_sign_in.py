"""POST /sign-in: who gets in, what everyone else is told, and where `next` may lead."""

import logging
import time
from urllib.parse import urlsplit

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import update

from tests.hostile import ELSEWHERE
from tests.people import PASSWORD, Client, Member
from tests.tables import contents, unchanged
from tracker import clock
from tracker.accounts import User, hashed
from tracker.accounts.models import IDLE, digests, users
from tracker.extensions import BUSY_SECONDS, db

pytestmark = pytest.mark.slow


def sign_in(client: Client, email: str, password: str = PASSWORD, **fields: str):
    return client.post("/sign-in", email=email, password=password, **fields)


def test_the_right_password_opens_the_dashboard(anyone: Client, mia: Member) -> None:
    form = anyone.page("/sign-in").form("/sign-in")
    assert form.one("input", name_="password")["autocomplete"] == "current-password"

    answer = sign_in(anyone, mia.user.email)

    assert (answer.status_code, answer.location) == (302, "/dashboard")
    assert mia.user.name in anyone.page("/dashboard").text


@pytest.mark.parametrize("email", ["MIA@EXAMPLE.ORG", "  mia@example.org "])
def test_the_address_is_taken_in_any_spelling(anyone: Client, mia: Member, email: str) -> None:
    assert sign_in(anyone, email).location == "/dashboard"


def test_somebody_signed_in_goes_on(mia: Member) -> None:
    assert mia.client.get("/sign-in").location == "/dashboard"
    assert mia.client.get("/sign-in?next=/guides").location == "/guides"
    assert mia.client.get("/sign-in?next=//evil.example").location == "/dashboard"


@pytest.mark.parametrize(
    "wrong",
    [PASSWORD.upper(), PASSWORD + " ", " " + PASSWORD, PASSWORD[:-1], PASSWORD + "\x00", PASSWORD.replace("o", "о")],
)
def test_the_password_is_compared_exactly(anyone: Client, mia: Member, wrong: str) -> None:
    assert sign_in(anyone, mia.user.email, wrong).status_code == 422
    assert anyone.get("/dashboard").status_code == 302


def test_characters_far_back_in_a_long_password_count(app: Flask, anyone: Client) -> None:
    long = "plain lantern words, " * 8
    with app.app_context():
        User.sign_up(name="Ann", email="ann@example.org", password_hash=hashed(long), time_zone="UTC")
        db.session.commit()
    assert sign_in(anyone, "ann@example.org", long[:-2] + "x ").status_code == 422
    assert sign_in(anyone, "ann@example.org", long[:72]).status_code == 422
    assert sign_in(anyone, "ann@example.org", long).status_code == 302


def test_unknown_known_and_disabled_are_told_the_same(app: Flask, mia: Member, otto: Member) -> None:
    with app.app_context():
        User.by_id(otto.user.id).disable()
        db.session.commit()
    tries = [("mia@example.org", "not her password"), ("nobody@example.org", PASSWORD), ("otto@example.org", PASSWORD)]
    told = []
    for email, password in tries:
        client = Client(app)
        answer = sign_in(client, email, password)
        page = client.read(answer, 422)
        assert page.one("input", name_="email")["value"] == email
        assert page.all("input", name_="password")[0].get("value") == ""
        tokens = {element["value"] for element in page.all("input", name_="csrf_token")}
        text = page.html.replace(email, "E-MAIL")
        for token in tokens:
            text = text.replace(token, "TOKEN")
        told.append((page.text, text, sorted(answer.headers.keys())))
    assert "E-mail and password don't belong together." in told[0][0]
    assert told[0][1:] == told[1][1:] == told[2][1:]


def test_a_password_changed_meanwhile_opens_nothing(
    app: Flask, anyone: Client, mia: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the old one is compared nothing is locked, and what it proves no longer counts."""
    compare = digests.matches

    def slowly(password_hash: str, password: str) -> bool:
        with db.engine.connect().execution_options(writes=True) as other, other.begin():
            other.execute(update(User).values(password_hash="another one's"))
        return compare(password_hash, password)

    monkeypatch.setattr(users, "matches", slowly)
    assert sign_in(anyone, mia.user.email).status_code == 422
    assert len(contents(app)["user_sessions"]) == 1, "the one of the fixture"


@pytest.mark.usefixtures("slow_hashes")
def test_a_cheaper_hash_of_old_is_renewed(app: Flask, anyone: Client, mia: Member) -> None:
    cheap = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    with app.app_context():
        User.by_id(mia.user.id).password_hash = cheap
        db.session.commit()
    assert sign_in(anyone, mia.user.email).status_code == 302
    (user,) = contents(app)["users"]
    assert "m=19456,t=2" in user["password_hash"]
    assert sign_in(Client(app), mia.user.email).status_code == 302


@pytest.mark.parametrize(
    "email,password,sentence",
    [
        ("", PASSWORD, "Enter your e-mail address."),
        ("mia@example.org", "", "Enter your password."),
        ("m" * 255, PASSWORD, "254"),
        ("mia@example.org", "p" * 1001, "1000"),
        ("mia\x00@example.org", PASSWORD, "on one line"),
    ],
)
def test_what_is_no_address_or_password_is_said(
    app: Flask, anyone: Client, mia: Member, email: str, password: str, sentence: str
) -> None:
    answer = unchanged(app, lambda: sign_in(anyone, email, password))
    page = anyone.read(answer, 422)
    assert sentence in page.form("/sign-in").text
    assert password == "" or password not in page.html


def test_without_a_token_nobody_is_signed_in(app: Flask, anyone: Client, mia: Member) -> None:
    form = {"email": mia.user.email, "password": PASSWORD}
    answer = unchanged(app, lambda: anyone.raw.post("/sign-in", data=form))
    assert PASSWORD not in anyone.read(answer, 400).html


def test_sent_twice_it_leads_to_the_same_page(app: Flask, anyone: Client, mia: Member) -> None:
    assert sign_in(anyone, mia.user.email).location == "/dashboard"
    assert sign_in(anyone, mia.user.email).location == "/dashboard"
    assert len(contents(app)["user_sessions"]) == 2, "one of the fixture, one of the first request"


def test_a_browser_whose_session_ran_out_signs_in_again(anyone: Client, mia: Member) -> None:
    began = clock.now()
    sign_in(anyone, mia.user.email)
    with clock.stopped_at(began + 2 * IDLE):
        assert anyone.get("/dashboard").status_code == 302
        began_again = time.monotonic()
        assert sign_in(anyone, mia.user.email).location == "/dashboard"
        assert time.monotonic() - began_again < BUSY_SECONDS, "waited for a lock of its own"
        assert anyone.get("/dashboard").status_code == 200


@pytest.mark.parametrize(
    "wanted", ["/guides", "/roadmap/tiny-guide?by=track&status=left", "/guides/tiny-guide/one-loop"]
)
def test_the_page_that_asked_comes_next(anyone: Client, mia: Member, wanted: str) -> None:
    assert sign_in(anyone, mia.user.email, next=wanted).location == wanted


def test_a_private_page_sends_its_own_address_along(anyone: Client, mia: Member) -> None:
    asked = anyone.get("/roadmap/tiny-guide?by=track")
    assert asked.status_code == 302
    page = anyone.page(asked.location)
    assert "belongs to somebody" in page.text
    wanted = page.form("/sign-in").one("input", name_="next")["value"]
    assert sign_in(anyone, mia.user.email, next=wanted).location == "/roadmap/tiny-guide?by=track"


@pytest.mark.parametrize("address", ELSEWHERE)
def test_next_never_leads_elsewhere(app: Flask, mia: Member, address: str) -> None:
    for client, location in (
        (mia.client, mia.client.get("/sign-in", query_string={"next": address}).location),
        (Client(app), None),
    ):
        location = location or sign_in(client, mia.user.email, next=address).location
        assert location == "/dashboard"
        assert not urlsplit(location).netloc
    asked = Client(app).get("/sign-in", query_string={"next": address})
    assert asked.status_code == 200, "the page itself stands"


def test_each_event_is_one_line_in_the_log_without_address_or_password(
    anyone: Client, mia: Member, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "tracker")
    sign_in(anyone, mia.user.email, "not her password")
    sign_in(anyone, mia.user.email)
    anyone.post("/sign-out")
    said = [record.getMessage() for record in caplog.records if record.name.startswith("tracker")]
    assert said == [
        "account event=sign-in result=refused reason=wrong-address-or-password address=127.0.0.1",
        f"account event=sign-in result=ok reason=password user={mia.user.id} address=127.0.0.1",
        f"account event=sign-out result=ok user={mia.user.id} address=127.0.0.1",
    ]
