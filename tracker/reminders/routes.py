"""The blueprint, and addresses of pages for texts that are written outside of any request."""

from flask import Blueprint, current_app

blueprint = Blueprint("reminders", __name__)


def path(endpoint: str, **values: str) -> str:
    """The path of a page of this site; the worker has no request that could say where it is."""
    return current_app.url_map.bind("localhost").build(endpoint, values)
