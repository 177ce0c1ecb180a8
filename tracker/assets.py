"""Static files: their addresses carry a mark of their content, so that browsers may keep them for good.

Hides that they are answered in whole: a stream is never packed with gzip, and keeps its file open behind it.
"""

import hashlib
from pathlib import Path
from typing import Any

from flask import Flask, Response, request


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

    @app.after_request
    def in_whole(response: Response) -> Response:
        if request.endpoint == "static" and response.is_streamed:
            response.direct_passthrough = False
            response.make_sequence()
            response.close()
        return response
