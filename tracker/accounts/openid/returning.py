"""To the provider and back: somebody is sent there for a purpose, and comes back as a Visitor.

Hides what the browser remembers meanwhile (in its signed session, for ten minutes and one return), that coming back by
a link changes nothing before a form of ours is sent, and that every trouble becomes a page with one next step.
"""

import hmac
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from tracker import clock, mail
from tracker.access import own_path, public
from tracker.accounts import journal, limits
from tracker.accounts.forms import ReturnForm
from tracker.accounts.openid.provider import Provider, Trouble, Visitor

blueprint = Blueprint("openid", __name__)

STEP_LIFETIME = timedelta(minutes=10)
"""For what somebody is in the middle of: at the provider, or between coming back and confirming."""
RETURNS = 30
BEGUN = "openid"

After = Callable[[Visitor, dict[str, Any]], ResponseReturnValue]
_after: dict[str, After] = {}


def provider() -> Provider:
    found: Provider = current_app.extensions["openid"]
    return found


def comes_back_to(purpose: str) -> Callable[[After], After]:
    """Register what happens when somebody comes back who was sent for `purpose`."""

    def register(after: After) -> After:
        _after[purpose] = after
        return after

    return register


def send_away(purpose: str, *, anew: bool = False) -> ResponseReturnValue:
    """To the provider. `anew`: they must prove there once more who they are."""
    try:
        address, remembered = provider().begin(_back(), anew=anew)
    except Trouble as trouble:
        return trouble_page(trouble)
    begun = {"purpose": purpose, "at": clock.now().timestamp(), "next": own_path(request.args.get("next"))}
    session[BEGUN] = {**remembered, **begun}
    return redirect(address)


@blueprint.get("/sign-in/openid/back")
@public
def back() -> ResponseReturnValue:
    """Where the provider sends people. The form that this page sends by itself leaves the code in no address."""
    if "error" in request.args:
        return trouble_page(_said_no(request.args["error"]))
    form = ReturnForm(request.args)
    if not (form.code.data and form.state.data):
        return trouble_page(_unexpected("no code"))
    return render_template("accounts/openid_back.html", form=form)


@blueprint.post("/sign-in/openid/finish")
@public
def finish() -> ResponseReturnValue:
    form, begun = ReturnForm(), session.pop(BEGUN, None)
    if not form.validate_on_submit() or not begun or not _is_answer_to(begun, str(form.state.data)):
        return trouble_page(_unexpected("unknown state"))
    if limits.is_limited("openid", limits.client(), RETURNS):
        return trouble_page(Trouble(limits.WAIT, "limited"), 429)
    try:
        return _after[begun["purpose"]](provider().finish(str(form.code.data), begun, _back()), begun)
    except Trouble as trouble:
        return trouble_page(trouble)


def trouble_page(trouble: Trouble, code: int | None = None) -> ResponseReturnValue:
    user_id = current_user.id if current_user.is_authenticated else None
    journal.note("openid", "refused", user_id=user_id, reason=trouble.reason)
    code = code or (503 if trouble.theirs else 422)
    headers = limits.RETRY_AFTER if code in {429, 503} else {}
    return render_template("accounts/openid_trouble.html", sentence=trouble.sentence), code, headers


def _back() -> str:
    return mail.public_url(url_for("openid.back"))


def _is_answer_to(begun: dict[str, Any], state: str) -> bool:
    """Whether it was this browser that was sent away with this state, not too long ago."""
    in_time = clock.now() - clock.at(begun["at"]) <= STEP_LIFETIME
    return in_time and hmac.compare_digest(begun["state"].encode(), state.encode())


def _said_no(error: str) -> Trouble:
    name = provider().name
    if error == "access_denied":
        return Trouble(f"You stopped at {name}, so nothing has changed here.", "stopped at the provider")
    return Trouble(f"{name} refused to say who you are. Begin again, or use your password.", "provider refused")


def _unexpected(reason: str) -> Trouble:
    sentence = f"This return from {provider().name} was used before, took longer than ten minutes, or began elsewhere."
    return Trouble(f"{sentence} Begin again.", reason)
