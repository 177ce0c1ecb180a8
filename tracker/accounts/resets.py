"""A forgotten password: a letter with a link, and a new one where the link leads. Only where letters can be sent.

Whoever holds the link may choose a password. They still go through the one way in, which asks for whatever else opens
the account.
"""

from typing import Any

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import mail
from tracker.access import public
from tracker.accounts import journal, letters, limits, links
from tracker.accounts.arriving import arrive, circumstances, tell
from tracker.accounts.forms import NewPasswordForm, ResetForm
from tracker.accounts.models import RESET_WITHIN, Ticket, User, hashed
from tracker.accounts.routes import blueprint
from tracker.extensions import db

links.lead("reset", to="accounts.new_password")


@blueprint.get("/reset")
@public
def reset() -> ResponseReturnValue:
    return render_template("accounts/reset.html", form=ResetForm())


@blueprint.post("/reset")
@public
def ask_reset() -> ResponseReturnValue:
    if not current_app.config["SENDS_MAIL"]:
        abort(404)
    form = ResetForm()
    if not form.validate_on_submit():
        return render_template("accounts/reset.html", form=form), 422
    if limits.is_limited("reset", limits.client(), letters.ASKING):
        form.email.errors = ["There were too many requests from here. Wait five minutes, then try again."]
        return render_template("accounts/reset.html", form=form), 429, limits.RETRY_AFTER
    letters.send("reset", str(form.email.data))
    db.session.commit()
    return redirect(url_for("accounts.check_mail"))


@letters.writes("reset")
def _write(facts: dict[str, Any], _mark: str) -> None:
    """To an address without an account too: that it has none is for whoever reads its mail to know."""
    user = User.by_email(facts["email"])
    journal.note("reset-letter", "ok", user_id=user.id if user else None)
    if user is None or user.disabled_at is not None:
        mail.send("accounts/letters/no_reset.txt", facts["email"], **circumstances("UTC"))
        return
    token = Ticket.issue("reset", RESET_WITHIN, user_id=user.id)
    tell(user, "reset", link=links.address("reset", token))


@blueprint.get("/reset/password")
@public
def new_password() -> ResponseReturnValue:
    user = _whose()
    if user is None:
        return _too_late()
    return render_template("accounts/new_password.html", form=NewPasswordForm(user.name, user.email), email=user.email)


@blueprint.post("/reset/password")
@public
def set_new_password() -> ResponseReturnValue:
    user = _whose()
    if user is None:
        return _too_late()
    form, email = NewPasswordForm(user.name, user.email), user.email
    if not form.validate_on_submit():
        return render_template("accounts/new_password.html", form=form, email=email), 422
    db.session.rollback()  # no lock is held while it is hashed
    password_hash = hashed(str(form.password.data))
    ticket = links.use("reset")
    if ticket is None:  # somebody signed in meanwhile, or was faster
        return _too_late()
    user = User.by_id(int(ticket.user_id or 0))
    user.take_password(password_hash)
    user.confirm()
    tell(user, "password_changed")
    journal.note("reset", "ok", user_id=user.id)
    response = arrive(user, remembered=False, how="reset")
    flash("Your password is changed, and every other device is signed out.", "ok")
    return response


def _whose() -> User | None:
    ticket = links.find("reset")
    return User.by_id(ticket.user_id) if ticket and ticket.user_id else None


def _too_late() -> ResponseReturnValue:
    return letters.gone(url_for("accounts.reset"), "Ask for a new link")
