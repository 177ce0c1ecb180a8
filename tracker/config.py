"""Settings from the environment, checked once at start.

Hides defaults and where the secret key is kept. Every complaint is a sentence that names the variable.
"""

import ipaddress
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from tracker.openid_settings import OpenIdSettings, UnusableOpenId

ROOT = Path(__file__).resolve().parent.parent
VERSION = "0.1.0"
KEY_FILE = "secret_key"
LEAST_KEY_LENGTH = 32
REQUEST_BYTES = 256 * 1024
"""The largest request body: a full note (20,000 characters) four times over, whatever its script."""
ARCHIVE_BYTES = 8 * 1024 * 1024
"""The largest archive that somebody may bring: many times what anybody's export came to."""
LARGER = {"/settings/data/import": ARCHIVE_BYTES + REQUEST_BYTES}
"""Addresses that take more than REQUEST_BYTES, and how much."""


class SettingsError(click.ClickException):
    """A setting that can't be used: a sentence for the operator. `flask` prints it without a traceback."""


@dataclass(frozen=True)
class Settings:
    """What the operator decides. See README.md § Settings for the same list in prose."""

    instance_path: Path
    secret_key: str
    database_url: str
    public_url: str
    host: str
    port: int
    trusted_hops: int
    content_path: Path
    web_concurrency: int = 2
    """How many processes answer."""
    makes_downloads: bool = True
    """Whether the server makes missing PDFs after its start; if not, somebody runs `flask guides downloads`."""
    runs_worker: bool = True
    """Whether a worker for jobs starts beside the server; if not, somebody runs `python -m tracker.worker`."""
    redis_url: str | None = None
    smtp_url: str | None = None
    mail_from: str = "Milepost <milepost@localhost>"
    openid: OpenIdSettings | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read and check all settings. Raises SettingsError."""
        instance = cls.instance_from(environment)
        port = _whole(environment, "PORT", 8000, 1, 65535)
        return cls(
            instance_path=instance,
            secret_key=_secret_key(environment, instance),
            database_url=_database_url(environment, instance),
            public_url=_public_url(environment, port),
            host=_host(environment),
            port=port,
            trusted_hops=_whole(environment, "TRUSTED_HOPS", 0, 0, 5),
            content_path=_content_path(environment),
            web_concurrency=_whole(environment, "WEB_CONCURRENCY", 2, 1, 32),
            makes_downloads=_yes_or_no(environment, "MAKE_DOWNLOADS", "yes"),
            runs_worker=_yes_or_no(environment, "RUN_WORKER", "yes"),
            redis_url=_redis_url(environment),
            smtp_url=_smtp_url(environment),
            mail_from=_mail_from(environment),
            openid=_openid(environment),
        )

    @staticmethod
    def instance_from(environment: Mapping[str, str]) -> Path:
        """The folder for what this installation keeps."""
        return Path(environment.get("INSTANCE_PATH") or ROOT / "instance").absolute()

    @property
    def secure(self) -> bool:
        """Whether people reach the app over TLS."""
        return self.public_url.startswith("https://")

    @property
    def sends_mail(self) -> bool:
        """Whether letters leave this machine. If not, nobody can open one, and addresses stay unconfirmed."""
        return self.smtp_url is not None

    def flask_config(self) -> dict[str, Any]:
        return {
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "PUBLIC_URL": self.public_url,
            "SENDS_MAIL": self.sends_mail,
            "MAX_CONTENT_LENGTH": REQUEST_BYTES,
            "MAX_FORM_MEMORY_SIZE": REQUEST_BYTES,
            "SESSION_COOKIE_NAME": "__Host-session" if self.secure else "session",
            "THEME_COOKIE_NAME": "__Host-theme" if self.secure else "theme",
            "BROWSER_COOKIE_NAME": "__Host-browser" if self.secure else "browser",
            "SESSION_COOKIE_SECURE": self.secure,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_REFRESH_EACH_REQUEST": False,
            "WTF_CSRF_TIME_LIMIT": None,
            "WTF_CSRF_SSL_STRICT": False,
            "COMPRESS_ALGORITHM": ["br", "gzip"],
            "COMPRESS_BR_LEVEL": 5,
            "COMPRESS_MIN_SIZE": 500,
        }


def make_key(instance: Path) -> Path:
    """Make the instance folder and, where there is none, a secret key readable by its owner only."""
    file = instance / KEY_FILE
    try:
        instance.mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(FileExistsError):
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as key:
                key.write(secrets.token_urlsafe(48))
    except OSError as error:
        raise SettingsError(
            f"INSTANCE_PATH is “{instance}”, where nothing can be kept ({error.strerror}); name a folder of your own."
        ) from error
    return file


def _host(environment: Mapping[str, str]) -> str:
    text = environment.get("HOST") or "127.0.0.1"
    try:
        if text != "localhost":
            ipaddress.ip_address(text)
    except ValueError:
        raise SettingsError(f"HOST is “{text}”; it must be an IP address of this machine, or localhost.") from None
    return text


def _whole(environment: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = environment.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise SettingsError(f"{name} is “{text}”; it must be a whole number from {least} to {most}.")
    return int(text)


def _yes_or_no(environment: Mapping[str, str], name: str, default: str) -> bool:
    text = environment.get(name) or default
    if text not in {"yes", "no"}:
        raise SettingsError(f"{name} is “{text}”; it must be yes or no.")
    return text == "yes"


def _secret_key(environment: Mapping[str, str], instance: Path) -> str:
    key = environment.get("SECRET_KEY", "")
    file = instance / KEY_FILE
    if not key and file.exists():
        key = file.read_text("utf-8").strip()
    if not key:
        raise SettingsError(
            f"SECRET_KEY is missing, and there is no file {file}; "
            "start with `make run`, which makes one, or set it yourself."
        )
    if len(key) < LEAST_KEY_LENGTH or len(set(key)) < 10:
        raise SettingsError(f"SECRET_KEY is too easy to guess; give it at least {LEAST_KEY_LENGTH} random characters.")
    return key


def _database_url(environment: Mapping[str, str], instance: Path) -> str:
    text = environment.get("DATABASE_URL")
    if not text:
        return f"sqlite:///{instance / 'milepost.sqlite3'}"
    try:
        url = make_url(text)
    except ArgumentError:
        raise SettingsError(
            "DATABASE_URL can't be read; write it like postgresql+psycopg://user:password@host/name."
        ) from None
    if url.drivername not in {"sqlite", "postgresql+psycopg"}:
        raise SettingsError(
            f"DATABASE_URL begins with “{url.drivername}”; Milepost runs on sqlite:///… and postgresql+psycopg://…."
        )
    return text


def _public_url(environment: Mapping[str, str], port: int) -> str:
    text = environment.get("PUBLIC_URL") or f"http://localhost:{port}"
    if not _is_origin(text.removesuffix("/")):
        raise SettingsError(
            f"PUBLIC_URL is “{text}”; write scheme and host alone, such as https://milepost.example.org."
        )
    return text.removesuffix("/")


def _is_origin(text: str) -> bool:
    """Whether this is scheme and host, perhaps a port, and nothing else."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    host = parts.netloc.removesuffix(f":{port}")
    return (
        parts.scheme in {"http", "https"}
        and bool(host)
        and "@" not in host
        and text == f"{parts.scheme}://{parts.netloc}"
    )


