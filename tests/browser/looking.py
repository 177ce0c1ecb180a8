"""A look at the page that is open: nothing sticks out at any width, and axe finds no fault in either scheme."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import faults

WIDTHS = (320, 360, 768, 1280)
UNFOLD = "() => document.querySelectorAll('main details').forEach((one) => { one.open = true; })"
STICKING_OUT = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > width + 0.5)
    .map((one) => one.outerHTML.slice(0, 120));
}"""


def looks_right(tab: Page, known_by: Locator | None = None) -> None:
    """With everything unfolded; `known_by`: what only the page that a click leads to has, so that it is that one."""
    if known_by:
        expect(known_by).to_be_visible()
    tab.wait_for_load_state()
    tab.evaluate(UNFOLD)
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 800})
        assert tab.evaluate(STICKING_OUT) == [], f"{tab.url} at {width} px"
    assert faults(tab) == [], tab.url
