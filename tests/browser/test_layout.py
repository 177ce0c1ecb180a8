"""Nothing jumps while a page loads."""

import pytest
from playwright.sync_api import Route

from tests.browser.conftest import OpenTab
from tests.browser.visiting import READ, WORK

pytestmark = pytest.mark.browser

WIDTHS = (320, 360, 768, 1280)
MOST_SHIFT = 0.02
OBSERVE_SHIFTS = """window.shifts = [];
new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map((entry) => entry.value)))
  .observe({type: 'layout-shift', buffered: true});"""
PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length > 0"
TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
SHIFT = "() => window.shifts.reduce((sum, value) => sum + value, 0)"


@pytest.mark.parametrize("path", [f"{READ}/skills", f"{WORK}/pf-rag-eval"])
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_jumps_when_the_font_comes_late(open_tab: OpenTab, path: str, width: int):
    tab = open_tab("mia", viewport={"width": width, "height": 800})
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    tab.route("**/*.woff2", hold)
    tab.add_init_script(OBSERVE_SHIFTS)
    tab.goto(path, wait_until="commit")
    tab.wait_for_function(PAINTED)
    assert held, "no font was asked for"
    for route in held:
        route.continue_()
    tab.unroute("**/*.woff2", hold)
    tab.evaluate("() => document.fonts.ready.then(() => undefined)")
    tab.evaluate(TWO_FRAMES)
    assert tab.evaluate("() => [...document.fonts].some((font) => font.status === 'loaded')")
    assert tab.evaluate(SHIFT) < MOST_SHIFT
