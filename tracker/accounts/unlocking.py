"""What the operator can do for somebody who has lost their second factor and every recovery code. No page offers it."""

from tracker import clock, mail
from tracker.accounts import journal
from tracker.accounts.models import HALF_WAY, RESET, KnownBrowser, Ticket, User, UserSession, remove_factors
from tracker.words import exact_moment


def unlock(user: User) -> bool:
    """Let the password alone suffice again, and tell the person; whether there was a second step. Doesn't commit.

    Whoever is signed in now must sign in again, and no browser of before counts as known.
    """
    if not remove_factors(user.id):
        return False
    UserSession.end_all(user.id)
    KnownBrowser.forget_all(user.id)
    Ticket.void(user.id, HALF_WAY, RESET)
    mail.send(
        "accounts/letters/unlocked.txt",
        user.email,
        name=user.name,
        user_id=user.id,
        person=user.name,
        when=exact_moment(clock.now(), user.time_zone),
    )
    journal.note("unlock", "ok", user_id=user.id, reason="by the operator")
    return True
