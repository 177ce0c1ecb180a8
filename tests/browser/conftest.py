"""What a browser test can ask for: the app as it is served, a Chromium, and tabs of the demo's people in it.

Every tab is watched: a script error, a blocked resource, a console error or a request to another host fails its test.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import uuid4

import pytest
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, sync_playwright

from tests import databases
from tests.browser import demo_database
from tests.browser.chromium import launch_options
from tests.browser.live import serving
from tests.browser.visiting import signed_in_state
from tests.browser.watching import Watch
from tracker import create_app, demo
from tracker.accounts import User, hashed
from tracker.accounts.models import UserSession
from tracker.config import Settings
from tracker.extensions import db

SECRET_KEY = "the-key-of-the-browser-tests-0123456789"
PATIENCE_MS = 10_000

OpenTab = Callable[..., Page]


@dataclass(frozen=True)
class Newcomer:
    """Somebody with an account, and the session cookie that signing in at this site would have given."""

    email: str
    session: str
    site: str


NewMember = Callable[[], Newcomer]


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> dict[str, str]:
    """The settings of the app that is served, with a database of its own."""
    instance = tmp_path_factory.mktemp("served")
    return {
        "INSTANCE_PATH": str(instance),
        "DATABASE_URL": databases.new_database(f"milepost_browser_{worker_id}", instance),
        "SECRET_KEY": SECRET_KEY,
    }


@pytest.fixture(scope="session")
def site(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[str]:
    """The address of Milepost, served as in production, with the demo's people."""
    own = tmp_path_factory.getbasetemp()
    demo_database.fill(environment, own if worker_id == "master" else own.parent)
    with serving(environment) as server:
        yield server.address


@pytest.fixture(scope="session")
def new_member(site: str, environment: dict[str, str]) -> Iterator[NewMember]:
    """`new_member()`: somebody new, of whom there may be more than may sign up within five minutes."""
    app = create_app(Settings.from_environment(environment))
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer

    def member() -> Newcomer:
        email = f"{uuid4().hex}@example.org"
        with app.app_context():
            user = User.sign_up(name="Ada Mercer", email=email, password_hash=hashed(demo.PASSWORD), time_zone="UTC")
            assert user
            token = UserSession.begin(user.id, remembered=False, device="a browser of the tests")
            db.session.commit()
        return Newcomer(email, str(serializer.dumps({"_user_id": token, "_fresh": True})), site)

    yield member
    databases.let_go(app)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(**launch_options())
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def signed_in(site: str, browser: Browser, environment: dict[str, str]) -> Iterator[Callable[[str], StorageState]]:
    """`signed_in("mia")`: the cookies of a browser in which she signed in through the form, once per worker."""
    app = create_app(Settings.from_environment(environment))

    @cache
    def state(name: str) -> StorageState:
        return signed_in_state(browser, site, app, name)

    yield state
    databases.let_go(app)


@pytest.fixture(scope="session")
def watch(site: str) -> Watch:
    return Watch(site)


@pytest.fixture
def open_tab(site: str, browser: Browser, signed_in: Callable[[str], StorageState], watch: Watch) -> Iterator[OpenTab]:
    """`open_tab("mia", …)`: a tab in a new browser profile, signed out without a name. Options: Playwright's."""
    contexts: list[BrowserContext] = []

    def open_one(name: str | None = None, **options: Any) -> Page:
        contexts.append(_profile(browser, site, signed_in(name) if name else None, watch, options))
        return contexts[-1].new_page()

    yield open_one
    for context in contexts:
        context.close()
    watch.found_nothing()


@pytest.fixture(scope="module")
def tabs_to_look(
    site: str, browser: Browser, signed_in: Callable[[str], StorageState], watch: Watch
) -> Iterator[OpenTab]:
    """As `look` below, without the watch's verdict."""
    tabs: dict[str, Page] = {}

    def one(name: str | None = None, **options: Any) -> Page:
        key = f"{name} {options}"
        if key not in tabs:
            tabs[key] = _profile(browser, site, signed_in(name) if name else None, watch, options).new_page()
        return tabs[key]

    yield one
    for tab in tabs.values():
        tab.context.close()


@pytest.fixture
def look(tabs_to_look: OpenTab, watch: Watch) -> Iterator[OpenTab]:
    """`look("mia", …)`: a tab that the tests of one file share, to go somewhere and look at it; it saves time."""
    yield tabs_to_look
    watch.found_nothing()


def _profile(
    browser: Browser, site: str, state: StorageState | None, watch: Watch, options: dict[str, Any]
) -> BrowserContext:
    settings = {"base_url": site, "locale": "en-GB", "reduced_motion": "reduce", "service_workers": "block"} | options
    context = browser.new_context(storage_state=state, **settings)
    context.set_default_timeout(PATIENCE_MS)
    watch.over(context)
    return context
