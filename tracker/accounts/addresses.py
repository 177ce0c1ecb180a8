"""One's e-mail address: whether it is confirmed, confirming it, and changing it to another that is confirmed first.

Hides that nobody learns whether somebody else has an address, but whoever reads its mail.
"""

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.access import needs_proof, public
from tracker.accounts import journal, letters, limits, links
from tracker.accounts.arriving import tell
from tracker.accounts.forms import AddressForm, EmptyForm, NewAddressForm
from tracker.accounts.models import FINISH_WITHIN, Person, Ticket, User, UserSession, normal
from tracker.accounts.routes import blueprint
from tracker.accounts.settings import Card, card
from tracker.extensions import db

CHANGES = 5
"""How often somebody may ask within an hour to change their address."""
links.lead("confirm", to="accounts.confirming")
links.lead("address", to="accounts.new_address")


@card
def _address_card(person: Person) -> Card:
    sends = current_app.config["SENDS_MAIL"]
    state = "confirmed" if person.confirmed else "not confirmed" if sends else NO_LETTERS
    step = "Change" if person.confirmed or not sends else "Confirm or change"
    warns = sends and not person.confirmed
    return Card(20, "E-mail address", f"{person.email}, {state}", step, url_for("accounts.address"), warns)


NO_LETTERS = "not confirmed: this Milepost sends no letters"


@blueprint.get("/settings/address")
def address() -> ResponseReturnValue:
    return _page()


def _page(problem: str = "") -> str:
    waiting = Ticket.latest("address", current_user.id)
    wanted = waiting.facts["email"] if waiting else None
    return render_template("accounts/address.html", wanted=wanted, problem=problem)


@blueprint.post("/settings/address/letter")
def send_confirmation() -> ResponseReturnValue:
    if not EmptyForm().validate_on_submit():
        abort(422)
    if not current_app.config["SENDS_MAIL"] or current_user.confirmed:
        abort(404)
    if not limits.may_write("confirm", current_user.email):
        problem = "Three letters have gone to this address within the hour. Look among unwanted mail, or wait an hour."
        return _page(problem), 429, {"Retry-After": str(int(limits.AN_HOUR.total_seconds()))}
    user = User.by_id(current_user.id)
    token = Ticket.issue("confirm", FINISH_WITHIN, user_id=user.id, email=user.email)
    tell(user, "confirm", link=links.address("confirm", token))
    db.session.commit()
    journal.note("confirm-letter", "ok", user_id=user.id)
    flash(f"A letter to {user.email} is on its way. Follow its link within 24 hours.", "ok")
    return redirect(url_for("accounts.address"))


@blueprint.get("/confirm")
@public
def confirming() -> ResponseReturnValue:
    ticket = links.find("confirm")
    if ticket is None:
        return _too_late()
    return render_template("accounts/confirming.html", email=ticket.facts["email"])


@blueprint.post("/confirm")
@public
def confirm_address() -> ResponseReturnValue:
    if not EmptyForm().validate_on_submit():
        abort(422)
    ticket = links.use("confirm")
    if ticket is None:
        return _too_late()
    user = User.by_id(int(ticket.user_id or 0))
    user.confirm()
    db.session.commit()
    journal.note("confirm", "ok", user_id=user.id)
    flash("Your address is confirmed.", "ok")
    return redirect(url_for("accounts.settings"))


@blueprint.get("/settings/address/change")
@needs_proof("accounts.changing_address")
def changing_address() -> ResponseReturnValue:
    return render_template("accounts/changing_address.html", form=AddressForm())


@blueprint.post("/settings/address/change")
@needs_proof("accounts.changing_address")
def change_address() -> ResponseReturnValue:
    form = AddressForm()
    if not form.validate_on_submit():
        return render_template("accounts/changing_address.html", form=form), 422
    wanted = str(form.email.data)
    if normal(wanted) == current_user.email:
        form.email.errors = ["This is your address already."]
        return render_template("accounts/changing_address.html", form=form), 422
    if limits.is_limited("address-change", current_user.id, CHANGES, limits.AN_HOUR):
        form.email.errors = ["You asked five times within an hour. Wait an hour, then try again."]
        headers = {"Retry-After": str(int(limits.AN_HOUR.total_seconds()))}
        return render_template("accounts/changing_address.html", form=form), 429, headers
    if current_app.config["SENDS_MAIL"]:
        _ask(wanted)
    elif not _take_at_once(wanted):
        form.email.errors = ["This address can't be used. Choose another."]
        return render_template("accounts/changing_address.html", form=form), 422
    return redirect(url_for("accounts.address"))


def _ask(wanted: str) -> None:
    """Send the link to the new address and a notice to the old one; where the new one is taken, a notice to both."""
    may_write = limits.may_write("address", wanted)
    user, owner = User.by_id(current_user.id), User.by_email(wanted)
    Ticket.void(user.id, "address")
    token = Ticket.issue("address", FINISH_WITHIN, user_id=user.id, email=wanted)
    if may_write and owner is None:
        tell(user, "new_address", to=wanted, link=links.address("address", token))
    elif may_write and owner is not None:
        tell(owner, "address_taken")
    tell(user, "address_asked", wanted=wanted)
    db.session.commit()
    journal.note("address-letter", "ok", user_id=user.id)
    flash(f"A letter to {wanted} is on its way. Your address changes when you follow its link.", "ok")


def _take_at_once(wanted: str) -> bool:
    """Where no letter can be sent there is nothing to wait for; the new address is as unconfirmed as the old."""
    if not User.by_id(current_user.id).change_address(wanted, confirmed=False):
        journal.note("address-change", "refused", user_id=current_user.id, reason="known address")
        return False
    db.session.commit()
    journal.note("address-change", "ok", user_id=current_user.id)
    flash(f"You sign in as {normal(wanted)} from now on.", "ok")
    return True


@blueprint.post("/settings/address/keep")
def keep_address() -> ResponseReturnValue:
    """Give up a change that waits for its letter."""
    if not EmptyForm().validate_on_submit():
        abort(422)
    Ticket.void(current_user.id, "address")
    db.session.commit()
    flash("Your address stays as it is.", "ok")
    return redirect(url_for("accounts.address"))


@blueprint.get("/settings/address/new")
def new_address() -> ResponseReturnValue:
    ticket = links.find("address")
    if ticket is None or ticket.user_id != current_user.id:
        return _too_late()
    return render_template("accounts/new_address.html", email=ticket.facts["email"], form=NewAddressForm())


@blueprint.post("/settings/address/new")
def take_address() -> ResponseReturnValue:
    form = NewAddressForm()
    if not form.validate_on_submit():
        abort(422)
    found = links.find("address")
    ticket = links.use("address") if found and found.user_id == current_user.id else None
    user = User.by_id(current_user.id)
    old = user.email
    if ticket is None or not user.change_address(ticket.facts["email"], confirmed=True):
        db.session.commit()
        return _too_late()
    tell(user, "address_changed", to=old, now=user.email)
    if form.end_others.data:
        UserSession.end_all(user.id, but=current_user.token)
    db.session.commit()
    journal.note("address-change", "ok", user_id=user.id)
    flash(f"You sign in as {user.email} from now on.", "ok")
    return redirect(url_for("accounts.settings"))


def _too_late() -> ResponseReturnValue:
    return letters.gone(url_for("accounts.address"), "See your address")
