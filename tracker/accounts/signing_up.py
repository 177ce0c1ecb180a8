"""A new account: at once, or, where letters can be sent, once the link in one was followed.

Hides that both ways look the same for an address that has an account already.
"""

from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker import mail
from tracker.access import own_path, public
from tracker.accounts import journal, letters, limits, links
from tracker.accounts.arriving import arrive, circumstances, greeted, tell
from tracker.accounts.forms import EmptyForm, NewPasswordForm, SignUpForm
from tracker.accounts.models import FINISH_WITHIN, Ticket, User, digest, hashed
from tracker.accounts.routes import blueprint
from tracker.extensions import db

links.lead("sign-up", to="accounts.finishing")


@blueprint.route("/sign-up", methods=["GET", "POST"])
@public
def sign_up() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(url_for("dashboard.dashboard"))
    form = SignUpForm(next=request.args.get("next"))
    if not form.validate_on_submit():
        return render_template("accounts/sign_up.html", form=form), 422 if form.is_submitted() else 200
    if limits.is_limited("sign-up", limits.client(), letters.ASKING):
        form.password.errors = ["There were too many new accounts from here. Wait five minutes, then try again."]
        return render_template("accounts/sign_up.html", form=form), 429, limits.RETRY_AFTER
    facts = {
        "name": str(form.name.data),
        "email": str(form.email.data),
        "password_hash": hashed(str(form.password.data)),
        "time_zone": str(form.time_zone.data),
    }
    if current_app.config["SENDS_MAIL"]:
        letters.send("sign-up", **facts, next=own_path(form.next.data))
        db.session.commit()
        return redirect(url_for("accounts.check_mail"))
    user = User.sign_up(**facts)
    if user is None:
        journal.note("sign-up", "refused", reason="known address")
        form.email.errors = ["This address can't be used to sign up. If it is yours, sign in with it instead."]
        return render_template("accounts/sign_up.html", form=form), 422
    return _welcome(user, form.next.data)


@letters.writes("sign-up")
def _write(facts: dict[str, Any], mark: str) -> None:
    """To somebody new the link; to somebody known that they are. As much work for both."""
    email = facts["email"]
    user = User.by_email(email)
    journal.note("sign-up-letter", "ok", user_id=user.id if user else None)
    if user is not None:
        tell(user, "known")
        return
    token = Ticket.issue("sign-up", FINISH_WITHIN, user_id=None, browser=digest(mark), **facts)
    name = greeted(facts["name"])
    values = {"person": name, "link": links.address("sign-up", token), **circumstances(facts["time_zone"])}
    mail.send("accounts/letters/finish.txt", email, name=name, **values)


@blueprint.get("/sign-up/finish")
@public
def finishing() -> ResponseReturnValue:
    ticket = links.find("sign-up")
    if ticket is None:
        return _too_late()
    return _page(ticket.facts, _form(ticket.facts))


@blueprint.post("/sign-up/finish")
@public
def finish_sign_up() -> ResponseReturnValue:
    found = links.find("sign-up")
    if found is None:
        return _too_late()
    facts = found.facts
    db.session.rollback()  # no lock is held while the password is hashed
    form = _form(facts)
    if not form.validate_on_submit():
        return _page(facts, form), 422
    own = hashed(str(form.password.data)) if isinstance(form, NewPasswordForm) else facts["password_hash"]
    used = links.use("sign-up")
    of_account = {name: facts[name] for name in ("name", "email", "time_zone")}
    user = User.sign_up(**of_account, password_hash=own) if used else None
    if user is None:
        db.session.commit()
        return _too_late()
    user.confirm()
    return _welcome(user, facts["next"])


def _form(facts: dict[str, Any]) -> EmptyForm | NewPasswordForm:
    """A button, in the browser that signed up. In any other the password is asked for, and that one counts.

    Somebody who signs up with another's address would else know the password to what its owner then finishes.
    """
    if letters.asked_here_by(facts["browser"]):
        return EmptyForm()
    return NewPasswordForm(facts["name"], facts["email"])


def _page(facts: dict[str, Any], form: EmptyForm | NewPasswordForm) -> str:
    return render_template("accounts/finishing.html", facts=facts, form=form)


def _too_late() -> ResponseReturnValue:
    return letters.gone(url_for("accounts.sign_up"), "Create an account")


def _welcome(user: User, address: str | None) -> ResponseReturnValue:
    response = arrive(user, remembered=False, how="sign-up", next=address)
    journal.note("sign-up", "ok", user_id=user.id)
    flash("Your roadmap is ready. Nothing is marked yet.", "ok")
    return response
