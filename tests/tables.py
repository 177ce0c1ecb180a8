"""What all tables hold, so that a test can say what changed and that nothing else did.

Hides reading them, and that nothing is read anew where nothing was written. When a session was last seen is left out:
looking at a page may note that.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from flask import Flask
from sqlalchemy import Table, select

from tests import databases
from tracker.extensions import db

Rows = dict[str, list[dict[str, Any]]]
COUNTED_BY_READING = {"guide_downloads"}
"""The one thing that a GET may change: how often a file was handed out."""


_latest: dict[Flask, tuple[int, Rows]] = {}


def contents(app: Flask) -> Rows:
    """Every row of every table, in the order of the primary keys. Read anew only after somebody has committed."""
    version = databases.commits(app)
    if app not in _latest or _latest[app][0] != version:
        _latest[app] = version, _read(app)
    return dict(_latest[app][1])


def _read(app: Flask) -> Rows:
    with app.app_context():
        found: Rows = {table.name: [] for table in databases.tables()}
        for table in databases.filled(db.session.connection()):
            rows = db.session.execute(_everything(table))
            found[table.name] = [
                {name: value for name, value in row._mapping.items() if name != "seen_at"} for row in rows
            ]
        db.session.rollback()
    return found


@cache
def _everything(table: Table) -> Any:
    return select(table).order_by(*table.primary_key.columns)


def of_person(app: Flask, user_id: int) -> Rows:
    """The rows that hang on one person, but for sessions."""
    found = contents(app)
    found.pop("user_sessions")
    return {
        name: [row for row in rows if row.get("user_id", row.get("id") if name == "users" else None) == user_id]
        for name, rows in found.items()
    }


def unchanged(app: Flask, act: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """Do it, hold all tables to what they were, and answer what came of it."""
    before = contents(app)
    result = act(*given, **named)
    after = contents(app)
    changed = [name for name in before if before[name] != after[name] and name not in COUNTED_BY_READING]
    assert not changed, f"{', '.join(changed)} changed"
    return result
