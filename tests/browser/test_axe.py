"""No accessibility fault that axe can find in what opens or changes on a page; `test_every_page.py` has the pages."""

import pytest

from tests.browser.axe import faults
from tests.browser.conftest import OpenTab

pytestmark = pytest.mark.browser


def test_no_violation_in_the_open_menu(open_tab: OpenTab):
    tab = open_tab("mia", viewport={"width": 360, "height": 800})
    tab.goto("/dashboard")
    tab.locator("details.menu > summary").click()
    assert faults(tab) == []


def test_no_violation_after_a_change_in_place(open_tab: OpenTab):
    tab = open_tab("otto")
    tab.goto("/roadmap/ai-engineer/rs-evidence-log")
    tab.get_by_role("button", name="Blocked", exact=True).click()
    tab.get_by_text("Now “Blocked”.").wait_for()
    assert faults(tab) == []


def test_axe_finds_what_it_should(open_tab: OpenTab):
    """The rules are in force: a page made worse is found out."""
    tab = open_tab()
    tab.goto("/guides")
    tab.evaluate("document.querySelector('main h1').innerHTML = '<img src=\"/static/img/favicon.svg\">'")
    tab.evaluate("document.querySelector('main p').style.color = 'light-dark(black, #222)'")
    found = faults(tab)
    assert any(fault.startswith("light: image-alt") for fault in found)
    assert any(fault.startswith("dark: color-contrast") for fault in found)
