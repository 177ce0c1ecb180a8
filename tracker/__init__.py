"""Milepost: a long career guide as a personal roadmap."""

import logging
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_login import current_user
from werkzeug.middleware.proxy_fix import ProxyFix

from tracker import (
    access,
    accounts,
    assets,
    cli,
    coaching,
    dashboard,
    errors,
    extensions,
    headers,
    health,
    jobs,
    library,
    reading,
    reminders,
    roadmap,
    words,
)
from tracker.config import ROOT, Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The app, ready to serve. Raises SettingsError or ContentError with a sentence for the operator."""
    settings = settings or Settings.from_environment()
    app = Flask(
        "tracker",
        root_path=str(ROOT / "tracker"),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
        instance_path=str(settings.instance_path),
    )
    app.config.from_mapping(settings.flask_config(), PERMANENT_SESSION_LIFETIME=accounts.REMEMBERED_ABSOLUTE)
    app.extensions["settings"] = settings
    app.extensions["catalogue"] = library.load_catalogue(settings.content_path)
    app.logger.setLevel(logging.INFO)  # with Flask's own handler, to standard error

    extensions.init_app(app)
    extensions.login_manager.user_loader(accounts.Person.of_token)
    jobs.init_app(app)
    access.init_app(app)
    errors.init_app(app)
    headers.init_app(app)
    assets.init_app(app)
    words.init_app(app)
    cli.init_app(app)
    for feature in (accounts, library, reading, roadmap, coaching, dashboard, reminders, health):
        app.register_blueprint(feature.blueprint)
    accounts.openid.init_app(app)
    holdings = [feature.HOLDINGS for feature in (accounts, library, reading, roadmap, reminders)]
    accounts.hand_over(app, *holdings)
    app.context_processor(_for_every_page)
    if settings.trusted_hops:
        hops = settings.trusted_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]
    return app


def _for_every_page() -> dict[str, Any]:
    theme = request.cookies.get(current_app.config["THEME_COOKIE_NAME"])
    known = current_user.is_authenticated
    return {
        "current_user": current_user,
        "theme": theme if theme in {"light", "dark"} else "system",
        "roadmap_url": url_for("roadmap.overview", guide_id=dashboard.my_guide().id) if known else None,
    }
