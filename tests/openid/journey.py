"""The way of a browser to the provider, through its own pages, and back to Milepost.

Hides the provider's cookies, redirects and forms. Each step can be taken by itself, for tests that tamper between two.
"""

from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import requests
from werkzeug.test import TestResponse

from tests.pages import Page
from tests.people import Client

START = "/sign-in/openid"
FINISH = "/sign-in/openid/finish"
LINK = "/settings/openid/start"
PROVE = "/settings/proof/openid"
OURS = "http://localhost/"
MOST_STEPS = 12


class Browser:
    """A browser as the provider sees it: signed in there as somebody, or not yet."""

    def __init__(self) -> None:
        self._session = requests.Session()

    def allow(self, address: str, name: str) -> str:
        """Open the provider's page, sign in as `name` where it asks, consent where it asks; where it sends us back."""
        answer = self._session.get(address, allow_redirects=False, timeout=10)
        for _ in range(MOST_STEPS):
            if answer.is_redirect:
                onward = urljoin(answer.url, answer.headers["Location"])
                if onward.startswith(OURS):
                    return onward
                answer = self._session.get(onward, allow_redirects=False, timeout=10)
                continue
            assert answer.status_code == 200, f"{answer.url} answered {answer.status_code}: {answer.text[:500]}"
            form = Page(answer.text, answer.url).one("form", method="post")
            fields = {one["name"]: one.get("value") for one in form.all("input")}
            if "login" in fields:
                fields |= {"login": name, "password": "any will do there"}
            answer = self._session.post(form["action"], fields, allow_redirects=False, timeout=10)
        raise AssertionError(f"the provider asks and asks, lastly at {answer.url}")

    def refuse(self, address: str) -> str:
        """Open the provider's page and cancel there."""
        answer = self._session.get(address, timeout=10)
        (cancel,) = [a["href"] for a in Page(answer.text, answer.url).all("a") if "Cancel" in a.text]
        answer = self._session.get(cancel, allow_redirects=False, timeout=10)
        while not answer.headers["Location"].startswith(OURS):
            answer = self._session.get(answer.headers["Location"], allow_redirects=False, timeout=10)
        return str(answer.headers["Location"])


def sent_to(client: Client, start: str = START) -> str:
    """Where Milepost sends somebody who begins here."""
    answer = client.get(start)
    assert answer.status_code == 302, answer.text[:500]
    return str(answer.location)


def asked(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def came_back(client: Client, address: str) -> dict[str, str]:
    """What the form holds that somebody sends who is back at this address."""
    page = client.page(address.replace(OURS, "/"))
    form = page.form(FINISH)
    return {name: form.one("input", name_=name)["value"] for name in ("code", "state")}


def finish(client: Client, back: str, **changes: Any) -> TestResponse:
    return client.post(FINISH, **{**came_back(client, back), **changes})


def travel(client: Client, name: str, start: str = START, browser: Browser | None = None) -> TestResponse:
    """There and back again: what Milepost answers in the end."""
    back = (browser or Browser()).allow(sent_to(client, start), name)
    return finish(client, back)
