"""/settings/authenticator: setting an app up, confirming it, putting another in its place, removing it."""

from datetime import timedelta

import pytest
from flask import Flask

from tests.accounts.test_sessions import NOW, signed_in
from tests.crowd import at_once
from tests.people import Client, Member
from tests.second_steps import Phone, give_app, give_codes, give_passkey
from tests.tables import contents, of_person, unchanged
from tracker import clock
from tracker.accounts.models import FRESH

pytestmark = pytest.mark.slow

PATH = "/settings/authenticator"


def begin(client: Client) -> Phone:
    """Press the button, and scan what comes."""
    answer = client.post(f"{PATH}/begin")
    assert (answer.status_code, answer.location) == (302, PATH)
    key = client.page(PATH).one("code", id="key").text
    return Phone(key.replace(" ", ""))


def set_up(client: Client, **fields: str) -> Phone:
    phone = begin(client)
    page = client.read(client.post(PATH, code=phone.code(), **fields))
    assert len(page.one("ol", class_="codes").all("li")) == 10
    return phone


def test_it_is_set_up_in_one_go(app: Flask, mia: Member, otto: Member) -> None:
    others = of_person(app, otto.user.id)
    page = mia.client.page(PATH)
    assert "Set up an app" in page.form(f"{PATH}/begin").text

    phone = begin(mia.client)
    page = mia.client.page(PATH)
    picture = page.one("svg", class_="qr")
    assert "QR code" in picture["aria-label"]
    assert all("style" not in part.attributes for part in picture.all())
    link = next(link["href"] for link in page.all("a") if link["href"].startswith("otpauth:"))
    assert f"secret={phone.seed}" in link
    assert "mia%40example.org" in link
    field = page.form(PATH).one("input", name_="code")
    assert (field["autocomplete"], field["inputmode"]) == ("one-time-code", "numeric")
    assert contents(app)["authenticators"] == [], "nothing is on before a code was typed"

    page = mia.client.read(mia.client.post(PATH, code=phone.code()))
    assert page.one("h1").text == "Your recovery codes"
    assert "Signing in now asks for your app's code." in page.text
    codes = [one.text for one in page.one("ol", class_="codes").all("li")]
    assert len(set(codes)) == 10
    assert len(contents(app)["recovery_codes"]) == 10
    assert codes[0] not in mia.client.page("/settings/recovery-codes").html, "shown once"
    assert "On since today" in mia.client.page("/settings").text
    assert of_person(app, otto.user.id) == others


def test_beginning_again_gives_another_key_and_the_first_is_of_no_use(mia: Member) -> None:
    first, second = begin(mia.client), begin(mia.client)
    assert first.seed != second.seed
    assert mia.client.post(PATH, code=first.code()).status_code == 422
    assert mia.client.post(PATH, code=second.code()).status_code == 200


def test_looking_again_shows_the_same_key(app: Flask, mia: Member) -> None:
    phone = begin(mia.client)
    page = unchanged(app, mia.client.page, PATH)
    assert page.one("code", id="key").text.replace(" ", "") == phone.seed


def test_what_is_begun_ends_after_a_quarter_of_an_hour(app: Flask, mia: Member) -> None:
    with clock.stopped_at(NOW):
        mia.client.post("/settings/proof", password=mia.password)
        phone = begin(mia.client)
    with clock.stopped_at(NOW + timedelta(minutes=15)):
        mia.client.post("/settings/proof", password=mia.password)
        answer = mia.client.post(PATH, code=phone.code())
        assert answer.location == PATH
        page = mia.client.page(PATH)
        assert "Begin again" in page.text
        assert page.all("svg", class_="qr") == []
    assert contents(app)["authenticators"] == []


@pytest.mark.parametrize(
    "code,sentence",
    [
        ("", "Enter the six digits"),
        (None, "Enter the six digits"),
        ("12345", "isn't the code"),
        ("0" * 41, "shorter than that"),
        ("<b>", "isn't the code"),
    ],
)
def test_a_code_that_will_not_do(app: Flask, mia: Member, code: str | None, sentence: str) -> None:
    phone = begin(mia.client)
    page = mia.client.read(unchanged(app, lambda: mia.client.post(PATH, code=code)), 422)
    assert sentence in page.form(PATH).text
    assert page.one("code", id="key").text.replace(" ", "") == phone.seed, "the same page, to try again"
    assert mia.client.post(PATH, code=phone.code()).status_code == 200


def test_confirming_what_was_never_begun(app: Flask, mia: Member) -> None:
    answer = unchanged(app, lambda: mia.client.post(PATH, code="123456"))
    assert answer.location == PATH


def test_somebody_elses_beginning_is_of_no_use(app: Flask, mia: Member, otto: Member) -> None:
    phone = begin(mia.client)
    with mia.client.raw.session_transaction() as hers, otto.client.raw.session_transaction() as his:
        his["authenticator"] = hers["authenticator"]
    assert otto.client.page(PATH).all("svg", class_="qr") == []
    assert otto.client.post(PATH, code=phone.code()).location == PATH
    assert contents(app)["authenticators"] == []


def test_sent_twice_it_is_one_app_and_the_way_to_the_codes(app: Flask, mia: Member) -> None:
    phone = begin(mia.client)
    assert mia.client.post(PATH, code=phone.code()).status_code == 200
    again = mia.client.post(PATH, code=phone.code())
    assert again.location == "/settings/recovery-codes"
    assert "make ten new ones" in mia.client.page(again.location).text
    assert len(contents(app)["authenticators"]) == 1


