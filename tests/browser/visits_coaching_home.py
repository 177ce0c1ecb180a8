"""The coach's list as carl of the demo has it: in sections, sifted, on paper, and the desk of one mentee."""

from playwright.sync_api import Page

from tests.browser.visiting import after, page, send


def _desk(tab: Page) -> None:
    """Of the first who may need a hand."""
    tab.goto("/coach?section=hand")
    tab.goto(str(tab.get_by_role("link", name="Snooze").first.get_attribute("href")))


def _refused(tab: Page) -> None:
    _desk(tab)
    here = tab.url.removesuffix("/desk")
    reason = tab.locator("input[name=reason]").first.input_value()
    send(tab, f"{here}/flags/snooze", reason=reason, why="", until="2000-01-01")


COACHING_HOME = (
    page("/coach", "carl", "coach home"),
    page("/coach?section=hand&sort=pace", "carl", "coach home, one section"),
    page("/coach?q=zzyzx&pace=ahead", "carl", "coach home, nobody fits"),
    page("/coach/print", "carl", "coach home on paper"),
    after("/coach", _desk, "carl", "a coach's desk", 200),
    after("/coach", _refused, "carl", "a coach's desk with errors", 422),
)
