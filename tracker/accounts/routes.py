"""Sign in, sign out, and the look (light or dark) that this browser prefers."""

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user, logout_user

from tracker.access import own_path, public
from tracker.accounts import journal, limits
from tracker.accounts.arriving import begin_session
from tracker.accounts.forms import SignInForm, ThemeForm
from tracker.accounts.models import User, UserSession
from tracker.extensions import db

blueprint = Blueprint("accounts", __name__)

THEME_SECONDS = 365 * 24 * 3600


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(own_path(request.args.get("next")) or url_for("dashboard.dashboard"))
    form = SignInForm(next=request.args.get("next"))
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form), 422 if form.is_submitted() else 200
    tries = limits.Tries("sign-in", str(form.email.data))
    if tries.are_too_many():
        form.password.errors = [limits.WAIT]
        return render_template("accounts/sign_in.html", form=form), 429, limits.RETRY_AFTER
    user = User.sign_in(str(form.email.data), str(form.password.data))
    if user is None:
        journal.note("sign-in", "refused", reason="wrong address or password")
        form.password.errors = ["E-mail and password don't belong together. Check both and try again."]
        return render_template("accounts/sign_in.html", form=form), 422
    tries.succeeded()
    begin_session(user, remembered=form.remember.data, how="password")
    return redirect(own_path(form.next.data) or url_for("dashboard.dashboard"))


@blueprint.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    if current_user.is_authenticated:
        UserSession.end(current_user.token)
        db.session.commit()
        journal.note("sign-out", "ok", user_id=current_user.id)
        logout_user()
        session.clear()
        flash("You're signed out on this device.", "ok")
    return redirect(url_for("dashboard.home"))


@blueprint.post("/theme")
@public
def set_theme() -> ResponseReturnValue:
    form = ThemeForm()
    if not form.validate_on_submit():
        abort(422)
    response = make_response(redirect(own_path(form.next.data) or url_for("dashboard.home")))
    response.set_cookie(
        current_app.config["THEME_COOKIE_NAME"],
        form.theme.data,
        max_age=THEME_SECONDS,
        samesite="Lax",
        httponly=True,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return response
