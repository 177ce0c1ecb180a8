"""POST /sign-in/passkey: in without a password, since the device has asked for a finger, a face or a PIN."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.accounts.test_passkeys import LIES
from tests.accounts.test_sessions import NOW, token
from tests.crowd import at_once
from tests.hostile import ELSEWHERE
from tests.people import Client, Member
from tests.second_steps import Passkey, copy_of, give_app, give_passkey, is_signed_in, register, use
from tests.tables import contents, of_person, unchanged
from tracker import clock
from tracker.accounts import User
from tracker.extensions import db

pytestmark = pytest.mark.slow

PATH = "/sign-in/passkey"


def test_it_signs_in_with_nothing_else(app: Flask, mia: Member, otto: Member, anyone: Client) -> None:
    give_app(app, mia)
    passkey = give_passkey(mia)
    others = of_person(app, otto.user.id)
    button = anyone.page("/sign-in").one("button", **{"data-action": PATH})
    assert "Sign in with a passkey" in button.text
    assert "hidden" in (button.parent or button).attributes, "a script shows it"
    answer = use(anyone, passkey, PATH)
    assert (answer.status_code, answer.location) == (302, "/dashboard")
    assert mia.user.name in anyone.page("/dashboard").text
    assert anyone.get("/settings/authenticator").status_code == 200, "it counts as proof of both parts"
    assert "last used today" in anyone.page("/settings").text
    assert of_person(app, otto.user.id) == others


def test_what_a_browser_is_asked_for_names_nobody(mia: Member, anyone: Client) -> None:
    give_passkey(mia)
    asked = anyone.post("/passkey/options").get_json()
    assert asked.pop("challenge")
    assert asked == {"timeout": 300_000, "rpId": "localhost", "allowCredentials": [], "userVerification": "required"}


@pytest.mark.parametrize("remember", [False, True])
def test_staying_signed_in_and_where_to_go(app: Flask, mia: Member, anyone: Client, remember: bool) -> None:
    passkey = give_passkey(mia)
    fields = {"next": "/guides", **({"remember": "y"} if remember else {})}
    assert use(anyone, passkey, PATH, fields).location == "/guides"
    assert contents(app)["user_sessions"][-1]["remembered"] is remember


@pytest.mark.parametrize("address", ELSEWHERE[:6])
def test_next_never_leads_elsewhere(mia: Member, anyone: Client, address: str) -> None:
    assert use(anyone, give_passkey(mia), PATH, {"next": address}).location == "/dashboard"


def test_the_session_is_new(mia: Member, anyone: Client) -> None:
    passkey = give_passkey(mia)
    anyone.get("/sign-in")
    planted, form_token = copy_of(anyone), anyone.token()
    use(anyone, passkey, PATH)
    assert token(anyone)
    assert not is_signed_in(planted)
    assert anyone.post("/theme", csrf_token=form_token, theme="dark").status_code == 400


@pytest.mark.parametrize("lies", [*LIES[:4], {"type": "webauthn.create"}, *LIES[5:], {"signature": b"x"}], ids=str)
def test_an_answer_that_does_not_hold(app: Flask, mia: Member, anyone: Client, lies: dict[str, Any]) -> None:
    passkey = give_passkey(mia)
    before = of_person(app, mia.user.id)
    page = anyone.read(use(anyone, passkey, PATH, **lies), 422)
    assert "That passkey opens no account here" in page.text
    assert of_person(app, mia.user.id) == before
    assert not is_signed_in(anyone)


@pytest.mark.parametrize("handle", [b"", b"x" * 32])
def test_another_persons_name_on_it_opens_nothing(mia: Member, anyone: Client, handle: bytes) -> None:
    passkey = give_passkey(mia)
    assert use(anyone, passkey, PATH, handle=handle).status_code == 422


def test_unknown_removed_and_disabled_are_told_the_same(app: Flask, mia: Member, otto: Member) -> None:
    unknown, disabled = Passkey(handle=b"x" * 32), give_passkey(otto)
    with app.app_context():
        User.by_id(otto.user.id).disable()
        db.session.commit()
    told = set()
    for passkey in (unknown, disabled):
        client = Client(app)
        told.add(client.read(use(client, passkey, PATH), 422).one("main").text)
        assert not is_signed_in(client)
    assert len(told) == 1


def test_a_challenge_works_once_and_for_this_alone(mia: Member, app: Flask) -> None:
    passkey = give_passkey(mia)
    client = Client(app)
    options = client.post("/passkey/options").get_json()
    answer = passkey.shown(options)
    assert Client(app).post(PATH, credential=answer).status_code == 422, "asked of another browser"
    copy = copy_of(client)
    assert client.post(PATH, credential=answer).location == "/dashboard"
    assert copy.post(PATH, credential=answer).status_code == 422, "replayed"

    as_proof = mia.client.post("/passkey/options").get_json()
    with mia.client.raw.session_transaction() as hers:
        asked = hers["challenge"]
    outside = Client(app)
    outside.get("/sign-in")
    with outside.raw.session_transaction() as session:
        session["challenge"] = asked
    assert outside.post(PATH, credential=passkey.shown(as_proof)).status_code == 422, "asked for as proof"


def test_a_challenge_lasts_five_minutes(mia: Member, anyone: Client) -> None:
    passkey = give_passkey(mia)
    with clock.stopped_at(NOW):
        answer = passkey.shown(anyone.post("/passkey/options").get_json())
    with clock.stopped_at(NOW + timedelta(minutes=5)):
        assert anyone.post(PATH, credential=answer).status_code == 422


def test_a_count_that_goes_back_is_a_copy(app: Flask, mia: Member) -> None:
    passkey = Passkey(count=7)
    assert register(mia.client, passkey).status_code == 200
    for count, code in [(7, 422), (6, 422), (0, 422), (8, 302), (8, 422), (4_294_967_295, 302)]:
        assert use(Client(app), passkey, PATH, count=count).status_code == code, count


def test_one_that_does_not_count_stays_at_nothing(app: Flask, mia: Member) -> None:
    passkey = give_passkey(mia)
    assert [use(Client(app), passkey, PATH).status_code for _ in range(2)] == [302, 302]
    assert contents(app)["passkeys"][0]["sign_count"] == 0


def test_twenty_at_once_with_one_count_are_one(app: Flask, mia: Member) -> None:
    passkey = Passkey(count=1)
    register(mia.client, passkey)
    clients = [Client(app) for _ in range(20)]
    answers = [passkey.shown(client.post("/passkey/options").get_json(), count=2) for client in clients]
    csrf = [client.token() for client in clients]

    def send(n: int) -> int:
        return clients[n].raw.post(PATH, data={"csrf_token": csrf[n], "credential": answers[n]}).status_code

    assert sorted(at_once(20, send)) == [302] + [422] * 19


@pytest.mark.parametrize("credential", [None, "", "{}", "null", "[" * 19_000, "x" * 20_001])
def test_an_answer_that_no_browser_gives(app: Flask, anyone: Client, credential: str | None) -> None:
    anyone.post("/passkey/options")
    assert anyone.post(PATH, credential=credential).status_code == 422


def test_without_a_challenge_nothing_is_even_looked_at(app: Flask, anyone: Client) -> None:
    assert unchanged(app, lambda: anyone.post(PATH, credential="{}")).status_code == 422


def test_it_is_one_line_in_the_log(mia: Member, anyone: Client, caplog: pytest.LogCaptureFixture) -> None:
    passkey = give_passkey(mia)
    caplog.set_level(logging.INFO, "tracker.accounts")
    caplog.clear()
    use(anyone, passkey, PATH, signature=b"x")
    use(anyone, passkey, PATH)
    said = [record.getMessage() for record in caplog.records if record.name.startswith("tracker")]
    assert said == [
        "account event=sign-in result=refused reason=wrong-passkey address=127.0.0.1",
        f"account event=sign-in result=ok reason=passkey user={mia.user.id} address=127.0.0.1",
    ]
