"""Highlights in a real browser: select, mark, see it painted, note, edit, remove, undo; by mouse, keys and touch."""

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser import copies, reader
from tests.browser.axe import faults
from tests.browser.conftest import OpenTab
from tests.browser.marking import BOX, HERE, SECTION, TEXTS, bar, clear, drag, listed, painted, select
from tests.browser.visiting import GUIDE, READ

pytestmark = pytest.mark.browser

WIDE: ViewportSize = {"width": 1024, "height": 800}
TEXT_OF_BLOCKS = """async () => {
  const {blocksOf, blockText} = await import(document.querySelector('script[src*="section.js"]').src
    .replace(/section\\.js.*/, 'anchors.js'));
  return blocksOf(document.getElementById('text')).map((block) => [block.id, blockText(block).text]);
}"""


@pytest.fixture
def tab(look: OpenTab) -> Page:
    """Carl's, at a section in which he has marked nothing, as new but for what the browser has fetched."""
    made = look("carl")
    made.set_viewport_size(WIDE)
    clear(made)
    made.evaluate("() => [localStorage, sessionStorage].forEach((kept) => kept.clear())")
    made.goto(HERE)
    return made


def test_by_mouse_from_selecting_to_undo(tab: Page):
    block = TEXTS[1]
    words = drag(tab, block.id, 24)
    box, line = bar(tab).bounding_box(), tab.evaluate(BOX, [block.id, 0, 24])
    assert box
    assert box["y"] > line[1], "the bar stands below the words"
    bar(tab).get_by_role("button", name="Highlight").click()
    expect(bar(tab)).to_be_hidden()
    expect(listed(tab)).to_have_count(1)
    assert painted(tab) == [words]
    tab.reload()
    copies.until(tab, lambda: painted(tab) == [words])

    left, y, _ = tab.evaluate(BOX, [block.id, 4, 8])
    tab.mouse.click(left + 2, y)
    panel = tab.get_by_role("dialog", name="Your highlight")
    expect(panel).to_be_visible()
    panel.get_by_text("Add a note").click()
    panel.get_by_role("textbox").fill("Ask Carl\nabout this")
    panel.get_by_role("button", name="Save note").click()
    expect(panel).to_be_hidden()
    expect(listed(tab).locator(".mark-note")).to_have_text("Ask Carl about this")
    assert tab.evaluate("() => CSS.highlights.get('mark-noted').size") == 1

    tab.mouse.click(left + 2, y)
    expect(panel.locator(".mark-note")).to_be_visible()
    panel.get_by_role("button", name="Remove").click()
    expect(panel.get_by_text("Highlight removed.")).to_be_visible()
    assert painted(tab) == []
    expect(panel.get_by_role("button", name="Undo")).to_be_focused()
    tab.keyboard.press("Enter")
    expect(listed(tab)).to_have_count(1)
    assert painted(tab) == [words]


def test_what_is_typed_in_the_panel_survives_its_closing(tab: Page):
    drag(tab, TEXTS[1].id, 20)
    bar(tab).get_by_role("button", name="Highlight").click()
    expect(listed(tab)).to_have_count(1)
    left, y, _ = tab.evaluate(BOX, [TEXTS[1].id, 4, 8])
    tab.mouse.click(left + 2, y)
    panel = tab.get_by_role("dialog", name="Your highlight")
    panel.get_by_text("Add a note").click()
    panel.get_by_role("textbox").fill("half a thought")
    tab.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(listed(tab).get_by_role("textbox")).to_have_value("half a thought")


def test_by_keyboard_with_a_note(tab: Page):
    block = TEXTS[2]
    select(tab, block.id, 0, block.id, 4)
    tab.keyboard.press("Shift+ArrowRight")
    assert len(tab.evaluate("() => getSelection().toString()")) == 5
    tab.keyboard.press("Tab")
    expect(bar(tab).get_by_role("button", name="Highlight")).to_be_focused()
    tab.keyboard.press("Escape")
    expect(bar(tab)).to_be_hidden()

    select(tab, block.id, 0, block.id, 16)
    tab.keyboard.press("Tab")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    expect(bar(tab).get_by_role("textbox")).to_be_focused()
    assert tab.evaluate("() => CSS.highlights.get('mark-chosen').size") == 1
    tab.keyboard.type("how so, then?")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    expect(listed(tab).locator(".mark-note")).to_have_text("how so, then?")
    expect(bar(tab)).to_be_hidden()

    select(tab, block.id, 18, block.id, 27)
    tab.keyboard.press("h")
    expect(listed(tab)).to_have_count(2)
    expect(tab.locator("#mark-said")).to_have_text("Highlighted.")

    first = listed(tab).first
    first.get_by_text("Edit note").focus()
    tab.keyboard.press("Enter")
    first.get_by_role("textbox").fill("edited")
    first.get_by_role("button", name="Save note").focus()
    tab.keyboard.press("Enter")
    expect(listed(tab).first.locator(".mark-note")).to_have_text("edited")
    expect(listed(tab).first).to_be_focused()
    first.get_by_role("button", name="Remove").focus()
    tab.keyboard.press("Enter")
    expect(tab.locator("#highlights .mark-undo").get_by_role("button", name="Undo")).to_be_focused()


