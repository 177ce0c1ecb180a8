"""Sign up, sign in, sign out, settings, and the look (light or dark) that this browser prefers."""

import logging
from datetime import timedelta

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
from flask_login import current_user, login_user, logout_user

from tracker.access import own_path, public
from tracker.accounts.forms import PasswordForm, ProfileForm, SignInForm, SignUpForm, ThemeForm
from tracker.accounts.models import Attempts, Person, User, UserSession, normal
from tracker.extensions import db

log = logging.getLogger(__name__)
blueprint = Blueprint("accounts", __name__)

TRIES = 10
WINDOW = timedelta(minutes=5)
SIGN_UPS = 20
THEME_SECONDS = 365 * 24 * 3600
WAIT = "There were more than ten attempts in five minutes. Wait five minutes, then try again."


@blueprint.route("/sign-up", methods=["GET", "POST"])
@public
def sign_up() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(url_for("dashboard.dashboard"))
    form = SignUpForm(next=request.args.get("next"))
    if not form.validate_on_submit():
        return render_template("accounts/sign_up.html", form=form), 422 if form.is_submitted() else 200
    if Attempts.add(f"sign-up {request.remote_addr}", WINDOW) > SIGN_UPS:
        return _too_many(
            "accounts/sign_up.html",
            form,
            "There were too many new accounts from here. Wait five minutes, then try again.",
        )
    user = User.sign_up(
        name=str(form.name.data),
        email=str(form.email.data),
        password=str(form.password.data),
        time_zone=str(form.time_zone.data),
    )
    if user is None:
        form.email.errors = ["This address can't be used to sign up. If it is yours, sign in with it instead."]
        return render_template("accounts/sign_up.html", form=form), 422
    _begin_session(user, remembered=False)
    log.info("sign-up ok user=%s", user.id)
    flash("Your roadmap is ready. Nothing is marked yet.", "ok")
    return redirect(own_path(form.next.data) or url_for("dashboard.dashboard"))


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(own_path(request.args.get("next")) or url_for("dashboard.dashboard"))
    form = SignInForm(next=request.args.get("next"))
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form), 422 if form.is_submitted() else 200
    account_key, address_key = f"sign-in {normal(str(form.email.data))}", f"sign-in {request.remote_addr}"
    tries = max(Attempts.add(account_key, WINDOW), Attempts.add(address_key, WINDOW))
    if tries > TRIES:
        log.warning("sign-in limited address=%s", request.remote_addr)
        return _too_many("accounts/sign_in.html", form, WAIT)
    user = User.sign_in(str(form.email.data), str(form.password.data))
    if user is None:
        log.warning("sign-in refused address=%s", request.remote_addr)
        form.password.errors = ["E-mail and password don't belong together. Check both and try again."]
        return render_template("accounts/sign_in.html", form=form), 422
    Attempts.clear(account_key)
    Attempts.take_back(address_key)  # not clear: an own account must not win tries on others
    _begin_session(user, remembered=form.remember.data)
    log.info("sign-in ok user=%s", user.id)
    return redirect(own_path(form.next.data) or url_for("dashboard.dashboard"))


@blueprint.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    if current_user.is_authenticated:
        UserSession.end(current_user.token)
        db.session.commit()
        log.info("sign-out user=%s", current_user.id)
        logout_user()
        session.clear()
        flash("You're signed out on this device.", "ok")
    return redirect(url_for("dashboard.home"))


@blueprint.get("/settings")
def settings() -> ResponseReturnValue:
    return _settings_page(
        ProfileForm(data={"name": current_user.name, "time_zone": current_user.time_zone}), PasswordForm()
    )


@blueprint.post("/settings/profile")
def change_profile() -> ResponseReturnValue:
    form = ProfileForm()
    if not form.validate_on_submit():
        return _settings_page(form, PasswordForm(formdata=None)), 422
    user = User.by_id(current_user.id)
    user.name, user.time_zone = str(form.name.data), str(form.time_zone.data)
    db.session.commit()
    flash("Saved.", "ok")
    return redirect(url_for("accounts.settings"))


@blueprint.post("/settings/password")
def change_password() -> ResponseReturnValue:
    form = PasswordForm()
    valid = form.validate_on_submit()
    if valid and Attempts.add(f"password {current_user.id}", WINDOW) > TRIES:
        form.current_password.errors = [WAIT]
        return _settings_page(_profile(), form), 429, {"Retry-After": "300"}
    user = User.by_id(current_user.id)
    if valid and not user.knows(str(form.current_password.data)):
        form.current_password.errors = ["This isn't your current password."]
        valid = False
    if not valid:
        return _settings_page(_profile(), form), 422
    user.change_password(str(form.new_password.data))
    Attempts.clear(f"password {user.id}")
    _begin_session(user, remembered=session.permanent)
    log.info("password changed user=%s", user.id)
    flash("Your password is changed. Every other device is signed out.", "ok")
    return redirect(url_for("accounts.settings"))


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


def _begin_session(user: User, *, remembered: bool) -> None:
    """Commit, and give this browser a new session: nothing of an earlier one survives."""
    token = UserSession.begin(user, remembered=remembered, device=request.user_agent.string)
    UserSession.forget_expired()
    Attempts.forget_old()
    db.session.commit()
    session.clear()
    session.permanent = remembered
    login_user(Person(user.id, user.name, user.email, user.time_zone, user.guide_id, token))


def _profile() -> ProfileForm:
    return ProfileForm(formdata=None, data={"name": current_user.name, "time_zone": current_user.time_zone})


def _settings_page(profile: ProfileForm, password: PasswordForm) -> str:
    return render_template("accounts/settings.html", profile=profile, password=password)


def _too_many(template: str, form: SignInForm | SignUpForm, sentence: str) -> ResponseReturnValue:
    form.password.errors = [sentence]
    return render_template(template, form=form), 429, {"Retry-After": str(int(WINDOW.total_seconds()))}
