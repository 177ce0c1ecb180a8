"""Walks a site as somebody would who follows every link: each page of ours that can be reached, once."""

from collections.abc import Collection, Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

from werkzeug.test import TestResponse

from tests.pages import Page
from tests.people import Client

LEADING_AWAY = {"/sign-in/openid", "/settings/openid/start", "/settings/proof/openid"}
"""To a provider of OpenID Connect, which is another site."""


def walk(client: Client, *start: str, ways: Collection[str] = ()) -> Iterator[tuple[str, TestResponse, Page]]:
    """(address, answer, page) for each; `ways` are query names to follow: others lead to pages of the same kind."""
    waiting, met = list(start), set(start)
    while waiting:
        address = waiting.pop(0)
        answer = client.get(address)
        assert answer.status_code in {200, 301, 302}, f"a link leads to {address}: {answer.status}"
        if answer.status_code != 200:
            links = [str(answer.location)]
        elif answer.mimetype == "text/html":
            page = client.read(answer)
            yield address, answer, page
            links = [link["href"] for link in page.all("a") if link.get("href")]
        else:
            continue
        for link in links:
            found = urldefrag(urljoin(address, link)).url
            parts = urlsplit(found)
            names = {piece.partition("=")[0] for piece in parts.query.split("&") if piece}
            if not parts.netloc and parts.path not in LEADING_AWAY and names <= set(ways) and found not in met:
                met.add(found)
                waiting.append(found)
