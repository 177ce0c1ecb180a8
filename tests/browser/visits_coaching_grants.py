"""Pages about grants: becoming a coach, inviting, what is shown, the log, in the states that look different."""

from playwright.sync_api import Page

from tests.browser.visiting import GUIDE, after, page, send, sent

INVITE = {"guide": GUIDE.id, "scopes": "evidence"}


def _invited(tab: Page) -> None:
    """The link is shown once; the page of what was made is reached by the list."""
    send(tab, "/coaching/invite", **INVITE)
    tab.goto("/coaching")


COACHING_GRANTS = (
    page("/coaching", "noor", "coaching, nobody yet"),
    page("/coaching/invite", "noor"),
    sent("/coaching/invite", "carl", "your invitation", 200, **INVITE),
    sent("/coaching/invite", "carl", "invitation refused", 422, guide="nothing", scopes="nothing", email="carl"),
    after("/coaching", _invited, "carl", "coaching, invited", 200),
    page("/coaching/preview", "mia", "what a coach sees"),
    page("/coaching/log", "noor", "access log, empty"),
    page("/coach/profile", "noor", "coach profile, what is missing"),
    page("/coach/invitation", "noor", code=410),
)
