"""A new account."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.access import public
from tracker.accounts import arriving, journal, limits
from tracker.accounts.forms import SignUpForm
from tracker.accounts.models import User, hashed
from tracker.accounts.routes import blueprint

SIGN_UPS = 20


@blueprint.route("/sign-up", methods=["GET", "POST"])
@public
def sign_up() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(url_for("dashboard.dashboard"))
    form = SignUpForm(next=request.args.get("next"))
    if not form.validate_on_submit():
        return render_template("accounts/sign_up.html", form=form), 422 if form.is_submitted() else 200
    if limits.is_limited("sign-up", limits.client(), SIGN_UPS):
        form.password.errors = ["There were too many new accounts from here. Wait five minutes, then try again."]
        return render_template("accounts/sign_up.html", form=form), 429, limits.RETRY_AFTER
    user = User.sign_up(
        name=str(form.name.data),
        email=str(form.email.data),
        password_hash=hashed(str(form.password.data)),
        time_zone=str(form.time_zone.data),
    )
    if user is None:
        journal.note("sign-up", "refused", reason="known address")
        form.email.errors = ["This address can't be used to sign up. If it is yours, sign in with it instead."]
        return render_template("accounts/sign_up.html", form=form), 422
    response = arriving.arrive(user, remembered=False, how="sign-up", next=form.next.data)
    journal.note("sign-up", "ok", user_id=user.id)
    flash("Your roadmap is ready. Nothing is marked yet.", "ok")
    return response
