"""Databases for the tests: a SQLite file each, or one each on the PostgreSQL that TEST_DATABASE_URL names.

Hides how they are made, migrated, emptied between tests, and how the statements sent to one are counted.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask
from flask_migrate import upgrade
from psycopg import sql
from sqlalchemy import Table, event
from sqlalchemy.engine import make_url

from tracker.extensions import db

SERVER = os.environ.get("TEST_DATABASE_URL")
_watching: dict[Flask, Any] = {}
"""A connection of its own for each app on SQLite, which sees what all others commit."""
NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")


def new_database(name: str, folder: Path) -> str:
    """The address of an empty database; one of this name that was there before is gone."""
    if SERVER is None:
        for file in folder.glob(f"{name}.sqlite3*"):
            file.unlink()
        return f"sqlite:///{folder / name}.sqlite3"
    with psycopg.connect(SERVER.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return make_url(SERVER).set(database=name).render_as_string(hide_password=False)


def migrate(app: Flask) -> None:
    with app.app_context():
        upgrade()


def empty(app: Flask) -> None:
    """Remove every row. Plain deletes: on small tables faster than TRUNCATE, and the same everywhere."""
    with app.app_context(), db.engine.begin() as connection:
        for table in reversed(filled(connection)):
            connection.execute(table.delete())


def filled(connection: Any) -> list[Table]:
    """The tables that have rows, in an order that foreign keys allow: one statement, where most are empty."""
    met = {name for (name,) in connection.exec_driver_sql(_asking_all())}
    return [table for table in tables() if table.name in met]


@cache
def tables() -> list[Table]:
    """All that there are; working out their order takes a while."""
    return list(db.metadata.sorted_tables)


@cache
def _asking_all() -> str:
    names = [table.name for table in tables()]
    return " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in names)  # noqa: S608


def let_go(app: Flask) -> None:
    """Close the app's connections."""
    if app in _watching:
        _watching.pop(app).close()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def commits(app: Flask) -> int:
    """A number that is another one after every change that was committed."""
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            with db.engine.connect() as connection:
                return int(connection.exec_driver_sql("SELECT pg_snapshot_xmax(pg_current_snapshot())").scalar_one())
        if app not in _watching:
            watching = db.engine.raw_connection()
            _watching[app] = watching.driver_connection
            watching.detach()
    (version,) = _watching[app].execute("PRAGMA data_version").fetchone()
    return int(version)


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """Within, the list grows by every SQL statement that the app sends, but for those NOT_COUNTED."""
    said: list[str] = []
    with app.app_context():
        engine = db.engine

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.lstrip().upper().startswith(NOT_COUNTED):
            said.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", note)
