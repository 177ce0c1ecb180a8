"""Links in letters. Their token leaves the address bar at once, and looking at the page behind one changes nothing.

Hides where a token waits meanwhile (in the session of the browser that followed the link), and that it works once, for
the one purpose that it was made for: a mail program that opens every link of a letter uses up none.
"""

from flask import session, url_for

from tracker import access, mail
from tracker.accounts.models import Ticket

FOLLOWED = "links"
_pages: dict[str, str] = {}


def lead(purpose: str, to: str) -> None:
    """Let links for this purpose lead to the page of this endpoint."""
    _pages[purpose] = to


def address(purpose: str, token: str) -> str:
    """The link as it stands in a letter."""
    return mail.public_url(url_for("accounts.follow_link", purpose=purpose, token=token))


def follow(purpose: str, token: str) -> str | None:
    """Keep the token for the page it leads to; answers that page's endpoint. None: there is no such purpose."""
    page = _pages.get(purpose)
    if page is not None:
        session[FOLLOWED] = {**session.get(FOLLOWED, {}), purpose: token}
    return page


def followed(purpose: str) -> str | None:
    """The token of the link that was followed here, for what keeps its tokens elsewhere than among the tickets."""
    token: str | None = session.get(FOLLOWED, {}).get(purpose)
    return token


def find(purpose: str) -> Ticket | None:
    """The ticket of the link that was followed here, if it still opens anything. Changes nothing."""
    token = followed(purpose)
    return Ticket.find(purpose, token) if token else None


def use(purpose: str) -> Ticket | None:
    """The same, and it is gone with this transaction: whoever comes second finds nothing."""
    left = dict(session.get(FOLLOWED, {}))
    token = left.pop(purpose, None)
    session[FOLLOWED] = left
    return Ticket.use(purpose, token) if token else None


def for_members() -> dict[str, dict[str, str]]:
    """What of the session outlives signing in: links to pages that asked for it. They open only what is one's own."""
    known = session.get(FOLLOWED, {})
    private = {purpose: token for purpose, token in known.items() if not access.is_public(_pages[purpose])}
    return {FOLLOWED: private} if private else {}
