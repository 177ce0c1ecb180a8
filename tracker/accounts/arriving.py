"""The one way in: whatever somebody proved who they are with, their session begins here."""

from datetime import datetime
from typing import Any

from flask import Response, after_this_request, current_app, request, session, url_for
from flask_login import login_user

from tracker import clock, mail
from tracker.accounts import journal
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
    token = UserSession.begin(user.id, remembered=remembered, device=request.user_agent.string, proved_at=proved_at)
    _know_this_browser(user)
    UserSession.forget_expired()
    Attempts.forget_old()
    Ticket.forget_expired()
    db.session.commit()
    waiting = session.get(WAITING)
    session.clear()
    if waiting:
        session[WAITING] = waiting
    session.permanent = remembered
    login_user(Person(user.id, user.name, user.email, user.time_zone, user.guide_id, token))
    journal.note("sign-in", "ok", user_id=user.id, reason=how)


def tell(user: User, what: str, **values: Any) -> None:
    """Send a notice about the account, which asks for nothing unless it wasn't them. Goes with the next commit."""
    when = exact_moment(clock.now(), user.time_zone)
    mail.send(
        f"accounts/letters/{what}.txt",
        user.email,
        name=user.name,
        user_id=user.id,
        person=user.name,
        when=when,
        device=device(request.user_agent.string),
        sessions=mail.public_url(url_for("accounts.sessions")),
        **values,
    )


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
