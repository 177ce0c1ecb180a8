"""Starts Milepost: `python -m tracker.serve` (what `make run` does) or `… --demo` (`make demo`).

Makes the secret key, migrates the database, says where it listens, and becomes the production server.
"""

import argparse
import os
import sys

import click
from flask_migrate import upgrade
from sqlalchemy.exc import OperationalError

from tracker import companions, create_app, demo, health, mail
from tracker.config import ROOT, Settings, SettingsError, make_key
from tracker.library import ContentError

DEMO_FOLDER = "demo"
DOWNLOADS_AFTER = 5
WORKER_AFTER = 1
"""Seconds that the server has for itself before its companions start."""


def main() -> None:
    arguments = argparse.ArgumentParser(description="Start Milepost.")
    arguments.add_argument("--demo", action="store_true", help="a database of its own, filled with people to try it as")
    os.umask(0o077)  # the database and the key are nobody else's
    filled = arguments.parse_args().demo
    if filled:
        os.environ["INSTANCE_PATH"] = str(Settings.instance_from(os.environ) / DEMO_FOLDER)
        os.environ.pop("DATABASE_URL", None)
    try:
        settings = _prepare(filled)
    except (SettingsError, ContentError) as error:
        sys.exit(str(error))
    except OperationalError as error:
        where = "DATABASE_URL leads to" if os.environ.get("DATABASE_URL") else "INSTANCE_PATH holds"
        sys.exit(
            f"{where} a database that does not answer ({type(error.orig).__name__}). "
            "Check the setting, and that the database can be reached and written."
        )
    click.echo(mail.said(settings))
    click.echo(f"Milepost listens on {settings.public_url} (stop with Ctrl-C)")
    os.chdir(ROOT)
    if settings.makes_downloads:
        companions.start(["-m", "flask", "--app", "wsgi", "guides", "downloads"], after=DOWNLOADS_AFTER, nice=10)
    if settings.runs_worker:
        companions.start(["-m", "tracker.worker"], after=WORKER_AFTER, keep=True)
    os.execv(sys.executable, _server(settings))  # noqa: S606  our own interpreter, no shell


def _prepare(filled: bool) -> Settings:
    make_key(Settings.instance_from(os.environ))
    settings = Settings.from_environment()
    app = create_app(settings)
    with app.app_context():
        current, head = health.revisions()
        if current != head:
            upgrade()
        if filled:
            click.echo(demo.fill(app, mentees()))
    return settings


def mentees() -> int:
    """How many of carl's the demo has."""
    said = os.environ.get("MENTEES") or str(demo.FEWEST)
    if not said.isdecimal() or not demo.FEWEST <= int(said) <= demo.MOST:
        raise SettingsError(f"MENTEES is {said!r}; give a number from {demo.FEWEST} to {demo.MOST}.")
    return int(said)


def _server(settings: Settings) -> list[str]:
    return [
        sys.executable, "-m", "granian", "--interface", "asginl",
        "--host", settings.host, "--port", str(settings.port),
        "--workers", str(settings.web_concurrency), "--backlog", "2048", "--backpressure", "1024",
        "--http", "1", "--no-ws", "--workers-kill-timeout", "8", "--log-level", "warning",
        "tracker.gate:app",
    ]  # fmt: skip


if __name__ == "__main__":
    main()
