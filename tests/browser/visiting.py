"""How a browser gets to a page: signed in as somebody, after something was done."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from flask import Flask
from playwright.sync_api import Browser, Page, Response, StorageState
from pyotp import TOTP

from tests.conftest import REAL_GUIDE, loaded
from tracker.accounts import User
from tracker.accounts.models import Authenticator
from tracker.demo import PASSWORD

GUIDE = loaded(REAL_GUIDE)
READ = f"/guides/{GUIDE.id}"
WORK = f"/roadmap/{GUIDE.id}"

SEND = """([path, fields]) => {
  const form = Object.assign(document.createElement('form'), {method: 'post', action: path, hidden: true});
  for (const [name, value] of Object.entries(fields)) {
    const field = document.createElement('textarea');
    field.name = name;
    field.value = value;
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}"""


def sign_in(tab: Page, name: str, seed: str | None = None) -> None:
    """Through the form, as one of the demo's people; `seed`: of their authenticator app."""
    tab.goto("/sign-in")
    tab.get_by_label("E-mail").fill(f"{name}@example.org")
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    if seed:
        tab.get_by_label("Code from your app").fill(TOTP(seed).now())
        tab.get_by_role("button", name="Go on", exact=True).click()
    tab.wait_for_url("**/dashboard")


def send(tab: Page, path: str, /, **fields: str) -> None:
    """Send a form as a browser without scripts does, from whatever page is open, with that page's token."""
    token = tab.locator("input[name=csrf_token]").first.input_value()
    with tab.expect_navigation():
        tab.evaluate(SEND, [path, {"csrf_token": token, "op_id": uuid4().hex} | fields])


def signed_in_state(browser: Browser, site: str, app: Flask, name: str) -> StorageState:
    """The cookies of one of the demo's people who signed in, once: a code of a second step works once."""
    with app.app_context():
        user = User.by_email(f"{name}@example.org")
        seed = Authenticator.seed_of(user.id) if user else None
    with browser.new_context(base_url=site) as context:
        sign_in(context.new_page(), name, seed)
        return context.storage_state()


@dataclass(frozen=True)
class Visit:
    """A page in one state: whose it is (nobody's: signed out), its status, and the way there."""

    name: str
    path: str
    who: str | None = None
    code: int = 200
    do: Callable[[Page], object] | None = None
    """What is done on the page at `path` to come to this one; nothing where `path` is the page itself."""

    def __call__(self, tab: Page) -> None:
        """Go there, and make sure that it is the page that was meant."""
        answers: list[int] = []

        def note(response: Response) -> None:
            if response.request.is_navigation_request():
                answers.append(response.status)

        tab.on("response", note)
        tab.goto(self.path)
        if self.do:
            self.do(tab)
        tab.remove_listener("response", note)
        assert answers[-1] == self.code, f"{self.name} answered {answers}, not {self.code}"


def page(path: str, who: str | None = None, name: str | None = None, code: int = 200) -> Visit:
    return Visit(name or path.strip("/") or "landing", path, who, code)


def after(path: str, do: Callable[[Page], object], who: str | None, name: str, code: int) -> Visit:
    return Visit(name, path, who, code, do)


def sent(path: str, who: str | None, name: str, code: int, /, **fields: str) -> Visit:
    """The page that answers a form with these fields."""
    return Visit(name, "/guides", who, code, lambda tab: send(tab, path, **fields))
