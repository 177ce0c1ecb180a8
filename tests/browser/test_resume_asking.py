"""The question where to go on comes first, is asked once, and is answered by nothing else."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser import reader
from tests.browser.conftest import Newcomer, NewMember, OpenTab
from tests.browser.marking import select
from tests.browser.reader import FIRST, LONG, open_section
from tests.browser.visiting import GUIDE, READ

pytestmark = pytest.mark.browser

HERE = reader.block_of(10)
ELSEWHERE = "Somebody signed in or out in this browser."
LEFT = """([days, op]) => {
  const made = Date.now() - days * 864e5;
  const operation = {op, made, sequence: 1, kind: 'restart'};
  localStorage.setItem(`milepost:outbox:${'a'.repeat(16)}:ai-engineer:${op}`, JSON.stringify(operation));
}"""


def asked(open_tab: OpenTab, who: Newcomer, **options: str) -> Page:
    """A tab in which they are asked, as they stopped on another device."""
    phone = reader.member(open_tab, who)
    open_section(phone)
    reader.read_to(phone, HERE)
    laptop = reader.other_device(open_tab, phone, **options)
    open_section(laptop)
    expect(reader.bar(laptop)).to_contain_text("You stopped at")
    return laptop


def test_escape_for_something_else_answers_nothing(open_tab: OpenTab, new_member: NewMember) -> None:
    tab = asked(open_tab, new_member())
    tab.locator("details.menu > summary").press("Enter")
    tab.keyboard.press("Escape")
    tab.locator("details.menu > summary").press("Enter")
    tab.locator("details.menu > summary").evaluate("(one) => one.blur()")
    select(tab, LONG.blocks[1].id, 0, LONG.blocks[1].id, 8)
    tab.keyboard.press("Escape")
    expect(tab.locator("#mark-bar")).to_be_hidden()
    expect(reader.bar(tab)).to_contain_text("You stopped at")
    expect(reader.bar(tab).get_by_role("button", name="Close")).to_be_visible()
    tab.keyboard.press("Escape")
    expect(reader.bar(tab)).to_be_empty()


def test_it_comes_first_and_only_what_is_seen_of_it_counts(open_tab: OpenTab, new_member: NewMember) -> None:
    phone = reader.member(open_tab, new_member())
    open_section(phone)
    laptop = reader.other_device(open_tab, phone)
    open_section(laptop)
    reader.say(laptop, "Something else.")
    reader.read_to(phone, HERE)
    reader.dwell(laptop)
    laptop.evaluate("() => dispatchEvent(new Event('focus'))")
    expect(reader.bar(laptop)).to_contain_text("You stopped at")
    laptop.evaluate("() => { document.getElementById('resume').style.display = 'none'; }")
    for _ in range(2):
        reader.put_at_line(laptop, reader.block_of(20))
        laptop.clock.run_for(40_000)
        reader.put_at_line(laptop, reader.block_of(21))
    assert reader.waiting(laptop) == []
    assert reader.state(laptop)["place"]["block"] == HERE
    laptop.evaluate("() => { document.getElementById('resume').style.display = ''; }")
    laptop.get_by_role("button", name="Stay here").click()
    expect(reader.bar(laptop)).to_have_text("Something else.×")


def test_staying_is_remembered_and_the_line_in_the_head_comes_back(open_tab: OpenTab, new_member: NewMember) -> None:
    tab = asked(open_tab, new_member())
    expect(tab.locator("#continue-line")).to_be_hidden()
    tab.get_by_role("button", name="Stay here").click()
    expect(tab.locator("#continue-line")).to_be_visible()
    for section in (FIRST, LONG):
        open_section(tab, section)
        tab.wait_for_timeout(100)
        expect(reader.bar(tab)).to_be_empty()


def test_times_are_the_members_not_the_browsers(open_tab: OpenTab, new_member: NewMember) -> None:
    tab = asked(open_tab, new_member(), timezone_id="Pacific/Kiritimati")
    said = reader.bar(tab).inner_text()
    tab.goto(READ)
    assert f", {tab.locator('.continue time').inner_text()}, on" in said


def test_tab_alone_reads_nothing(open_tab: OpenTab, new_member: NewMember) -> None:
    tab = reader.member(open_tab, new_member())
    open_section(tab)
    reader.dwell(tab)
    for _ in range(3):
        tab.keyboard.press("Tab")
    tab.goto("/help")
    assert reader.waiting(tab) == []
    assert reader.state(tab)["revision"] == 0


def test_a_page_of_somebody_who_has_signed_out_says_so(open_tab: OpenTab, new_member: NewMember) -> None:
    tab = reader.member(open_tab, new_member())
    open_section(tab)
    other = tab.context.new_page()
    other.goto("/help")
    other.locator("details.menu > summary").click()
    other.get_by_role("button", name="Sign out").click()
    other.wait_for_url("**/")
    expect(reader.bar(tab)).to_contain_text(ELSEWHERE)
    reader.bar(tab).get_by_role("button", name="Close").click()
    tab.get_by_role("button", name="Mark section finished").click()
    expect(reader.bar(tab)).to_contain_text(ELSEWHERE)
    expect(tab.get_by_role("button", name="Mark section finished")).to_be_visible()
    expect(tab.get_by_text("is finished.")).to_have_count(0)
    assert not [name for name in reader.kept(tab) if name.startswith(("milepost:outbox:", "milepost:guest:"))]
    tab.get_by_role("button", name="Reload").click()
    expect(tab.locator("#text")).to_have_attribute("data-reader", "")
    expect(reader.bar(tab)).to_be_empty()


def test_what_another_never_sent_goes_after_a_month(open_tab: OpenTab) -> None:
    tab = open_tab("carl")
    open_section(tab, FIRST)
    for days, op in ((31, "old"), (1, "young")):
        tab.evaluate(LEFT, [days, op])
    tab.goto(READ)
    tab.wait_for_function("() => !Object.keys(localStorage).some((name) => name.endsWith(':old'))")
    assert [json.loads(text)["op"] for name, text in reader.kept(tab).items() if "outbox" in name] == ["young"]
    assert GUIDE.id in str(reader.kept(tab).keys())
