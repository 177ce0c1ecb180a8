"""What a mentee does with a grant: confirm the person, show more or less, renew, pause, end, block.

Showing something to somebody new, or more than before, needs proof that it is them; showing less or nothing needs none
and holds from the next request on.
"""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker import inbox
from tracker.access import needs_proof
from tracker.coaching import scopes
from tracker.coaching.grant_forms import EmptyForm, ScopesForm
from tracker.coaching.granting import behind_or_404, grant_page
from tracker.coaching.models import Behind, Block, Grants
from tracker.coaching.over import note_ended_by_mentee, settle
from tracker.coaching.routes import blueprint
from tracker.extensions import db

OVER = "That was over already; nothing was changed."


@blueprint.post("/coaching/grants/<grant_id>/confirm")
@needs_proof("coaching.grant")
def confirm(grant_id: str) -> ResponseReturnValue:
    one, form = behind_or_404(grant_id), ScopesForm()
    if not form.validate_on_submit():
        return grant_page(one, form=form), 422
    before = {other.id for other in Grants(current_user).all() if other.step == "granted"}
    if one.grant.step not in {"accepted", "asked"} or one.coach is None:
        return _back(one)
    if not Grants(current_user).confirm(grant_id, form.scopes.data or ()):
        return _back(one, OVER)
    for other in before:  # the same coach's earlier one for the same guide has ended with this
        if (was := Grants(current_user).of(other)) and was.step == "ended":
            inbox.forget(other, was.coach_id)
    settle(grant_id, current_user.id)
    inbox.tell(int(one.grant.coach_id or 0), "grant-confirmed", about=grant_id)
    db.session.commit()
    flash(f"{one.name} sees it from now on. You can end it here at any time.", "ok")
    return _back(one)


@blueprint.post("/coaching/grants/<grant_id>/scopes")
def rescope(grant_id: str) -> ResponseReturnValue:
    one, form = behind_or_404(grant_id), ScopesForm()
    if not form.validate_on_submit():
        return grant_page(one, form=form), 422
    wanted = scopes.chosen(form.scopes.data or ())
    wider = wanted - one.grant.scope_set
    if wider and form.shown.data and set(form.shown.data.split()) != one.grant.scope_set:
        return grant_page(one, wanted, stale=True), 409
    if wider and not current_user.is_fresh:
        return grant_page(one, wanted, wider=True), 403
    if not Grants(current_user).rescope(grant_id, wanted):
        return _back(one, OVER)
    db.session.commit()
    flash("Saved. It holds from now on, on pages that are open already too.", "ok")
    return _back(one)


@blueprint.post("/coaching/grants/<grant_id>/renew")
def renew(grant_id: str) -> ResponseReturnValue:
    one = _asked(grant_id)
    if not Grants(current_user).renew(grant_id):
        return _back(one, OVER)
    settle(grant_id, current_user.id)
    db.session.commit()
    flash("Renewed: it ends in 90 days from today, unless you renew it again.", "ok")
    return _back(one)


@blueprint.post("/coaching/grants/<grant_id>/pause")
def pause(grant_id: str) -> ResponseReturnValue:
    one = _asked(grant_id)
    if not Grants(current_user).pause(grant_id):
        return _back(one, OVER)
    inbox.forget(grant_id, one.grant.coach_id)
    db.session.commit()
    flash(f"Paused: {one.name} sees nothing until you let it go on.", "ok")
    return _back(one)


@blueprint.post("/coaching/grants/<grant_id>/resume")
def resume(grant_id: str) -> ResponseReturnValue:
    one = _asked(grant_id)
    if not Grants(current_user).resume(grant_id):
        return _back(one, OVER)
    db.session.commit()
    flash(f"{one.name} sees it again.", "ok")
    return _back(one)


@blueprint.post("/coaching/grants/<grant_id>/end")
def end(grant_id: str) -> ResponseReturnValue:
    one = _asked(grant_id)
    if not Grants(current_user).end(grant_id):
        return _back(one, OVER)
    note_ended_by_mentee([one.grant])
    db.session.commit()
    flash(_ended(one), "ok")
    return redirect(url_for("coaching.overview"), 303)


@blueprint.post("/coaching/grants/<grant_id>/block")
def block(grant_id: str) -> ResponseReturnValue:
    one = _asked(grant_id)
    if one.grant.coach_id is None:
        abort(404)
    note_ended_by_mentee(Grants(current_user).block(one.grant.coach_id))
    db.session.commit()
    flash("Blocked. They see nothing of yours, and their requests don’t reach you. The block itself isn’t told.", "ok")
    return redirect(url_for("coaching.overview"), 303)


@blueprint.post("/coaching/grants/<grant_id>/unblock")
def unblock(grant_id: str) -> ResponseReturnValue:
    one = _asked(grant_id)
    if one.grant.coach_id is None:
        abort(404)
    Block.lift(current_user, one.grant.coach_id)
    db.session.commit()
    flash("Lifted. They still see nothing of yours; they can ask, or be invited, again.", "ok")
    return redirect(url_for("coaching.overview"), 303)


def _asked(grant_id: str) -> Behind:
    if not EmptyForm().validate_on_submit():
        abort(422)
    return behind_or_404(grant_id)


def _back(one: Behind, warning: str = "") -> ResponseReturnValue:
    if warning:
        flash(warning, "warn")
    return redirect(url_for("coaching.grant", grant_id=one.grant.id), 303)


def _ended(one: Behind) -> str:
    if one.grant.granted_at:
        return f"Ended. {one.name} sees nothing any more, on pages that are open already too."
    return {"invited": "Taken back. Its link opens nothing any more."}.get(one.step, "Refused. They see nothing.")
