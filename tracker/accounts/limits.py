"""How often something may be tried, and by whom. Hides under which names tries are counted."""

import ipaddress
from datetime import timedelta

from flask import current_app, request

from tracker.accounts import journal
from tracker.accounts.models import Attempts, KnownBrowser, User, digest, normal

TRIES = 10
WINDOW = timedelta(minutes=5)
WAIT = "There were more than ten attempts in five minutes. Wait five minutes, then try again."
RETRY_AFTER = {"Retry-After": str(int(WINDOW.total_seconds()))}


class Tries:
    """Tries of one thing at one account, by a browser that its owner has used before, or by anybody else.

    Somebody else's failures are counted apart from those at a known browser: they never lock the owner out there.
    """

    def __init__(self, what: str, email: str) -> None:
        self.what = what
        token = request.cookies.get(current_app.config["BROWSER_COOKIE_NAME"], "")
        if KnownBrowser.is_of(email, token):
            self.account, self.address = f"{what} {normal(email)} {digest(token)}", None
        else:
            self.account, self.address = f"{what} {normal(email)}", f"{what} {client()}"

    def are_too_many(self) -> bool:
        """Count one more; whether that is beyond the limit. Ends the transaction: call it before any change."""
        keys = [key for key in (self.account, self.address) if key]
        counts = [Attempts.add(key, WINDOW) for key in keys]
        if max(counts) <= TRIES:
            return False
        journal.note(self.what, "limited")
        return True

    def succeeded(self) -> None:
        """Forget those at this account. At this address only the latest: an own account must win no tries on others."""
        Attempts.clear(self.account)
        if self.address:
            Attempts.take_back(self.address)


def is_limited(what: str, whose: str | int, most: int = TRIES, window: timedelta = WINDOW) -> bool:
    """Count one more try of `what` by `whose`; whether that is beyond `most` in `window`. Ends the transaction."""
    if Attempts.add(f"{what} {whose}", window) <= most:
        return False
    journal.note(what, "limited", user_id=whose if isinstance(whose, int) else None)
    return True


def forget(user: User) -> None:
    """Forget what this account has tried: SQLite gives its number to somebody else."""
    for what in ("sign-in", "proof", "password"):
        Attempts.clear(f"{what} {user.email}")
    for what in ("export", "import"):
        Attempts.clear(f"{what} {user.id}")


def client() -> str:
    """Where the request comes from, as it is counted: an IPv6 network as one, since a household has billions."""
    address = ipaddress.ip_address(request.remote_addr or "0.0.0.0")  # noqa: S104  names nobody; nothing listens
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
