"""Error pages: a sentence, what was typed, never a password, never how it broke inside; and nothing in the log."""

import logging
import sqlite3
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from types import ModuleType

import pytest
from flask import Flask
from sqlalchemy import event

from tests.apps import another_app
from tests.pages import Page
from tests.people import PASSWORD, Client, Member, make_member
from tests.tables import contents, unchanged
from tracker import extensions
from tracker.config import REQUEST_BYTES
from tracker.extensions import db, sqlite_module
from tracker.roadmap.models import Progress

pytestmark = pytest.mark.slow

NOTE = "/roadmap/tiny-guide/tk-bowline/note"
CANARY = "canary-7391"
LEAKS = ("Traceback", "sqlalchemy", "sqlite", "psycopg", ".py", "werkzeug", "SELECT", "INSERT", "RuntimeError")


def leaks(page: Page) -> list[str]:
    """What the page says of our insides; the address asked for stands in its forms and is no leak."""
    return [leak for leak in LEAKS if leak.casefold() in page.text.casefold()]


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/guides/nothing",
        "/guides/tiny-guide/nothing",
        "/guides/tiny-guide/one-loop/",
        "/roadmap/tiny-guide/nothing",
        "/static/nothing.css",
        "/static/../wsgi.py",
        "/static/%2e%2e/wsgi.py",
        "/console",
        "/admin",
        "/.git/config",
        "/guides/%00",
        "/guides/" + "x" * 3000,
        "/guides/<script>alert(1)</script>",
    ],
)
def test_an_unknown_address(app: Flask, mia: Member, path: str) -> None:
    page = mia.client.page(path, 404)
    assert "There is nothing here" in page.one("h1").text
    assert mia.user.name in page.text
    assert all(script["src"].startswith("/static/js/") for script in page.all("script")), "no script but ours"
    assert not leaks(page)


def test_a_wrong_method_says_which_are_right(mia: Member) -> None:
    answer = mia.client.get(NOTE)
    assert set(answer.headers["Allow"].split(", ")) == {"OPTIONS", "POST"}
    assert "use its buttons" in mia.client.read(answer, 405).text


def test_a_form_that_is_too_large_is_refused(app: Flask, mia: Member) -> None:
    token = mia.client.token()
    form = {"csrf_token": token, "op_id": "a", "version": "0", "note": "x" * REQUEST_BYTES}
    answer = unchanged(app, lambda: mia.client.raw.post(NOTE, data=form))
    assert "One form may carry 256 KB" in mia.client.read(answer, 413).text


def test_a_form_without_a_length_is_read_no_further_than_the_limit(app: Flask, mia: Member) -> None:
    body = BytesIO(f"csrf_token={mia.client.token()}&op_id=a&version=0&note={'x' * 4 * REQUEST_BYTES}".encode())
    chunked = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked", "CONTENT_LENGTH": ""}
    environ = {**chunked, "CONTENT_TYPE": "application/x-www-form-urlencoded"}
    answer = unchanged(app, lambda: mia.client.raw.post(NOTE, input_stream=body, environ_overrides=environ))
    assert answer.status_code in {413, 422}
    assert body.tell() <= REQUEST_BYTES


@pytest.mark.parametrize(
    "body,kind",
    [
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
        (b"note=%ff%fe", "application/x-www-form-urlencoded"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"{}", "application/json"),
        (b"", "text/plain"),
    ],
)
def test_a_body_that_is_no_form_is_a_form_without_token(app: Flask, mia: Member, body: bytes, kind: str) -> None:
    answer = unchanged(app, lambda: mia.client.raw.post(NOTE, data=body, content_type=kind))
    assert mia.client.read(answer, 400).one("h1").text


def test_what_was_typed_into_a_stale_form_is_shown_again(app: Flask, mia: Member) -> None:
    typed = f"<b>{CANARY}</b>\nsecond line"
    answer = unchanged(app, lambda: mia.client.post(NOTE, csrf_token="stale", op_id="a", version=0, note=typed))
    page = mia.client.read(answer, 400)
    assert "This form is out of date" in page.one("h1").text
    (area,) = page.all("textarea")
    assert "".join(str(child) for child in area.children).strip() == typed
    assert page.one("label", for_=area["id"]).text == "Your note"


