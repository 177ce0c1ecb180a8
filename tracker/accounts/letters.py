"""Letters that somebody asks for without having said who they are, and the page that is the same for everybody then.

Hides that each has a limit of its own and that what was asked for is kept, sealed, so that it can be sent once more
from the browser that asked.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import abort, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from tracker import jobs
from tracker.access import public
from tracker.accounts import limits, links
from tracker.accounts.forms import EmptyForm
from tracker.accounts.models import Ticket, digest
from tracker.accounts.routes import blueprint
from tracker.extensions import db

ASKED = "asked"
ASKED_WITHIN = timedelta(hours=1)
"""How long one may have it sent again without typing everything anew."""
ASKING = 20
"""How many letters may be asked for from one network address within five minutes, and how many accounts."""
Writer = Callable[[dict[str, Any], str], None]
_writers: dict[str, Writer] = {}
jobs.each_minute(Ticket.forget_expired)


def writes(what: str) -> Callable[[Writer], Writer]:
    """Let this function write letters of a kind. It gets what was asked with, and the asking browser's mark."""

    def register(writer: Writer) -> Writer:
        _writers[what] = writer
        return writer

    return register


def send(what: str, email: str, **facts: Any) -> None:
    """Write a letter, unless the address has had enough of them, and remember here what was asked. Doesn't commit."""
    wanted = limits.may_write(what, email)
    mark = Ticket.issue(ASKED, ASKED_WITHIN, user_id=None, what=what, email=email, **facts)
    if wanted:
        _writers[what]({"email": email, **facts}, mark)
    session[ASKED] = mark


def asked_here_by(mark_hash: str) -> bool:
    """Whether it was this browser that asked, by a hash of its mark."""
    return ASKED in session and digest(session[ASKED]) == mark_hash


def gone(again: str, label: str) -> ResponseReturnValue:
    """The page for a link that opens nothing, with the way to a new one."""
    return render_template("accounts/gone.html", again=again, label=label), 410


@blueprint.get("/link/<purpose>/<token>")
@public
def follow_link(purpose: str, token: str) -> ResponseReturnValue:
    page = links.follow(purpose, token)
    if page is None:
        abort(404)
    return redirect(url_for(page))


@blueprint.get("/check-your-mail")
@public
def check_mail() -> ResponseReturnValue:
    ticket = _asked()
    return render_template("accounts/check_mail.html", asked=ticket.facts if ticket else None)


@blueprint.post("/check-your-mail")
@public
def send_again() -> ResponseReturnValue:
    if not EmptyForm().validate_on_submit():
        abort(422)
    if limits.is_limited("letter", limits.client(), ASKING):
        abort(429)
    ticket = _asked()
    if ticket is None:
        flash("It is too late to send it again from here. Start once more.", "warn")
        return redirect(url_for("accounts.sign_in"))
    facts = ticket.facts
    what = facts.pop("what")
    if limits.may_write(what, facts["email"]):
        _writers[what](facts, session[ASKED])
    db.session.commit()
    flash("It is on its way again. At most three letters an hour go to one address.", "ok")
    return redirect(url_for("accounts.check_mail"))


def _asked() -> Ticket | None:
    return Ticket.find(ASKED, session[ASKED]) if ASKED in session else None
