"""Static files: their addresses carry a mark of their content, so that browsers may keep them for good.

Hides that they are answered in whole: a stream is never packed with gzip, and keeps its file open behind it. Hides too
that a script names the modules it imports by their marked addresses, and that all scripts of ours share one mark: a
page never runs a module of today beside one of yesterday.
"""

import hashlib
import re
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

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
            if response.status_code == 200 and request.path.startswith(f"{app.static_url_path}/{MODULES}"):
                response.set_data(IMPORT.sub(rb"\1?v=" + of_modules.encode(), response.get_data()))
        return response
