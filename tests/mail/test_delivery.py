"""Letters on their way: through a real mail server or into a folder, refused for now or for good, and sent once."""

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from smtplib import SMTPAuthenticationError
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from flask import Flask

from tests.apps import another_app
from tests.browser.live import free_port
from tests.people import Member, make_member
from tests.post import HOST, Postbox, html_of, mail_server, text_of, work
from tests.tables import contents
from tracker import clock, jobs, mail
from tracker.config import Settings
from tracker.extensions import db

NOW = clock.now().replace(microsecond=0)
LETTER = "accounts/letters/confirm.txt"


def send(app: Flask, to: str = "mia@example.org", name: str = "Mia Okafor", **options: Any) -> None:
    with app.test_request_context():
        mail.send(LETTER, to, name=name, person=name, when="today", link="http://localhost/link/confirm/x", **options)
        db.session.commit()


def job(app: Flask) -> dict[str, Any]:
    (row,) = contents(app)["jobs"]
    return row


def test_a_letter_arrives_as_text_and_html(mailing_app: Flask, postbox: Postbox) -> None:
    send(mailing_app)
    assert postbox.letters == [], "nothing is sent within a request"
    assert work(mailing_app) == 1
    (letter,) = postbox.letters
    assert letter.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    assert text_of(letter).startswith("Hello Mia Okafor,\n\nyou asked on today")
    assert "\n\nhttp://localhost/link/confirm/x\n\n" in text_of(letter)
    assert '<a href="http://localhost/link/confirm/x">' in html_of(letter)
    assert "<title>Confirm your address for Milepost</title>" in html_of(letter)


def test_its_headers(mailing_app: Flask, postbox: Postbox) -> None:
    with clock.stopped_at(NOW):
        send(mailing_app, headers={"List-Unsubscribe": "<http://localhost/letters/stop>"})
        work(mailing_app)
    (letter,) = postbox.letters
    assert str(letter["From"]) == "Milepost <milepost@example.org>"
    assert str(letter["To"]) == "Mia Okafor <mia@example.org>"
    assert str(letter["Subject"]) == "Confirm your address for Milepost"
    assert letter["Date"].datetime == NOW
    assert str(letter["Message-ID"]).endswith("@localhost>")
    assert str(letter["Auto-Submitted"]) == "auto-generated"
    assert str(letter["List-Unsubscribe"]) == "<http://localhost/letters/stop>"
    once = {"From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"}
    assert all(len(letter.get_all(name) or []) == 1 for name in once)
    assert not {"Cc", "Bcc", "Sender", "Reply-To"} & set(letter.keys())


@pytest.mark.parametrize(
    "name",
    [
        "Mia\r\nBcc: all@example.org",
        "Mia\nSubject: another",
        "Mia\r\n\r\n<script>alert(1)</script>",
        "=?utf-8?q?=0aBcc:_all@example.org?=",
        'Mia" <otto@example.org>, "x',
        "Mia, otto@example.org",
    ],
)
def test_a_name_adds_no_header_and_no_recipient(mailing_app: Flask, postbox: Postbox, name: str) -> None:
    send(mailing_app, name=name)
    work(mailing_app)
    (letter,) = postbox.letters  # the server holds each to one recipient
    assert [address.addr_spec for address in letter["To"].addresses] == ["mia@example.org"]
    assert letter["Bcc"] is None
    assert str(letter["Subject"]) == "Confirm your address for Milepost"
    assert "<script>" not in html_of(letter)


@pytest.mark.parametrize("to", ["mia@example.org\r\nBcc: all@example.org", "mia", "@example.org", "a b@example.org"])
def test_an_address_that_is_none_gets_nothing(mailing_app: Flask, postbox: Postbox, to: str) -> None:
    send(mailing_app, to=to)
    work(mailing_app)
    assert postbox.letters == []
    assert job(mailing_app)["state"] in {"dead", "waiting"}


