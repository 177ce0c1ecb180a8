"""The guide page's stars, answer and share buttons in use: by keyboard, without scripts, with the system's sheet."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenTab
from tests.browser.visiting import GUIDE, READ, send

pytestmark = pytest.mark.browser

SHEET = """navigator.share = async (given) => {
  window.shared = given;
  if (window.refuses) throw new DOMException('refused on purpose', window.refuses);
}"""


def clean(tab: Page) -> None:
    """Take back what another test may have left, and open the guide."""
    for about in ("rating", "helpful"):
        tab.goto("/guides")
        send(tab, f"{READ}/{about}", remove="1")
    tab.goto(READ)


def test_stars_are_given_by_keyboard(open_tab: OpenTab):
    tab = open_tab("otto")
    clean(tab)
    tab.get_by_role("radio", name="2 stars").focus()
    for key in ("Space", "ArrowRight", "Enter"):
        tab.keyboard.press(key)
    expect(tab.locator(".flashes")).to_contain_text("You gave 3 of 5 stars.")
    expect(tab.get_by_role("radio", name="3 stars")).to_be_checked()
    tab.get_by_role("button", name="Remove your rating").click()
    expect(tab.get_by_role("button", name="Rate", exact=True)).to_be_visible()


def test_without_scripts_stars_and_an_answer_are_given(open_tab: OpenTab):
    tab = open_tab("otto", java_script_enabled=False)
    tab.goto(READ)
    tab.get_by_role("radio", name="5 stars").check()
    tab.get_by_role("button", name="Rate", exact=True).or_(tab.get_by_role("button", name="Change rating")).click()
    expect(tab.locator(".flashes")).to_contain_text("You gave 5 of 5 stars.")
    expect(tab.get_by_label("Address of this guide")).to_be_visible()
    expect(tab.get_by_role("button", name="Share…")).to_be_hidden()
    expect(tab.get_by_role("button", name="Copy link")).to_be_hidden()
    expect(tab.get_by_role("link", name="E-mail", exact=True)).to_be_visible()


def test_an_answer_is_thanked_for_where_it_was_given(open_tab: OpenTab):
    tab = open_tab("carl")
    clean(tab)
    tab.get_by_role("radio", name="Yes", exact=True).check()
    tab.get_by_label("Comment").fill("The arithmetic is honest.")
    tab.get_by_role("button", name="Send answer").click()
    thanks = tab.get_by_role("region", name="Was this guide helpful?")
    expect(thanks).to_contain_text("Thank you. You said yes")
    expect(thanks).to_be_in_viewport()
    expect(thanks.get_by_text("The arithmetic is honest.").first).to_be_visible()
    clean(tab)


def test_the_systems_sheet_is_offered_where_there_is_one(open_tab: OpenTab, site: str):
    tab = open_tab()
    tab.add_init_script(SHEET)
    tab.goto(READ)
    button = tab.get_by_role("button", name="Share…")
    button.click()
    assert tab.evaluate("window.shared") == {"title": GUIDE.title, "text": GUIDE.subtitle, "url": site + READ}
    for refusal, selected in (("AbortError", ""), ("NotAllowedError", site + READ)):
        tab.evaluate("(name) => { window.refuses = name; }", refusal)
        button.click()
        assert tab.evaluate("getSelection().toString()") == selected, "closing the sheet is no error"


def test_the_link_is_copied(open_tab: OpenTab, site: str):
    tab = open_tab(permissions=["clipboard-read", "clipboard-write"])
    tab.goto(READ)
    tab.get_by_role("button", name="Copy link").click()
    expect(tab.get_by_role("button", name="Copied")).to_be_visible()
    assert tab.evaluate("navigator.clipboard.readText()") == site + READ
