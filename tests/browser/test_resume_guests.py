"""Without an account the same facts live in the browser; after signing up they are offered: Import, or Not mine."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser import reader
from tests.browser.conftest import NewMember, OpenTab
from tests.browser.reader import FIRST, LONG, at_line, open_section
from tests.browser.visiting import GUIDE, READ

pytestmark = pytest.mark.browser

BLOCK = reader.block_of(14)
GUEST = f"milepost:guest:{GUIDE.id}"


def has_read(open_tab: OpenTab) -> Page:
    """Somebody without an account who finished the first section and stopped in the middle of another."""
    tab = reader.stranger(open_tab)
    open_section(tab, FIRST)
    tab.get_by_role("button", name="Mark section finished").click()
    expect(tab.get_by_text("You finished this section.")).to_be_visible()
    open_section(tab)
    reader.dwell(tab)
    reader.put_at_line(tab, BLOCK)
    reader.dwell(tab)
    tab.wait_for_function("(name) => JSON.parse(localStorage[name]).place", arg=GUEST)
    return tab


def test_a_guest_finds_the_way_back_everywhere(open_tab: OpenTab) -> None:
    tab = has_read(open_tab)
    place = json.loads(reader.kept(tab)[GUEST])["place"]
    tab.goto("/guides")
    expect(tab.locator("[data-guest-continue]")).to_contain_text(f"Continue at “{place['sentence'][:60]}")
    expect(tab.locator("[data-guest-continue]")).to_contain_text("minutes left in the guide")
    tab.goto(READ)
    expect(tab.locator("#guest-continue")).to_contain_text(place["sentence"])
    expect(tab.locator(f".sections li[data-section={FIRST.id}]")).to_contain_text("finished")
    tab.locator("#guest-continue").get_by_role("link").click()
    tab.wait_for_url(f"**#{BLOCK}")
    tab.wait_for_timeout(100)
    assert at_line(tab) == BLOCK
    expect(tab.locator(".toc-fold summary, .toc > .quiet").first).to_be_attached()
    expect(tab.locator(f".toc-list li[data-section={FIRST.id}]").first).to_have_class("fin")
    open_section(tab, FIRST)
    expect(tab.locator("#guest-continue")).to_contain_text(LONG.title)
    expect(reader.bar(tab)).to_be_empty()


def test_after_half_an_hour_a_guest_is_asked(open_tab: OpenTab) -> None:
    tab = has_read(open_tab)
    tab.goto("/help")
    tab.clock.fast_forward("40:00")
    open_section(tab)
    expect(reader.bar(tab)).to_contain_text("on this device")
    tab.get_by_role("button", name="Go there").click()
    assert at_line(tab) == BLOCK


def test_a_guest_becomes_a_member_and_imports(open_tab: OpenTab, new_member: NewMember) -> None:
    tab = has_read(open_tab)
    reader.sign_in(tab, new_member())
    tab.goto("/dashboard")
    panel = tab.locator("#guest-import")
    expect(panel).to_contain_text(f"{GUIDE.title}: 1 section finished, stopped at “")
    panel.get_by_role("button", name="Import").click()
    tab.wait_for_url("**imported=*")
    expect(panel).to_be_hidden()
    state = reader.state(tab)
    assert (state["place"]["block"], state["finished"]) == (BLOCK, [FIRST.id])
    tab.goto("/dashboard")
    expect(panel).to_be_hidden()
    open_section(tab)
    assert at_line(tab) == BLOCK
    expect(reader.bar(tab)).to_be_empty()


def test_an_import_taken_back_is_offered_again(open_tab: OpenTab, new_member: NewMember) -> None:
    tab = has_read(open_tab)
    reader.sign_in(tab, new_member())
    tab.goto("/dashboard")
    panel = tab.locator("#guest-import")
    panel.get_by_role("button", name="Import").click()
    tab.wait_for_url("**imported=*")
    reader.until(lambda: "isImported" in reader.kept(tab)[GUEST])
    tab.get_by_role("button", name="Undo the import").click()
    expect(panel).to_contain_text("1 section finished, stopped at “")
    assert reader.state(tab)["finished"] == []
    panel.get_by_role("button", name="Import").click()
    tab.wait_for_url("**imported=*")
    state = reader.state(tab)
    assert (state["place"]["block"], state["finished"]) == (BLOCK, [FIRST.id])
    tab.context.clear_cookies()
    tab.goto(READ)
    assert "sentence" not in reader.kept(tab)[GUEST], "signing out leaves nothing of it"


def test_not_mine_removes_it_and_can_be_taken_back(open_tab: OpenTab, new_member: NewMember) -> None:
    tab = has_read(open_tab)
    reader.sign_in(tab, new_member())
    tab.goto("/guides")
    panel = tab.locator("#guest-import")
    for _ in range(2):
        panel.get_by_role("button", name="Not mine").click()
        assert GUEST not in reader.kept(tab)
        expect(panel.get_by_role("button", name="Undo")).to_be_focused()
        panel.get_by_role("button", name="Undo").click()
        assert GUEST in reader.kept(tab)
    panel.get_by_role("button", name="Not mine").click()
    tab.reload()
    expect(panel).to_be_hidden()
    assert reader.state(tab)["revision"] == 0


def test_a_member_who_signs_out_leaves_nothing_for_a_guest(open_tab: OpenTab, new_member: NewMember) -> None:
    tab = reader.member(open_tab, new_member())
    open_section(tab)
    reader.read_to(tab, BLOCK)
    tab.context.clear_cookies()
    open_section(tab)
    assert {name.split(":")[1] for name in reader.kept(tab)} <= {"device", "sequence"}
    assert tab.evaluate("scrollY") == 0
    expect(reader.bar(tab)).to_be_empty()
