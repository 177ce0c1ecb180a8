"""Settings: each one bad is refused with a sentence that names the variable; each one good is taken."""

import os
import stat
from pathlib import Path

import pytest

from tracker import serve
from tracker.config import KEY_FILE, ROOT, Settings, SettingsError, make_key

OF_JOBS = ("SMTP_URL", "MAIL_FROM", "REDIS_URL", "RUN_WORKER", "MAKE_DOWNLOADS")
KEY = "0123456789-abcdefghijklmnopqrstuvwxyz"


def read(tmp_path: Path, **environment: str) -> Settings:
    return Settings.from_environment({"INSTANCE_PATH": str(tmp_path), "SECRET_KEY": KEY, **environment})


def test_the_defaults_are_one_machine_and_one_file(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert (settings.host, settings.port, settings.trusted_hops) == ("127.0.0.1", 8000, 0)
    assert settings.public_url == "http://localhost:8000"
    assert settings.database_url == f"sqlite:///{tmp_path}/milepost.sqlite3"
    assert settings.content_path == ROOT / "tracker" / "content"
    assert not settings.secure


def test_what_is_set_to_nothing_is_not_set(tmp_path: Path) -> None:
    empty = dict.fromkeys(["PORT", "HOST", "PUBLIC_URL", "DATABASE_URL", "TRUSTED_HOPS", "CONTENT_PATH", *OF_JOBS], "")
    assert read(tmp_path, **empty) == read(tmp_path)


@pytest.mark.parametrize(
    "name,value,field,taken",
    [
        ("PORT", "1", "port", 1),
        ("PORT", "65535", "port", 65535),
        ("WEB_CONCURRENCY", "1", "web_concurrency", 1),
        ("WEB_CONCURRENCY", "32", "web_concurrency", 32),
        ("HOST", "0.0.0.0", "host", "0.0.0.0"),  # noqa: S104  only read, nothing listens
        ("HOST", "::1", "host", "::1"),
        ("HOST", "localhost", "host", "localhost"),
        ("TRUSTED_HOPS", "5", "trusted_hops", 5),
        ("PUBLIC_URL", "https://milepost.example.org", "public_url", "https://milepost.example.org"),
        ("PUBLIC_URL", "https://milepost.example.org/", "public_url", "https://milepost.example.org"),
        ("PUBLIC_URL", "http://10.0.0.2:8080", "public_url", "http://10.0.0.2:8080"),
        ("DATABASE_URL", "sqlite:////srv/m.sqlite3", "database_url", "sqlite:////srv/m.sqlite3"),
        ("DATABASE_URL", "postgresql+psycopg://u:p@h/d", "database_url", "postgresql+psycopg://u:p@h/d"),
        ("CONTENT_PATH", str(ROOT / "tests"), "content_path", ROOT / "tests"),
        ("MAKE_DOWNLOADS", "no", "makes_downloads", False),
        ("RUN_WORKER", "no", "runs_worker", False),
        ("REDIS_URL", "redis://127.0.0.1:6379/0", "redis_url", "redis://127.0.0.1:6379/0"),
        ("REDIS_URL", "rediss://:secret@redis.example.org/1", "redis_url", "rediss://:secret@redis.example.org/1"),
        ("REDIS_URL", "unix:///run/redis.sock", "redis_url", "unix:///run/redis.sock"),
        ("MAIL_FROM", "milepost@example.org", "mail_from", "milepost@example.org"),
        ("MAIL_FROM", "Milepost <milepost@example.org>", "mail_from", "Milepost <milepost@example.org>"),
    ],
)
def test_a_good_setting_is_taken(tmp_path: Path, name: str, value: str, field: str, taken: object) -> None:
    assert getattr(read(tmp_path, **{name: value}), field) == taken


@pytest.mark.parametrize(
    "name,value",
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "80.0"),
        ("PORT", "eighty"),
        ("PORT", "８０"),
        ("PORT", " 80"),
        ("PORT", "²"),
        ("HOST", "nonsense"),
        ("HOST", "127.0.0.1:80"),
        ("HOST", "999.0.0.1"),
        ("TRUSTED_HOPS", "6"),
        ("TRUSTED_HOPS", "one"),
        ("PUBLIC_URL", "milepost.example.org"),
        ("PUBLIC_URL", "ftp://milepost.example.org"),
        ("PUBLIC_URL", "https://"),
        ("PUBLIC_URL", "https://milepost.example.org/app"),
        ("PUBLIC_URL", "https://milepost.example.org/?a=b"),
        ("PUBLIC_URL", "https://milepost.example.org/#top"),
        ("PUBLIC_URL", "https://[milepost"),
        ("PUBLIC_URL", "https://milepost.example.org:port"),
        ("PUBLIC_URL", "https://user:secret@milepost.example.org"),
        ("DATABASE_URL", "not a url"),
        ("DATABASE_URL", "mysql://u:p@h/d"),
        ("DATABASE_URL", "postgresql://u:p@h/d"),
        ("DATABASE_URL", "postgres://u:p@h/d"),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 64),
        ("SECRET_KEY", "abcabcabc" * 8),
        ("CONTENT_PATH", "/no/such/folder"),
        ("WEB_CONCURRENCY", "0"),
        ("WEB_CONCURRENCY", "33"),
        ("WEB_CONCURRENCY", "two"),
        ("MAKE_DOWNLOADS", "maybe"),
        ("RUN_WORKER", "0"),
        ("REDIS_URL", "127.0.0.1:6379"),
        ("REDIS_URL", "http://127.0.0.1:6379"),
        ("REDIS_URL", "redis://"),
        ("SMTP_URL", "mail.example.org:25"),
        ("SMTP_URL", "smtp://"),
        ("SMTP_URL", "smtp://mail.example.org:port"),
        ("SMTP_URL", "smtp://mail.example.org:0"),
        ("SMTP_URL", "http://mail.example.org"),
        ("MAIL_FROM", "Milepost"),
        ("MAIL_FROM", "m@example.org\r\nBcc: all@example.org"),
    ],
)
def test_a_bad_setting_is_refused_by_its_name(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read(tmp_path, **{name: value})
    sentence = str(caught.value)
    assert name in sentence
    assert sentence.endswith(".")


OPENID = {
    "OIDC_ISSUER": "https://login.example.org",
    "OIDC_CLIENT_ID": "milepost",
    "OIDC_CLIENT_SECRET": "hunter2",
    "OIDC_NAME": "Example Login",
}


def test_a_provider_is_set_up_by_four_settings_or_none(tmp_path: Path) -> None:
    assert read(tmp_path).openid is None
    assert read(tmp_path, **dict.fromkeys(OPENID, " ")).openid is None
    provider = read(tmp_path, **OPENID).openid
    assert provider is not None
    assert (provider.issuer, provider.client_id) == (OPENID["OIDC_ISSUER"], "milepost")
    assert (provider.client_secret, provider.name) == ("hunter2", "Example Login")
    for missing in OPENID:
        with pytest.raises(SettingsError, match=rf"^{missing} is missing: OpenID Connect needs all of") as caught:
            read(tmp_path, **{**OPENID, missing: ""})
        assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    "issuer",
    [
        "http://localhost:9000",
        "http://127.0.0.1:9000/realms/work",
        "http://[::1]:9000",
        "https://example.org/realms/a/",
    ],
)
def test_an_issuer_that_will_do(tmp_path: Path, issuer: str) -> None:
    provider = read(tmp_path, **{**OPENID, "OIDC_ISSUER": issuer}).openid
    assert provider is not None
    assert provider.issuer == issuer