def test_twenty_at_once_are_one(app: Flask, mia: Member) -> None:
    give_codes(app, mia)  # so that none of the twenty makes ten
    phone = begin(mia.client)
    token, cookie = mia.client.token(), mia.client.raw.get_cookie("session")
    assert cookie is not None
    clients = [Client(app) for _ in range(20)]
    for client in clients:
        client.raw.set_cookie("session", cookie.value)
    code = phone.code()
    to = at_once(20, lambda n: clients[n].raw.post(PATH, data={"csrf_token": token, "code": code}).location)
    assert sorted(to) == [PATH] + ["/settings/recovery-codes"] * 19
    found = contents(app)
    assert (len(found["authenticators"]), len(found["recovery_codes"]), len(found["jobs"])) == (1, 10, 1)


def test_the_code_it_was_confirmed_with_is_used(app: Flask, mia: Member) -> None:
    phone = set_up(mia.client)
    client = Client(app)
    client.post("/sign-in", email=mia.user.email, password=mia.password)
    assert client.post("/sign-in/second-step", code=phone.code()).status_code == 422
    assert client.post("/sign-in/second-step", code=phone.code(1)).status_code == 302


def test_another_app_takes_its_place_and_the_codes_stay(app: Flask, mia: Member) -> None:
    old = give_app(app, mia)
    codes = give_codes(app, mia)
    assert "Set up another app" in mia.client.page(PATH).text
    new = begin(mia.client)
    assert "counts until the new one is confirmed" in mia.client.page(PATH).text
    assert mia.client.post(PATH, code=old.code()).status_code == 422
    answer = mia.client.post(PATH, code=new.code())
    assert answer.location == PATH
    assert "your new app's codes count" in mia.client.page(PATH).text
    client = Client(app)
    client.post("/sign-in", email=mia.user.email, password=mia.password)
    assert client.post("/sign-in/second-step", code=old.code(1)).status_code == 422
    assert client.post("/sign-in/second-step", recovery_code=codes[0]).status_code == 302


def test_removed_the_password_alone_suffices_and_no_code_is_left(app: Flask, mia: Member, otto: Member) -> None:
    give_app(app, mia), give_codes(app, mia)
    give_app(app, otto)
    others = of_person(app, otto.user.id)
    assert "Your password alone signs you in then" in mia.client.page(PATH).text
    assert mia.client.post(f"{PATH}/remove").location == PATH
    assert "The authenticator app is removed." in mia.client.page(PATH).text
    hers = of_person(app, mia.user.id)
    assert (hers["authenticators"], hers["recovery_codes"]) == ([], [])
    assert Client(app).post("/sign-in", email=mia.user.email, password=mia.password).location == "/dashboard"
    assert of_person(app, otto.user.id) == others
    assert unchanged(app, lambda: mia.client.post(f"{PATH}/remove")).status_code == 302, "sent twice"


def test_removed_beside_a_passkey_the_second_step_stays(app: Flask, mia: Member) -> None:
    give_passkey(mia)
    give_app(app, mia)
    mia.client.post(f"{PATH}/remove")
    assert len(contents(app)["recovery_codes"]) == 10
    answer = Client(app).post("/sign-in", email=mia.user.email, password=mia.password)
    assert answer.location == "/sign-in/second-step"


@pytest.mark.parametrize("fields,ended", [({}, False), ({"end_others": "y"}, True)])
def test_other_devices_are_signed_out_if_asked(app: Flask, mia: Member, fields: dict[str, str], ended: bool) -> None:
    assert begin(mia.client)
    assert mia.client.page(PATH).all("input", name_="end_others") == [], "there are none"
    second = mia.another_browser()
    phone = begin(mia.client)
    assert "You are signed in on 1 other device." in mia.client.page(PATH).form(PATH).text
    mia.client.post(PATH, code=phone.code(), **fields)
    assert signed_in(mia.client)
    assert signed_in(second) is not ended
    third = mia.another_browser()
    mia.client.post(f"{PATH}/remove", **fields)
    assert signed_in(third) is not ended


@pytest.mark.parametrize("path", [f"{PATH}/begin", PATH, f"{PATH}/remove"])
def test_proof_is_asked_for(app: Flask, mia: Member, path: str) -> None:
    began = clock.now()
    give_app(app, mia)
    with clock.stopped_at(began + FRESH + timedelta(minutes=1)):
        assert mia.client.get(PATH).location == f"/settings/proof?next={PATH}"
        page = mia.client.read(unchanged(app, lambda: mia.client.post(path, code="123456")), 403)
        assert "Is it you" in page.one("h1").text


@pytest.mark.parametrize("path", [f"{PATH}/begin", PATH, f"{PATH}/remove"])
def test_signed_out_nothing_happens(app: Flask, mia: Member, anyone: Client, path: str) -> None:
    give_app(app, mia)
    assert unchanged(app, lambda: anyone.post(path, code="123456")).status_code == 401


def test_a_session_that_never_showed_the_factor_cannot_remove_it(app: Flask, mia: Member) -> None:
    """Somebody who knows the password signed in just before she set it up, and is still there."""
    intruder = mia.another_browser()
    phone = set_up(mia.client)
    assert intruder.get(PATH).location == f"/settings/proof?next={PATH}"
    assert unchanged(app, lambda: intruder.post(f"{PATH}/remove")).status_code == 403
    assert intruder.post("/settings/proof", password=mia.password).status_code == 422
    assert len(contents(app)["authenticators"]) == 1
    assert intruder.post("/settings/proof", code=phone.code(1)).status_code == 302, "she herself could go on"
