"""A new account for somebody whom the provider vouches for: the address is theirs, the rest they confirm."""

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker import clock
from tracker.access import public
from tracker.accounts import journal
from tracker.accounts.arriving import WAITING, arrive
from tracker.accounts.forms import NewcomerForm
from tracker.accounts.models import NAME_LENGTH, Identity, Ticket, User
from tracker.accounts.openid.returning import blueprint
from tracker.extensions import db


@blueprint.get("/sign-up/openid")
@public
def newcomer() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(url_for("dashboard.dashboard"))
    ticket = Ticket.find("openid-new", session.get(WAITING, ""))
    if ticket is None:
        return _too_late()
    form = NewcomerForm(name=ticket.facts["name"][:NAME_LENGTH], next=request.args.get("next"))
    return render_template("accounts/openid_newcomer.html", form=form, email=ticket.facts["email"])


@blueprint.post("/sign-up/openid")
@public
def sign_up() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(url_for("dashboard.dashboard"))
    form, token = NewcomerForm(), session.get(WAITING, "")
    ticket = Ticket.find("openid-new", token)
    if ticket is None:
        return _too_late()
    if not form.validate_on_submit():
        return render_template("accounts/openid_newcomer.html", form=form, email=ticket.facts["email"]), 422
    user = _made(form, token)
    if user is None:
        db.session.rollback()
        return _too_late()
    session.pop(WAITING, None)
    response = arrive(user, remembered=False, how="openid", next=form.next.data)
    journal.note("sign-up", "ok", user_id=user.id, reason="openid")
    flash("Your roadmap is ready. Nothing is marked yet.", "ok")
    return response


def _made(form: NewcomerForm, token: str) -> User | None:
    """The account, linked; None where somebody was faster with the ticket, the address or the identity."""
    ticket = Ticket.use("openid-new", token)
    if ticket is None:
        return None
    facts = ticket.facts
    user = User.sign_up(
        name=str(form.name.data), email=facts["email"], password_hash="", time_zone=str(form.time_zone.data)
    )
    if user is None or not Identity.link(user.id, facts["issuer"], facts["subject"], facts["email"]):
        return None
    user.confirmed_at = clock.now()
    return user


def _too_late() -> ResponseReturnValue:
    flash("That step has ended: it was finished, or more than ten minutes have passed. Begin again.")
    return redirect(url_for("accounts.sign_in"))
