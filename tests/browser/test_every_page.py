"""Every page, loaded once and looked at in every way: bytes on the wire, four widths, axe in light and dark.

In one test each, because loading a page costs more than looking at it. The watch minds errors and the policy.
"""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenTab
from tests.browser.looking import looks_right
from tests.browser.visiting import Visit
from tests.browser.visits import VISITS
from tests.browser.wire import counted, forget_files

pytestmark = pytest.mark.browser

KB = 1024
FIRST_VISIT = {"Document": 14 * KB, "Stylesheet": 14 * KB, "Script": 20 * KB, "Font": 45 * KB}
LATER_VISIT = 20 * KB


@pytest.mark.parametrize("visit", VISITS, ids=lambda visit: visit.name)
def test_a_page_is_light_fits_and_is_accessible(look: OpenTab, visit: Visit):
    tab = look(visit.who)
    if visit.code == 200 and visit.do is None:
        stays_within_the_budget(tab, visit)
    else:
        visit(tab)
    looks_right(tab)


def stays_within_the_budget(tab: Page, visit: Visit) -> None:
    """Go there as for the first time, and once more."""
    forget_files(tab)
    if visit.who is None:
        tab.context.clear_cookies()
    with counted(tab) as first:
        visit(tab)
        tab.evaluate("() => document.fonts.ready.then(() => undefined)")
    reading = tab.locator(".prose, .mark-quote").count() > 0
    for kind, most in FIRST_VISIT.items():
        assert first[kind] <= most, f"{kind}: {first[kind]} bytes, {most} allowed"
    assert first["Stylesheet"] > 0, "nothing was at hand"
    assert (first["Font"] > 0) == reading, "the reading face comes with text to read, and only there"
    assert set(first) <= {*FIRST_VISIT, "Image", "Other"}

    with counted(tab) as later:
        visit(tab)
    assert sum(later.values()) <= LATER_VISIT
