"""Proving again who one is, before something that matters: once every ten minutes is enough."""

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.access import own_path
from tracker.accounts import journal, limits
from tracker.accounts.forms import ProofForm
from tracker.accounts.models import Identity, User, UserSession
from tracker.accounts.routes import blueprint
from tracker.extensions import db


@blueprint.get("/settings/proof")
def proof() -> ResponseReturnValue:
    return _page(ProofForm(next=request.args.get("next")))


@blueprint.post("/settings/proof")
def prove() -> ResponseReturnValue:
    form = ProofForm()
    if not form.validate_on_submit():
        return _page(form), 422
    tries = limits.Tries("proof", current_user.email)
    if tries.are_too_many():
        form.password.errors = [limits.WAIT]
        return _page(form), 429, limits.RETRY_AFTER
    if not User.by_id(current_user.id).knows(str(form.password.data)):
        journal.note("proof", "refused", user_id=current_user.id, reason="wrong password")
        form.password.errors = ["This isn't your password. Check it and try again."]
        return _page(form), 422
    tries.succeeded()
    UserSession.prove(current_user.token)
    db.session.commit()
    journal.note("proof", "ok", user_id=current_user.id, reason="password")
    return _on(form.next.data)


def _page(form: ProofForm) -> str:
    """Offers what this person has. A password is asked for unless a provider alone opens the account."""
    by_provider = bool(current_app.extensions["openid"] and Identity.of(current_user.id))
    by_password = not by_provider or User.has_password(current_user.id)
    return render_template("accounts/proof.html", form=form, by_password=by_password, by_provider=by_provider)


def _on(address: str | None) -> ResponseReturnValue:
    return redirect(own_path(address) or url_for("accounts.settings"))
