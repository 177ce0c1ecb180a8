"""The extensions, and what they need to behave: database manners, the login manager, CSRF, migrations, compression.

Hides SQLite's start-up (WAL, full sync, foreign keys, waiting for locks, immediate write transactions), and UTC in
columns.
"""

import importlib
import sqlite3
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

from flask import Flask, g, has_request_context, request
from flask_compress import Compress
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import Connection, DateTime, Dialect, Engine, MetaData, TypeDecorator, event
from sqlalchemy.orm import DeclarativeBase

from tracker.config import LARGER

BUSY_SECONDS = 5
HURRY_MS = 100
"""How long a write waits that need not be made, on a connection that `hurries`."""
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UtcDateTime(TypeDecorator[datetime]):
    """A moment. Always aware and UTC in Python; refuses a naive one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


db = SQLAlchemy(model_class=Base)
login_manager = LoginManager()
csrf = CSRFProtect()
migrate = Migrate()
compress = Compress()


def init_app(app: Flask) -> None:
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = _engine_options(app.config["SQLALCHEMY_DATABASE_URI"])
    db.init_app(app)
    with app.app_context():
        engine = db.engine
    if engine.dialect.name == "sqlite":
        _teach_sqlite(engine)
    app.before_request(_allow_a_larger_request)  # before the CSRF extension reads the form
    login_manager.init_app(app, add_context_processor=False)
    login_manager.session_protection = None  # the session row is the truth; an address may change on a train
    csrf.init_app(app)
    migrate.init_app(app, db, directory=str(app.root_path) + "/migrations", render_as_batch=True)
    compress.init_app(app)


def wipe_deleted() -> None:
    """Let nothing of what was deleted stand in SQLite's log any more; in its file it is overwritten as it is deleted.

    Where somebody else is at work just now, the log is emptied a little later, by itself.
    """
    if db.engine.dialect.name != "sqlite":
        return
    connection = db.engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {HURRY_MS}")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
        cursor.close()
    finally:
        connection.close()


def _allow_a_larger_request() -> None:
    if request.path in LARGER:
        request.max_content_length = LARGER[request.path]


def sqlite_module() -> ModuleType:
    """The current SQLite from PyPI where this machine has it, else Python's own (`flask doctor` says which runs)."""
    try:
        return importlib.import_module("pysqlite3.dbapi2")
    except ImportError:
        return sqlite3


def _engine_options(url: str) -> dict[str, Any]:
    """Errors never quote parameters: they would carry notes and password hashes into the log."""
    if url.startswith("sqlite"):
        return {"hide_parameters": True, "module": sqlite_module(), "connect_args": {"timeout": BUSY_SECONDS}}
    return {"hide_parameters": True, "pool_pre_ping": True}


def _teach_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        cursor = connection.cursor()
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        """What may write takes the write lock first, unless its connection says that it only `reads`.

        One that reads and then writes would fail at once when another wrote between.
        """
        options = connection.get_execution_options()
        reading = has_request_context() and (request.method in SAFE_METHODS or "only_reads" in g)
        if options.get("reads") or (reading and not options.get("writes")):
            connection.exec_driver_sql("BEGIN")
        elif options.get("hurries"):
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {HURRY_MS}")
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            finally:
                connection.exec_driver_sql(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
        else:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