def test_an_address_beyond_ascii_is_written_as_mail_servers_read_it(mailing_app: Flask, postbox: Postbox) -> None:
    send(mailing_app, to="mia@bücher.example", name="Mia Ökafor")
    work(mailing_app)
    (letter,) = postbox.letters
    assert str(letter["To"]) == "Mia Ökafor <mia@xn--bcher-kva.example>"


@pytest.mark.parametrize("field", ["answer", "of_recipients"])
def test_refused_for_now_it_is_tried_again_and_arrives_once(mailing_app: Flask, postbox: Postbox, field: str) -> None:
    setattr(postbox, field, "451 4.3.2 Try again later")
    moment = NOW
    with clock.stopped_at(moment):
        send(mailing_app)
    for pause in jobs.PAUSES[:3]:
        with clock.stopped_at(moment):
            assert work(mailing_app) == 1
            assert work(mailing_app) == 0, "not before its time"
        row = job(mailing_app)
        assert (row["state"], row["due_at"]) == ("waiting", moment + pause)
        moment = row["due_at"]
    setattr(postbox, field, None)
    with clock.stopped_at(moment):
        assert work(mailing_app) == 1
        assert work(mailing_app) == 0
    assert len(postbox.letters) == 1
    row = job(mailing_app)
    assert (row["state"], row["tries"], row["sealed"]) == ("done", 4, b"")


@pytest.mark.parametrize("field", ["answer", "of_recipients"])
def test_refused_for_good_it_is_dead_and_in_sight(mailing_app: Flask, postbox: Postbox, field: str) -> None:
    setattr(postbox, field, "550 5.1.1 No such mailbox: the secret words")
    send(mailing_app)
    assert work(mailing_app) == 1
    assert job(mailing_app)["state"] == "dead"
    run = mailing_app.test_cli_runner().invoke
    listed = run(args=["jobs", "list"]).output
    assert "dead\tmail\t1 try" in listed
    assert "refused the letter for good (code 550)" in listed
    assert "secret words" not in listed
    doctor = run(args=["doctor"])
    assert doctor.exit_code == 1
    assert "! Jobs that were given up on: 1. Run: flask --app wsgi jobs list" in doctor.stderr
    setattr(postbox, field, None)
    run(args=["jobs", "retry", str(job(mailing_app)["id"])])
    assert work(mailing_app) == 1
    assert len(postbox.letters) == 1


def test_a_server_that_is_down_gets_it_later(tmp_path: Path) -> None:
    port = free_port()
    with another_app(tmp_path, smtp_url=f"smtp://{HOST}:{port}", mail_from="m@example.org") as app:
        with clock.stopped_at(NOW):
            send(app)
            assert work(app) == 1
        assert (job(app)["state"], job(app)["problem"]) == ("waiting", "ConnectionRefusedError")
        with mail_server(port) as postbox, clock.stopped_at(NOW + jobs.PAUSES[0]):
            assert work(app) == 1
            assert len(postbox.letters) == 1


def test_a_letter_that_is_sent_twice_is_recognised_as_one(mailing_app: Flask, postbox: Postbox) -> None:
    """A worker that died between the server's answer and its own note leaves the letter to another."""
    with clock.stopped_at(NOW):
        send(mailing_app)
        with mailing_app.app_context():
            jobs.carry_out(job(mailing_app)["id"])
            db.session.execute(db.update(jobs.Job).values(state="waiting", sealed=_sealed(mailing_app)))
            db.session.commit()
    with clock.stopped_at(NOW + jobs.LEASE):
        work(mailing_app)
    first, second = postbox.letters
    assert str(first["Message-ID"]) == str(second["Message-ID"])


def _sealed(app: Flask) -> bytes:
    """What the job had held: the same letter, written again at the same moment."""
    send(app)
    newest = max(contents(app)["jobs"], key=lambda row: row["id"])
    with app.app_context():
        db.session.execute(db.delete(jobs.Job).where(jobs.Job.id == newest["id"]))
        db.session.commit()
    return bytes(newest["sealed"])