@pytest.mark.parametrize(
    "name,value",
    [
        ("OIDC_ISSUER", "login.example.org"),
        ("OIDC_ISSUER", "http://login.example.org"),
        ("OIDC_ISSUER", "https://"),
        ("OIDC_ISSUER", "https://login.example.org?tenant=a"),
        ("OIDC_ISSUER", "https://login.example.org#a"),
        ("OIDC_ISSUER", "https://user:hunter2@login.example.org"),
        ("OIDC_ISSUER", "https://login.example.org:port"),
        ("OIDC_ISSUER", "https://login.example.org/" + "a" * 255),
        ("OIDC_NAME", "n" * 41),
        ("OIDC_NAME", "two\nlines"),
    ],
)
def test_a_provider_that_will_not_do_is_refused_by_its_name(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name) as caught:
        read(tmp_path, **{**OPENID, name: value})
    assert str(caught.value).endswith(".") or str(caught.value).endswith(").")


def test_a_refusal_never_repeats_a_secret(tmp_path: Path) -> None:
    secrets = [
        ("SECRET_KEY", "hunter2-short"),
        ("DATABASE_URL", "mysql://mia:hunter2@h/d"),
        ("SMTP_URL", "smtp://mia:hunter2@h:port"),
        ("REDIS_URL", "http://:hunter2@h"),
    ]
    for name, value in secrets:
        with pytest.raises(SettingsError) as caught:
            read(tmp_path, **{name: value})
        assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("url", ["smtp://user:p%40ss@mail.example.org:587", "smtps://mail.example.org"])
