"""Private by default: a view answers the signed-in only, unless it says it is public.

Hides what happens to somebody who isn't signed in, and which `next` addresses are ours.
"""

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


def public(view: View) -> View:
    """Let people see this who aren't signed in."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def needs_proof(page: str) -> Callable[[View], View]:
    """Let only people in who have proved within ten minutes who they are. `page`: the endpoint that leads there."""

    def mark(view: View) -> View:
        view.proof_page = page  # type: ignore[attr-defined]
        return view

    return mark


def coach_only(view: View) -> View:
    """Let only coaches in: to everybody else the address is one that there isn't."""
    view.is_for_coaches = True  # type: ignore[attr-defined]
    return view


def is_for_coaches(endpoint: str) -> bool:
    return getattr(current_app.view_functions[endpoint], "is_for_coaches", False)


def proof_page(endpoint: str) -> str | None:
    """Where somebody starts again who has to prove first who they are; None: no proof is asked for."""
    return getattr(current_app.view_functions[endpoint], "proof_page", None)


def is_public(endpoint: str) -> bool:
    return endpoint == "static" or getattr(current_app.view_functions[endpoint], "is_public", False)


def own_path(address: str | None) -> str | None:
    """The address if it is a path of this site, else None. Refuses other hosts in every spelling browsers accept."""
    if (
        not address
        or not address.startswith("/")
        or address.startswith(("//", "/\\"))
        or any(c in address for c in "\\\t\r\n\0")
    ):
        return None
    parts = urlsplit(address)
    return None if parts.scheme or parts.netloc else address


def init_app(app: Flask) -> None:
    @app.before_request
    def require_sign_in() -> ResponseReturnValue | None:
        if request.endpoint is None or is_public(request.endpoint) or current_user.is_authenticated:
            return None
        if request.method not in {"GET", "HEAD"}:
            abort(401)
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))

    @app.before_request
    def require_coach() -> None:
        if request.endpoint and is_for_coaches(request.endpoint) and not current_user.is_coach:
            abort(404)

    @app.before_request
    def require_proof() -> ResponseReturnValue | None:
        page = proof_page(request.endpoint) if request.endpoint else None
        if page is None or not current_user.is_authenticated or current_user.is_fresh:
            return None
        if request.method not in {"GET", "HEAD"}:
            abort(403)  # the page shows what was typed, and where to prove it
        return redirect(url_for("accounts.proof", next=request.full_path.rstrip("?")))
