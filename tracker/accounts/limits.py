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
LETTERS = 3
"""How many letters of one kind go to one address within an hour, whoever asks for them: nobody fills a mailbox."""
AN_HOUR = timedelta(hours=1)
PASSKEYS = 60
"""How often an address may ask for a challenge within a window: each is a row, and none can be guessed."""
CODES = (
    (5, timedelta(minutes=5), "five minutes"),
    (20, timedelta(hours=1), "an hour"),
    (50, timedelta(days=1), "a day"),
)
"""How many codes somebody may try: a million are possible, and two or three are right."""


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


class CodeTries:
    """Tries of codes, of an app or for recovery, as a second factor. Those at the person's own browsers count apart."""

    def __init__(self, user_id: int) -> None:
        token = request.cookies.get(current_app.config["BROWSER_COOKIE_NAME"], "")
        whose = f"{user_id} {digest(token)}" if KnownBrowser.belongs_to(user_id, token) else f"{user_id}"
        self.user_id = user_id
        self.limits = [(f"code {whose} {words}", most, window, words) for most, window, words in CODES]
        self.sentence, self.retry_after = WAIT, RETRY_AFTER

    def are_too_many(self) -> bool:
        """The same; then `sentence` and `retry_after` say how long to wait."""
        over = [limit for limit in self.limits if Attempts.add(limit[0], limit[2]) > limit[1]]
        if not over:
            return False
        _, _, window, words = over[-1]
        self.sentence = f"There were too many codes. Wait {words}, then try again."
        self.retry_after = {"Retry-After": str(int(window.total_seconds()))}
        journal.note("code", "limited", user_id=self.user_id)
        return True

    def succeeded(self) -> None:
        for key, *_ in self.limits:
            Attempts.clear(key)


def is_limited(what: str, whose: str | int, most: int = TRIES, window: timedelta = WINDOW) -> bool:
    """Count one more try of `what` by `whose`; whether that is beyond `most` in `window`. Ends the transaction."""
    if Attempts.add(f"{what} {whose}", window) <= most:
        return False
    journal.note(what, "limited", user_id=whose if isinstance(whose, int) else None)
    return True


def may_write(kind: str, email: str) -> bool:
    """Count one more letter of this kind to this address; whether it may go out. Ends the transaction."""
    if Attempts.add(f"letter {kind} {normal(email)}", AN_HOUR) <= LETTERS:
        return True
    journal.note(f"{kind}-letter", "limited")
    return False


def forget(user: User) -> None:
    """Forget what this account has tried: SQLite gives its number to somebody else."""
    for what in ("sign-in", "proof", "password"):
        Attempts.clear(f"{what} {user.email}")
    for what in ("export", "import", "invite", "coach-request", "meeting", "cohort"):
        Attempts.clear(f"{what} {user.id}")
    Attempts.clear(f"letter invitation {user.email}")
    for _, _, words in CODES:
        Attempts.clear(f"code {user.id} {words}")


def client() -> str:
    """Where the request comes from, as it is counted: an IPv6 network as one, since a household has billions."""
    said = request.remote_addr or "nowhere"
    try:
        address = ipaddress.ip_address(said)
    except ValueError:  # no network address but a socket, or a proxy with a word of its own for it
        return said
    if address.version == 4:
        return str(address)
    return str(address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False))
