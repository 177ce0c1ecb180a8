"""Steps on a section's page with highlights: select, see the bar, see what is painted and listed, clear it away."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.visiting import GUIDE, READ

SECTION = GUIDE.sections[2]
HERE = f"{READ}/{SECTION.id}"
TEXTS = [block for block in SECTION.blocks if block.kind == "text" and len(block.text) > 80]
PAINTED = """() => [...(CSS.highlights.get('mark') ?? []), ...(CSS.highlights.get('mark-noted') ?? [])]
  .map((range) => range.toString().replace(/\\s+/g, ' ').trim()).sort()"""
SELECT = """([first, from, last, to]) => {
  const text = (id) => document.createTreeWalker(document.getElementById(id), NodeFilter.SHOW_TEXT).nextNode();
  getSelection().setBaseAndExtent(text(first), from, text(last), to);
}"""
BOX = """([id, from, to]) => {
  const node = document.createTreeWalker(document.getElementById(id), NodeFilter.SHOW_TEXT).nextNode();
  node.parentElement.scrollIntoView({block: 'center'});
  const range = new Range();
  range.setStart(node, from);
  range.setEnd(node, to);
  const box = range.getClientRects()[0];
  return [box.left, box.top + box.height / 2, box.right];
}"""


def bar(tab: Page) -> Locator:
    return tab.locator("#mark-bar")


def listed(tab: Page) -> Locator:
    return tab.locator("#highlights > .marks > li")


def painted(tab: Page) -> list[str]:
    found: list[str] = tab.evaluate(PAINTED)
    return found


def drag(tab: Page, block: str, length: int) -> str:
    """Select the first letters of a block with the mouse; answers what was selected."""
    left, y, right = tab.evaluate(BOX, [block, 0, length])
    tab.mouse.move(left + 1, y)
    tab.mouse.down()
    tab.mouse.move(right - 1, y, steps=4)
    expect(bar(tab)).to_be_hidden()
    tab.mouse.up()
    expect(bar(tab)).to_be_visible()
    selected: str = tab.evaluate("() => getSelection().toString().trim()")
    return selected


def select(tab: Page, first: str, start: int, last: str, end: int) -> None:
    tab.evaluate(SELECT, [first, start, last, end])
    expect(bar(tab)).to_be_visible()


def clear(tab: Page) -> None:
    """Take away what an earlier test left to this person."""
    tab.goto(HERE)
    while tab.locator("#highlights .mark-line").get_by_role("button", name="Remove").count():
        before = tab.locator("#highlights li[id]").count()
        if tab.locator("#highlights .mark-rest:not([open])").count():
            tab.locator("#highlights .mark-rest > summary").click()
        tab.locator("#highlights li[id]").first.get_by_role("button", name="Remove").click()
        expect(tab.locator("#highlights li[id]")).to_have_count(before - 1)
