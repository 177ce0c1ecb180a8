"""The database of the served app with the demo's people in it, which takes seconds to make: once for all workers.

On SQLite the first worker makes a file that all copy; on PostgreSQL each makes its own.
"""

import shutil
import time
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy.engine import make_url

from tests import databases
from tracker import create_app, demo
from tracker.config import Settings

PATIENCE_SECONDS = 180
POLL_SECONDS = 0.1


def fill(environment: Mapping[str, str], shared: Path) -> None:
    """Put the demo's people into the empty database of these settings; `shared`: a folder that all workers see."""
    address = make_url(environment["DATABASE_URL"])
    if address.database is None or address.get_backend_name() != "sqlite":
        _make(environment)
        return
    filled, unfinished = shared / "demo.sqlite3", shared / "demo-unfinished.sqlite3"
    if _is_first(shared):
        _make({**environment, "DATABASE_URL": f"sqlite:///{unfinished}"})
        unfinished.rename(filled)
    else:
        _wait_for(filled)
    shutil.copyfile(filled, address.database)


def _is_first(shared: Path) -> bool:
    try:
        (shared / "demo-is-being-made").mkdir()
    except FileExistsError:
        return False
    return True


def _make(environment: Mapping[str, str]) -> None:
    app = create_app(Settings.from_environment(environment))
    databases.migrate(app)
    with app.app_context():
        demo.fill(app)
    databases.let_go(app)


def _wait_for(file: Path) -> None:
    for _ in range(int(PATIENCE_SECONDS / POLL_SECONDS)):
        if file.exists():
            return
        time.sleep(POLL_SECONDS)
    raise TimeoutError("The worker that makes the demo's database has not finished; its own tests say why.")
