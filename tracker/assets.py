"""Addresses of static files carry a mark of their content, so that browsers may keep them for good."""

import hashlib
from pathlib import Path
from typing import Any

from flask import Flask


def init_app(app: Flask) -> None:
    folder = Path(str(app.static_folder))
    marks = {
        file.relative_to(folder).as_posix(): hashlib.blake2b(file.read_bytes(), digest_size=6).hexdigest()
        for file in folder.rglob("*")
        if file.is_file()
    }

    @app.url_defaults
    def mark(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and values.get("filename") in marks:
            values.setdefault("v", marks[values["filename"]])
