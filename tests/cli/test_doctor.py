"""`flask doctor`: what runs here, and exit code 1 with what to do where something is wrong."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result

from tests import databases
from tests.apps import another_app
from tests.conftest import TINY_GUIDE
from tracker import create_app
from tracker.config import Settings, make_key
from tracker.extensions import db, sqlite_module

pytestmark = pytest.mark.slow

Doctor = Callable[..., Result]


@pytest.fixture
def doctor(settings: Settings, tmp_path: Path, worker_id: str) -> Iterator[Doctor]:
    """Asks the doctor of an app of its own, with other settings and, if wanted, tables."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "tiny-guide").symlink_to(TINY_GUIDE, target_is_directory=True)
    with ExitStack() as afterwards:

        def ask(*, migrated: bool = True, **changed: object) -> Result:
            url = databases.new_database(f"doctor_{worker_id}", tmp_path)
            own = {"instance_path": tmp_path, "database_url": url, "content_path": tmp_path / "content", "openid": None}
            own |= changed
            app = create_app(replace(settings, **own))  # type: ignore[arg-type]
            afterwards.callback(databases.let_go, app)
            if migrated:
                databases.migrate(app)
            return app.test_cli_runner().invoke(args=["doctor"])

        yield ask


def test_all_is_well(doctor: Doctor, content_path: Path) -> None:
    result = doctor(content_path=content_path)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[-1] == "All well."
    facts = ["Python 3.", "Flask 3.", "SQLAlchemy 2.", "Database: ", "Migration: 0", "Guide ai-engineer: 8 sections"]
    facts += ["Downloads: EPUB, Markdown, and PDF by WeasyPrint"]
    assert [fact for fact in facts if fact not in result.stdout] == []
    assert "the-key-of-the-tests" not in result.output


def test_a_database_that_wants_migrating(doctor: Doctor) -> None:
    result = doctor(migrated=False)
    assert result.exit_code == 1
    assert "! The database is at migration none, the app at 0" in result.stderr
    assert "Run: flask --app wsgi db upgrade" in result.stderr
    assert result.stdout.splitlines()[-1] == "1 to mend."


def test_a_provider_that_does_not_answer(doctor: Doctor, settings: Settings) -> None:
    result = doctor(openid=settings.openid)
    assert result.exit_code == 1
    assert "! OIDC_ISSUER leads to http://127.0.0.1:9, which doesn't answer as that provider" in result.stderr
    assert "a-secret-of-the-tests" not in result.output


def test_it_waits_for_nobody_who_writes(tmp_path: Path) -> None:
    with another_app(tmp_path) as own, own.app_context():
        with closing(sqlite_module().connect(db.engine.url.database, isolation_level=None)) as lock:
            lock.execute("BEGIN IMMEDIATE")
            result = own.test_cli_runner().invoke(args=["doctor"])
        assert result.exit_code == 0, result.output


def test_a_key_that_others_can_read(doctor: Doctor, tmp_path: Path) -> None:
    key = make_key(tmp_path)
    assert doctor().exit_code == 0
    key.chmod(0o644)
    result = doctor()
    assert result.exit_code == 1
    assert f"! {key} can be read by others. Run: chmod 600 {key}" in result.stderr


def test_passwords_that_would_travel_in_the_open(doctor: Doctor) -> None:
    result = doctor(host="0.0.0.0")  # noqa: S104  only read, nothing listens
    assert result.exit_code == 1
    assert "! HOST opens the app to the network, but PUBLIC_URL is not https" in result.stderr
    assert doctor(host="0.0.0.0", public_url="https://milepost.example.org").exit_code == 0  # noqa: S104


def test_a_database_that_does_not_answer(doctor: Doctor, tmp_path: Path) -> None:
    result = doctor(migrated=False, database_url=f"sqlite:///{tmp_path}/no-such-folder/m.sqlite3")
    assert result.exit_code == 1
    assert "! The database does not answer (OperationalError). Check DATABASE_URL" in result.stderr
