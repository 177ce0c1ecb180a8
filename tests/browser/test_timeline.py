"""The timeline in a browser: one landscape sheet on paper, bars by keyboard, nothing cut off on a phone."""

from io import BytesIO

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.browser.conftest import OpenTab
from tests.browser.visiting import WORK

pytestmark = pytest.mark.browser
PATH = f"{WORK}/timeline"


@pytest.mark.parametrize("who", ["mia", "noor"])
def test_it_prints_on_one_landscape_sheet(look: OpenTab, who: str) -> None:
    tab: Page = look(who)
    tab.goto(PATH)
    paper = PdfReader(BytesIO(tab.pdf(prefer_css_page_size=True)))
    assert len(paper.pages) == 1
    box = paper.pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (842, 595), "A4, landscape"
    assert "Gap audit" in paper.pages[0].extract_text()


def test_tab_goes_through_the_bars_and_enter_opens_one(look: OpenTab) -> None:
    tab: Page = look("mia")
    tab.goto(PATH)
    tab.locator(".timeline-scroll").focus()
    tab.keyboard.press("Tab")
    first = tab.evaluate("() => document.activeElement.getAttribute('href')")
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"**{first}")
    assert first.startswith(f"{WORK}/")


def test_on_a_phone_it_is_a_list(look: OpenTab) -> None:
    tab: Page = look("mia", viewport={"width": 320, "height": 700})
    tab.goto(PATH)
    assert not tab.locator(".timeline-scroll").is_visible()
    assert tab.locator(".timeline-narrow a").first.is_visible()
    assert tab.evaluate("() => document.documentElement.scrollWidth") <= 320
