"""Proving by the provider who one is: for accounts that no password opens, and whoever prefers it."""

from typing import Any

from flask import current_app, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker import clock
from tracker.accounts import journal
from tracker.accounts.models import Identity, Person, UserSession
from tracker.accounts.openid.provider import LEEWAY, Trouble, Visitor
from tracker.accounts.openid.returning import blueprint, comes_back_to, provider, send_away
from tracker.accounts.proof import Way, on, way
from tracker.extensions import db


@way
def _by_provider(person: Person, address: str | None) -> Way | None:
    if current_app.extensions["openid"] is None or not Identity.of(person.id):
        return None
    return Way(f"Sign in again with {provider().name}", url_for("openid.start_proving", next=address))


@blueprint.get("/settings/proof/openid")
def start_proving() -> ResponseReturnValue:
    return send_away("proof", anew=True)


@comes_back_to("proof")
def come_back_to_prove(visitor: Visitor, begun: dict[str, Any]) -> ResponseReturnValue:
    name = provider().name
    if not current_user.is_authenticated:
        raise Trouble("You're signed out. Sign in, and open the page again.", "signed out")
    found = Identity.find(visitor.issuer, visitor.subject)
    if found is None or found.user_id != current_user.id:
        raise Trouble(f"That account at {name} isn't linked to this one, so it proves nothing.", "not linked")
    if visitor.signed_in_at is None or visitor.signed_in_at < clock.at(begun["at"]) - LEEWAY:
        raise Trouble(f"{name} didn't have you sign in anew, so it proves nothing. Use another way.", "not anew")
    UserSession.prove(current_user.token)
    db.session.commit()
    journal.note("proof", "ok", user_id=current_user.id, reason="openid")
    return on(begun["next"])
