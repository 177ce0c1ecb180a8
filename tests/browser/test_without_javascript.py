"""The same journey in a browser that runs no scripts: forms, redirects and links do all of it."""

import pytest
from playwright.sync_api import expect

from tests.browser import journey
from tests.browser.conftest import OpenTab

pytestmark = pytest.mark.browser


def test_from_sign_up_to_a_milestone_done_and_undone(open_tab: OpenTab):
    tab = open_tab(java_script_enabled=False)
    journey.sign_up(tab, time_zone="Asia/Kathmandu")
    journey.finish_a_section(tab)
    journey.work_the_milestone(tab)
    journey.see_it_counted(tab, done=1)
    journey.undo(tab)
    journey.see_it_counted(tab, done=0)
    tab.goto("/settings/profile")
    expect(tab.get_by_label("Time zone", exact=True)).to_have_value("Asia/Kathmandu")


def test_a_milestone_that_waits_on_another_can_be_started_all_the_same(open_tab: OpenTab):
    tab = open_tab("otto", java_script_enabled=False)
    tab.goto("/roadmap/ai-engineer/sk-prompts-as-code")
    journey.status(tab, "Doing").click()
    expect(tab.get_by_role("alert")).to_contain_text("Nothing was changed.")
    tab.get_by_role("button", name="Start all the same").click()
    expect(journey.status(tab, "Doing")).to_have_attribute("aria-pressed", "true")


def test_the_menu_opens(open_tab: OpenTab):
    tab = open_tab("otto", java_script_enabled=False)
    tab.goto("/guides")
    tab.locator("details.menu > summary").click()
    tab.get_by_role("link", name="Settings").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Settings")
