"""What a reader does in a browser, and what can be seen of where it led: scrolling by hand, the place, the outbox."""

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from playwright.sync_api import Locator, Page

from tests.browser.conftest import Newcomer, OpenTab
from tests.browser.visiting import GUIDE, READ, send
from tracker.demo import PASSWORD

FIRST = GUIDE.sections[0]
LONG = max(GUIDE.sections, key=lambda section: section.words)
PYTHON = sys.executable
OPERATIONS = "**/guides/*/operations"

AT_LINE = """(ids) => ids.filter((id) =>
  document.getElementById(id).getBoundingClientRect().top <= innerHeight / 5 + 2).at(-1) ?? ids[0]"""
KEPT = "() => Object.fromEntries(Object.entries(localStorage).filter(([name]) => name.startsWith('milepost:')))"
WAITING = """() => Object.keys(localStorage).filter((name) => name.startsWith('milepost:outbox:'))
  .map((name) => JSON.parse(localStorage[name])).sort((a, b) => a.sequence - b.sequence)"""
SAY = """async (words) => {
  const {say} = await import(document.querySelector('link[href*="reading/bar.js"]').href);
  say({name: 'of the test', words});
}"""
STARTS = """(one) => {
  const range = new Range();
  range.selectNodeContents(one);
  return range.getBoundingClientRect().left;
}"""
PLACE = "(guide) => fetch(`/guides/${guide}/place`, {redirect: 'manual'}).then((answer) => answer.json())"


def address(section: Any = LONG) -> str:
    return f"{READ}/{section.id}"


def open_section(tab: Page, section: Any = LONG, more: str = "") -> None:
    tab.goto(address(section) + more)
    tab.locator("#text").wait_for()


def put_at_line(tab: Page, block: str, fraction: float = 0.4) -> None:
    """Bring a block to the reading line with the wheel, as a hand does."""
    tab.mouse.move(*_middle(tab))
    for _ in range(3):
        by = tab.evaluate(
            "([id, share]) => { const box = document.getElementById(id).getBoundingClientRect();"
            " return box.top + share * box.height - innerHeight / 5; }",
            [block, fraction],
        )
        if abs(by) < 2:
            return
        tab.mouse.wheel(0, by)
        tab.wait_for_timeout(60)


def _middle(tab: Page) -> tuple[float, float]:
    size = tab.viewport_size or {"width": 800, "height": 600}
    return size["width"] / 2, size["height"] / 2


def at_line(tab: Page, section: Any = LONG) -> str:
    """The block at the reading line."""
    return cast(str, tab.evaluate(AT_LINE, [block.id for block in section.blocks]))


def top_of(tab: Page, block: str) -> float:
    """How far below the top of the window it begins."""
    return cast(float, tab.evaluate("(id) => document.getElementById(id).getBoundingClientRect().top", block))


def starts_at(words: Locator) -> float:
    """How far from the left edge its first letter is."""
    return cast(float, words.evaluate(STARTS))


def kept(tab: Page) -> dict[str, str]:
    return cast(dict[str, str], tab.evaluate(KEPT))


def waiting(tab: Page) -> list[dict[str, Any]]:
    """Operations that this browser has not got rid of yet."""
    return cast(list[dict[str, Any]], tab.evaluate(WAITING))


def state(tab: Page) -> dict[str, Any]:
    """What the server knows."""
    return cast(dict[str, Any], tab.evaluate(PLACE, GUIDE.id)["state"])


def dwell(tab: Page, seconds: float = 2.5) -> None:
    """Time goes by on the page."""
    tab.clock.fast_forward(round(seconds * 1000))


def read_to(tab: Page, block: str, fraction: float = 0.4) -> None:
    """Stay long enough, scroll there, and wait until the server has it."""
    dwell(tab)
    with tab.expect_response(OPERATIONS):
        put_at_line(tab, block, fraction)
        dwell(tab)
    all_is_sent(tab)


def all_is_sent(tab: Page) -> None:
    tab.wait_for_function("() => !Object.keys(localStorage).some((name) => name.startsWith('milepost:outbox:'))")


def member(open_tab: OpenTab, who: Newcomer, **options: Any) -> Page:
    """A tab of somebody who is signed in, with a clock that tests can move."""
    tab = stranger(open_tab, **options)
    tab.context.add_cookies([{"name": "session", "value": who.session, "url": who.site}])
    return tab


def stranger(open_tab: OpenTab, hours: float = 0, **options: Any) -> Page:
    """A tab of somebody signed out, by whose clock it is so many hours later."""
    tab = open_tab(**options)
    tab.clock.install(time=datetime.now(UTC) + timedelta(hours=hours))
    return tab


def sign_in(tab: Page, who: Newcomer) -> None:
    """Through the form."""
    tab.goto("/help")
    send(tab, "/sign-in", email=who.email, password=PASSWORD)


def other_device(open_tab: OpenTab, tab: Page, **options: Any) -> Page:
    """A tab of the same person in a browser of its own."""
    other = stranger(open_tab, **options)
    other.context.add_cookies([dict(cookie) for cookie in tab.context.cookies()])  # type: ignore[misc]
    return other


def until(holds: Callable[[], bool]) -> None:
    """Wait for something that the page itself doesn't show."""
    for _ in range(50):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError("it never came to that")


def bar(tab: Page) -> Locator:
    return tab.locator("#resume")


def say(tab: Page, words: str) -> None:
    """A remark in the bar."""
    tab.evaluate(SAY, words)


def block_of(number: int, section: Any = LONG) -> str:
    return str(section.blocks[number].id)
