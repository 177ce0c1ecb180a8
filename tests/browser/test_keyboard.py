"""The same journey by keyboard only: Tab to it, Enter or Space on it. Focus is seen, and stays where it was."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import journey
from tests.browser.conftest import OpenTab
from tests.browser.visiting import GUIDE, READ, WORK

pytestmark = pytest.mark.browser

MOST_TABS = 150
IS_FOCUSED = "element => element === document.activeElement"
IS_SEEN = """() => {
  const style = getComputedStyle(document.activeElement), box = document.activeElement.getBoundingClientRect();
  const drawn = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  return drawn && box.bottom > 0 && box.top < innerHeight;
}"""
FOCUSED = "() => [document.activeElement.id, scrollY]"


def reach(tab: Page, target: Locator) -> None:
    """Press Tab until this has the focus, visibly."""
    expect(target).to_be_visible()
    element = target.element_handle()
    for _ in range(MOST_TABS):
        if element.evaluate(IS_FOCUSED):
            break
        tab.keyboard.press("Tab")
    assert element.evaluate(IS_FOCUSED), f"Tab never reached {target}"
    assert tab.evaluate(IS_SEEN), f"the focus on {target} can't be seen"


def press(tab: Page, target: Locator, key: str = "Enter") -> None:
    reach(tab, target)
    tab.keyboard.press(key)


def type_into(tab: Page, label: str, text: str) -> None:
    reach(tab, tab.get_by_label(label))
    tab.keyboard.type(text)


def button(tab: Page, name: str) -> Locator:
    return tab.get_by_role("main").get_by_role("button", name=name, exact=True)


def link(tab: Page, name: str) -> Locator:
    return tab.get_by_role("main").get_by_role("link", name=name, exact=True)


def test_from_sign_up_to_a_milestone_done_and_undone(open_tab: OpenTab):
    tab = open_tab()
    tab.goto("/")
    press(tab, link(tab, "Create an account"))
    type_into(tab, "Name", "Ada Mercer")
    type_into(tab, "E-mail", journey.new_address())
    type_into(tab, "Password", "four plain lantern words")
    tab.keyboard.press("Enter")
    press(tab, link(tab, "Start reading"))
    press(tab, button(tab, "Mark section finished"))
    expect(tab.get_by_text("You finished this section.")).to_be_visible()

    tab.goto("/dashboard")
    press(tab, journey.start(tab))
    expect(journey.status(tab, "Doing")).to_have_attribute("aria-pressed", "true")
    for criterion in journey.MILESTONE.criteria:
        press(tab, button(tab, criterion.text), "Space")
        expect(button(tab, criterion.text)).to_have_attribute("aria-pressed", "true")
    type_into(tab, "In your words", journey.EVIDENCE)
    press(tab, button(tab, "Add text"))
    expect(tab.get_by_text("Evidence saved.")).to_be_visible()
    press(tab, button(tab, "Done"))
    expect(journey.status(tab, "Done")).to_have_attribute("aria-pressed", "true")

    journey.see_it_counted(tab, done=1)
    press(tab, link(tab, journey.MILESTONE.title))
    press(tab, button(tab, "Undo"))
    expect(tab.get_by_text("The last change is undone.")).to_be_visible()
    journey.see_it_counted(tab, done=0)


def test_focus_and_scroll_stay_when_a_change_lands(open_tab: OpenTab):
    tab = open_tab("otto", viewport={"width": 1280, "height": 600})
    tab.goto(f"{WORK}/iv-algorithms")
    for name in ("Doing", GUIDE.by_id["iv-algorithms"].criteria[0].text):
        reach(tab, button(tab, name))
        before = tab.evaluate(FOCUSED)
        assert before[0], f"the button “{name}” has no id to be found by again"
        tab.keyboard.press("Enter")
        expect(button(tab, name)).to_have_attribute("aria-pressed", "true")
        assert tab.evaluate(FOCUSED) == before


def test_focus_stays_in_the_section_when_the_button_is_gone(open_tab: OpenTab):
    tab = open_tab("otto", viewport={"width": 390, "height": 800})
    tab.goto(f"{WORK}/sk-prompts-as-code")
    type_into(tab, "Link", "https://example.org/proof")
    press(tab, button(tab, "Add link"))
    expect(tab.get_by_text("Evidence saved.")).to_be_in_viewport()
    expect(tab.locator("#evidence")).to_be_focused()
    while undo := tab.locator("#undo").all():
        lines = tab.locator(".history > li").count()
        press(tab, undo[0])
        expect(tab.locator(".history > li")).to_have_count(lines + 1)
    expect(tab.locator("#history")).to_be_focused()


def test_the_first_tab_skips_to_the_page(open_tab: OpenTab):
    tab = open_tab()
    tab.goto(f"{READ}/{GUIDE.sections[0].id}")
    tab.keyboard.press("Tab")
    expect(tab.get_by_role("link", name="Skip to the page")).to_be_focused()
    assert tab.evaluate(IS_SEEN)
    tab.keyboard.press("Enter")
    expect(tab.locator("main")).to_be_focused()


def test_the_menu_opens_and_signs_out(open_tab: OpenTab):
    tab = open_tab()
    journey.sign_up(tab)
    press(tab, tab.locator("details.menu > summary"), "Space")
    press(tab, tab.get_by_role("button", name="Sign out"))
    expect(tab.get_by_text("You're signed out on this device.")).to_be_visible()


def test_errors_take_the_focus_and_lead_to_their_field(open_tab: OpenTab):
    tab = open_tab()
    tab.goto("/sign-up")
    press(tab, button(tab, "Create account"))
    expect(tab.get_by_role("group", name="3 answers need another look")).to_be_focused()
    press(tab, link(tab, "Name"))
    expect(tab.get_by_label("Name")).to_be_focused()


def test_a_slash_goes_to_the_search(open_tab: OpenTab):
    tab = open_tab()
    tab.goto(READ)
    tab.keyboard.press("/")
    tab.keyboard.type("held-out")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Search")
    expect(tab.locator(".results > li").first).to_be_visible()
