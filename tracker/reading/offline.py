"""Reading without a connection: the service worker, the page it shows for what isn't kept, and the edition of a copy.

Hides what a kept page is made of: the guide's text and this release's templates, styles and scripts. Only pages made
for somebody signed out say their edition, and the worker keeps no page without one.
"""

import hashlib
from functools import cache
from pathlib import Path

from flask import Response, current_app, render_template, request
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.access import public
from tracker.library import Guide, guide_or_404
from tracker.reading.routes import blueprint

KEPT = {"reading.guide", "reading.section", "library.glossary", "library.sources"}
"""What a copy of a guide holds."""


@cache
def _release(*folders: str) -> str:
    """A mark that changes with any file in these folders: in what a page is made of, and what it loads."""
    mark = hashlib.blake2b(digest_size=4)
    for folder in map(Path, folders):
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            mark.update(f"{file.relative_to(folder)}\0{file.stat().st_size}\0".encode() + file.read_bytes())
    return mark.hexdigest()


@blueprint.record
def note_release(setup: BlueprintSetupState) -> None:
    """At the start, so that all workers of a server agree."""
    app = setup.app
    app.config["RELEASE"] = _release(str(app.static_folder), str(Path(app.root_path) / str(app.template_folder)))


@blueprint.app_template_global("edition")
def edition(guide: Guide) -> str:
    """Names what a copy of the guide would hold now; another as soon as its text or the way it is shown changes."""
    return f"{guide.revision}.{current_app.config['RELEASE']}"


@blueprint.after_app_request
def say_edition(response: Response) -> Response:
    if request.endpoint in KEPT and response.status_code == 200 and not current_user.is_authenticated:
        response.headers["Guide-Edition"] = edition(guide_or_404((request.view_args or {})["guide_id"]))
    return response


@blueprint.get("/service-worker.js")
@public
def service_worker() -> ResponseReturnValue:
    source = (Path(str(current_app.static_folder)) / "js" / "service-worker.js").read_text("utf-8")
    answer = Response(f"const RELEASE = '{current_app.config['RELEASE']}';\n{source}", mimetype="text/javascript")
    answer.add_etag()
    return answer.make_conditional(request)


@blueprint.get("/offline")
@public
def offline() -> ResponseReturnValue:
    return render_template("reading/offline.html")
