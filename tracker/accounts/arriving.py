"""The one way in: whatever somebody proved who they are with, their session begins here.

Hides that somebody with a second factor is half-way first: a ticket of five minutes, which opens nothing but the page
that asks for it.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Response, after_this_request, current_app, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user

from tracker import clock, mail
from tracker.access import own_path
from tracker.accounts import journal, links
from tracker.accounts.devices import device
from tracker.accounts.models import (
    HALF_WAY,
    KNOWN_FOR,
    Attempts,
    KnownBrowser,
    Person,
    Ticket,
    User,
    UserSession,
    has_second_factor,
)
from tracker.extensions import db
from tracker.words import exact_moment

WAITING = "waiting"
"""The session's entry for the token of a ticket, one that waits for its owner to sign in and is nobody else's."""
HALF_WAY_FOR = timedelta(minutes=5)
IN_SESSION = "half_way"


@dataclass(frozen=True)
class HalfWay:
    """Somebody who has shown one of two things. `how`: which, in a word for the log."""

    user_id: int
    remembered: bool
    how: str
    next: str | None
    proved: float | None = None
    """When they showed it, as a timestamp, if that was before they came here."""


def arrive(
    user: User,
    *,
    remembered: bool,
    how: str,
    next: str | None = None,
    with_factor: bool = False,
    proved_at: datetime | None = None,
) -> ResponseReturnValue:
    """Commit, and let somebody in who has proved who they are: to `next`, or to the page for their second factor.

    `with_factor`: what they proved it with counts as both, as a passkey does that asked for a finger or a PIN.
    `proved_at`: when they did, if that wasn't just now.
    """
    if with_factor or not has_second_factor(user.id):
        begin_session(user, remembered=remembered, how=how, with_factor=with_factor, proved_at=proved_at)
        return redirect(own_path(next) or url_for("dashboard.dashboard"))
    user_id, proved = user.id, proved_at.timestamp() if proved_at else None
    facts = {"remembered": remembered, "how": how, "next": own_path(next), "proved": proved}
    token = Ticket.issue(HALF_WAY, HALF_WAY_FOR, user_id=user_id, **facts)
    Ticket.forget_expired()
    db.session.commit()
    _clear_session()
    session[IN_SESSION] = token
    journal.note("first-step", "ok", user_id=user_id, reason=how)
    return redirect(url_for("accounts.second_step"))


def was_half_way() -> bool:
    """Whether this browser was on its way in, lately or long ago."""
    return IN_SESSION in session


def half_way() -> HalfWay | None:
    """Who is half-way in at this browser, while the ticket lasts. Changes nothing."""
    ticket = Ticket.find(HALF_WAY, session[IN_SESSION]) if was_half_way() else None
    return HalfWay(ticket.user_id, **ticket.facts) if ticket is not None and ticket.user_id is not None else None


def arrive_wholly(half: HalfWay, how: str) -> ResponseReturnValue:
    """Commit, and let them in, now that they have shown their second factor too. A ticket lets in once."""
    if Ticket.use(HALF_WAY, session[IN_SESSION]) is None:
        db.session.rollback()
        return redirect(url_for("accounts.sign_in"))
    user = User.by_id(half.user_id)
    return arrive(
        user,
        remembered=half.remembered,
        how=f"{half.how} and {how}",
        next=half.next,
        with_factor=True,
        proved_at=clock.at(half.proved) if half.proved is not None else None,
    )


def turn_back() -> None:
    """Let the ticket of whoever is half-way here open nothing any more."""
    Ticket.use(HALF_WAY, session[IN_SESSION])
    db.session.commit()
    session.clear()


def begin_session(
    user: User, *, remembered: bool, how: str, with_factor: bool = False, proved_at: datetime | None = None
) -> None:
    """Commit, and give this browser a new session: nothing of an earlier one survives but what waits for this person.

    `how`: what they proved who they are with, in a word for the log. `with_factor`: a second factor was part of it.
    Whoever comes from outside comes through `arrive`; this alone is for somebody who is in already.
    """
    if current_user.is_authenticated:
        UserSession.end(current_user.token)
    token = UserSession.begin(
        user.id,
        remembered=remembered,
        device=request.user_agent.string,
        proved_at=proved_at,
        with_factor=with_factor,
    )
    _know_this_browser(user)
    Ticket.void(user.id, "reset")
    UserSession.forget_expired()
    Attempts.forget_old()
    Ticket.forget_expired()
    db.session.commit()
    _clear_session()
    session.permanent = remembered
    login_user(Person(user.id, user.name, user.email, user.time_zone, user.guide_id, token))
    journal.note("sign-in", "ok", user_id=user.id, reason=how)


def _clear_session() -> None:
    """Nothing of the browser's session outlives it but links and tickets that open only what is their owner's."""
    followed, waiting = links.for_members(), session.get(WAITING)
    session.clear()
    session.update(followed)
    if waiting:
        session[WAITING] = waiting


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
