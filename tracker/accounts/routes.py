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
from tracker.accounts import arriving, ceremonies, journal, limits
from tracker.accounts.factor_forms import PasskeySignInForm
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
    if not form.is_submitted() and arriving.half_way():
        return redirect(url_for("accounts.second_step"))
    if not form.validate_on_submit():
        return _sign_in_page(form), 422 if form.is_submitted() else 200
    tries = limits.Tries("sign-in", str(form.email.data))
    if tries.are_too_many():
        form.password.errors = [limits.WAIT]
        return _sign_in_page(form), 429, limits.RETRY_AFTER
    user = User.sign_in(str(form.email.data), str(form.password.data))
    if user is None:
        journal.note("sign-in", "refused", reason="wrong address or password")
        form.password.errors = ["E-mail and password don't belong together. Check both and try again."]
        return _sign_in_page(form), 422
    tries.succeeded()
    return arriving.arrive(user, remembered=form.remember.data, how="password", next=form.next.data)


@blueprint.post("/sign-in/passkey")
@public
def sign_in_with_passkey() -> ResponseReturnValue:
    """A passkey alone: the device has asked for a finger, a face or a PIN, so it counts as both steps."""
    asked = PasskeySignInForm()
    form = SignInForm(next=asked.next.data)
    valid = asked.validate_on_submit()
    passkey = ceremonies.shown(ceremonies.ENTER, str(asked.credential.data or ""), None) if valid else None
    user = User.enabled(passkey.user_id) if passkey else None
    if user is None:
        db.session.commit()  # a challenge is spent either way
        journal.note("sign-in", "refused", reason="wrong passkey")
        form.form_errors.append("That passkey opens no account here, or it took too long. Try again.")
        return _sign_in_page(form), 422
    return arriving.arrive(user, remembered=asked.remember.data, how="passkey", next=asked.next.data, with_factor=True)


def _sign_in_page(form: SignInForm) -> str:
    ended = request.method == "GET" and arriving.was_half_way()
    return render_template("accounts/sign_in.html", form=form, ended=ended, passkeys=ceremonies.are_possible())


@blueprint.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    if not current_user.is_authenticated and arriving.was_half_way():
        arriving.turn_back()
        return redirect(url_for("accounts.sign_in"))
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
