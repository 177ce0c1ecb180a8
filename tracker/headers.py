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
A_YEAR = 31_536_000


def init_app(app: Flask) -> None:
    secure = app.config["SESSION_COOKIE_SECURE"]

    @app.after_request
    def guard(response: Response) -> Response:
        headers = response.headers
        headers["Content-Security-Policy"] = POLICY
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if secure:
            headers["Strict-Transport-Security"] = f"max-age={A_YEAR}; includeSubDomains"
        if request.endpoint == "static" and response.status_code < 400:  # an error page carries a name and a token
            versioned = request.args.get("v") or request.path.startswith("/static/vendor/")
            kept = f"public, max-age={A_YEAR}, immutable" if versioned else "public, max-age=3600"
            headers["Cache-Control"] = kept
            headers.pop("Content-Disposition", None)
        else:
            headers["Cache-Control"] = "no-store"
            headers.update(OF_PAGES)
        return response
