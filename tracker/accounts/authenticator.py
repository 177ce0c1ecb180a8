"""Setting up an authenticator app, putting another in its place, and doing without."""

from datetime import timedelta

from flask import abort, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker import clock
from tracker.access import needs_proof
from tracker.accounts import one_time, qr, second_factors
from tracker.accounts.factor_forms import AuthenticatorForm, FactorForm
from tracker.accounts.models import Authenticator, Factors, RecoveryCode, Ticket, UserSession
from tracker.accounts.recovery import codes_page
from tracker.accounts.routes import blueprint
from tracker.extensions import db

SET_UP = "authenticator"
LASTS = timedelta(minutes=15)
"""Long enough to find an app in the shop."""
ENDED = "Setting up waits for fifteen minutes, and they are over. Begin again; the code in your app is of no use."


@blueprint.get("/settings/authenticator")
@needs_proof("accounts.authenticator")
def authenticator() -> ResponseReturnValue:
    """How it stands; the QR code while one is being set up."""
    return _page(AuthenticatorForm())


@blueprint.post("/settings/authenticator/begin")
@needs_proof("accounts.authenticator")
def begin_authenticator() -> ResponseReturnValue:
    """A new seed, which isn't in force before a code of it was typed. The present app works until then."""
    if not FactorForm().validate_on_submit():
        abort(422)
    Ticket.void(current_user.id, SET_UP)
    session[SET_UP] = Ticket.issue(SET_UP, LASTS, user_id=current_user.id, seed=one_time.new_seed())
    db.session.commit()
    return redirect(url_for("accounts.authenticator"))


@blueprint.post("/settings/authenticator")
@needs_proof("accounts.authenticator")
def confirm_authenticator() -> ResponseReturnValue:
    form, seed = AuthenticatorForm(), _seed()
    if seed is None:
        return _nothing_to_confirm()
    if not form.validate_on_submit():
        return _page(form), 422
    step = one_time.matching_step(seed, str(form.code.data), clock.now())
    if step is None:
        form.code.errors = ["This isn't the code that belongs to the QR code above. Your app shows another by now."]
        return _page(form), 422
    codes = None if Factors.of(current_user.id).codes else RecoveryCode.prepare()
    if Ticket.use(SET_UP, session[SET_UP]) is None:
        return _nothing_to_confirm()
    replaced = Authenticator.put(current_user.id, seed, step)
    UserSession.prove(current_user.token, first=False, factor=True)
    second_factors.changed("factor-add", "factor_added", form, which="authenticator", factor="an authenticator app")
    if codes:
        RecoveryCode.put(current_user.id, codes)
    db.session.commit()
    flash("From now on your new app's codes count." if replaced else "Signing in now asks for your app's code.", "ok")
    return codes_page(codes.plain) if codes else redirect(url_for("accounts.authenticator"))


@blueprint.post("/settings/authenticator/remove")
@needs_proof("accounts.authenticator")
def remove_authenticator() -> ResponseReturnValue:
    form = FactorForm()
    if not form.validate_on_submit():
        abort(422)
    if Authenticator.remove(current_user.id):
        second_factors.removed(form, which="authenticator", factor="the authenticator app")
        db.session.commit()
    flash("The authenticator app is removed.", "ok")
    return redirect(url_for("accounts.authenticator"))


def _nothing_to_confirm() -> ResponseReturnValue:
    """Too late, or sent twice: then the answer that showed the recovery codes may never have been seen."""
    if Factors.of(current_user.id).authenticator_added is None:
        flash(ENDED, "warn")
        return redirect(url_for("accounts.authenticator"))
    flash("Your app is on. If you haven't seen your recovery codes, make ten new ones here.", "ok")
    return redirect(url_for("accounts.recovery_codes"))


def _seed() -> str | None:
    """Of the app that this person is setting up at this browser."""
    ticket = Ticket.find(SET_UP, session.get(SET_UP, ""))
    return str(ticket.facts["seed"]) if ticket is not None and ticket.user_id == current_user.id else None


def _page(form: AuthenticatorForm) -> str:
    seed = _seed()
    address = one_time.address(seed, current_user.email) if seed else None
    return render_template(
        "accounts/authenticator.html",
        form=form,
        factors=Factors.of(current_user.id),
        seed=one_time.grouped(seed) if seed else None,
        address=address,
        drawing=qr.drawn(address) if address else None,
        others=second_factors.other_devices(),
    )
