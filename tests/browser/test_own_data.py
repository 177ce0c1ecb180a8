"""One's data in a browser: an export shows by itself when it is ready; who leaves leaves nothing in the browser."""

import pytest
from playwright.sync_api import expect

from tests import databases
from tests.browser.conftest import NewMember, OpenTab
from tests.browser.visiting import READ, sign_in
from tests.post import work
from tracker import create_app
from tracker.config import Settings

pytestmark = pytest.mark.browser


def test_an_export_is_there_without_looking_again_and_leaving_empties_the_browser(
    open_tab: OpenTab, new_member: NewMember, environment: dict[str, str]
) -> None:
    app = create_app(Settings.from_environment(environment))  # plays the worker's part
    email = new_member().email
    tab = open_tab()
    sign_in(tab, email.partition("@")[0])
    tab.goto("/settings/data")
    tab.get_by_role("button", name="Make an archive").click()
    expect(tab.get_by_role("main")).to_contain_text("Being made")
    work(app)
    databases.let_go(app)
    link = tab.get_by_role("link", name="Download the archive")
    expect(link).to_be_visible(timeout=30_000)
    with tab.expect_download() as download:
        link.click()
    assert download.value.suggested_filename.endswith(".zip")

    tab.goto(READ)
    assert tab.evaluate("Object.keys(localStorage).some((key) => key.startsWith('milepost:reader'))")
    tab.goto("/settings/delete")
    tab.get_by_label("Your e-mail address").fill("somebody@example.org")
    tab.get_by_role("button", name="Delete everything").click()
    expect(tab.get_by_role("main")).to_contain_text("This isn't the address of this account.")
    tab.get_by_label("Your e-mail address").fill(email)
    tab.get_by_role("button", name="Delete everything").click()
    expect(tab.get_by_role("status")).to_contain_text("Your account and everything that was in it is deleted.")
    left = tab.evaluate("Object.keys(localStorage).filter((key) => /reader|state:|outbox:|time:/.test(key))")
    assert left == []
