"""From signing up to a milestone done and undone, with scripts: htmx changes the page in place."""

import pytest
from playwright.sync_api import expect

from tests.browser import journey
from tests.browser.conftest import OpenTab

pytestmark = pytest.mark.browser


def test_from_sign_up_to_a_milestone_done_and_undone(open_tab: OpenTab):
    tab = open_tab(timezone_id="Pacific/Auckland")
    journey.sign_up(tab)
    journey.finish_a_section(tab)
    journey.work_the_milestone(tab)
    journey.see_it_counted(tab, done=1)
    journey.undo(tab)
    journey.see_it_counted(tab, done=0)


def test_the_time_zone_is_the_browsers(open_tab: OpenTab):
    tab = open_tab(timezone_id="Pacific/Auckland")
    tab.goto("/sign-up")
    expect(tab.get_by_label("Time zone", exact=True)).to_have_value("Pacific/Auckland")
    journey.sign_up(tab)
    tab.goto("/settings/profile")
    expect(tab.get_by_label("Time zone", exact=True)).to_have_value("Pacific/Auckland")


def test_a_time_zone_that_was_chosen_by_hand_stays(open_tab: OpenTab):
    tab = open_tab(timezone_id="Pacific/Auckland")
    tab.goto("/sign-up")
    tab.get_by_label("Time zone", exact=True).select_option("Asia/Kathmandu")
    tab.get_by_role("button", name="Create account").click()
    expect(tab.get_by_text("Choose a password.").first).to_be_visible()
    expect(tab.get_by_label("Time zone", exact=True)).to_have_value("Asia/Kathmandu")


def test_a_change_stays_on_the_page_that_is_open(open_tab: OpenTab):
    tab = open_tab("otto")
    tab.goto("/roadmap/ai-engineer/rs-evidence-log")
    tab.evaluate("window.stillHere = true")
    journey.status(tab, "Doing").click()
    expect(journey.status(tab, "Doing")).to_have_attribute("aria-pressed", "true")
    expect(tab.get_by_text("Now “Doing”.")).to_be_visible()
    assert tab.evaluate("window.stillHere") is True
    tab.reload()
    expect(journey.status(tab, "Doing")).to_have_attribute("aria-pressed", "true")


def test_what_is_being_typed_elsewhere_survives_a_change(open_tab: OpenTab):
    tab = open_tab("otto")
    tab.goto("/roadmap/ai-engineer/sk-llm-basics")
    tab.get_by_label("Only you can read this").fill("half a thought")
    journey.status(tab, "Doing").click()
    expect(journey.status(tab, "Doing")).to_have_attribute("aria-pressed", "true")
    expect(tab.get_by_label("Only you can read this")).to_have_value("half a thought")


def test_a_note_being_typed_is_neither_thrown_away_nor_saved_over_another(open_tab: OpenTab):
    tab, other = open_tab("otto"), open_tab("otto")
    for one in (tab, other):
        one.goto("/roadmap/ai-engineer/iv-target-list")
    field, criterion = tab.get_by_label("Only you can read this"), tab.locator("button.check").first
    field.fill("half a thought")
    other.get_by_label("Only you can read this").fill("from the other page")
    other.get_by_role("button", name="Save note").click()
    expect(other.get_by_text("Note saved.")).to_be_visible()
    criterion.click()
    expect(criterion).to_have_attribute("aria-pressed", "true")
    expect(field).to_have_value("half a thought")
    with tab.expect_response(lambda answer: answer.status == 409):
        tab.get_by_role("button", name="Save note").click()
    expect(tab.get_by_label("Yours, not saved yet")).to_have_value("half a thought")
    expect(tab.get_by_label("Saved on the other page")).to_have_value("from the other page")
    expect(tab.locator("section[role=alert]")).to_be_focused()
    expect(tab.locator("section[role=alert]")).to_be_in_viewport()


def test_a_printed_milestone_carries_no_controls(open_tab: OpenTab):
    tab = open_tab("otto")
    tab.goto("/roadmap/ai-engineer/sk-python-services")
    expect(tab.get_by_role("button", name="Save note")).to_be_visible()
    tab.emulate_media(media="print")
    assert (
        tab.locator("#work :is(.btn, summary, textarea, input:not([type=hidden]), [aria-pressed=false]:not(.check))")
        .filter(visible=True)
        .count()
        == 0
    )
    expect(tab.locator(".statuses [aria-pressed=true]")).to_be_visible()


def test_a_refusal_is_shown_and_nothing_typed_is_lost(open_tab: OpenTab):
    tab = open_tab("otto")
    tab.goto("/roadmap/ai-engineer/sk-python-services")
    tab.get_by_label("Link", exact=True).fill("ftp://example.org/proof")
    tab.get_by_label("What it shows").fill("The service, with its tests")
    tab.get_by_role("button", name="Add link").click()
    expect(tab.get_by_role("alert")).to_be_visible()
    expect(tab.get_by_label("Link", exact=True)).to_have_value("ftp://example.org/proof")
    expect(tab.get_by_label("What it shows")).to_have_value("The service, with its tests")


def test_signing_out_closes_the_pages_that_were_open(open_tab: OpenTab):
    tab = open_tab()
    journey.sign_up(tab)
    tab.locator("details.menu > summary").click()
    tab.get_by_role("button", name="Sign out").click()
    expect(tab.get_by_text("You're signed out on this device.")).to_be_visible()
    tab.go_back()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Sign in")
