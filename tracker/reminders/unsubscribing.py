"""Stopping the weekly letter from the letter itself, without signing in: one click (RFC 8058), or a page with a button.

Hides what stands in the link: the account's random id, sealed for this purpose alone. It opens nothing else, works for
as long as there are letters that carry it, and answers the same whether or not there is anything left to stop.
"""

from cryptography.fernet import InvalidToken
from flask import abort, render_template
from flask.typing import ResponseReturnValue

from tracker import mail, sealing
from tracker.access import public
from tracker.extensions import csrf, db
from tracker.reminders.models import WeeklyLetter
from tracker.reminders.routes import blueprint, path

PURPOSE = "unsubscribe"
ONE_CLICK = "List-Unsubscribe=One-Click"


def address(uid: str) -> str:
    return mail.public_url(path("reminders.unsubscribing", token=sealing.seal(uid, PURPOSE).decode()))


def headers(link: str) -> dict[str, str]:
    """By which mail programs offer it. They post only over https, as RFC 8058 asks."""
    found = {"List-Unsubscribe": f"<{link}>"}
    return {**found, "List-Unsubscribe-Post": ONE_CLICK} if link.startswith("https://") else found


@blueprint.get("/letters/stop/<token>", endpoint="unsubscribing")
@public
def page(token: str) -> ResponseReturnValue:
    _uid(token)
    return render_template("reminders/unsubscribing.html", token=token, stopped=False)


@blueprint.post("/letters/stop/<token>")
@csrf.exempt  # type: ignore[untyped-decorator]
@public
def unsubscribe(token: str) -> ResponseReturnValue:
    """Whoever holds the letter may stop it: mail programs post here by themselves, with no session and no token."""
    WeeklyLetter.stop_for(_uid(token))
    db.session.commit()
    return render_template("reminders/unsubscribing.html", token=token, stopped=True)


def _uid(token: str) -> str:
    try:
        return sealing.unseal(token.encode(), PURPOSE)
    except InvalidToken:
        abort(404)
