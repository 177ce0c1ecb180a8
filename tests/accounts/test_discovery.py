"""Nobody learns from an answer whether an address has an account. (How long they take: `python -m bench.discovery`.)"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.accounts.letters import ANN, mailing_mia
from tests.people import Client, Member, make_member
from tests.post import Postbox
from tests.tables import contents
from tracker.accounts import User
from tracker.accounts.models import digests
from tracker.extensions import db

pytestmark = pytest.mark.slow

KNOWN, DISABLED, UNKNOWN = "mia@example.org", "otto@example.org", "nobody@example.org"
Ask = Callable[[Client, str], TestResponse]


@pytest.fixture
def people(mailing_app: Flask, postbox: Postbox) -> Flask:
    """Mia, and Otto, whose account is disabled."""
    mailing_mia(mailing_app)
    otto = make_member(mailing_app, "otto", "Otto Brandt", "UTC")
    with mailing_app.app_context():
        User.by_id(otto.user.id).disable()
        db.session.commit()
    return mailing_app


def _signs_in(client: Client, email: str) -> TestResponse:
    return client.post("/sign-in", email=email, password="not the password of anybody")


def _signs_up(client: Client, email: str) -> TestResponse:
    return client.post("/sign-up", **ANN | {"email": email})


def _forgot(client: Client, email: str) -> TestResponse:
    return client.post("/reset", email=email)


def _asks_again(client: Client, email: str) -> TestResponse:
    _signs_up(client, email)
    return client.post("/check-your-mail")


ASKED: list[Ask] = [_signs_in, _signs_up, _forgot, _asks_again]


def told(client: Client, answer: TestResponse, email: str) -> tuple[int, str | None, str, list[tuple[str, str]]]:
    """All that the answer says, and the page that it leads to, but for tokens and the address itself."""
    page = client.get(answer.location).text if answer.location else answer.text
    page = re.sub(r'(name="csrf_token" value=")[^"]+', r"\1TOKEN", page).replace(email, "ADDRESS")
    headers = [(name, value) for name, value in answer.headers.items() if name not in {"Set-Cookie", "Content-Length"}]
    headers.append(("Set-Cookie", re.sub(r"session=[^;]+", "session=", answer.headers.get("Set-Cookie", ""))))
    return answer.status_code, answer.location, page, headers


@pytest.mark.parametrize("ask", ASKED)
def test_known_unknown_and_disabled_are_told_the_same(people: Flask, ask: Ask) -> None:
    answers = []
    for email in (KNOWN, DISABLED, UNKNOWN):
        client = Client(people)
        answers.append(told(client, ask(client, email), email))
    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0] in {302, 422}


@pytest.mark.parametrize("ask", ASKED)
def test_the_cookie_is_as_long_for_each(people: Flask, ask: Ask) -> None:
    lengths = set()
    for email in (KNOWN, UNKNOWN):
        client = Client(people)
        ask(client, email)
        cookie = client.raw.get_cookie("session")
        assert cookie is not None
        with client.raw.session_transaction() as session:
            lengths.add(len(str(dict(session))))
    assert len(lengths) == 1


@contextmanager
def hashing(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Within, the list grows by each slow hash that is made or compared."""
    done: list[str] = []
    real = digests.HASHER

    class Counted:
        def hash(self, password: str) -> str:
            done.append("hash")
            return real.hash(password)

        def verify(self, password_hash: str, password: str) -> bool:
            done.append("verify")
            return real.verify(password_hash, password)

        def check_needs_rehash(self, password_hash: str) -> bool:
            return real.check_needs_rehash(password_hash)

    monkeypatch.setattr(digests, "HASHER", Counted())
    yield done


@pytest.mark.parametrize("ask,hashes,letters", [(_signs_in, ["verify"], 0), (_signs_up, ["hash"], 1), (_forgot, [], 1)])
def test_each_costs_the_same_hashes_and_letters(
    people: Flask, monkeypatch: pytest.MonkeyPatch, ask: Ask, hashes: list[str], letters: int
) -> None:
    costs = []
    for email in (KNOWN, UNKNOWN):
        before = len(contents(people)["jobs"])
        with hashing(monkeypatch) as done:
            ask(Client(people), email)
        costs.append((list(done), len(contents(people)["jobs"]) - before))
    assert costs[0] == costs[1]
    assert costs[0] == (hashes, letters)


def test_a_limit_that_was_reached_tells_nothing_either(people: Flask) -> None:
    for ask, most in ((_signs_in, 10), (_forgot, 3), (_signs_up, 3)):
        answers = []
        for number, email in enumerate((KNOWN, UNKNOWN)):
            client = Client(people)
            client.raw.environ_base["REMOTE_ADDR"] = f"192.0.2.{number + 1}"
            for _ in range(most):
                ask(client, email)
            answers.append(told(client, ask(client, email), email))
        assert answers[0] == answers[1]


def test_the_one_who_asks_for_another_address_learns_nothing(people: Flask, mailing_app: Flask) -> None:
    noor: Member = make_member(mailing_app, "noor", "Noor Haddad", "UTC")
    answers = []
    for email in (KNOWN, DISABLED, UNKNOWN):
        answer = noor.client.post("/settings/address/change", email=email)
        answers.append(told(noor.client, answer, email))
    assert answers[0] == answers[1] == answers[2]


@pytest.mark.usefixtures("slow_hashes")
def test_who_is_nobody_is_compared_all_the_same() -> None:
    assert not digests.matches(digests.NOBODY, "any password")
    assert not digests.is_outdated(digests.NOBODY), "it costs as much as a real one"
