"""Letters: written with the change that causes them, sent by the worker; through SMTP, or into a folder if none is set.

A letter is one text template, `<feature>/letters/<name>.txt`: its first line is the subject, then come paragraphs. A
paragraph that is an address alone becomes a link in the HTML form. Hides headers, encryption, and what makes a letter
that is sent twice recognisable as one.
"""

import re
import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.errors import HeaderParseError
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.utils import format_datetime, getaddresses
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import idna
from flask import current_app

from tracker import clock, jobs
from tracker.config import Settings

FOLDER = "mail"
PATIENCE_SECONDS = 20
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
FOR_GOOD = range(500, 600)
"""What a server answers that will say the same tomorrow (RFC 5321, 4.2.1)."""


class RefusedForNow(Exception):
    """The mail server didn't take the letter, and may take it later."""


class _AsItIs(UnstructuredHeader):
    """A header for machines, on one line: folded, a long address would become an encoded word, which none reads."""

    def fold(self, *, policy: Any) -> str:
        return f"{self.name}: {self}{policy.linesep}"  # type: ignore[attr-defined]


_registry = HeaderRegistry()
_registry.map_to_type("list-unsubscribe", _AsItIs)  # type: ignore[arg-type]  # the stubs know whole headers only
LETTERS = policy.default.clone(header_factory=_registry)


def send(
    template: str,
    to: str,
    *,
    name: str = "",
    user_id: int | None = None,
    key: str | None = None,
    headers: Mapping[str, str] | None = None,
    **values: Any,
) -> None:
    """Have a letter sent once this transaction is committed. `key`: it may be sent only once ever."""
    letter = written(template, **values)
    payload = {**letter, "to": to, "name": name, "headers": dict(headers or {}), "at": clock.now().timestamp()}
    jobs.add("mail", payload, user_id=user_id, key=key)


def send_last(template: str, to: str, *, name: str, **values: Any) -> None:
    """The same to somebody whose account goes with this transaction: nothing is kept of it once it is sent, or lost."""
    payload = {**written(template, **values), "to": to, "name": name, "headers": {}, "at": clock.now().timestamp()}
    jobs.add("farewell", payload)


def send_now(
    template: str,
    values: Mapping[str, Any],
    to: str,
    *,
    name: str,
    headers: Mapping[str, str],
    job: int,
    at: float,
) -> None:
    """The same from within a job, at once: for a letter that must not be written before it can go out."""
    payload = {**written(template, **values), "to": to, "name": name, "headers": dict(headers), "at": at, "job": job}
    deliver(payload)


def is_sent() -> bool:
    """Whether letters leave this machine."""
    settings: Settings = current_app.extensions["settings"]
    return settings.sends_mail


def forget(address: str) -> None:
    """Remove letters to this address that lie in the folder."""
    folder = Path(current_app.instance_path) / FOLDER
    for file in folder.glob("*.eml"):
        letter = message_from_bytes(file.read_bytes(), policy=policy.default)
        if address in [to.casefold() for _, to in getaddresses([str(letter["To"])])]:
            file.unlink(missing_ok=True)


def written(template: str, **values: Any) -> dict[str, str]:
    """Subject, text and HTML of a letter. Asks for no request: the worker writes letters too."""
    subject, _, text = _rendered(template, **values).strip().partition("\n")
    text = re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
    paragraphs = text.strip().split("\n\n")
    html = _rendered("mail/letter.html", subject=subject.strip(), paragraphs=paragraphs)
    return {"subject": subject.strip(), "text": text, "html": html}


def public_url(path: str) -> str:
    """A path of this site as an address for a letter. The request's own Host is never believed."""
    return f"{current_app.config['PUBLIC_URL']}{path}"


