"""Is it alive, is it ready, and what is it made of: /healthz, /readyz, and the facts that `flask doctor` prints."""

import smtplib
import sys
from datetime import timedelta
from importlib.metadata import version

import sqlalchemy
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from tracker import jobs, mail
from tracker.access import public
from tracker.accounts import openid
from tracker.config import ROOT, Settings
from tracker.extensions import db
from tracker.library import downloads

blueprint = Blueprint("health", __name__)

PLAIN = {"Content-Type": "text/plain; charset=utf-8"}
LEAST_SQLITE = (3, 51, 3)
"""Older ones carry a rare corruption race in WAL mode; see tracker/README.md."""
LEAST_POSTGRES = 15
LATE = timedelta(minutes=10)
"""For so long no job waits where a worker runs."""


@blueprint.get("/healthz")
@public
def alive() -> ResponseReturnValue:
    """The process answers."""
    return "ok\n", 200, PLAIN


@blueprint.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """The process can do its work: the database answers and has the tables of this version."""
    try:
        current, head = revisions()
    except SQLAlchemyError:
        return "the database does not answer\n", 503, PLAIN
    if current != head:
        return "the database wants migrating\n", 503, PLAIN
    return "ok\n", 200, PLAIN


def revisions() -> tuple[str | None, str | None]:
    """The database's migration, and the newest there is."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "tracker" / "migrations"))
    head = ScriptDirectory.from_config(config).get_current_head()
    with db.engine.connect().execution_options(reads=True) as connection:
        return MigrationContext.configure(connection).get_current_revision(), head


def examine() -> tuple[list[str], list[str]]:
    """What runs here, and what is wrong with it: two lists of lines."""
    settings: Settings = current_app.extensions["settings"]
    facts = [
        f"Python {sys.version.split()[0]} · Flask {version('flask')} · "
        f"SQLAlchemy {version('sqlalchemy')} · granian {version('granian')}"
    ]
    troubles: list[str] = []
    try:
        facts += _database(troubles)
        facts += _jobs(settings, troubles) if not troubles else []
    except SQLAlchemyError as error:
        troubles.append(
            f"The database does not answer ({type(error).__name__}). Check DATABASE_URL and that the server runs."
        )
    for guide in current_app.extensions["catalogue"].guides:
        facts.append(
            f"Guide {guide.id}: {len(guide.sections)} sections, {guide.words:,} words, "
            f"{len(guide.milestones)} milestones"
        )
    try:
        downloads.check_typesetter()
        facts.append(f"Downloads: EPUB, Markdown, and PDF by WeasyPrint {version('weasyprint')}")
    except downloads.NoTypesetter as error:
        troubles.append(str(error))
    if settings.openid:
        try:
            openid.check()
            facts.append(f"OpenID Connect: {settings.openid.name}, {settings.openid.issuer}")
        except openid.Trouble as trouble:
            troubles.append(
                f"OIDC_ISSUER leads to {settings.openid.issuer}, which doesn't answer as that provider "
                f"({trouble.reason}). Check the address, and that this machine reaches it."
            )
    facts.append(
        f"Address: {settings.public_url} · trusted proxy hops: {settings.trusted_hops} · "
        f"secure cookies: {'yes' if settings.secure else 'no'}"
    )
    facts.append(mail.said(settings))
    _check_mail(settings, troubles)
    key = settings.instance_path / "secret_key"
    if key.exists() and key.stat().st_mode & 0o077:
        troubles.append(f"{key} can be read by others. Run: chmod 600 {key}")
    if not settings.secure and settings.host not in {"127.0.0.1", "localhost", "::1"}:
        troubles.append(
            "HOST opens the app to the network, but PUBLIC_URL is not https: passwords would travel in the open."
        )
    return facts, troubles


def _check_mail(settings: Settings, troubles: list[str]) -> None:
    try:
        mail.check(settings)
    except (OSError, smtplib.SMTPException) as error:
        troubles.append(f"The mail server does not take letters ({type(error).__name__}). Check SMTP_URL.")


def _jobs(settings: Settings, troubles: list[str]) -> list[str]:
    db.session.connection(execution_options={"reads": True})  # waits for nobody who writes
    counts, overdue = jobs.Job.counts(), jobs.Job.longest_overdue()
    db.session.rollback()
    if counts["dead"]:
        troubles.append(f"Jobs that were given up on: {counts['dead']}. Run: flask --app wsgi jobs list")
    if overdue > LATE:
        troubles.append(
            f"A job has waited for {int(overdue.total_seconds() // 60)} minutes, so no worker runs. "
            "Run: python -m tracker.worker"
        )
    if not jobs.queue_answers():
        troubles.append("Redis does not answer. Check REDIS_URL; jobs are done within a minute all the same.")
    where = "in Redis" if settings.redis_url else "in a file"
    return [f"Jobs: {counts['waiting']} waiting, {counts['dead']} given up on · queue {where}"]


def _database(troubles: list[str]) -> list[str]:
    dialect = db.engine.dialect
    with db.engine.connect().execution_options(reads=True) as connection:
        if dialect.name == "sqlite":
            number = connection.scalar(sqlalchemy.text("SELECT sqlite_version()"))
            mode = connection.scalar(sqlalchemy.text("PRAGMA journal_mode"))
            sound = connection.scalar(sqlalchemy.text("PRAGMA quick_check"))
            name = f"SQLite {number} ({dialect.dbapi.__name__ if dialect.dbapi else ''}, {mode})"
            if tuple(int(part) for part in str(number).split(".")) < LEAST_SQLITE:
                troubles.append(
                    f"SQLite {number} has a rare corruption race. "
                    "Install the pinned requirements, which bring a current one."
                )
            if sound != "ok":
                troubles.append(f"The database file is damaged: {sound}. Restore a backup.")
        else:
            number = dialect.server_version_info or (0,)
            name = f"PostgreSQL {'.'.join(str(part) for part in number)}"
            if int(number[0]) < LEAST_POSTGRES:
                troubles.append(f"PostgreSQL {number[0]} is too old; Milepost needs {LEAST_POSTGRES} or newer.")
    current, head = revisions()
    if current != head:
        troubles.append(
            f"The database is at migration {current or 'none'}, the app at {head}. Run: flask --app wsgi db upgrade"
        )
    return [f"Database: {name}", f"Migration: {current or 'none'}"]