def test_by_default_letters_go_into_a_folder(tmp_path: Path) -> None:
    with another_app(tmp_path) as app:
        send(app)
        work(app)
        (file,) = (tmp_path / "mail").iterdir()
        assert file.suffix == ".eml"
        assert (tmp_path / "mail").stat().st_mode & 0o077 == 0, "they are nobody else's"
        letter = message_from_bytes(file.read_bytes(), policy=policy.default)
        assert isinstance(letter, EmailMessage)
        assert str(letter["To"]) == "Mia Okafor <mia@example.org>"
        assert "http://localhost/link/confirm/x" in text_of(letter)
        said = app.test_cli_runner().invoke(args=["doctor"]).output
        assert f"Letters are put into {tmp_path / 'mail'}. SMTP_URL isn't set" in said


def test_what_is_kept_of_a_letter_is_sealed_and_then_nothing(mailing_app: Flask, postbox: Postbox) -> None:
    send(mailing_app)
    for secret in ("mia@example.org", "Mia Okafor", "/link/confirm/x"):
        assert secret not in str(contents(mailing_app)["jobs"])
    work(mailing_app)
    assert job(mailing_app)["sealed"] == b""


def test_a_letter_goes_with_the_account(mailing_app: Flask, postbox: Postbox) -> None:
    mia: Member = make_member(mailing_app, "mia", "Mia Okafor", "UTC")
    send(mailing_app, user_id=mia.user.id)
    with mailing_app.app_context():
        db.session.execute(db.delete(db.metadata.tables["users"]))
        db.session.commit()
    assert work(mailing_app) == 0
    assert postbox.letters == []


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # this machine alone listens
def test_it_signs_in_where_the_server_asks_for_it(tmp_path: Path) -> None:
    def checked(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        right = isinstance(given, LoginPassword) and (given.login, given.password) == (b"mia@x", b"p:w/d")
        return AuthResult(success=right, handled=False)

    with mail_server(authenticator=checked, auth_required=True, auth_require_tls=False) as postbox:
        url = f"smtp://mia%40x:p%3Aw%2Fd@{HOST}:{postbox.port}"
        with another_app(tmp_path, smtp_url=url, mail_from="m@example.org") as app:
            send(app)
            assert work(app) == 1
            assert len(postbox.letters) == 1
            settings: Settings = app.extensions["settings"]
            mail.check(settings)
            assert "p:w/d" not in mail.said(settings)
            assert "p%3Aw" not in mail.said(settings)
        wrong = replace(settings, smtp_url=url.replace("p%3Aw", "x"))
        with pytest.raises(SMTPAuthenticationError):
            mail.check(wrong)


def test_the_doctor_asks_the_mail_server(mailing_app: Flask, postbox: Postbox, tmp_path: Path) -> None:
    said = mailing_app.test_cli_runner().invoke(args=["doctor"])
    assert said.exit_code == 0, said.output
    assert "Letters go through 127.0.0.1, from Milepost <milepost@example.org>." in said.output
    assert "Jobs: 0 waiting, 0 given up on · queue in a file" in said.output
    with another_app(tmp_path, smtp_url=f"smtp://{HOST}:{free_port()}", mail_from="m@example.org") as app:
        said = app.test_cli_runner().invoke(args=["doctor"])
        assert said.exit_code == 1
        assert "! The mail server does not take letters (ConnectionRefusedError). Check SMTP_URL." in said.stderr


def test_the_doctor_notices_that_no_worker_runs(mailing_app: Flask, postbox: Postbox) -> None:
    with clock.stopped_at(NOW):
        send(mailing_app)
        assert mailing_app.test_cli_runner().invoke(args=["doctor"]).exit_code == 0
    with clock.stopped_at(NOW + timedelta(minutes=42)):
        said = mailing_app.test_cli_runner().invoke(args=["doctor"])
        assert "! A job has waited for 42 minutes, so no worker runs." in said.stderr
        assert "Jobs: 1 waiting" in said.stdout