@jobs.handles("mail")
def deliver(payload: dict[str, Any]) -> None:
    """Hand a letter on. Sent twice it carries the same Message-ID, and in the folder it is one file."""
    settings: Settings = current_app.extensions["settings"]
    message = _message(payload, settings)
    if settings.smtp_url is None:
        folder = settings.instance_path / FOLDER
        folder.mkdir(mode=0o700, exist_ok=True)
        _put(folder / f"{payload['job']:06}.eml", message)
        return
    try:
        with _connection(settings.smtp_url) as server:
            server.send_message(message)
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as refusal:
        code = _code(refusal)
        if code in FOR_GOOD:
            raise jobs.GaveUp(f"the mail server refused the letter for good (code {code})") from refusal
        raise RefusedForNow(f"code {code}") from None  # which would name the address in the log


@jobs.handles("farewell", keeps_dead=False)
def deliver_last(payload: dict[str, Any]) -> None:
    deliver(payload)


def said(settings: Settings) -> str:
    """Where letters go, and what follows from it, for the operator."""
    if settings.smtp_url is None:
        folder = settings.instance_path / FOLDER
        return (
            f"Letters are put into {folder}. SMTP_URL isn't set: addresses stay unconfirmed, "
            "and nobody can reset a password."
        )
    parts = urlsplit(settings.smtp_url)
    return f"Letters go through {parts.hostname}, from {settings.mail_from}."


def check(settings: Settings) -> None:
    """Raises OSError or smtplib.SMTPException where the mail server can't be reached or does not take our name."""
    if settings.smtp_url is not None:
        with _connection(settings.smtp_url) as server:
            server.noop()


def _rendered(template: str, **values: Any) -> str:
    return current_app.jinja_env.get_template(template).render(**values)


def _message(payload: Mapping[str, Any], settings: Settings) -> EmailMessage:
    message = EmailMessage(LETTERS)
    message["From"] = settings.mail_from
    message["To"] = _recipient(str(payload["name"]), str(payload["to"]))
    message["Subject"] = payload["subject"]
    message["Date"] = format_datetime(clock.at(payload["at"]))
    host = urlsplit(settings.public_url).hostname
    message["Message-ID"] = f"<job-{payload['job']}-{payload['at']:.6f}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    for name, value in payload["headers"].items():
        message[name] = value
    message.set_content(payload["text"])
    message.add_alternative(payload["html"], subtype="html")
    return message


def _recipient(name: str, to: str) -> Address:
    """One person, whatever their name holds. The address was checked when it was entered."""
    local, _, domain = to.rpartition("@")
    if not local or not domain or any(character.isspace() for character in to):
        raise jobs.GaveUp("the address can't be written to")
    if "=?" in name:  # read as an encoded word, it could become anything
        name = ""
    try:
        domain = domain if domain.isascii() else idna.encode(domain, uts46=True).decode()
        return Address(" ".join(name.split()), local, domain)
    except (ValueError, HeaderParseError) as error:
        raise jobs.GaveUp("the address can't be written to") from error


def _put(file: Path, message: EmailMessage) -> None:
    part = file.with_suffix(".part")
    part.write_bytes(bytes(message))
    part.replace(file)


@cache
def _tls() -> ssl.SSLContext:
    """Made once: reading the certificates of all authorities takes longer than most letters."""
    return ssl.create_default_context()


@contextmanager
def _connection(url: str) -> Iterator[smtplib.SMTP]:
    """Signed in and encrypted; in the open only to this very machine."""
    parts = urlsplit(url)
    host = str(parts.hostname)
    server: smtplib.SMTP
    if parts.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, parts.port or 465, timeout=PATIENCE_SECONDS, context=_tls())
    else:
        server = smtplib.SMTP(host, parts.port or 587, timeout=PATIENCE_SECONDS)
    with server:
        if parts.scheme == "smtp" and host not in LOOPBACK:
            server.starttls(context=_tls())
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        yield server


def _code(refusal: smtplib.SMTPException) -> int:
    if isinstance(refusal, smtplib.SMTPRecipientsRefused):
        return max(code for code, _ in refusal.recipients.values())
    return int(getattr(refusal, "smtp_code", 0))
