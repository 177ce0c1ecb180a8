"""Headers of every answer: what a page may load, who may frame it, and whether it may be kept."""

from flask import Flask, Response, request

POLICY = (
    "default-src 'self'; connect-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
OF_PAGES = {
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""These say nothing about a style, script or font, and a first visit would carry them ten times."""
OF_ALL = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
A_YEAR = 31_536_000
KEPT = {"reading.service_worker": "no-cache", "reminders.calendar": "private, no-cache"}
"""What may be kept for as long as asking shows that it hasn't changed: the one says nothing of anybody, and a calendar
lies in its owner's program anyway."""


def of_all(*, secure: bool) -> dict[str, str]:
    """What every answer carries, on http or on https."""
    over_tls = {"Strict-Transport-Security": f"max-age={A_YEAR}; includeSubDomains"}
    return {**OF_ALL, **(over_tls if secure else {})}


def init_app(app: Flask) -> None:
    always = of_all(secure=app.config["SESSION_COOKIE_SECURE"])

    @app.after_request
    def guard(response: Response) -> Response:
        headers = response.headers
        headers.update(always)
        if request.endpoint == "static" and response.status_code < 400:  # an error page carries a name and a token
            filename = str((request.view_args or {}).get("filename"))
            is_marked = request.args.get("v") == app.extensions["marks"].get(filename)
            for_good = is_marked or filename.startswith("vendor/")
            headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable" if for_good else "public, no-cache"
            headers.pop("Content-Disposition", None)
        else:
            kept = KEPT.get(str(request.endpoint)) if response.status_code < 400 else None
            headers["Cache-Control"] = kept or "no-store"
            headers.update(OF_PAGES)
        return response
