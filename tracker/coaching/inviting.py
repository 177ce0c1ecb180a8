"""Inviting a coach: a link that works once and for seven days, shown once and, where letters go, sent.

Hides that the same form sent twice is one invitation: its number and its token follow from the form's own random id and
the site's key, so that a repeat finds what the first made, and shows the same link while it is open.
"""

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker import clock, jobs, mail, sealing
from tracker.access import needs_proof
from tracker.accounts import User, digest, greeted, is_limited, links, may_write
from tracker.coaching import scopes
from tracker.coaching.grant_forms import InviteForm
from tracker.coaching.grant_notices import guide_title
from tracker.coaching.models import Grant, Grants, invitation
from tracker.coaching.routes import blueprint, path
from tracker.extensions import db
from tracker.library import catalogue
from tracker.roadmap import new_op_id
from tracker.words import exact_moment

OPEN = 20
"""How many invitations somebody may have open."""
AN_HOUR = timedelta(hours=1)
MOST = 40
"""How many somebody may make within an hour."""
FULL = f"You have {OPEN} open invitations. Take one back under Coaching, then invite again."
links.lead("invitation", to="coaching.invitation")


@blueprint.get("/coaching/invite")
@needs_proof("coaching.invite")
def invite() -> ResponseReturnValue:
    wanted = request.args.get("guide")
    known = catalogue().get(wanted or current_user.guide_id or "") or catalogue().guides[0]
    return _page(InviteForm(data={"guide": known.id, "scopes": sorted(scopes.DEFAULT), "op_id": new_op_id()}))


@blueprint.post("/coaching/invite")
@needs_proof("coaching.invite")
def make_invitation() -> ResponseReturnValue:
    form = InviteForm()
    if not form.validate_on_submit():
        return _page(form), 422
    mine = Grants(current_user)
    grant_id, token = _named(str(form.op_id.data))
    if mine.of(grant_id) is None and is_limited("invite", current_user.id, MOST, AN_HOUR):
        form.form_errors.append("You made forty invitations within an hour. Wait an hour, then go on.")
        return _page(form), 429, {"Retry-After": str(int(AN_HOUR.total_seconds()))}
    User.locked(current_user.id)
    made = mine.of(grant_id)
    if made is None:
        if mine.invitations() >= OPEN:
            form.form_errors.append(FULL)
            return _page(form), 422
        made = _make(mine, form, grant_id, token)
        db.session.commit()
    if made.scope_set != scopes.chosen(form.scopes.data or ()) or made.guide_id != form.guide.data:
        flash("That page had made this invitation already, with other choices. For those, make another.", "warn")
        return redirect(url_for("coaching.grant", grant_id=grant_id), 303)
    if made.step != "invited" or not made.is_open:
        flash("This invitation was used meanwhile, or taken back. Its link opens nothing any more.", "warn")
        return redirect(url_for("coaching.grant", grant_id=grant_id), 303)
    return render_template("coaching/invited.html", grant=made, link=links.address("invitation", token))


def _make(mine: Grants, form: InviteForm, grant_id: str, token: str) -> Grant:
    to = str(form.email.data or "") if mail.is_sent() else ""
    made = mine.invite(str(form.guide.data), form.scopes.data or (), digest(token), to, grant_id)
    if to:
        facts = {"to": to, "token": token, "at": clock.now().timestamp()}
        jobs.add("invitation", facts, user_id=current_user.id, key=f"invitation {grant_id}")
    return made


def _named(op_id: str) -> tuple[str, str]:
    """The number and the token of the invitation that this form makes."""
    whose = f"{current_user.uid} {op_id}"
    return sealing.mark(whose, "a grant")[:24], sealing.mark(whose, "an invitation")


@jobs.handles("invitation")
def send_invitation(payload: dict[str, Any]) -> None:
    """Write it as things are now: one that was taken back or used is not sent, nor a fourth within an hour."""
    found = invitation(digest(payload["token"]))
    if found is None or not mail.is_sent() or not may_write("invitation", payload["to"]):
        return
    grant, name = found
    values = {
        "person": greeted(name) or "Somebody",
        "guide": guide_title(grant.guide_id),
        "link": mail.public_url(path("accounts.follow_link", purpose="invitation", token=payload["token"])),
        "until": exact_moment(grant.expires_at or clock.now(), "UTC"),
    }
    db.session.rollback()  # nobody waits for the mail server
    template, to = "coaching/letters/invitation.txt", payload["to"]
    mail.send_now(template, values, to, name="", headers={}, job=payload["job"], at=payload["at"])


def _page(form: InviteForm) -> str:
    return render_template(
        "coaching/invite.html", form=form, scopes=scopes.SCOPES, never=scopes.NEVER, sends=mail.is_sent()
    )
