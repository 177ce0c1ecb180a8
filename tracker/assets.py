"""Static files: their addresses carry a mark of their content, so that browsers may keep them for good.

Hides that they are answered in whole (a stream is never packed, and keeps its file open behind it), that scripts travel
without their comments, and that what everybody fetches is packed once, as small as it gets. Hides too that a script
names the modules it imports by their marked addresses, and that all scripts of ours share one mark: a page, kept or
not, never runs a module of today beside one of yesterday, nor loads one twice.
"""

import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped]
import rjsmin  # type: ignore[import-untyped]
from flask import Flask, Response, request

PACKED = {".css", ".js", ".svg"}
MODULES = "js/"
IMPORT = re.compile(rb"""(\b(?:from|import)\s*\(?\s*['"]\.{1,2}/[\w./-]+\.js)(?=['"])""")


def init_app(app: Flask) -> None:
    folder = Path(str(app.static_folder))
    marks = {
        file.relative_to(folder).as_posix(): hashlib.blake2b(file.read_bytes(), digest_size=6).hexdigest()
        for file in folder.rglob("*")
        if file.is_file()
    }
    modules = sorted(name for name in marks if name.startswith(MODULES))
    of_modules = hashlib.blake2b(" ".join(marks[name] for name in modules).encode(), digest_size=6).hexdigest()
    marks.update(dict.fromkeys(modules, of_modules))
    app.extensions["marks"] = marks

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
            if response.status_code == 200:
                if request.path.startswith(f"{app.static_url_path}/{MODULES}"):
                    response.set_data(IMPORT.sub(rb"\1?v=" + of_modules.encode(), response.get_data()))
                _shrink(response, request.path)
        return response


def _shrink(response: Response, path: str) -> None:
    if path.endswith(".js") and "/vendor/" not in path:
        response.set_data(_without_comments(response.get_data()))
    if Path(path).suffix in PACKED and request.accept_encodings["br"] > 0:
        response.set_data(_packed(response.get_data()))
        response.headers["Content-Encoding"] = "br"
        response.vary.add("Accept-Encoding")


@lru_cache(maxsize=256)
def _without_comments(script: bytes) -> bytes:
    slim: bytes = rjsmin.jsmin(script)
    return slim


@lru_cache(maxsize=256)
def _packed(data: bytes) -> bytes:
    """The highest quality, which takes some milliseconds, once."""
    packed: bytes = brotli.compress(data, quality=11)
    return packed
