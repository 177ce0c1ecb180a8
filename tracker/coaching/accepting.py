"""An invitation as the coach sees it: who invites, to what; and accepting it, once.

Hides the token, which waits in the session of whoever followed the link: looking accepts nothing, for people and for
programs that open every link of a letter.
"""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker import inbox
from tracker.access import needs_proof
from tracker.accounts import Coach, digest, gone, links
from tracker.coaching import scopes
from tracker.coaching.grant_forms import EmptyForm
from tracker.coaching.grant_notices import guide_title
from tracker.coaching.models import Grant, Offers
from tracker.coaching.routes import blueprint
from tracker.extensions import db


@blueprint.get("/coach/invitation")
def invitation() -> ResponseReturnValue:
    found = _found()
    if found is None:
        return _dead()
    grant, name = found
    if grant.user_id == current_user.id:
        return redirect(url_for("coaching.grant", grant_id=grant.id))
    return render_template(
        "coaching/invitation.html",
        grant=grant,
        mentee=name,
        guide=guide_title(grant.guide_id),
        scopes=scopes.listed(grant.scope_set),
        coach=Coach.of(current_user.id),
    )


@blueprint.post("/coach/invitation")
@needs_proof("coaching.invitation")
def accept() -> ResponseReturnValue:
    if not EmptyForm().validate_on_submit():
        abort(422)
    found = _found()
    if found is None or found[0].user_id == current_user.id:
        return _dead()
    if not current_user.may_coach:
        return redirect(url_for("coaching.profile"), 303)
    taken = Offers(current_user).accept(digest(str(links.followed("invitation"))))
    if taken is not None:
        inbox.tell(taken.user_id, "invitation-accepted", about=taken.id)
        db.session.commit()
    return redirect(url_for("coaching.invitation"), 303)


def _found() -> tuple[Grant, str] | None:
    token = links.followed("invitation")
    return Offers(current_user).invitation(digest(token)) if token else None


def _dead() -> ResponseReturnValue:
    """Used by somebody else, over, taken back, or of somebody who wants nothing from this coach: all the same."""
    return gone(url_for("coaching.overview"), "See your coaching")
