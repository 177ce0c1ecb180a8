"""Where somebody is signed in, and ending it there."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker.accounts import journal
from tracker.accounts.devices import device
from tracker.accounts.forms import EmptyForm
from tracker.accounts.models import Person, UserSession
from tracker.accounts.routes import blueprint
from tracker.accounts.settings import Card, card
from tracker.extensions import db
from tracker.words import plural


@card
def _sessions_card(person: Person) -> Card:
    others = len(UserSession.of(person.id)) - 1
    state = (
        f"You're signed in here and on {plural(others, 'other device')}." if others else "You're signed in only here."
    )
    return Card(50, "Signed-in devices", state, "See them", url_for("accounts.sessions"))


@blueprint.get("/settings/sessions")
def sessions() -> ResponseReturnValue:
    found = [(one, device(one.device)) for one in UserSession.of(current_user.id)]
    here = [pair for pair in found if pair[0].id == current_user.session_id]
    others = [pair for pair in found if pair not in here]
    return render_template("accounts/sessions.html", here=here, others=others)


@blueprint.post("/settings/sessions/<int:session_id>/end")
def end_session(session_id: int) -> ResponseReturnValue:
    """Of one's own, any but this very one: that is what signing out is for."""
    if not EmptyForm().validate_on_submit():
        abort(422)
    if session_id == current_user.session_id or not UserSession.end_one(current_user.id, session_id):
        abort(404)
    db.session.commit()
    journal.note("session-end", "ok", user_id=current_user.id)
    flash("That device is signed out.", "ok")
    return redirect(url_for("accounts.sessions"))


@blueprint.post("/settings/sessions/end-others")
def end_other_sessions() -> ResponseReturnValue:
    if not EmptyForm().validate_on_submit():
        abort(422)
    UserSession.end_all(current_user.id, but=current_user.token)
    db.session.commit()
    journal.note("session-end", "ok", user_id=current_user.id, reason="all others")
    flash("Every other device is signed out.", "ok")
    return redirect(url_for("accounts.sessions"))