def test_the_same_words_are_marked_once(tab: Page):
    block = TEXTS[2]
    select(tab, block.id, 0, block.id, 16)
    tab.keyboard.press("h")
    tab.keyboard.press("h")
    expect(listed(tab)).to_have_count(1)
    for press in ("h", "note"):
        select(tab, block.id, 0, block.id, 16)
        if press == "h":
            tab.keyboard.press("h")
        else:
            bar(tab).get_by_role("button", name="Note…").click()
        panel = tab.get_by_role("dialog", name="Your highlight")
        expect(panel).to_be_visible()
        expect(bar(tab)).to_be_hidden()
        tab.keyboard.press("Escape")
        expect(panel).to_be_hidden()
    tab.reload()
    expect(listed(tab)).to_have_count(1)
    tab.set_viewport_size({"width": 360, "height": 640})
    edge = reader.starts_at(listed(tab).locator(".mark-line > a"))
    assert abs(reader.starts_at(listed(tab).get_by_role("button", name="Remove")) - edge) < 1


def test_across_two_blocks_is_one_highlight(tab: Page):
    numbers = [n for n in range(len(SECTION.blocks) - 1) if {b.kind for b in SECTION.blocks[n : n + 2]} == {"text"}]
    first, second = SECTION.blocks[numbers[0]], SECTION.blocks[numbers[0] + 1]
    select(tab, first.id, 3, second.id, 6)
    tab.keyboard.press("h")
    expect(listed(tab)).to_have_count(1)
    passages = listed(tab).locator("blockquote p")
    expect(passages).to_have_count(2)
    tab.reload()
    copies.until(tab, lambda: sorted(painted(tab)) == sorted(passages.all_inner_texts()))


def test_too_much_is_said(tab: Page):
    tab.evaluate("() => getSelection().selectAllChildren(document.getElementById('text'))")
    bar(tab).get_by_role("button", name="Highlight").click()
    expect(bar(tab)).to_contain_text("A highlight can have 2,000 characters")
    expect(listed(tab)).to_have_count(0)


def test_offline_nothing_typed_is_lost(tab: Page):
    select(tab, TEXTS[1].id, 0, TEXTS[1].id, 12)
    bar(tab).get_by_role("button", name="Note…").click()
    bar(tab).get_by_role("textbox").fill("on the train")
    tab.context.set_offline(True)
    bar(tab).get_by_role("button", name="Save").click()
    expect(bar(tab)).to_contain_text("You’re offline; highlighting needs a connection.")
    expect(bar(tab).get_by_role("textbox")).to_have_value("on the train")
    tab.context.set_offline(False)
    bar(tab).get_by_role("button", name="Save").click()
    expect(listed(tab).locator(".mark-note")).to_have_text("on the train")


