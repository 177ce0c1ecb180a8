"""GET /privacy: which cookies and data there are, for how long, and who sees them."""

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from tracker.access import public
from tracker.dashboard.kept import BROWSER, CACHES, COOKIES, TABLES
from tracker.dashboard.routes import blueprint


@blueprint.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    cookies = [(current_app.config[cookie.setting], cookie) for cookie in COOKIES]
    return render_template("dashboard/privacy.html", cookies=cookies, browser=BROWSER, caches=CACHES, tables=TABLES)
