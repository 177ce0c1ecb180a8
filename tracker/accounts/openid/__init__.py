"""Signing in with an account elsewhere, by OpenID Connect. Where no provider is set up, no route answers."""

from flask import Flask, current_app

from tracker.accounts.openid import identities, proving, signing_in, signing_up  # noqa: F401  register their routes
from tracker.accounts.openid.provider import Provider, Trouble
from tracker.accounts.openid.returning import blueprint
from tracker.config import Settings

__all__ = ["Trouble", "check", "init_app"]


def init_app(app: Flask) -> None:
    settings: Settings = app.extensions["settings"]
    app.extensions["openid"] = Provider(settings.openid) if settings.openid else None
    app.jinja_env.globals["openid_name"] = settings.openid.name if settings.openid else None
    if settings.openid:
        app.register_blueprint(blueprint)


def check() -> None:
    """Raises Trouble where the provider that is set up can't be reached."""
    provider: Provider | None = current_app.extensions["openid"]
    if provider:
        provider.check()
