"""Where mail is set up: from signing up to a new address and a forgotten password, by keyboard's width and by axe."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests import databases
from tests.browser.axe import faults
from tests.browser.conftest import SECRET_KEY
from tests.browser.live import serving
from tests.browser.looking import STICKING_OUT
from tests.browser.watching import Watch
from tests.conftest import TINY_GUIDE
from tests.post import Postbox, link_in, work
from tracker import create_app
from tracker.config import Settings

pytestmark = pytest.mark.browser

PASSWORD, NEW_PASSWORD = "four plain lantern words", "another lantern in the rain"
Look = Callable[[str], None]


@pytest.fixture(scope="module")
def mailing_site(tmp_path_factory: pytest.TempPathFactory, _mail_server: Postbox) -> Iterator[tuple[str, Flask]]:
    """The address of a Milepost that sends letters, and the app that does its worker's part."""
    folder = tmp_path_factory.mktemp("letters")
    (folder / "content").mkdir()
    (folder / "content" / "tiny-guide").symlink_to(TINY_GUIDE, target_is_directory=True)
    environment = {
        "INSTANCE_PATH": str(folder),
        "CONTENT_PATH": str(folder / "content"),
        "SECRET_KEY": SECRET_KEY,
        "SMTP_URL": _mail_server.url,
        "MAIL_FROM": "Milepost <milepost@example.org>",
    }
    with serving(environment) as server:
        app = create_app(Settings.from_environment(environment))
        yield server.address, app
        databases.let_go(app)


def press(tab: Page, name: str) -> None:
    tab.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def looked_at(tab: Page, heading: str) -> None:
    """The page has this heading, no fault that axe finds, and nothing that sticks out of a small phone."""
    expect(tab.get_by_role("heading", level=1, name=heading)).to_be_visible()
    assert faults(tab) == []
    assert tab.evaluate(STICKING_OUT) == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_every_step(mailing_site: tuple[str, Flask], postbox: Postbox, browser: Browser, scripts: bool) -> None:
    address, app = mailing_site
    first, second = ("ann@example.org", "ann@new.example.org") if scripts else ("bo@example.org", "bo@new.example.org")
    watch = Watch(address)
    context = browser.new_context(
        base_url=address,
        viewport={"width": 320, "height": 640},
        reduced_motion="reduce",
        service_workers="block",
        bypass_csp=True,
        java_script_enabled=scripts,
    )
    watch.over(context)
    tab = context.new_page()

    def look(heading: str) -> None:
        if scripts:
            looked_at(tab, heading)
        else:
            expect(tab.get_by_role("heading", level=1, name=heading)).to_be_visible()

    def follow(to: str) -> None:
        work(app)
        tab.goto(link_in(postbox.to(to)[-1]))
        assert "/link/" not in tab.url

    tab.goto("/sign-up")
    tab.get_by_label("Name").fill("Ann Arbor")
    tab.get_by_label("E-mail").fill(first)
    tab.get_by_label("Password").fill(PASSWORD)
    press(tab, "Create account")
    look("Check your mail")
    follow(first)
    look("Finish your account")
    press(tab, "Finish and sign in")
    expect(tab.get_by_text("Your roadmap is ready.")).to_be_visible()

    tab.goto("/settings/address")
    look("E-mail address")
    tab.get_by_role("link", name="Change the address").click()
    tab.get_by_label("New e-mail address").fill(second)
    press(tab, "Send the letter")
    look("E-mail address")
    expect(tab.get_by_role("heading", name="A change waits for its letter")).to_be_visible()
    follow(second)
    look("Your new address")
    press(tab, "Use this address")
    expect(tab.get_by_text(f"You sign in as {second} from now on.")).to_be_visible()

    context.clear_cookies()
    tab.goto("/sign-in")
    tab.get_by_role("link", name="Forgot the password?").click()
    look("Forgot the password")
    tab.get_by_label("E-mail").fill(second)
    press(tab, "Send the letter")
    look("Check your mail")
    follow(second)
    look("Choose a new password")
    tab.get_by_label("New password").fill(NEW_PASSWORD)
    press(tab, "Change password")
    expect(tab.get_by_text("Your password is changed, and every other device is signed out.")).to_be_visible()
    context.close()
    watch.found_nothing()
