"""Signing in with an account elsewhere: a linked one opens its account, another leads to linking or signing up."""

from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask import flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker import clock
from tracker.access import own_path, public
from tracker.accounts import arriving, journal
from tracker.accounts.arriving import WAITING
from tracker.accounts.models import EMAIL_LENGTH, LONG_AGO, Identity, Ticket, User, normal
from tracker.accounts.openid.provider import Trouble, Visitor
from tracker.accounts.openid.returning import STEP_LIFETIME, blueprint, comes_back_to, provider, send_away
from tracker.extensions import db


@blueprint.get("/sign-in/openid")
@public
def start() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(own_path(request.args.get("next")) or url_for("dashboard.dashboard"))
    return send_away("sign-in")


@comes_back_to("sign-in")
def arrive(visitor: Visitor, begun: dict[str, Any]) -> ResponseReturnValue:
    user = Identity.opens(visitor.issuer, visitor.subject, visitor.email)
    if user is None:
        return _meet(visitor, begun)
    # That the provider still knew them from last week is no fresh proof of who sits there.
    proved_at = min(visitor.signed_in_at or LONG_AGO, clock.now())
    return arriving.arrive(user, remembered=False, how="openid", next=begun["next"], proved_at=proved_at)


def _meet(visitor: Visitor, begun: dict[str, Any]) -> ResponseReturnValue:
    """Somebody whom nobody has linked: theirs is a new account, or one that they have to open first in its own way."""
    if Identity.find(visitor.issuer, visitor.subject):
        raise Trouble("This account can't be used any more. Ask whoever runs this Milepost.", "disabled")
    if not visitor.email_is_theirs or not _is_address(visitor.email):
        raise Trouble(_unconfirmed(visitor), "address not confirmed by the provider")
    known = User.by_email(visitor.email)
    purpose = "openid-link" if known else "openid-new"
    keep_for_later(visitor, purpose, user_id=known.id if known else None)
    if known is None:
        return redirect(url_for("openid.newcomer", next=begun["next"]))
    journal.note("openid", "refused", user_id=known.id, reason="not linked yet")
    flash(
        f"{visitor.email} has an account here already. Sign in to it as you always do, and then you can link "
        f"{provider().name} to it."
    )
    return redirect(url_for("accounts.sign_in", next=url_for("openid.confirm")))


def keep_for_later(visitor: Visitor, purpose: str, *, user_id: int | None) -> None:
    """A ticket for whoever was vouched for, and its token in this browser's session. Commits."""
    facts = {
        "issuer": visitor.issuer,
        "subject": visitor.subject,
        "email": visitor.email,
        "name": visitor.name,
    }
    session[WAITING] = Ticket.issue(purpose, STEP_LIFETIME, user_id=user_id, **facts)
    db.session.commit()


def _is_address(email: str) -> bool:
    """Whether an account may have it: the same that the form for signing up asks."""
    try:
        validate_email(email, check_deliverability=False)
    except EmailNotValidError:
        return False
    return len(normal(email)) <= EMAIL_LENGTH


def _unconfirmed(visitor: Visitor) -> str:
    name = provider().name
    if not visitor.email:
        return f"{name} told us no e-mail address. Allow it to, or create an account with a password."
    return (
        f"{name} hasn't made sure that {visitor.email} is your address. Confirm it there and come back, "
        "or create an account with a password."
    )
