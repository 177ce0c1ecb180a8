"""The second step in a browser: passkeys with its own virtual authenticator, an app's codes without scripts.

Browsers know passkeys only for a site with a name, so this one is reached as localhost and not by its number.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import uuid4

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect

from tests import databases
from tests.browser.conftest import PATIENCE_MS, SECRET_KEY
from tests.browser.live import free_port, running
from tests.browser.looking import looks_right
from tests.browser.watching import Watch
from tracker import clock, create_app
from tracker.accounts import User, hashed
from tracker.config import Settings
from tracker.extensions import db

pytestmark = pytest.mark.browser

PASSWORD = "four plain lantern words"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@dataclass(frozen=True)
class Site:
    address: str
    new_member: Callable[[], str]


@pytest.fixture(scope="module")
def named_site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Site]:
    instance, port = tmp_path_factory.mktemp("named"), free_port()
    address = f"http://localhost:{port}"
    environment = {
        "INSTANCE_PATH": str(instance),
        "DATABASE_URL": databases.new_database(f"milepost_named_{worker_id}", instance),
        "SECRET_KEY": SECRET_KEY,
        "PUBLIC_URL": address,
    }
    app = create_app(Settings.from_environment(environment))
    databases.migrate(app)
    password_hash = hashed(PASSWORD)

    def new_member() -> str:
        email = f"{uuid4().hex[:12]}@example.org"
        with app.app_context():
            User.sign_up(name="Ada Mercer", email=email, password_hash=password_hash, time_zone="UTC")
            db.session.commit()
        return email

    with running([sys.executable, "-m", "tracker.serve"], port, "/readyz", environment):
        yield Site(address, new_member)
    databases.let_go(app)


@pytest.fixture
def tab(named_site: Site, browser: Browser) -> Iterator[Callable[..., Page]]:
    """`tab(…)`: a tab in a new profile, watched. Options: Playwright's."""
    watch, contexts = Watch(named_site.address), list[BrowserContext]()

    def open_one(**options: object) -> Page:
        settings = {"base_url": named_site.address, "reduced_motion": "reduce", "service_workers": "block", **options}
        context = browser.new_context(**settings)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE_MS)
        watch.over(context)
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()
    watch.found_nothing()


