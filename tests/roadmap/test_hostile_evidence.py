"""Evidence from somebody who means harm: addresses that are not what they look like, and markup in every field."""

import pytest
from flask import Flask

from tests.hostile import LINKS, LOOK_ALIKES, MARKUP
from tests.pages import Page
from tests.people import Member
from tests.roadmap.desk import Desk, evidence, raw, said
from tests.tables import unchanged

pytestmark = pytest.mark.slow


@pytest.fixture
def desk(mia: Member) -> Desk:
    return Desk(mia.client, "tk-sheet-bend")


def held(page: Page) -> None:
    """Nothing of what was typed has become an element."""
    assert page.all("img") == []
    assert page.all("iframe") == []
    assert all(script.get("src").startswith("/static/") for script in page.all("script"))
    assert all(link["href"].startswith(("/", "#", "https://", "http://")) for link in page.all("a"))


@pytest.mark.parametrize("address", LINKS, ids=lambda address: ascii(address)[:40])
def test_an_address_that_will_not_do_is_refused_and_still_there(app: Flask, desk: Desk, address: str) -> None:
    fields = {"kind": "link", "url": address, "text": "What I made"}
    page = desk.read(unchanged(app, lambda: desk.send("evidence", **fields)), 422)
    (sentence,) = page.one("div", role="alert").all("p")
    assert sentence.text.startswith(("This address", "An address begins", "The site's name"))
    field = page.one("input", id="evidence-link-url")
    assert field["value"] == address
    assert field["aria-invalid"] == "true"
    assert sentence.text in page.one("ul", id=field["aria-describedby"]).text
    assert page.one("input", id="evidence-link-text")["value"] == "What I made"
    assert evidence(page) == []
    held(page)


@pytest.mark.parametrize("address", LOOK_ALIKES)
def test_a_name_in_look_alike_letters_shows_what_it_is(desk: Desk, address: str) -> None:
    (piece,) = evidence(desk.do("evidence", kind="link", url=address, text="https://example.org"))
    assert LOOK_ALIKES[address] in piece.all("div")[0].all("p")[0].text


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/x?token=abc",
        "https://example.org/x?a=1&X-Amz-Signature=00ff",
        "https://example.org/x?share=" + "a1" * 16,
    ],
)
def test_an_address_that_carries_a_key_is_warned_of(desk: Desk, address: str) -> None:
    page = desk.do("evidence", kind="link", url=address)
    assert "This address seems to carry a key: whoever sees it can use it." in said(page)
    assert "carries a key" in evidence(page)[0].text


@pytest.mark.parametrize(
    "address", ["https://example.org/x?page=2", "http://localhost/x", "https://example.org:8443/#a"]
)
def test_a_plain_address_is_not(desk: Desk, address: str) -> None:
    page = desk.do("evidence", kind="link", url=address)
    assert "carry a key" not in said(page)
    assert evidence(page)[0].all("a")[0]["href"] == address


@pytest.mark.parametrize("markup", MARKUP)
def test_markup_is_only_ever_text(desk: Desk, markup: str) -> None:
    desk.do("evidence", kind="link", url="https://example.org/", text=markup)
    desk.do("evidence", kind="text", text=markup)
    page = desk.do("evidence", kind="figure", figure="pulls", value=markup, day="2026-03-14", commit=markup)
    link, text = evidence(page)
    assert link.all("a")[0].text == " ".join(markup.split())
    assert link.one("input", name_="text")["value"] == markup
    assert raw(text.one("textarea")) == markup
    figure = page.one("section", aria_labelledby="bar")
    assert figure.one("input", name_="value")["value"] == markup
    assert figure.one("input", name_="commit")["value"] == markup
    held(page)


@pytest.mark.parametrize("markup", MARKUP)
def test_markup_that_is_refused_is_shown_again_as_text(desk: Desk, markup: str) -> None:
    page = desk.read(desk.send("evidence", kind="link", url=markup, text=markup), 422)
    assert page.one("input", id="evidence-link-url")["value"] == markup
    held(page)
    page = desk.read(desk.send("evidence", kind="figure", figure="pulls", value="1", n=markup, day=markup), 422)
    assert page.one("input", id="figure-pulls-day")["value"] == markup
    held(page)
    page = desk.read(desk.send("evidence", kind="text", evidence_id=markup, text=markup, version=3), 409)
    assert raw(page.one("textarea", id="mine-text")) == markup
    held(page)
    page = desk.read(desk.send("evidence", kind=markup, text=markup), 422)
    assert markup in [raw(area) for area in page.all("textarea")]
    held(page)
