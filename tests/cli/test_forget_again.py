"""`flask users forget-again`: a restored backup brings nobody back who had their account deleted."""

import stat
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.accounts.boxes import fill
from tests.people import Member
from tests.tables import Rows, contents
from tracker.accounts import ledger
from tracker.extensions import db
from tracker.library import Guide


@pytest.fixture
def book(app: Flask) -> Path:
    """The ledger, empty."""
    file = Path(app.instance_path) / ledger.FILE
    file.unlink(missing_ok=True)
    return file


def restore(app: Flask, backup: Rows) -> None:
    """Let the tables hold what they held then."""
    with app.app_context(), db.engine.connect().execution_options(writes=True) as connection, connection.begin():
        for table in reversed(db.metadata.sorted_tables):
            connection.execute(table.delete())
        for table in db.metadata.sorted_tables:
            rows = [_with_seen(table, row) for row in backup[table.name]]
            if rows:
                connection.execute(table.insert(), rows)


def _with_seen(table: Any, row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "seen_at": row["created_at"]} if "seen_at" in table.columns else row


def test_a_deleted_account_does_not_come_back(
    app: Flask, book: Path, mia: Member, otto: Member, tiny_guide: Guide
) -> None:
    fill(mia, tiny_guide)
    second = mia.another_browser()
    backup = contents(app)
    mia.client.post("/settings/delete", email=mia.user.email)
    gone = contents(app)
    restore(app, backup)
    assert second.get("/dashboard").status_code == 200

    said = app.test_cli_runner().invoke(args=["users", "forget-again"])

    assert (said.exit_code, said.output) == (0, "Deleted again: 1 account.\n")
    assert contents(app) == gone
    assert [user["email"] for user in contents(app)["users"]] == [otto.user.email]
    assert app.test_cli_runner().invoke(args=["users", "forget-again"]).output == "Deleted again: 0 accounts.\n"


def test_the_ledger_holds_random_numbers_and_moments_alone(app: Flask, book: Path, mia: Member) -> None:
    mia.client.post("/settings/delete", email=mia.user.email)
    lines = book.read_text().splitlines()
    assert [line.split()[1] for line in lines] == ["deleting", "deleted"]
    assert all(ledger.LINE.fullmatch(line) for line in lines)
    assert stat.S_IMODE(book.stat().st_mode) == 0o600


def test_a_deletion_that_was_begun_and_not_ended_is_told(
    app: Flask, book: Path, mia: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise OSError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr("tracker.accounts.deleting.db.session.commit", fail)
        assert mia.client.post("/settings/delete", email=mia.user.email).status_code == 500
    assert [line.split()[1] for line in book.read_text().splitlines()] == ["deleting"]
    said = app.test_cli_runner().invoke(args=["users", "forget-again"])
    assert "Left: 1 account whose deletion was begun" in said.output
    assert mia.client.get("/dashboard").status_code == 200


def test_a_ledger_from_elsewhere(app: Flask, book: Path, mia: Member, tmp_path: Path) -> None:
    (user,) = contents(app)["users"]
    other = tmp_path / "kept.ledger"
    other.write_text(f"no line of ours\n2026-11-25T18:00:00Z deleted {user['uid']}\n")
    assert (
        "Deleted again: 1 account." in app.test_cli_runner().invoke(args=["users", "forget-again", str(other)]).output
    )
    assert contents(app)["users"] == []


def test_without_a_ledger_nothing_happens(app: Flask, book: Path, mia: Member) -> None:
    assert "Deleted again: 0 accounts." in app.test_cli_runner().invoke(args=["users", "forget-again"]).output
    assert len(contents(app)["users"]) == 1