def device(page: Page, **differing: object) -> CDPSession:
    """Give this tab's browser a device that makes passkeys; answers the way to change it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    found = session.send("WebAuthn.addVirtualAuthenticator", {"options": {**DEVICE, **differing}})
    session.authenticator_id = found["authenticatorId"]  # type: ignore[attr-defined]
    return session


def sign_in(page: Page, email: str, *, to: str = "**/dashboard") -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(to)


def sign_out(page: Page) -> None:
    page.context.clear_cookies()


def make_passkey(page: Page, name: str) -> None:
    page.goto("/settings/passkeys")
    page.get_by_label("Name", exact=True).last.fill(name)
    page.get_by_role("button", name="Make a passkey").click()


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def test_a_passkey_from_its_making_to_its_end(named_site: Site, tab: Callable[..., Page]) -> None:
    page, email = tab(locale="en-GB"), named_site.new_member()
    device(page)
    sign_in(page, email)
    make_passkey(page, "This laptop")
    heading(page, "Your recovery codes")
    expect(page.get_by_role("main").get_by_role("listitem")).to_have_count(10)
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_text("One passkey, added today; not used yet.")).to_be_visible()

    sign_out(page)  # with nothing else
    page.goto("/sign-in?next=/guides")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/guides")
    expect(page.get_by_text("Ada Mercer").first).to_be_visible()

    sign_out(page)  # as the second step
    sign_in(page, email, to="**/sign-in/second-step")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/dashboard")

    page.goto("/settings/proof?next=/settings/passkeys")  # as proof
    page.get_by_role("button", name="Use a passkey").click()
    heading(page, "Passkeys")

    make_passkey(page, "Another")
    expect(page.get_by_text("This device has a passkey for your account already.")).to_be_visible()

    page.get_by_text("Rename or remove").click()
    page.get_by_label("Name", exact=True).first.fill("Old laptop")
    page.get_by_role("button", name="Save name").click()
    expect(page.get_by_role("heading", name="Old laptop")).to_be_visible()
    page.get_by_text("Rename or remove").click()
    page.get_by_role("button", name="Remove this passkey").click()
    expect(page.get_by_text("is removed here.")).to_be_visible()
    sign_out(page)
    sign_in(page, email)


def test_a_device_that_is_not_opened_signs_nobody_in(named_site: Site, tab: Callable[..., Page]) -> None:
    page, email = tab(), named_site.new_member()
    session = device(page)
    sign_in(page, email)
    make_passkey(page, "Phone")
    heading(page, "Your recovery codes")
    sign_out(page)
    session.send(
        "WebAuthn.setUserVerified",
        {"authenticatorId": session.authenticator_id, "isUserVerified": False},  # type: ignore[attr-defined]
    )
    page.goto("/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("No passkey was used. Try again, or go another way.")).to_be_visible()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_enabled()
    assert page.url.endswith("/sign-in")


def test_by_another_name_the_page_says_why_it_does_not_work(named_site: Site, browser: Browser) -> None:
    with browser.new_context(base_url=named_site.address.replace("localhost", "127.0.0.1")) as context:
        page = context.new_page()
        page.goto("/sign-in")
        page.get_by_role("button", name="Sign in with a passkey").click()
        expect(page.get_by_text("Passkeys work only at the address that this Milepost is set up for.")).to_be_visible()


def test_an_authenticator_app_without_scripts(named_site: Site, tab: Callable[..., Page]) -> None:
    page, email = tab(java_script_enabled=False), named_site.new_member()
    sign_in(page, email)
    expect(page.get_by_role("button", name="passkey")).to_have_count(0)
    page.goto("/settings")
    page.get_by_role("link", name="Authenticator app: Set up").click()
    page.get_by_role("button", name="Set up an app").click()
    app = pyotp.TOTP(page.locator("#key").inner_text().replace(" ", ""))
    page.get_by_label("Code from your app").fill(app.at(clock.now()))
    page.get_by_role("button", name="Turn it on").click()
    heading(page, "Your recovery codes")
    codes = page.get_by_role("main").get_by_role("listitem").all_inner_texts()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    text = download.value.path().read_text("utf-8")
    assert all(code in text.splitlines() for code in codes)

    sign_out(page)
    sign_in(page, email, to="**/sign-in/second-step")
    expect(page.get_by_label("Code from your app")).to_be_focused()
    page.keyboard.type(app.at(clock.now(), counter_offset=1))
    page.keyboard.press("Enter")
    page.wait_for_url("**/dashboard")

    sign_out(page)
    sign_in(page, email, to="**/sign-in/second-step")
    page.get_by_text("Use a recovery code instead").click()
    page.get_by_label("Recovery code").fill(codes[0])
    page.get_by_role("button", name="Go on with it").click()
    page.wait_for_url("**/dashboard")


def test_its_pages_are_sound_in_every_state(named_site: Site, tab: Callable[..., Page]) -> None:
    page, email = tab(bypass_csp=True), named_site.new_member()
    device(page)
    sign_in(page, email)
    page.goto("/settings/authenticator")
    page.get_by_role("button", name="Set up an app").click()
    looks_right(page, page.locator("#key"))
    app = pyotp.TOTP(page.locator("#key").inner_text().replace(" ", ""))
    page.get_by_label("Code from your app").fill("12345")
    page.get_by_role("button", name="Turn it on").click()
    looks_right(page, page.get_by_text("One answer needs another look"))
    page.get_by_label("Code from your app").fill(app.at(clock.now()))
    page.get_by_role("button", name="Turn it on").click()
    looks_right(page, page.get_by_role("heading", level=1, name="Your recovery codes"))
    make_passkey(page, "The blue phone with a name so long that a line has to be broken")
    looks_right(page, page.get_by_text("is ready."))
    for path in ("/settings/authenticator", "/settings/recovery-codes", "/settings/proof", "/settings"):
        page.goto(path)
        looks_right(page, page.get_by_role("heading", level=1))
    sign_out(page)
    sign_in(page, email, to="**/sign-in/second-step")
    looks_right(page, page.get_by_label("Code from your app"))
    page.get_by_label("Code from your app").fill("12345")
    page.get_by_role("button", name="Go on", exact=True).click()
    looks_right(page, page.get_by_text("One answer needs another look"))
