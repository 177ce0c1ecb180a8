"""Accounts elsewhere that open one's own: listed, linked and unlinked."""

from typing import Any

from flask import abort, current_app, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker import clock
from tracker.access import needs_proof
from tracker.accounts import journal
from tracker.accounts.arriving import WAITING, tell
from tracker.accounts.forms import EmptyForm
from tracker.accounts.models import Identity, Person, Ticket, User
from tracker.accounts.openid.provider import Provider, Trouble, Visitor
from tracker.accounts.openid.returning import blueprint, comes_back_to, provider, send_away, trouble_page
from tracker.accounts.openid.signing_in import keep_for_later
from tracker.accounts.settings import Card, card
from tracker.accounts.ways import way_in, ways_in
from tracker.extensions import db
from tracker.words import said_moment

PAGE = "openid.identities"


@way_in
def _linked(user_id: int) -> int:
    here: Provider | None = current_app.extensions["openid"]
    return len([one for one in Identity.of(user_id) if here and one.issuer == here.issuer])


@card
def _identities_card(person: Person) -> Card | None:
    if current_app.extensions["openid"] is None:
        return None
    name, found = provider().name, Identity.of(person.id)
    if not found:
        return Card(35, f"Signing in with {name}", f"Not linked: {name} opens nothing here.", "Link", url_for(PAGE))
    since = said_moment(found[0].linked_at, person.time_zone, clock.now())
    more = f", and {len(found) - 1} more" if len(found) > 1 else ""
    return Card(35, f"Signing in with {name}", f"Linked {since}{more}.", "See it", url_for(PAGE))


@blueprint.get("/settings/openid")
@needs_proof(PAGE)
def identities() -> ResponseReturnValue:
    return _page()


@blueprint.get("/settings/openid/start")
@needs_proof(PAGE)
def start_linking() -> ResponseReturnValue:
    return send_away("link")


@comes_back_to("link")
def come_back_to_link(visitor: Visitor, _begun: dict[str, Any]) -> ResponseReturnValue:
    """It is linked when they have seen which one it is: a browser may be signed in there as somebody else."""
    if not current_user.is_authenticated:
        raise Trouble("You're signed out. Sign in, and link it from your settings.", "signed out")
    found = Identity.find(visitor.issuer, visitor.subject)
    if found and found.user_id != current_user.id:
        raise _taken()
    if found:
        which = visitor.email or "That account"
        flash(f"{which} is linked already. To link another, sign out at {provider().name} first.")
        return redirect(url_for(PAGE))
    keep_for_later(visitor, "openid-link", user_id=current_user.id)
    return redirect(url_for("openid.confirm"))


@blueprint.get("/settings/openid/link")
@needs_proof(PAGE)
def confirm() -> ResponseReturnValue:
    ticket = Ticket.find("openid-link", session.get(WAITING, ""))
    if ticket is None or ticket.user_id != current_user.id:
        return _too_late()
    return render_template("accounts/openid_link.html", form=EmptyForm(), email=ticket.facts["email"])


@blueprint.post("/settings/openid/link")
@needs_proof(PAGE)
def link() -> ResponseReturnValue:
    if not EmptyForm().validate_on_submit():
        abort(422)
    ticket = Ticket.use("openid-link", session.pop(WAITING, ""))
    if ticket is None or ticket.user_id != current_user.id:
        db.session.rollback()
        return _too_late()
    facts = ticket.facts
    if not Identity.link(current_user.id, facts["issuer"], facts["subject"], facts["email"]):
        db.session.rollback()
        return trouble_page(_taken())
    tell(User.by_id(current_user.id), "openid_linked", provider=provider().name, email=facts["email"])
    db.session.commit()
    journal.note("openid-link", "ok", user_id=current_user.id)
    flash(f"{provider().name} is linked. From now on it opens this account.", "ok")
    return redirect(url_for(PAGE))


@blueprint.post("/settings/openid/<int:identity_id>/unlink")
@needs_proof(PAGE)
def unlink(identity_id: int) -> ResponseReturnValue:
    if not EmptyForm().validate_on_submit():
        abort(422)
    user = User.locked(current_user.id)
    email = Identity.unlink(user.id, identity_id) if user else None
    if user is None or email is None:
        abort(404)
    if not ways_in(user.id):
        db.session.rollback()
        journal.note("openid-unlink", "refused", user_id=current_user.id, reason="only way in")
        return _page(), 409
    tell(user, "openid_unlinked", provider=provider().name, email=email)
    db.session.commit()
    journal.note("openid-unlink", "ok", user_id=user.id)
    flash(f"{provider().name} is unlinked. It opens nothing here any more.", "ok")
    return redirect(url_for(PAGE))


def _page() -> str:
    found, ways = Identity.of(current_user.id), ways_in(current_user.id)
    return render_template("accounts/openid_identities.html", identities=found, is_only_way=ways == 1 == len(found))


def _taken() -> Trouble:
    return Trouble(
        f"That account at {provider().name} opens another Milepost account. Unlink it there first, or choose another.",
        "linked to another account",
    )


def _too_late() -> ResponseReturnValue:
    flash("That step has ended: it was finished, or more than ten minutes have passed. Begin again.")
    return redirect(url_for(PAGE))
