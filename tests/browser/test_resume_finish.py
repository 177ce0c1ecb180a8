"""A section counts as finished by its button, or after its end was reached in a time in which it can have been read."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import reader
from tests.browser.conftest import NewMember, OpenTab
from tests.browser.reader import FIRST, open_section

pytestmark = pytest.mark.browser

LAST = FIRST.blocks[-1].id
SECONDS = round(0.4 * FIRST.words / 230 * 60)


def button(tab: Page, name: str) -> Locator:
    return tab.get_by_role("button", name=name, exact=True)


def read_for(tab: Page, seconds: int) -> None:
    """Stay on the page, with a hand that moves now and then."""
    for _ in range(seconds // 30 + 1):
        was = tab.evaluate("scrollY")
        tab.mouse.wheel(0, 30)
        tab.wait_for_function("(was) => scrollY !== was", arg=was)
        tab.clock.run_for(30_000)


def see_finished(tab: Page, finished: bool) -> None:
    row = tab.locator(f".toc-list li[data-section={FIRST.id}]").first
    expect(row).to_have_class("fin" if finished else "")
    expect(button(tab, "Not finished yet" if finished else "Mark section finished")).to_be_visible()
    expect(tab.locator(".toc > .quiet")).to_contain_text(f"{int(finished)} of 8 sections finished")


def test_finished_by_itself_after_a_plausible_time_and_undone(open_tab: OpenTab, new_member: NewMember) -> None:
    tab = reader.member(open_tab, new_member())
    open_section(tab, FIRST)
    read_for(tab, SECONDS)
    see_finished(tab, False)
    reader.put_at_line(tab, LAST)
    reader.dwell(tab)
    expect(reader.bar(tab)).to_contain_text("Section 1 is finished.")
    see_finished(tab, True)
    reader.all_is_sent(tab)
    assert reader.state(tab)["finished"] == [FIRST.id]
    with tab.expect_response(reader.OPERATIONS):
        button(tab, "Undo").click()
    see_finished(tab, False)
    reader.all_is_sent(tab)
    assert reader.state(tab)["finished"] == []
    reader.dwell(tab, 5)
    see_finished(tab, False)


def test_what_was_reopened_elsewhere_stays_open(open_tab: OpenTab, new_member: NewMember) -> None:
    laptop = reader.member(open_tab, new_member())
    open_section(laptop, FIRST)
    read_for(laptop, SECONDS)
    reader.put_at_line(laptop, LAST)
    reader.dwell(laptop)
    expect(reader.bar(laptop)).to_contain_text("Section 1 is finished.")
    laptop.clock.run_for(12_000)
    expect(reader.bar(laptop)).to_be_empty()
    reader.all_is_sent(laptop)
    phone = reader.other_device(open_tab, laptop)
    open_section(phone, FIRST)
    button(phone, "Not finished yet").click()
    reader.all_is_sent(phone)
    laptop.evaluate("() => dispatchEvent(new Event('focus'))")
    see_finished(laptop, False)
    laptop.mouse.wheel(0, -20)
    laptop.mouse.wheel(0, 20)
    laptop.clock.run_for(5000)
    see_finished(laptop, False)
    reader.all_is_sent(laptop)
    assert reader.state(laptop)["finished"] == []
    laptop.set_viewport_size({"width": 360, "height": 640})
    button(laptop, "Mark section finished").click()
    edge = reader.starts_at(laptop.locator("#finish-form span"))
    assert abs(reader.starts_at(button(laptop, "Not finished yet")) - edge) < 1
    reader.all_is_sent(laptop)


def test_a_fling_to_the_end_finishes_nothing(open_tab: OpenTab, new_member: NewMember) -> None:
    tab = reader.member(open_tab, new_member())
    open_section(tab, FIRST)
    reader.dwell(tab)
    reader.put_at_line(tab, LAST)
    reader.dwell(tab, 10)
    see_finished(tab, False)
    tab.clock.run_for(SECONDS * 1000 + 70_000)
    assert int(tab.evaluate(f"localStorage['milepost:time:ai-engineer:{FIRST.id}'] ?? 0")) <= 75
    reader.all_is_sent(tab)


def test_the_button_toggles_in_place_and_keeps_the_focus(open_tab: OpenTab, new_member: NewMember) -> None:
    tab = reader.member(open_tab, new_member())
    open_section(tab, FIRST)
    for finished in (True, False):
        button(tab, "Mark section finished" if finished else "Not finished yet").press("Enter")
        see_finished(tab, finished)
        expect(tab.locator("#finish-form button")).to_be_focused()
        reader.all_is_sent(tab)
        assert reader.state(tab)["finished"] == [FIRST.id] * finished
    assert tab.evaluate("performance.getEntriesByType('navigation').length") <= 1


def test_a_finish_that_was_reopened_elsewhere_is_asked_about(open_tab: OpenTab, new_member: NewMember) -> None:
    laptop = reader.member(open_tab, new_member())
    open_section(laptop, FIRST)
    button(laptop, "Mark section finished").click()
    reader.all_is_sent(laptop)
    phone = reader.other_device(open_tab, laptop)
    open_section(phone, FIRST)
    laptop.context.set_offline(True)
    button(laptop, "Not finished yet").click()
    button(laptop, "Mark section finished").click()
    button(phone, "Not finished yet").click()
    reader.all_is_sent(phone)
    laptop.context.set_offline(False)
    reader.all_is_sent(laptop)
    expect(reader.bar(laptop)).to_contain_text("You reopened this section on another device; still finished?")
    see_finished(laptop, False)
    button(laptop, "Mark finished").click()
    reader.all_is_sent(laptop)
    assert reader.state(laptop)["finished"] == [FIRST.id]
    see_finished(laptop, True)


def test_opening_again_what_was_finished_elsewhere_is_asked_about(open_tab: OpenTab, new_member: NewMember) -> None:
    laptop = reader.member(open_tab, new_member())
    open_section(laptop, FIRST)
    phone = reader.other_device(open_tab, laptop)
    open_section(phone, FIRST)
    laptop.context.set_offline(True)
    button(laptop, "Mark section finished").click()
    button(laptop, "Not finished yet").click()
    button(phone, "Mark section finished").click()
    reader.all_is_sent(phone)
    laptop.context.set_offline(False)
    reader.all_is_sent(laptop)
    expect(reader.bar(laptop)).to_contain_text("You finished this section on another device; still open it again?")
    see_finished(laptop, True)
    button(laptop, "Open it again").click()
    reader.all_is_sent(laptop)
    assert reader.state(laptop)["finished"] == []
    see_finished(laptop, False)
