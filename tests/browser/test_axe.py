"""No accessibility fault that axe can find, on any page, in light and dark, with everything unfolded."""

from importlib.resources import files

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenTab
from tests.browser.visits import VISITS, Visit

pytestmark = pytest.mark.browser

AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
OF_COLOURS = ["color-contrast", "link-in-text-block"]
"""All that the scheme can change."""
UNFOLD = "() => document.querySelectorAll('main details').forEach((one) => { one.open = true; })"
RUN = """async (rules) => {
  const options = {resultTypes: ['violations'], rules: {'target-size': {enabled: true}}};
  if (rules) options.runOnly = rules;
  const {violations} = await axe.run(document, options);
  return violations.flatMap(({id, help, nodes}) => nodes.map((node) => `${id} (${help}): ${node.html}`));
}"""


def faults(tab: Page) -> list[str]:
    found: list[str] = []
    tab.evaluate(UNFOLD)
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme)
        rules = None if scheme == "light" else OF_COLOURS
        found += [f"{scheme}: {fault}" for fault in tab.evaluate(RUN, rules)]
    return found


@pytest.mark.parametrize("visit", VISITS, ids=lambda visit: visit.name)
def test_no_violation(look: OpenTab, visit: Visit):
    tab = look(visit.who, bypass_csp=True)
    visit(tab)
    tab.evaluate(AXE)
    assert faults(tab) == []


def test_no_violation_in_the_open_menu(open_tab: OpenTab):
    tab = open_tab("mia", bypass_csp=True, viewport={"width": 360, "height": 800})
    tab.goto("/dashboard")
    tab.locator("details.menu > summary").click()
    tab.evaluate(AXE)
    assert faults(tab) == []


def test_no_violation_after_a_change_in_place(open_tab: OpenTab):
    tab = open_tab("otto", bypass_csp=True)
    tab.goto("/roadmap/ai-engineer/rs-evidence-log")
    tab.get_by_role("button", name="Blocked", exact=True).click()
    tab.get_by_text("Now “Blocked”.").wait_for()
    tab.evaluate(AXE)
    assert faults(tab) == []


def test_axe_finds_what_it_should(open_tab: OpenTab):
    """The rules are in force: a page made worse is found out."""
    tab = open_tab(bypass_csp=True)
    tab.goto("/guides")
    tab.evaluate("document.querySelector('main h1').innerHTML = '<img src=\"/static/img/favicon.svg\">'")
    tab.evaluate(AXE)
    assert any("image-alt" in fault for fault in faults(tab))