def test_passwords_are_never_shown_again(mia: Member, anyone: Client) -> None:
    for client, path, fields in [
        (anyone, "/sign-in", {"email": "mia@example.org", "password": PASSWORD}),
        (anyone, "/sign-up", {"name": "Ann", "email": "ann@example.org", "password": PASSWORD}),
        (mia.client, "/settings/password", {"current_password": PASSWORD, "new_password": PASSWORD + " too"}),
    ]:
        page = client.read(client.post(path, csrf_token="stale", **fields), 400)
        assert PASSWORD not in page.html, path
        assert "email" not in fields or fields["email"] in page.html


def test_only_what_a_person_types_is_shown_again(mia: Member) -> None:
    sent = {"value": "0.81", "n": "100", "day": "2026-11-02", "commit": "4f2c1e9", "kind": "figure", "odd": CANARY}
    answer = mia.client.post("/roadmap/tiny-guide/tk-sheet-bend/evidence", csrf_token="stale", **sent)
    page = mia.client.read(answer, 400)
    assert [label.text for label in page.all("label")] == ["Mine", "n", "Date", "Commit"]
    assert CANARY not in page.html


@pytest.mark.parametrize("path,code", [(NOTE, 400), ("/nothing", 404)])
def test_in_place_an_error_page_takes_the_whole_place(mia: Member, path: str, code: int) -> None:
    for headers, told in (({"HX-Request": "true"}, ("body", "innerHTML")), ({}, (None, None))):
        answer = mia.client.post(path, headers=headers, csrf_token="stale" if code == 400 else None)
        assert answer.status_code == code
        assert (answer.headers.get("HX-Retarget"), answer.headers.get("HX-Reswap")) == told


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The roadmap's pages and changes fail inside, with a secret in the message."""

    def fail(*_given: object, **_named: object) -> None:
        raise RuntimeError(f"secret {CANARY}")

    monkeypatch.setattr(Progress, "standings", fail)
    monkeypatch.setattr(Progress, "change", fail)


@pytest.mark.usefixtures("broken")
def test_a_fault_of_ours_is_a_plain_page(mia: Member, caplog: pytest.LogCaptureFixture) -> None:
    for path in (
        "/dashboard",
        "/",
        "/roadmap/tiny-guide",
        "/roadmap/tiny-guide/tk-bowline",
    ):
        page = mia.client.page(path, 500)
        assert "Something broke on our side" in page.one("h1").text
        assert not leaks(page)
        assert CANARY not in page.html
    assert "unhandled RuntimeError on dashboard.dashboard" in caplog.text


@pytest.mark.usefixtures("broken")
def test_a_fault_keeps_what_was_typed_and_saves_nothing(app: Flask, mia: Member) -> None:
    answer = unchanged(app, lambda: mia.client.post(NOTE, op_id="a", version=0, note="my long note"))
    page = mia.client.read(answer, 500)
    assert "my long note" in page.one("textarea").text
    assert CANARY not in page.html


def test_the_log_quotes_nothing_that_was_saved(app: Flask, mia: Member, caplog: pytest.LogCaptureFixture) -> None:
    """A statement that fails is logged without its parameters."""
    caplog.set_level(logging.DEBUG, "tracker")

    def spoil(
        _connection: object, _cursor: object, statement: str, parameters: object, *_rest: object
    ) -> tuple[str, object]:
        return statement.replace("INSERT INTO milestone_events", "INSERT INTO milestone_nowhere"), parameters

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", spoil, retval=True)
    try:
        answer = mia.client.post(NOTE, op_id="a", version=0, note=CANARY)
    finally:
        event.remove(engine, "before_cursor_execute", spoil)
    assert answer.status_code == 500
    assert "milestone_nowhere" in caplog.text
    assert CANARY not in caplog.text
    assert contents(app)["milestone_states"] == []


