"""What is refused: forged states, used codes, tokens that are not for us, not of now, or not the provider's."""

import base64
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import requests
from authlib.integrations.requests_client import OAuth2Session
from flask import Flask

from tests.apps import another_app
from tests.browser.live import free_port
from tests.openid.journey import FINISH, OURS, START, Browser, asked, came_back, finish, sent_to, travel
from tests.openid.provider import TestProvider
from tests.people import Client
from tests.tables import contents, unchanged
from tracker import clock
from tracker.accounts.openid.provider import Provider, Trouble
from tracker.openid_settings import OpenIdSettings

pytestmark = pytest.mark.slow

DOES_NOT_FIT = "doesn't fit what you began here"
USED = "was used before, took longer than ten minutes, or began elsewhere"


def refused(app: Flask, client: Client, back: str, **changes: str | None) -> str:
    """What is said to somebody who comes back so; nobody is signed in, and nothing is kept but the count of tries."""
    before = {name: rows for name, rows in contents(app).items() if name != "attempts"}
    text = client.read(finish(client, back, **changes), 422).text
    assert {name: rows for name, rows in contents(app).items() if name != "attempts"} == before
    assert client.get("/dashboard").status_code == 302
    return text


@pytest.mark.parametrize("changes", [{"state": "forged"}, {"state": None}, {"code": None}, {"code": "c" * 5000}])
def test_a_forged_return(openid_app: Flask, ada: Client, changes: dict[str, str | None]) -> None:
    back = Browser().allow(sent_to(ada), "ada")
    assert USED in refused(openid_app, ada, back, **changes)
    assert USED in refused(openid_app, ada, back), "one return for one departure, whatever it brought"


def test_a_return_without_anything(ada: Client) -> None:
    for path in ("/sign-in/openid/back", "/sign-in/openid/back?code=x", "/sign-in/openid/back?state=x"):
        assert USED in ada.page(path, 422).text
    assert "refused to say who you are" in ada.page("/sign-in/openid/back?error=server_error", 422).text


def test_another_browsers_return_signs_nobody_in(openid_app: Flask, ada: Client) -> None:
    """Somebody who makes another finish what he began would have them work in his account."""
    back = Browser().allow(sent_to(ada), "ada")
    victim = Client(openid_app)
    assert USED in refused(openid_app, victim, back)
    sent_to(victim)
    assert USED in refused(openid_app, victim, back)


def test_a_code_is_used_once(openid_app: Flask, ada: Client) -> None:
    back = Browser().allow(sent_to(ada), "ada")
    cookie = ada.raw.get_cookie("session")
    assert cookie is not None
    assert finish(ada, back).location == "/sign-up/openid"
    assert USED in refused(openid_app, ada, back)
    replayed = Client(openid_app)
    replayed.raw.set_cookie("session", cookie.value)
    assert DOES_NOT_FIT in refused(openid_app, replayed, back)


def test_a_return_after_ten_minutes(openid_app: Flask, ada: Client) -> None:
    back = Browser().allow(sent_to(ada), "ada")
    with clock.stopped_at(clock.now() + timedelta(minutes=11)):
        assert USED in refused(openid_app, ada, back)


def test_a_code_that_answers_another_nonce_or_challenge(openid_app: Flask, ada: Client) -> None:
    for name in ("nonce", "code_challenge"):
        address = sent_to(ada)
        own = asked(address)[name]
        tampered = address.replace(own, own[::-1])
        assert tampered != address
        assert DOES_NOT_FIT in refused(openid_app, ada, Browser().allow(tampered, "ada"))


def test_a_code_that_was_given_to_another_client(openid_app: Flask, elsewhere: TestProvider, ada: Client) -> None:
    other = elsewhere.register("http://localhost")
    address = sent_to(ada).replace(openid_app.extensions["settings"].openid.client_id, other.client_id)
    assert DOES_NOT_FIT in refused(openid_app, ada, Browser().allow(address, "ada"))