def _redis_url(environment: Mapping[str, str]) -> str | None:
    text = environment.get("REDIS_URL")
    if not text:
        return None
    if urlsplit(text).scheme not in {"redis", "rediss", "unix"} or not urlsplit(text).netloc + urlsplit(text).path:
        raise SettingsError("REDIS_URL can't be read; write it like redis://127.0.0.1:6379/0.")
    return text


def _smtp_url(environment: Mapping[str, str]) -> str | None:
    text = environment.get("SMTP_URL")
    if not text:
        return None
    try:
        parts = urlsplit(text)
        readable = parts.scheme in {"smtp", "smtps"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        readable = False
    if not readable:
        raise SettingsError("SMTP_URL can't be read; write it like smtp://user:password@mail.example.org:587.")
    return text


def _mail_from(environment: Mapping[str, str]) -> str:
    text = environment.get("MAIL_FROM") or ""
    if not text:
        if environment.get("SMTP_URL"):
            raise SettingsError("MAIL_FROM is missing: letters need a sender, such as Milepost <milepost@example.org>.")
        return Settings.mail_from
    name, address = parseaddr(text)
    if not address or "@" not in address or not text.isprintable():
        raise SettingsError(f"MAIL_FROM is “{text}”; write it like Milepost <milepost@example.org>.")
    return formataddr((name, address))


def _openid(environment: Mapping[str, str]) -> OpenIdSettings | None:
    try:
        return OpenIdSettings.from_environment(environment)
    except UnusableOpenId as complaint:
        raise SettingsError(str(complaint)) from None


def _content_path(environment: Mapping[str, str]) -> Path:
    path = Path(environment.get("CONTENT_PATH") or ROOT / "tracker" / "content")
    if not path.is_dir():
        raise SettingsError(f"CONTENT_PATH is “{path}”, which is no folder; name the folder that holds the guides.")
    return path
