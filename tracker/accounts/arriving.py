"""The one way in: whatever somebody proved who they are with, their session begins here."""

import re
from datetime import datetime
from typing import Any

from flask import Response, after_this_request, current_app, request, session, url_for
from flask_login import current_user, login_user

from tracker import clock, mail
from tracker.accounts import journal, links
from tracker.accounts.devices import device
from tracker.accounts.models import KNOWN_FOR, Attempts, KnownBrowser, Person, Ticket, User, UserSession
from tracker.extensions import db
from tracker.words import exact_moment

WAITING = "waiting"
"""The session's entry for the token of a ticket, one that waits for its owner to sign in and is nobody else's."""


def begin_session(user: User, *, remembered: bool, how: str, proved_at: datetime | None = None) -> None:
    """Commit, and give this browser a new session: nothing of an earlier one survives but what waits for this person.

    `how`: what they proved who they are with, in a word for the log; `proved_at`: when, if that wasn't just now.
    """
    if current_user.is_authenticated:
        UserSession.end(current_user.token)
    token = UserSession.begin(user.id, remembered=remembered, device=request.user_agent.string, proved_at=proved_at)
    _know_this_browser(user)
    Ticket.void(user.id, "reset")
    UserSession.forget_expired()
    Attempts.forget_old()
    Ticket.forget_expired()
    db.session.commit()
    followed = links.for_members()
    waiting = session.get(WAITING)
    session.clear()
    session.update(followed)
    if waiting:
        session[WAITING] = waiting
    session.permanent = remembered
    login_user(Person(user.id, user.name, user.email, user.time_zone, user.guide_id, token))
    journal.note("sign-in", "ok", user_id=user.id, reason=how)


def tell(user: User, what: str, *, to: str | None = None, **values: Any) -> None:
    """Send a letter about the account, to its address if no other is named. Goes with the next commit."""
    name = greeted(user.name) if to else user.name
    mail.send(
        f"accounts/letters/{what}.txt",
        to or user.email,
        name=name,
        user_id=user.id,
        person=name,
        **circumstances(user.time_zone),
        **values,
    )


def greeted(name: str) -> str:
    """A name as a letter to a stranger may carry it: nothing that a mail program would make a link of."""
    return "" if re.search(r"[/:@]|\w\.\w", name) else name


def circumstances(zone: str) -> dict[str, Any]:
    """What every letter may say: when and with what it was asked for, and where one sees to one's account."""
    pages = ("sessions", "sign_in", "sign_up", "reset")
    return {
        "when": exact_moment(clock.now(), zone),
        "device": device(request.user_agent.string),
        **{page: mail.public_url(url_for(f"accounts.{page}")) for page in pages},
    }


def _know_this_browser(user: User) -> None:
    """Remember that this person signs in here; tell them, if they have signed in elsewhere only."""
    name = current_app.config["BROWSER_COOKIE_NAME"]
    token, known, others = KnownBrowser.remember(user.id, request.cookies.get(name, ""))
    if others and not known:
        tell(user, "new_device")

    @after_this_request
    def hand_over(response: Response) -> Response:
        response.set_cookie(
            name,
            token,
            max_age=int(KNOWN_FOR.total_seconds()),
            samesite="Lax",
            httponly=True,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
        )
        return response
