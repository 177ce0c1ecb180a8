"""Several devices, tabs and lost connections: nothing is sent twice or lost, and no visible page is moved unasked."""

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser import reader
from tests.browser.conftest import NewMember, OpenTab
from tests.browser.reader import LONG, at_line, open_section

pytestmark = pytest.mark.browser

HERE = reader.block_of(10)
THERE = reader.block_of(20)
LOOK_AGAIN = "() => dispatchEvent(new Event('focus'))"


def stopped(tab: Page) -> Page:
    """They read to HERE on another device; this is its tab."""
    open_section(tab)
    reader.read_to(tab, HERE)
    return tab


def operations(tab: Page) -> list[str]:
    """Every operation that this browser sends from now on, as sent."""
    sent: list[str] = []

    def note(request: Request) -> None:
        if request.url.endswith("/operations"):
            sent.extend(part.split('"')[0] for part in str(request.post_data).split('"op":"')[1:])

    tab.context.on("request", note)
    return sent


def test_another_device_is_asked_and_goes_there(open_tab: OpenTab, new_member: NewMember) -> None:
    phone = stopped(reader.member(open_tab, new_member()))
    laptop = reader.other_device(open_tab, phone)
    open_section(laptop)
    expect(reader.bar(laptop)).to_contain_text("You stopped at “")
    expect(reader.bar(laptop)).to_contain_text("in this section, today ")
    expect(reader.bar(laptop)).to_contain_text("on Chrome on Linux")
    assert laptop.evaluate("scrollY") == 0
    laptop.get_by_role("button", name="Go there").click()
    assert at_line(laptop) == HERE
    expect(reader.bar(laptop)).to_be_empty()
    reader.read_to(laptop, THERE)
    assert reader.state(laptop)["place"]["block"] == THERE


def test_from_another_section_one_is_led_into_the_block(open_tab: OpenTab, new_member: NewMember) -> None:
    phone = stopped(reader.member(open_tab, new_member()))
    laptop = reader.other_device(open_tab, phone, viewport={"width": 320, "height": 640})
    open_section(laptop, reader.FIRST)
    expect(reader.bar(laptop)).to_contain_text(f"in section {LONG.number}, {LONG.title}")
    box = reader.bar(laptop).bounding_box()
    assert box
    assert (box["width"] <= 320, box["y"] + box["height"]) == (True, 640)
    expect(laptop.locator("#continue-line")).to_be_hidden()
    laptop.get_by_role("button", name="Go there").click()
    laptop.wait_for_url(f"**{reader.address()}#{HERE}")
    laptop.wait_for_timeout(100)
    assert at_line(laptop) == HERE
    expect(reader.bar(laptop)).to_be_empty()


def test_staying_is_an_answer_by_button_by_escape_and_by_reading_on(open_tab: OpenTab, new_member: NewMember) -> None:
    phone = stopped(reader.member(open_tab, new_member()))
    for turn, way in enumerate(("button", "escape", "reading")):
        laptop = reader.other_device(open_tab, phone)
        open_section(laptop)
        expect(reader.bar(laptop)).to_contain_text("You stopped at")
        reader.dwell(laptop)
        reader.put_at_line(laptop, THERE)
        reader.dwell(laptop)
        assert reader.waiting(laptop) == []
        assert reader.state(laptop)["place"]["block"] != THERE
        if way == "button":
            laptop.get_by_role("button", name="Stay here").first.click()
        elif way == "escape":
            laptop.keyboard.press("Escape")
        else:
            laptop.clock.run_for(32_000)
        with laptop.expect_response(reader.OPERATIONS):
            laptop.mouse.wheel(0, 40)
            reader.dwell(laptop)
        expect(reader.bar(laptop)).to_be_empty()
        reader.all_is_sent(laptop)
        assert reader.state(laptop)["place"]["device"] == laptop.evaluate("JSON.parse(localStorage['milepost:device'])")
        phone.reload()
        phone.get_by_role("button", name="Stay here").first.click()
        reader.read_to(phone, reader.block_of(5 + turn))


def test_after_half_an_hour_the_same_device_is_asked_too(open_tab: OpenTab, new_member: NewMember) -> None:
    tab = stopped(reader.member(open_tab, new_member()))
    tab.goto("/help")
    tab.clock.fast_forward("40:00")
    open_section(tab)
    expect(reader.bar(tab)).to_contain_text("on this device")
    tab.keyboard.press("Escape")
    expect(reader.bar(tab)).to_be_empty()


def test_a_visible_page_is_never_moved(open_tab: OpenTab, new_member: NewMember) -> None:
    laptop = stopped(reader.member(open_tab, new_member()))
    phone = reader.other_device(open_tab, laptop)
    open_section(phone)
    phone.get_by_role("button", name="Go there").click()
    reader.read_to(phone, THERE)
    was = laptop.evaluate("scrollY")
    reader.dwell(laptop)
    laptop.evaluate(LOOK_AGAIN)
    expect(reader.bar(laptop)).to_contain_text("You stopped at")
    assert laptop.evaluate("scrollY") == was
    assert at_line(laptop) == HERE


