"""Which accounts were deleted: random ids and moments, a line each, beside the database and outside its backups.

After an older backup is restored, `flask users forget-again` deletes those accounts once more. An id says nothing of
whose it was.
"""

import os
import re
from pathlib import Path

from flask import current_app

from tracker import clock

FILE = "deleted.ledger"
LINE = re.compile(r"\S+ (deleting|deleted) ([0-9a-f]{32})")


def path() -> Path:
    return Path(current_app.instance_path) / FILE


def note(what: str, uid: str) -> None:
    """Add a line that survives a loss of power. `what`: deleting, before the commit, and deleted, after it."""
    line = f"{clock.now():%Y-%m-%dT%H:%M:%SZ} {what} {uid}\n"
    handle = os.open(path(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, line.encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def read(file: Path | None = None) -> tuple[set[str], set[str]]:
    """Ids that were deleted, and ids of which only the beginning is known. `file`: a ledger from elsewhere."""
    found = file or path()
    lines = found.read_text("utf-8").splitlines() if found.exists() else []
    said = [(match[1], match[2]) for line in lines if (match := LINE.fullmatch(line.strip()))]
    deleted = {uid for what, uid in said if what == "deleted"}
    return deleted, {uid for _, uid in said} - deleted
