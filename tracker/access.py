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