def test_a_stale_save_moves_nothing_and_asks(open_tab: OpenTab, new_member: NewMember) -> None:
    laptop = stopped(reader.member(open_tab, new_member()))
    phone = reader.other_device(open_tab, laptop)
    open_section(phone)
    phone.get_by_role("button", name="Go there").click()
    reader.read_to(phone, reader.block_of(15))
    reader.read_to(laptop, THERE)
    expect(reader.bar(laptop)).to_contain_text("You stopped at")
    assert at_line(laptop) == THERE
    state = reader.state(laptop)
    assert state["place"]["block"] == reader.block_of(15)
    assert state["furthest"]["block"] == THERE


def test_what_is_read_offline_survives_and_arrives_once(open_tab: OpenTab, new_member: NewMember) -> None:
    tab = stopped(reader.member(open_tab, new_member()))
    tab.context.set_offline(True)
    for block in (reader.block_of(24), THERE):
        reader.put_at_line(tab, block)
        reader.dwell(tab)
        tab.wait_for_timeout(50)
    tab.get_by_role("button", name="Mark section finished").click()
    expect(tab.get_by_text("You finished this section.")).to_be_visible()
    expect(tab.get_by_role("button", name="Not finished yet")).to_be_focused()
    waiting = reader.waiting(tab)
    assert [one["kind"] for one in waiting] == ["read", "read", "finish"]
    assert [one["anchor"]["block"] for one in waiting[:2]] == [reader.block_of(24), THERE]
    sent = operations(tab)
    before = reader.kept(tab)
    later = tab.context.new_page()
    tab.close()
    tab.context.set_offline(False)
    later.goto("/help")
    assert reader.kept(later) == before
    open_section(later)
    reader.all_is_sent(later)
    assert sent == [one["op"] for one in waiting]
    state = reader.state(later)
    assert (state["place"]["block"], state["furthest"]["block"]) == (THERE, reader.block_of(24))
    assert state["finished"] == [LONG.id]
    assert at_line(later) == THERE


def test_coming_back_online_sends_without_a_reload(open_tab: OpenTab, new_member: NewMember) -> None:
    tab = stopped(reader.member(open_tab, new_member()))
    tab.context.set_offline(True)
    reader.put_at_line(tab, THERE)
    reader.dwell(tab)
    tab.wait_for_function("() => Object.keys(localStorage).some((name) => name.startsWith('milepost:outbox:'))")
    sent = operations(tab)
    tab.context.set_offline(False)
    reader.all_is_sent(tab)
    assert len(sent) == 1
    assert reader.state(tab)["place"]["block"] == THERE


def test_two_tabs_write_one_after_the_other(open_tab: OpenTab, new_member: NewMember) -> None:
    one = stopped(reader.member(open_tab, new_member()))
    sent = operations(one)
    two = one.context.new_page()
    two.clock.install()
    open_section(two)
    assert at_line(two) == HERE
    reader.read_to(two, THERE)
    one.bring_to_front()
    reader.dwell(one, 10)
    assert len(sent) == 1
    reader.read_to(one, reader.block_of(12))
    assert len(sent) == len(set(sent)) == 2
    assert reader.state(one)["place"]["block"] == reader.block_of(12)
    expect(reader.bar(one)).to_be_empty()


def test_a_stale_token_is_renewed(open_tab: OpenTab, new_member: NewMember) -> None:
    tab = reader.member(open_tab, new_member())
    tab.add_init_script(
        "addEventListener('DOMContentLoaded', () => 0); new MutationObserver(() => {"
        " for (const one of document.querySelectorAll('[name=csrf_token]')) one.setAttribute('value', 'stale');"
        "}).observe(document, {childList: true, subtree: true});"
    )
    open_section(tab)
    reader.dwell(tab)
    reader.put_at_line(tab, HERE)
    reader.dwell(tab)
    reader.all_is_sent(tab)
    assert reader.state(tab)["place"]["block"] == HERE


def test_signed_out_elsewhere_it_waits_for_the_same_person(open_tab: OpenTab, new_member: NewMember) -> None:
    tab = reader.member(open_tab, new_member())
    open_section(tab)
    cookies = tab.context.cookies()
    tab.context.clear_cookies()
    reader.dwell(tab)
    reader.put_at_line(tab, HERE)
    reader.dwell(tab)
    expect(reader.bar(tab)).to_contain_text("You’re signed out; what you read is kept here until you sign in.")
    assert len(reader.waiting(tab)) == 1
    reader.sign_in(tab, new_member())
    open_section(tab)
    assert not any("state" in name and HERE in text for name, text in reader.kept(tab).items())
    assert reader.state(tab)["revision"] == 0
    assert len(reader.waiting(tab)) == 1
    tab.context.clear_cookies()
    tab.context.add_cookies([dict(cookie) for cookie in cookies])  # type: ignore[misc]
    open_section(tab)
    reader.all_is_sent(tab)
    assert reader.state(tab)["place"]["block"] == HERE
