"""Settings: one page that says how everything stands and leads to the rest; name and time zone; the password."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.access import needs_proof
from tracker.accounts import journal, limits
from tracker.accounts.arriving import begin_session, tell
from tracker.accounts.forms import FirstPasswordForm, PasswordForm, ProfileForm
from tracker.accounts.models import Person, User
from tracker.accounts.routes import blueprint
from tracker.accounts.ways import way_in
from tracker.extensions import db


@dataclass(frozen=True)
class Card:
    """One line of the settings page: how something stands, in a sentence, and the one step from here."""

    order: int
    title: str
    state: str
    step: str
    url: str
    warns: bool = False


_cards: list[Callable[[Person], Card | None]] = []
_movers: list[Callable[[int, str], None]] = []


def card(made: Callable[[Person], Card | None]) -> Callable[[Person], Card | None]:
    """Add a card to the settings page. Other features add theirs; None: it doesn't concern this person."""
    _cards.append(made)
    return made


def when_zone_changes(mover: Callable[[int, str], None]) -> Callable[[int, str], None]:
    """Let this function know, within the same transaction, that a person lives in another time zone now."""
    _movers.append(mover)
    return mover


@blueprint.get("/settings")
def settings() -> ResponseReturnValue:
    cards = [found for made in _cards if (found := made(current_user)) is not None]
    return render_template("accounts/settings.html", cards=sorted(cards, key=lambda one: one.order))


@card
def _profile_card(person: Person) -> Card:
    zone = person.time_zone.replace("_", " ")
    return Card(10, "Name and time zone", f"{person.name}, {zone}", "Change", url_for("accounts.profile"))


@card
def _password_card(person: Person) -> Card:
    is_set = User.has_password(person.id)
    state = "You sign in with it." if is_set else "None is set: this account opens without one."
    return Card(30, "Password", state, "Change" if is_set else "Set one", url_for("accounts.password"))


@way_in
def _passwords(user_id: int) -> int:
    return int(User.has_password(user_id))


@blueprint.get("/settings/profile")
def profile() -> ResponseReturnValue:
    form = ProfileForm(data={"name": current_user.name, "time_zone": current_user.time_zone})
    return render_template("accounts/profile.html", form=form)


@blueprint.post("/settings/profile")
def change_profile() -> ResponseReturnValue:
    form = ProfileForm()
    if not form.validate_on_submit():
        return render_template("accounts/profile.html", form=form), 422
    user = User.by_id(current_user.id)
    user.name, zone = str(form.name.data), str(form.time_zone.data)
    if zone != user.time_zone:
        user.time_zone = zone
        for mover in _movers:
            mover(user.id, zone)
    db.session.commit()
    flash("Saved.", "ok")
    return redirect(url_for("accounts.settings"))


@blueprint.get("/settings/password")
@needs_proof("accounts.password")
def password() -> ResponseReturnValue:
    return render_template("accounts/password.html", form=_password_form())


@blueprint.post("/settings/password")
@needs_proof("accounts.password")
def change_password() -> ResponseReturnValue:
    form = _password_form()
    if not form.validate_on_submit():
        return render_template("accounts/password.html", form=form), 422
    tries = limits.Tries("password", current_user.email)
    if tries.are_too_many():
        (form.current_password or form.new_password).errors = [limits.WAIT]
        return render_template("accounts/password.html", form=form), 429, limits.RETRY_AFTER
    user = User.by_id(current_user.id)
    if form.current_password and not user.knows(str(form.current_password.data)):
        journal.note("password-change", "refused", user_id=current_user.id, reason="wrong password")
        form.current_password.errors = ["This isn't your current password."]
        return render_template("accounts/password.html", form=form), 422
    tries.succeeded()
    user.change_password(str(form.new_password.data))
    tell(user, "password_changed")
    journal.note("password-change", "ok", user_id=user.id)
    with_factor = current_user.has_second_factor  # which was part of the proof that this page asks for
    begin_session(user, remembered=session.permanent, how="password-change", with_factor=with_factor)
    flash("Your password is changed. Every other device is signed out.", "ok")
    return redirect(url_for("accounts.settings"))


def _password_form() -> PasswordForm:
    """Where none is set there is none to ask for: that it is them they have proved in another way."""
    return PasswordForm() if User.has_password(current_user.id) else FirstPasswordForm()