def test_too_many_returns(openid_app: Flask, ada: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.accounts.openid.returning.RETURNS", 1)
    assert travel(ada, "ada").location == "/sign-up/openid"
    answer = travel(Client(openid_app), "ada")
    assert answer.headers["Retry-After"] == "300"
    assert "more than ten attempts" in ada.read(answer, 429).text


class Token:
    """A real token of the provider for a client, and the nonce that it answers."""

    def __init__(self, settings: OpenIdSettings) -> None:
        self.settings, self.provider = settings, Provider(settings)
        back = f"{OURS}sign-in/openid/back"
        address, begun = self.provider.begin(back)
        code = asked(Browser().allow(address, "ada"))["code"]
        with OAuth2Session(settings.client_id, settings.client_secret) as session:
            answer = session.fetch_token(
                f"{settings.issuer}/token", code=code, code_verifier=begun["verifier"], redirect_uri=back
            )
        self.id_token, self.access_token, self.nonce = answer["id_token"], answer["access_token"], begun["nonce"]


@pytest.fixture(scope="module")
def token(elsewhere: TestProvider) -> Token:
    return Token(elsewhere.register("http://localhost"))


def changed(id_token: str, part: int, **changes: object) -> str:
    """The token with something changed in its header (0) or claims (1), under its old signature."""
    pieces = id_token.split(".")
    found = json.loads(base64.urlsafe_b64decode(pieces[part] + "=="))
    pieces[part] = base64.urlsafe_b64encode(json.dumps({**found, **changes}).encode()).decode().rstrip("=")
    return ".".join(pieces)


def test_the_real_token_is_taken(token: Token) -> None:
    claims = token.provider.verified(token.id_token, token.nonce, token.access_token)
    assert (claims["sub"], claims["iss"], claims["aud"]) == ("ada", token.settings.issuer, token.settings.client_id)


def test_a_token_for_another_client(token: Token, elsewhere: TestProvider) -> None:
    other = Provider(elsewhere.register("http://localhost"))
    with pytest.raises(Trouble, match=DOES_NOT_FIT) as caught:
        other.verified(token.id_token, token.nonce, token.access_token)
    assert "aud" in caught.value.reason


def test_a_token_of_another_issuer(token: Token) -> None:
    port = token.settings.issuer.rpartition(":")[2]
    named_otherwise = OpenIdSettings(f"http://127.0.0.1:{port}", "milepost", "secret", "Elsewhere")
    with pytest.raises(Trouble, match="doesn't answer as it should"):
        Provider(named_otherwise).check()


@pytest.mark.parametrize(
    "nonce,minutes,reason", [("another", 0, "nonce"), (None, 32, "exp"), (None, -5, "issued in the future")]
)
def test_a_token_that_answers_something_else(token: Token, nonce: str | None, minutes: int, reason: str) -> None:
    with clock.stopped_at(clock.now() + timedelta(minutes=minutes)), pytest.raises(Trouble) as caught:
        token.provider.verified(token.id_token, nonce or token.nonce, token.access_token)
    assert reason in caught.value.reason


@pytest.mark.parametrize("part,changes", [(1, {"sub": "mia"}), (0, {"alg": "none"}), (0, {"alg": "HS256"})])
def test_a_token_that_was_changed(token: Token, part: int, changes: dict[str, object]) -> None:
    forged = changed(token.id_token, part, **changes)
    for one in (forged, forged.rpartition(".")[0] + "."):
        with pytest.raises(Trouble, match=DOES_NOT_FIT):
            token.provider.verified(one, token.nonce)


@pytest.mark.parametrize("nothing", [None, "", "a.b.c", "x", 7])
def test_what_is_no_token(token: Token, nothing: object) -> None:
    with pytest.raises(Trouble, match=DOES_NOT_FIT):
        token.provider.verified(nothing, token.nonce)


def test_keys_are_asked_for_again_when_one_is_unknown(token: Token, monkeypatch: pytest.MonkeyPatch) -> None:
    asked_for: list[str] = []
    real = requests.Session.get

    def get(self: requests.Session, url: str, **options: object) -> requests.Response:
        asked_for.append(url)
        return real(self, url, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(requests.Session, "get", get)
    token.provider.verified(token.id_token, token.nonce)
    assert asked_for == [], "they are kept"
    with pytest.raises(Trouble):
        token.provider.verified(changed(token.id_token, 0, kid="a-new-one"), token.nonce)
    assert [url.rpartition("/")[2] for url in asked_for] == ["openid-configuration", "jwks"]


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Flask]:
    """An app whose provider is down."""
    nobody = OpenIdSettings(f"http://127.0.0.1:{free_port()}", "milepost", "secret", "Elsewhere")
    with another_app(tmp_path, openid=nobody) as app:
        yield app


def test_a_provider_that_is_down_is_a_sentence(alone: Flask) -> None:
    client = Client(alone)
    answer = unchanged(alone, client.get, START)
    page = client.read(answer, 503)
    assert "Elsewhere doesn't answer as it should. Try again in a few minutes, or use your password." in page.text
    assert answer.headers["Retry-After"] == "300"
    assert "/sign-in" in [link["href"] for link in page.one("main").all("a")]
    assert client.page("/sign-in").one("a", href=START)


def test_one_that_is_down_is_spared_for_a_moment(alone: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(alone)
    client.page(START, 503)

    def wait(*_given: object, **_named: object) -> None:
        raise AssertionError("asked again")

    monkeypatch.setattr("requests.adapters.HTTPAdapter.send", wait)
    client.page(START, 503)


def test_a_provider_that_goes_down_on_the_way(openid_app: Flask, ada: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    fields = came_back(ada, Browser().allow(sent_to(ada), "ada"))

    def hang_up(*_given: object, **_named: object) -> None:
        raise requests.ConnectionError

    monkeypatch.setattr("requests.adapters.HTTPAdapter.send", hang_up)
    page = ada.read(ada.post(FINISH, **fields), 503)
    assert "doesn't answer as it should" in page.text
    assert contents(openid_app)["users"] == []
