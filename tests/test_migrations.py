"""Migrations: from nothing to the newest they make exactly what the models say, and each goes up and down with data."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade

from tests import databases
from tests.conftest import TINY_GUIDE
from tests.people import Member
from tracker import clock, create_app, health
from tracker.config import ROOT, Settings
from tracker.extensions import db

pytestmark = pytest.mark.slow

MIGRATIONS = ROOT / "tracker" / "migrations"


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config)


REVISIONS = [script.revision for script in reversed(list(scripts().walk_revisions()))]


@pytest.fixture
def fresh(settings: Settings, tmp_path: Path, worker_id: str) -> Iterator[Flask]:
    """The app on an empty database, without tables, inside its context."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "tiny-guide").symlink_to(TINY_GUIDE, target_is_directory=True)
    url = databases.new_database(f"migrations_{worker_id}", tmp_path)
    app = create_app(replace(settings, database_url=url, content_path=tmp_path / "content"))
    with app.app_context():
        yield app
    databases.let_go(app)


def names() -> set[str]:
    """Of the tables that are in the database now, but for Alembic's own."""
    return set(sa.inspect(db.engine).get_table_names()) - {"alembic_version"}


def said(index: Any) -> str:
    """An index in words; the condition of a partial one as SQL says it."""
    options = {name: str(value) for name, value in index.get("dialect_options", {}).items()}
    return str({**index, "dialect_options": options})


def shape() -> dict[str, Any]:
    """Tables with their columns, keys, indexes and checks, ready to compare."""
    look = sa.inspect(db.engine)
    return {
        name: {
            "columns": sorted((c["name"], str(c["type"]), c["nullable"]) for c in look.get_columns(name)),
            "primary": look.get_pk_constraint(name),
            "foreign": sorted(map(str, look.get_foreign_keys(name))),
            "unique": sorted(map(str, look.get_unique_constraints(name))),
            "indexes": sorted(map(said, look.get_indexes(name))),
            "checks": sorted(str(check["name"]) for check in look.get_check_constraints(name)),
        }
        for name in names()
    }


ALLOWED = {
    "status": "done",
    "format": "pdf",
    "state": "dead",
    "stage": "done",
    "why": "later",
    "step": "accepted",
    "ended_by": "time",
    "turn": "coach",
    "verdict": "approved",
    "side": "coach",
    "look": "plan",
}
KIND = {"milestone_events": "note", "reading_operations": "finish", "jobs": "mail", "milestone_posts": "said"}
"""What the checks of some columns let pass."""


def canary(table: sa.Table, values: dict[str, Any]) -> dict[str, Any]:
    """A row for a table: something in every column."""
    values = {**ALLOWED, "kind": KIND.get(table.name, "canary"), **values}
    values |= {"coach_id": None} if table.name == "grants" else {}  # nobody coaches themselves
    known = {
        sa.Integer: 1,
        sa.Boolean: True,
        sa.Date: clock.now().date(),
        sa.DateTime: clock.now(),
        sa.JSON: [],
        sa.LargeBinary: b"canary",
    }
    kinds = {column.name: getattr(column.type, "impl", column.type) for column in table.columns}
    row = {name: next((v for k, v in known.items() if isinstance(kind, k)), "canary") for name, kind in kinds.items()}
    return {**row, **{name: value for name, value in values.items() if name in row}}


def test_there_is_one_head_and_one_line() -> None:
    assert scripts().get_heads() == [REVISIONS[-1]]
    assert [scripts().get_revision(one).down_revision for one in REVISIONS] == [None, *REVISIONS[:-1]]
    assert sorted(REVISIONS) == REVISIONS
    assert all(script.doc for script in scripts().walk_revisions())


def test_the_newest_is_what_the_models_say(fresh: Flask) -> None:
    upgrade()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, db.metadata) == []
    assert health.revisions() == (REVISIONS[-1], REVISIONS[-1])


def test_the_models_alone_would_make_the_same(fresh: Flask) -> None:
    upgrade()
    migrated = shape()
    downgrade(revision="base")
    db.metadata.create_all(db.engine)
    assert shape() == migrated
    assert set(migrated) == set(db.metadata.tables)


def test_upgrading_what_is_new_already_changes_nothing(fresh: Flask) -> None:
    upgrade()
    before = shape()
    upgrade()
    assert shape() == before


def test_each_revision_goes_up_and_down_and_up_again_and_keeps_what_was_there(fresh: Flask) -> None:
    for revision in REVISIONS:
        upgrade(revision=revision)
        made = shape()
        fill()
        kept = everything()
        below = scripts().get_revision(revision).down_revision
        downgrade(revision=str(below) if below else "base")
        remaining = {name: rows for name, rows in everything().items() if name in kept}
        assert all(len(rows) == len(kept[name]) for name, rows in remaining.items()), revision
        upgrade(revision=revision)
        assert shape() == made, revision
        if below is None:
            assert all(rows == [] for rows in everything().values())
        empty()


def test_a_later_revision_keeps_every_row(fresh: Flask) -> None:
    upgrade(revision=REVISIONS[0])
    fill()
    before = everything()
    upgrade()
    after = everything()
    for name, rows in before.items():
        assert [{column: row[column] for column in rows[0]} for row in after[name]] == rows


def test_deleting_a_person_takes_everything_of_theirs_along(app: Flask, mia: Member) -> None:
    with app.app_context():
        with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
            owned = [table for table in db.metadata.sorted_tables if "user_id" in table.columns]
            for table in owned:
                values = dict.fromkeys(("user_id", "coach_id", "author_id", "reviewer_id", "made_by"), mia.user.id)
                is_numbered = isinstance(table.columns.get("id", sa.Column(sa.String)).type, sa.Integer)
                values |= {"id": 999} if is_numbered else {}
                connection.execute(table.insert().values(canary(table, values)))
            connection.execute(db.metadata.tables["users"].delete())
        assert owned
        assert all(db.session.execute(sa.select(table)).all() == [] for table in owned)


def reflected() -> list[sa.Table]:
    """The tables as they are in the database now, in an order that foreign keys allow."""
    found = sa.MetaData()
    found.reflect(db.engine, only=sorted(names()))
    return found.sorted_tables


def fill() -> None:
    """One row in every table there is."""
    tables = reflected()
    with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
        for table in tables:
            connection.execute(table.insert().values(canary(table, {})))


def empty() -> None:
    tables = reflected()
    with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
        for table in reversed(tables):
            connection.execute(table.delete())


def everything() -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables."""
    with db.engine.connect() as connection:
        found = {name: connection.execute(sa.select("*").select_from(sa.table(name))) for name in names()}
        return {name: [dict(row._mapping) for row in rows] for name, rows in found.items()}
