"""Headers of every answer, errors and static files included; cookies; and what https adds."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.address import ANYONE, Address
from tests.addresses import READS, WRITES
from tests.apps import another_app
from tests.each import hold_each
from tests.people import PASSWORD, Client, Member
from tracker.roadmap.models import Progress

pytestmark = pytest.mark.slow

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
BUT_ON_FILES = {
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""For what can be a page. A style or a script can't; frame-ancestors stands on everything all the same."""
POLICY = {
    "default-src": "'self'",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


def hold(answer: TestResponse) -> None:
    """The answer carries all headers, once each."""
    is_file = answer.request.path.startswith("/static/") and answer.status_code < 400
    for name, value in (ALWAYS if is_file else ALWAYS | BUT_ON_FILES).items():
        assert answer.headers.getlist(name) == [value], f"{answer.request.path}: {name}"
    (policy,) = answer.headers.getlist("Content-Security-Policy")
    found = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    for directive, value in POLICY.items():
        assert found.pop(directive) == value
    assert set(found.values()) <= {"'self'", "'none'"}, "nothing is loosened"
    assert len(answer.headers.getlist("Cache-Control")) == 1
    assert "Server" not in answer.headers
    assert "X-Powered-By" not in answer.headers


def hold_all(address: Address, anyone: Client, mia: Member) -> None:
    """Whoever asks there, and however."""
    for client in (anyone, mia.client):
        if address.method == "GET":
            answer = client.get(address.path, buffered=True)
        else:
            answer = client.post(address.path, **address.form)
        hold(answer)
        if address.endpoint != "static":
            kept = "no-cache" if address.endpoint == "reading.service_worker" else "no-store"
            assert answer.headers["Cache-Control"] == kept
    assert anyone.raw.head(address.path, buffered=True).headers["X-Content-Type-Options"] == "nosniff"
    hold(anyone.raw.options(address.path, buffered=True))
    hold(mia.client.raw.put(address.path, buffered=True))


def test_whatever_is_read_carries_them(app: Flask, mia: Member) -> None:
    hold_each(READS, lambda address: hold_all(address, Client(app), mia))


@pytest.mark.parametrize("address", WRITES, ids=str)
def test_whatever_is_written_carries_them(anyone: Client, mia: Member, address: Address) -> None:
    hold_all(address, anyone, mia)


def test_errors_carry_them_too(mia: Member, anyone: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    note = "/roadmap/tiny-guide/tk-bowline/note"
    answers = [
        (400, mia.client.post(note, csrf_token="stale")),
        (401, anyone.post(note, note="x")),
        (404, mia.client.get("/nothing")),
        (404, mia.client.get("/static/nothing.css?v=1")),
        (405, mia.client.get(note)),
        (410, mia.client.get("/roadmap/tiny-guide/tk-granny")),
        (413, mia.client.raw.post(note, data={"note": "x" * 300_000})),
        (422, mia.client.post(note)),
        (409, mia.client.post(note, op_id="a", version=7, note="x")),
    ]

    def fail(*_given: object, **_named: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(Progress, "standings", fail)
    answers.append((500, mia.client.get("/dashboard")))
    for code, answer in answers:
        assert answer.status_code == code
        hold(answer)
        assert answer.headers["Cache-Control"] == "no-store", f"{code} may carry a name and a token"


def test_static_files_may_be_kept(anyone: Client) -> None:
    links = [link["href"] for link in anyone.page("/guides").all("link", rel="stylesheet")]
    assert links
    assert all("?v=" in link for link in links)
    for link in links:
        answer = anyone.get(link, buffered=True)
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        hold(answer)
        plain = anyone.get(link.partition("?")[0], buffered=True)
        assert plain.headers["Cache-Control"] == "public, no-cache"
        again = anyone.get(link, headers={"If-None-Match": answer.headers["ETag"]}, buffered=True)
        assert again.status_code == 304
        assert again.headers["Cache-Control"] == answer.headers["Cache-Control"]
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("name", ["css/base.css", "css/tokens.css", "img/favicon.svg"])
def test_static_files_say_what_they_are(anyone: Client, name: str) -> None:
    kind = {"css": "text/css", "svg": "image/svg+xml"}[name.rpartition(".")[2]]
    assert anyone.get(f"/static/{name}", buffered=True).mimetype == kind


def cookies(answer: TestResponse) -> dict[str, set[str]]:
    """Each cookie that the answer sets, with its flags."""
    found = {}
    for line in answer.headers.getlist("Set-Cookie"):
        name, _, rest = line.partition("=")
        found[name] = {flag.strip().partition("=")[0] for flag in rest.split(";")[1:]}
        assert "SameSite=Lax" in line
    return found


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(anyone: Client, mia: Member) -> None:
    for answer in (
        anyone.get("/sign-in"),
        anyone.post("/theme", theme="dark"),
        anyone.post("/sign-in", email=mia.user.email, password=PASSWORD),
        anyone.post("/sign-out"),
    ):
        for name, flags in cookies(answer).items():
            assert name in {"session", "theme", "browser"}
            assert {"HttpOnly", "SameSite", "Path"} <= flags
            assert not {"Domain", "Secure"} & flags


def test_no_body_holds_a_session_token(mia: Member) -> None:
    for address in READS:
        assert mia.token.encode() not in mia.client.get(address.path, buffered=True).data


def test_reading_signed_in_sets_no_cookie_again_and_again(mia: Member) -> None:
    mia.client.get("/dashboard")
    assert "Set-Cookie" not in mia.client.get("/dashboard").headers


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[Flask]:
    with another_app(tmp_path, public_url="https://milepost.example.org") as app:
        yield app


def test_https_adds_its_header_everywhere(secure: Flask) -> None:
    client = Client(secure)
    for address in [address for address in READS if address.who == ANYONE]:
        answer = client.get(address.path, base_url="https://milepost.example.org", buffered=True)
        hold(answer)
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert "Strict-Transport-Security" in client.get("/nothing", base_url="https://milepost.example.org").headers


@pytest.mark.parametrize("seen_as", ["https://milepost.example.org", "http://127.0.0.1:8000"])
def test_https_cookies_are_bound_to_the_host(secure: Flask, seen_as: str) -> None:
    """Also when something in front ends TLS, so that the app itself sees plain http."""
    first = secure.test_client().get("/sign-up", base_url=seen_as)
    assert cookies(first) == {"__Host-session": {"Secure", "HttpOnly", "Path", "SameSite"}}

    kept = first.headers["Set-Cookie"].partition(";")[0]
    form = {"theme": "dark", "next": "/guides", "csrf_token": Client(secure).read(first).csrf_token}
    browser = secure.test_client(use_cookies=False)
    answer = browser.post("/theme", data=form, headers={"Cookie": kept}, base_url=seen_as)
    assert answer.status_code == 302
    assert cookies(answer)["__Host-theme"] == {"Secure", "HttpOnly", "Path", "SameSite", "Max-Age", "Expires"}

    both = f"{kept}; __Host-theme=dark"
    page = Client(secure).read(browser.get("/guides", headers={"Cookie": both}, base_url=seen_as))
    assert page.one("html")["data-theme"] == "dark"


def test_without_https_nothing_claims_it(anyone: Client) -> None:
    assert "Strict-Transport-Security" not in anyone.get("/guides").headers
    assert "Strict-Transport-Security" not in anyone.get("/guides", base_url="https://localhost").headers