def test_letters_need_a_server_and_a_sender(tmp_path: Path, url: str) -> None:
    assert not read(tmp_path).sends_mail
    with pytest.raises(SettingsError, match="MAIL_FROM is missing"):
        read(tmp_path, SMTP_URL=url)
    settings = read(tmp_path, SMTP_URL=url, MAIL_FROM="m@example.org")
    assert (settings.sends_mail, settings.smtp_url) == (True, url)
    assert settings.flask_config()["SENDS_MAIL"]


def test_without_a_key_there_is_no_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="SECRET_KEY is missing, and there is no file"):
        Settings.from_environment({"INSTANCE_PATH": str(tmp_path)})


def test_a_made_key_is_only_for_its_owner_and_is_made_once(tmp_path: Path) -> None:
    instance = tmp_path / "deep" / "instance"
    file = make_key(instance)
    key = file.read_text()
    assert file == instance / KEY_FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(instance.stat().st_mode) == 0o700
    assert make_key(instance).read_text() == key
    assert Settings.from_environment({"INSTANCE_PATH": str(instance)}).secret_key == key
    assert make_key(tmp_path / "another").read_text() != key


def test_a_folder_that_cannot_be_is_refused_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file", tmp_path / "file" / "instance"):
        with pytest.raises(SettingsError, match="INSTANCE_PATH is “"):
            make_key(folder)


@pytest.mark.parametrize(
    "url,sentence",
    [
        ("postgresql+psycopg://u:hunter2@127.0.0.1:1/d", "DATABASE_URL leads to a database that does not answer"),
        ("sqlite:////no/such/folder/m.sqlite3", "DATABASE_URL leads to a database that does not answer"),
    ],
)
def test_a_start_without_its_database_ends_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, sentence: str
) -> None:
    monkeypatch.setattr("sys.argv", ["serve"])
    monkeypatch.setattr(os, "umask", lambda _mask: 0)
    monkeypatch.setenv("INSTANCE_PATH", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(SystemExit) as caught:
        serve.main()
    assert sentence in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_a_key_that_is_set_wins_over_the_file(tmp_path: Path) -> None:
    make_key(tmp_path)
    assert read(tmp_path).secret_key == KEY


@pytest.mark.parametrize(
    "address,secure,cookie",
    [("https://milepost.example.org", True, "__Host-session"), ("http://localhost:8000", False, "session")],
)
def test_cookies_are_as_strict_as_the_address_allows(tmp_path: Path, address: str, secure: bool, cookie: str) -> None:
    config = read(tmp_path, PUBLIC_URL=address).flask_config()
    assert config["SESSION_COOKIE_SECURE"] is secure
    assert config["SESSION_COOKIE_NAME"] == cookie
    assert config["SESSION_COOKIE_HTTPONLY"] is True
    assert config["SESSION_COOKIE_SAMESITE"] == "Lax"
