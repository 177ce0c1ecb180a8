"""Passkeys: registering, naming and removing them."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.access import needs_proof
from tracker.accounts import ceremonies, second_factors
from tracker.accounts.devices import device
from tracker.accounts.factor_forms import FactorForm, PasskeyForm, PasskeyNameForm
from tracker.accounts.models import MOST_PASSKEYS, Factors, Passkey, RecoveryCode, UserSession
from tracker.accounts.recovery import codes_page
from tracker.accounts.routes import blueprint
from tracker.extensions import db

NOT_MADE = "The passkey wasn't made, or it took too long. Try again."
TWICE = "This device has a passkey for your account already."


@blueprint.get("/settings/passkeys")
@needs_proof("accounts.passkeys")
def passkeys() -> ResponseReturnValue:
    return _page(PasskeyForm(name=device(request.user_agent.string)))


@blueprint.post("/settings/passkeys/options")
@needs_proof("accounts.passkeys")
def new_passkey_options() -> ResponseReturnValue:
    options = ceremonies.ask_for_new(current_user)
    db.session.commit()
    return options, 200, {"Content-Type": "application/json"}


@blueprint.post("/settings/passkeys")
@needs_proof("accounts.passkeys")
def add_passkey() -> ResponseReturnValue:
    form = PasskeyForm()
    if not form.validate_on_submit():
        return _page(form), 422
    if Factors.of(current_user.id).passkeys >= MOST_PASSKEYS:
        form.form_errors.append(f"You have {MOST_PASSKEYS} passkeys, and more aren't kept. Remove one first.")
        return _page(form), 422
    codes = None if Factors.of(current_user.id).codes else RecoveryCode.prepare()
    made = ceremonies.made(current_user, str(form.credential.data or ""))
    name = str(form.name.data)
    if made is None or not Passkey.add(current_user.id, name=name, **made):
        db.session.commit()  # a challenge is spent either way
        form.form_errors.append(TWICE if made else NOT_MADE)
        return _page(form), 422
    UserSession.prove(current_user.token, factor=True)
    second_factors.changed("factor-add", "factor_added", form, which="passkey", factor=f"the passkey “{name}”")
    if codes:
        RecoveryCode.put(current_user.id, codes)
    db.session.commit()
    flash(f"The passkey “{name}” is ready.", "ok")
    return codes_page(codes.plain) if codes else redirect(url_for("accounts.passkeys"))


@blueprint.post("/settings/passkeys/<int:passkey_id>/rename")
@needs_proof("accounts.passkeys")
def rename_passkey(passkey_id: int) -> ResponseReturnValue:
    form = PasskeyNameForm()
    if not form.validate_on_submit():
        page = PasskeyForm(formdata=None, name=device(request.user_agent.string))
        page.form_errors.extend(form.name.errors)
        return _page(page), 422
    if not Passkey.rename(current_user.id, passkey_id, str(form.name.data)):
        abort(404)
    db.session.commit()
    flash("Saved.", "ok")
    return redirect(url_for("accounts.passkeys"))


@blueprint.post("/settings/passkeys/<int:passkey_id>/remove")
@needs_proof("accounts.passkeys")
def remove_passkey(passkey_id: int) -> ResponseReturnValue:
    form = FactorForm()
    if not form.validate_on_submit():
        abort(422)
    name = Passkey.remove(current_user.id, passkey_id)
    if name is None:
        abort(404)
    second_factors.removed(form, which="passkey", factor=f"the passkey “{name}”")
    db.session.commit()
    flash(f"The passkey “{name}” is removed here. It may still be listed on your device; remove it there too.", "ok")
    return redirect(url_for("accounts.passkeys"))


def _page(form: PasskeyForm) -> str:
    return render_template(
        "accounts/passkeys.html",
        form=form,
        passkeys=Passkey.of(current_user.id),
        possible=ceremonies.are_possible(),
        others=second_factors.other_devices(),
        has_second_factor=current_user.has_second_factor,
    )