def test_no_password_token_or_note_is_logged(app: Flask, mia: Member, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client = Client(app)
    client.post("/sign-in", email="mia@example.org", password="canary password one")
    client.post("/sign-in", email="mia@example.org", password=PASSWORD)
    client.post(NOTE, op_id="a", version=0, note="canary note")
    client.post(NOTE, op_id="b", version=0, note="canary note, stale")
    client.post("/settings/password", current_password=PASSWORD, new_password="canary password two")
    client.post("/sign-up", name="Ann", email="canary@example.org", password="canary password three", time_zone="UTC")
    with client.raw.session_transaction() as session:
        secrets = [str(session["_user_id"]), str(session["csrf_token"])]
    assert "event=sign-in result=ok" in caplog.text
    assert [one for one in ["canary", PASSWORD, mia.user.email, mia.token, *secrets] if one in caplog.text] == []


@pytest.fixture
def impatient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """An app that waits for the write lock for a fifth of a second only."""
    monkeypatch.setattr(extensions, "BUSY_SECONDS", 0.2)
    with another_app(tmp_path) as app:
        yield app


@pytest.fixture
def lock(impatient: Flask) -> Iterator[sqlite3.Connection]:
    """Another connection, ready to hold the write lock."""
    module: ModuleType = sqlite_module()
    with impatient.app_context():
        connection = module.connect(db.engine.url.database, isolation_level=None)
    yield connection
    connection.close()


def test_a_locked_database_says_not_saved_and_keeps_the_text(impatient: Flask, lock: sqlite3.Connection) -> None:
    mia = make_member(impatient, "mia", "Mia Okafor", "UTC")
    token = mia.client.token()
    lock.execute("BEGIN IMMEDIATE")

    answer = mia.client.post(NOTE, csrf_token=token, op_id="a", version=0, note="my long note")

    page = mia.client.read(answer, 503)
    assert answer.headers["Retry-After"] == "5"
    assert "Not saved yet" in page.one("h1").text
    assert page.one("textarea").text == "my long note"
    assert mia.user.name in page.text, "still signed in"
    assert not leaks(page)
    assert mia.user.name in mia.client.page("/dashboard").text, "reading goes on"
    assert mia.client.page("/roadmap/tiny-guide/tk-bowline").title

    lock.execute("ROLLBACK")
    assert mia.client.post(NOTE, csrf_token=token, op_id="a", version=0, note="my long note").status_code == 303
    assert mia.client.page("/roadmap/tiny-guide/tk-bowline").one("textarea", name_="note").text == "my long note"


@pytest.mark.parametrize(
    "path,fields",
    [
        ("/sign-in", {"email": "mia@example.org", "password": PASSWORD}),
        ("/sign-up", {"name": "Ann", "email": "ann@example.org", "password": PASSWORD, "time_zone": "UTC"}),
    ],
)
def test_a_locked_database_signs_nobody_in(
    impatient: Flask, lock: sqlite3.Connection, path: str, fields: dict[str, str]
) -> None:
    make_member(impatient, "mia", "Mia Okafor", "UTC")
    client = Client(impatient)
    token = client.token()
    lock.execute("BEGIN IMMEDIATE")
    page = client.read(client.post(path, csrf_token=token, **fields), 503)
    assert fields["email"] in page.html
    assert PASSWORD not in page.html
    lock.execute("ROLLBACK")
    assert client.post(path, csrf_token=token, **fields).location == "/dashboard"


def test_a_database_that_does_not_answer_at_all(impatient: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    mia = make_member(impatient, "mia", "Mia Okafor", "UTC")
    token = mia.client.token()
    with impatient.app_context():
        engine = db.engine
        file = Path(str(engine.url.database))
        engine.dispose()
    away = file.rename(file.with_suffix(".away"))
    file.mkdir()  # nothing can be opened here
    try:
        page = mia.client.page("/dashboard", 503)
        assert not leaks(page)
        page = mia.client.read(mia.client.post(NOTE, csrf_token=token, op_id="a", version=0, note="my long note"), 503)
        assert page.one("textarea").text == "my long note"
        assert mia.client.get("/guides/tiny-guide").status_code == 503
        assert Client(impatient).get("/guides/tiny-guide/one-loop").status_code == 200, "the text needs no database"
        assert Client(impatient).get("/readyz").status_code == 503
        assert Client(impatient).get("/healthz").status_code == 200
    finally:
        file.rmdir()
        away.rename(file)
    assert mia.user.name in mia.client.page("/dashboard").text
