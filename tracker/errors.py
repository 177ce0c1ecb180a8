"""Error pages: a sentence that says what to do, and whatever the person had typed, so that nothing is lost.

Hides which fields may be shown again: never passwords, never our own hidden ones.
"""

import logging

from flask import Flask, current_app, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import AnonymousUserMixin, current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from werkzeug.exceptions import HTTPException

from tracker import access
from tracker.config import ARCHIVE_BYTES, LARGER, REQUEST_BYTES
from tracker.extensions import db

log = logging.getLogger(__name__)

SENTENCES = {
    400: ("That request can't be read", "Go back, check what you entered, and send it again."),
    401: ("You're signed out", "Nothing was saved. Copy what you typed, sign in, and send it again."),
    403: (
        "Is it you",
        "Ten minutes have passed since you said so, and nothing was saved. Copy what you typed, and go on.",
    ),
    404: ("There is nothing here", "The address may be mistyped, or what it led to is not yours to see."),
    405: ("That address takes no such request", "Open the page by its link and use its buttons."),
    410: ("The guide no longer has this", "It no longer counts in any percentage. What you recorded on it is kept."),
    413: ("That is too much at once", "One form may carry 256 KB. Shorten the text and send it again."),
    429: ("Too many attempts", "Wait a few minutes, then try again."),
    500: ("Something broke on our side", "It has been noted. Nothing was half-saved; try again in a moment."),
    503: ("Not saved yet", "The database is busy. Your text is below; send it again in a few seconds."),
}
LABELS = {
    "note": "Your note",
    "text": "Your text",
    "comment": "Your comment",
    "url": "Your link",
    "name": "Name",
    "email": "E-mail",
    "value": "Mine",
    "n": "n",
    "day": "Date",
    "commit": "Commit",
    "title": "Title",
    "outcome": "What you will have",
    "criteria": "Done when",
    "hours": "Hours",
    "place": "Place or link",
    "agenda": "Agenda",
    "notes": "Notes",
    "helps_with": "What you help with",
}
"""The fields that are shown again. No other is: a password must not be, and our own hidden ones mean nothing."""
IN_PLACE = {"HX-Retarget": "body", "HX-Reswap": "innerHTML"}
"""An error page is a whole page: where htmx asked for a part of one, it takes the place of all."""


def typed() -> list[tuple[str, str]]:
    """What the person had entered, as (label, text)."""
    if request.method != "POST" or request.content_length is None or request.content_length > REQUEST_BYTES:
        return []
    fields = request.form.items(multi=True)
    return [(LABELS[name], text) for name, text in fields if name in LABELS and text.strip()]


def _find_out_who_asks() -> None:
    """Settle whose name the page's frame shows, whatever has happened to the database.

    Reading works while another process holds the lock for writing; where not even that does, the page is nobody's.
    """
    g.only_reads = True
    try:
        current_user.is_authenticated  # noqa: B018  loads the person, once a request
    except SQLAlchemyError as error:
        log.error("an error page is shown to nobody: %s", type(error).__name__)
        db.session.rollback()
        g._login_user = AnonymousUserMixin()


def page(
    code: int, title: str | None = None, sentence: str | None = None, action: tuple[str, str] | None = None
) -> tuple[str, int, dict[str, str]]:
    """`action`: where to go on, as address and words; by default what the code suggests."""
    by_htmx = request.headers.get("HX-Request") == "true"
    _find_out_who_asks()
    known_title, known_sentence = SENTENCES.get(code, SENTENCES[400 if code < 500 else 500])
    if code == 413 and request.path in LARGER:
        known_sentence = f"An archive can have {ARCHIVE_BYTES // 1024**2} MB. Nothing was imported."
    text = render_template(
        "errors/error.html",
        code=code,
        title=title or known_title,
        sentence=sentence or known_sentence,
        typed=typed() if code != 413 else [],
        action=action or _way_on(code),
        in_place=by_htmx,
    )
    return text, code, dict(IN_PLACE) if by_htmx else {}


def _way_on(code: int) -> tuple[str, str]:
    page = access.proof_page(request.endpoint) if code == 403 and request.endpoint else None
    if page:
        given = request.view_args or {}
        about = {name: given[name] for name in given if current_app.url_map.is_endpoint_expecting(page, name)}
        return url_for("accounts.proof", next=url_for(page, **about)), "Prove it and go on"
    return (
        (url_for("accounts.sign_in"), "Sign in") if code == 401 else (url_for("dashboard.home"), "Go to the first page")
    )


def init_app(app: Flask) -> None:
    @app.errorhandler(CSRFError)
    def stale_form(_error: CSRFError) -> ResponseReturnValue:
        return page(
            400,
            "This form is out of date",
            "Nothing was saved. You signed in or out since it was opened. "
            "Copy what you typed, open the page again, and send it.",
        )

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> ResponseReturnValue:
        if error.code is None or error.code < 400:
            return error.get_response()
        text, code, in_place = page(error.code)
        headers = [
            (name, value) for name, value in error.get_headers() if name not in {"Content-Type", "Content-Length"}
        ]
        return text, code, [*headers, *in_place.items()]

    @app.errorhandler(OperationalError)
    def database_busy(error: OperationalError) -> ResponseReturnValue:
        db.session.rollback()
        if "no such" in str(error.orig):
            return broken(error)
        log.error("database unavailable: %s", type(error.orig).__name__, exc_info=error)
        text, code, in_place = page(503)
        return text, code, {"Retry-After": "5", **in_place}

    @app.errorhandler(Exception)
    def broken(error: Exception) -> ResponseReturnValue:
        db.session.rollback()
        log.error("unhandled %s on %s", type(error).__name__, request.endpoint, exc_info=error)
        return page(500)