def test_what_is_typed_at_one_stays_when_another_changes(tab: Page):
    for start in (0, 9):
        select(tab, TEXTS[1].id, start, TEXTS[1].id, start + 8)
        tab.keyboard.press("h")
        expect(listed(tab)).to_have_count(start // 9 + 1)
    listed(tab).last.get_by_text("Add a note").click()
    listed(tab).last.get_by_role("textbox").fill("not sent yet")
    tab.context.set_offline(True)
    listed(tab).first.get_by_role("button", name="Remove").click()
    expect(tab.locator("#mark-said")).to_have_text("You’re offline; highlighting needs a connection.")
    tab.context.set_offline(False)
    listed(tab).first.get_by_role("button", name="Remove").click()
    expect(listed(tab)).to_have_count(1)
    expect(listed(tab).get_by_role("textbox")).to_have_value("not sent yet")


def test_two_devices_and_a_half_written_note(tab: Page, open_tab: OpenTab):
    select(tab, TEXTS[1].id, 0, TEXTS[1].id, 12)
    tab.keyboard.press("h")
    expect(listed(tab)).to_have_count(1)
    other = open_tab("carl")
    other.goto(HERE)
    for device, words in ((other, "from the phone"), (tab, "from the desk")):
        listed(device).get_by_text("Add a note").click()
        listed(device).get_by_role("textbox").fill(words)
        listed(device).get_by_role("button", name="Save note").click()
    asking = tab.locator("#highlights .mark-asking")
    expect(asking).to_be_focused()
    expect(asking.get_by_role("textbox").first).to_have_value("from the desk")
    expect(asking.get_by_role("textbox").last).to_have_value("from the phone")
    asking.get_by_role("button", name="Save this text").click()
    expect(listed(tab).locator(".mark-note")).to_have_text("from the desk")


def test_a_link_in_a_painted_passage_is_still_a_link(tab: Page):
    block = tab.locator("#text p:has(a.milestone)").first
    block.evaluate("(one) => getSelection().selectAllChildren(one)")
    expect(bar(tab)).to_be_visible()
    tab.keyboard.press("h")
    expect(listed(tab)).to_have_count(1)
    with tab.expect_navigation():
        block.locator("a.milestone").first.click()
    assert "/roadmap/" in tab.url


def test_by_touch_the_bar_stands_at_the_bottom(open_tab: OpenTab):
    clear(open_tab("carl"))
    tab = open_tab("carl", viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    tab.goto(HERE)
    reader.say(tab, "A question.")
    select(tab, TEXTS[1].id, 0, TEXTS[1].id, 12)
    expect(reader.bar(tab)).to_be_hidden()
    box = bar(tab).bounding_box()
    assert box
    assert (box["x"], box["width"]) == (0, 320)
    assert abs(box["y"] + box["height"] - 640) <= 1
    bar(tab).get_by_role("button", name="Highlight").tap()
    expect(listed(tab)).to_have_count(1)
    left, y, _ = tab.evaluate(BOX, [TEXTS[1].id, 3, 6])
    tab.touchscreen.tap(left + 2, y)
    panel = tab.get_by_role("dialog", name="Your highlight")
    expect(panel).to_be_visible()
    box = panel.bounding_box()
    assert box
    assert abs(box["y"] + box["height"] - 640) <= 1
    assert tab.evaluate("() => document.documentElement.scrollWidth") <= 320


def test_axe_finds_nothing_and_320_px_are_enough(open_tab: OpenTab):
    clear(open_tab("carl"))
    tab = open_tab("carl", viewport={"width": 320, "height": 700})
    tab.goto(HERE)
    for start in (0, 10, 20, 30, 40):
        select(tab, TEXTS[1].id, start, TEXTS[1].id, start + 8)
        tab.keyboard.press("h")
        expect(tab.locator("#highlights li[id]")).to_have_count(start // 10 + 1)
    listed(tab).first.get_by_role("button", name="Remove").click()
    expect(tab.locator("#highlights .mark-undo")).to_be_visible()
    select(tab, TEXTS[3].id, 0, TEXTS[3].id, 12)
    bar(tab).get_by_role("button", name="Note…").click()
    assert faults(tab) == []
    assert tab.evaluate("() => document.documentElement.scrollWidth") <= 320
    box = bar(tab).bounding_box()
    assert box
    assert 0 <= box["x"] <= 320 - box["width"]
    tab.goto(f"{READ}/highlights")
    assert faults(tab) == []
    assert tab.evaluate("() => document.documentElement.scrollWidth") <= 320


def test_where_nothing_can_be_painted_the_list_still_works(open_tab: OpenTab):
    tab = open_tab("carl")
    tab.add_init_script("delete CSS.highlights; Object.defineProperty(CSS, 'highlights', {value: undefined})")
    clear(tab)
    tab.goto(HERE)
    select(tab, TEXTS[1].id, 0, TEXTS[1].id, 12)
    tab.keyboard.press("h")
    expect(listed(tab)).to_have_count(1)


def test_guests_have_no_bar(open_tab: OpenTab):
    tab = open_tab()
    tab.goto(HERE)
    expect(bar(tab)).to_have_count(0)
    expect(tab.locator("#highlights")).to_have_count(0)


def test_the_browser_reads_blocks_as_the_server_does(look: OpenTab):
    """But for drawings, whose caption and words run together."""
    tab = look("carl")
    for section in GUIDE.sections:
        tab.goto(f"{READ}/{section.id}")
        known = {block.id: block.text for block in section.blocks if block.kind != "figure"}
        seen = {block: text for block, text in tab.evaluate(TEXT_OF_BLOCKS) if block in known}
        assert seen == known
