"""Apps of their own, for tests that need other settings: a small guide and a fresh SQLite file each.

Hides making and letting go. Whatever database the other tests run on, these run on SQLite.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask

from tests import databases
from tests.conftest import SECRET_KEY, TINY_GUIDE
from tracker import create_app
from tracker.config import Settings


@contextmanager
def another_app(folder: Path, **changes: Any) -> Iterator[Flask]:
    """An app in this folder whose settings differ from the tests' by `changes`."""
    content = folder / "content"
    content.mkdir()
    (content / TINY_GUIDE.name).symlink_to(TINY_GUIDE, target_is_directory=True)
    settings: dict[str, Any] = {
        "instance_path": folder,
        "secret_key": SECRET_KEY,
        "database_url": f"sqlite:///{folder / 'own.sqlite3'}",
        "public_url": "http://localhost",
        "host": "127.0.0.1",
        "port": 8000,
        "trusted_hops": 0,
        "content_path": content,
    }
    app = create_app(Settings(**{**settings, **changes}))
    databases.migrate(app)
    try:
        yield app
    finally:
        databases.let_go(app)
