"""Signing in elsewhere in a real browser: to another site and back under the policy, with and without scripts."""

import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import databases
from tests.browser.axe import faults
from tests.browser.live import HOST, free_port, running
from tests.browser.watching import REPORT_VIOLATIONS
from tests.openid import provider
from tracker import create_app
from tracker.config import ROOT, Settings

pytestmark = pytest.mark.browser

BY_FORM = """() => {
  const form = Object.assign(document.createElement('form'), {action: '/sign-in/openid'});
  document.body.append(form);
  form.submit();
}"""
FONTS = "https://fonts.googleapis.com/**"
"""The provider's own pages ask for one; the tests ask no other host."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[str]:
    """Milepost, registered at a provider on another site (localhost beside 127.0.0.1)."""
    folder, port = tmp_path_factory.mktemp("openid"), free_port()
    with provider.running() as elsewhere:
        client = elsewhere.register(f"http://{HOST}:{port}")
        environment = {
            "INSTANCE_PATH": str(folder),
            "DATABASE_URL": databases.new_database(f"milepost_browser_openid_{worker_id}", folder),
            "SECRET_KEY": "the-key-of-the-browser-tests-0123456789",
            "CONTENT_PATH": str(ROOT / "tests" / "content"),
            "RUN_WORKER": "no",
            "OIDC_ISSUER": client.issuer,
            "OIDC_CLIENT_ID": client.client_id,
            "OIDC_CLIENT_SECRET": client.client_secret,
            "OIDC_NAME": client.name,
        }
        app = create_app(Settings.from_environment(environment))
        databases.migrate(app)
        databases.let_go(app)
        with running([sys.executable, "-m", "tracker.serve"], port, "/readyz", environment) as server:
            yield server.address


def tab(browser: Browser, site: str, said: list[str], *, scripts: bool) -> Page:
    context = browser.new_context(
        base_url=site, java_script_enabled=scripts, service_workers="block", reduced_motion="reduce"
    )
    context.add_init_script(REPORT_VIOLATIONS)
    context.route(FONTS, lambda route: route.abort())
    context.on("console", lambda one: said.append(one.text) if "policy" in one.text.lower() else None)
    return context.new_page()


def allow(page: Page, name: str) -> None:
    """The provider's own two pages."""
    page.get_by_placeholder("Enter any login").fill(name)
    page.get_by_placeholder("and password").fill("any will do there")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()


def accessible(page: Page) -> None:
    assert faults(page) == []


def test_there_and_back_again(site: str, browser: Browser) -> None:
    said: list[str] = []
    page = tab(browser, site, said, scripts=True)
    page.goto("/sign-in")
    page.get_by_role("link", name="Sign in with Elsewhere").click()
    allow(page, "ada")
    page.wait_for_url("**/sign-up/openid")
    expect(page.get_by_label("Name")).to_have_value("Ada of Elsewhere")
    accessible(page)
    page.get_by_role("button", name="Create account").click()
    page.wait_for_url("**/dashboard")
    page.locator("details.menu > summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{site}/")

    page.goto("/sign-in?next=/guides")
    page.get_by_role("link", name="Sign in with Elsewhere").click()
    page.wait_for_url(f"{site}/guides")
    page.go_back()
    assert "code=" not in page.url, "what the provider sent along is in no history"

    page.goto("/settings/openid")
    expect(page.get_by_text("It is your only way in")).to_be_visible()
    accessible(page)
    page.context.close()
    assert said == []


def test_without_scripts_a_button_goes_on(site: str, browser: Browser) -> None:
    said: list[str] = []
    page = tab(browser, site, said, scripts=False)
    page.goto("/sign-in")
    page.get_by_role("link", name="Sign in with Elsewhere").click()
    allow(page, "ben")
    page.get_by_role("heading", name="Back from Elsewhere").wait_for()
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/sign-up/openid")
    page.get_by_role("button", name="Create account").click()
    page.wait_for_url("**/dashboard")
    page.context.close()
    assert said == []


def test_a_form_would_not_get_there(site: str, browser: Browser) -> None:
    """Why leaving is a link: the policy is in force, and judges where a form is redirected to as well."""
    said: list[str] = []
    page = tab(browser, site, said, scripts=True)
    page.goto("/sign-in")
    with page.expect_event("console", lambda one: "form-action" in one.text):
        page.evaluate(BY_FORM)
    assert page.url == f"{site}/sign-in"
    page.context.close()
    assert said
