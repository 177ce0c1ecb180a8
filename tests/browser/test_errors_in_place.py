"""A form sent in place that ends in an error: one whole page, once, with what was typed."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenTab
from tests.browser.visiting import WORK

pytestmark = pytest.mark.browser

TYPED = "Twenty postings, tagged on the train."


def shows_one_page(tab: Page, title: str) -> None:
    expect(tab.get_by_role("heading", level=1)).to_have_text(title)
    expect(tab.get_by_role("heading", level=1)).to_be_focused()
    for role in ("banner", "main", "contentinfo"):
        expect(tab.get_by_role(role)).to_have_count(1)


@pytest.mark.parametrize("stale", [True, False], ids=["form out of date", "too much at once"])
def test_an_error_takes_the_place_of_the_page(open_tab: OpenTab, stale: bool):
    tab = open_tab("noor")
    tab.goto(f"{WORK}/sk-gap-audit")
    note = tab.locator("form[action$='/note']")
    text = note.get_by_role("textbox")
    text.fill(TYPED)
    if stale:
        note.locator("[name=csrf_token]").evaluate("field => { field.value = 'stale' }")
    else:
        text.evaluate("field => { field.value = 'n'.repeat(300000) }")
    note.get_by_role("button").first.click()
    shows_one_page(tab, "This form is out of date" if stale else "That is too much at once")
    if stale:
        expect(tab.get_by_label("Your note")).to_have_value(TYPED)
        expect(tab.get_by_role("button", name="Copy Your note")).to_be_visible()
