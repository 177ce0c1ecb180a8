"""Light, dark, or what the system says: the switch works at once, stays, and needs no account."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenTab
from tests.browser.visiting import READ

pytestmark = pytest.mark.browser

PAPER = "() => getComputedStyle(document.documentElement).backgroundColor"


def choose(tab: Page, word: str) -> None:
    tab.get_by_role("contentinfo").get_by_role("button", name=word).click()
    expect(tab.get_by_role("contentinfo").get_by_role("button", name=word)).to_have_attribute("aria-pressed", "true")


def test_the_system_decides_until_somebody_chooses(open_tab: OpenTab):
    tab = open_tab(color_scheme="light")
    tab.goto("/guides")
    light = tab.evaluate(PAPER)
    tab.emulate_media(color_scheme="dark")
    assert tab.evaluate(PAPER) != light


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without"])
def test_a_choice_stays_on_every_page(open_tab: OpenTab, javascript: bool):
    tab = open_tab(color_scheme="light", java_script_enabled=javascript)
    tab.goto(f"{READ}/search?q=recall")
    light = tab.evaluate(PAPER)
    choose(tab, "Dark")
    assert tab.url.endswith("/search?q=recall")
    dark = tab.evaluate(PAPER)
    assert dark != light
    tab.goto("/sign-in")
    assert tab.evaluate(PAPER) == dark
    choose(tab, "Light")
    tab.emulate_media(color_scheme="dark")
    assert tab.evaluate(PAPER) == light
    choose(tab, "System")
    assert tab.evaluate(PAPER) == dark
