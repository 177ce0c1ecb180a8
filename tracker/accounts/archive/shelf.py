"""Where archives lie: generated names in a folder of the instance, for nobody else's eyes, each for a day at most."""

import os
import secrets
import time
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from flask import current_app

from tracker import jobs
from tracker.accounts.models import archives

FOLDER = "archives"
A_WHILE = 3600
"""Seconds after which a file that no row names was left by something that died."""


def folder() -> Path:
    """The folder, made where it is missing."""
    found = Path(current_app.instance_path) / FOLDER
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def new_file() -> tuple[str, BinaryIO]:
    """A name that says nothing, and the empty file."""
    name = f"{secrets.token_hex(16)}.zip"
    handle = os.open(folder() / name, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    return name, os.fdopen(handle, "w+b")


def path(name: str) -> Path:
    return folder() / name


def remove(names: Iterable[str]) -> None:
    for name in names:
        path(name).unlink(missing_ok=True)


@jobs.each_minute
def tidy() -> None:
    """Remove what is offered no longer, and what something that died has left."""
    remove(archives.forget_expired())
    found = folder()
    old = {file.name for file in found.iterdir() if time.time() - file.stat().st_mtime > A_WHILE}
    if old:
        remove(old - archives.files_in_use())
