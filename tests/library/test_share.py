"""Passing a guide on: the public address to select, copy, mail or post, whatever host was asked."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tests.apps import another_app
from tests.pages import Page
from tests.people import Client
from tracker.library import Guide

HERE = "/guides/tiny-guide"
PUBLIC = f"http://localhost{HERE}"


def links(page: Page) -> dict[str, str]:
    return {link.text: link["href"] for link in page.one("section", aria_labelledby="share").all("a")}


def test_the_address_can_be_selected(anyone: Client) -> None:
    field = anyone.page(HERE).one("input", id="share-address")
    assert field["value"] == PUBLIC
    assert "readonly" in field.attributes


def test_plain_links_carry_it(anyone: Client, tiny_guide: Guide) -> None:
    found = links(anyone.page(HERE))
    mail = parse_qs(urlsplit(found["E-mail"]).query)
    assert found["E-mail"].startswith("mailto:?")
    assert mail == {"subject": [tiny_guide.title], "body": [f"{tiny_guide.subtitle}\r\n{PUBLIC}"]}
    posted = urlsplit(found["LinkedIn"])
    assert (posted.scheme, posted.netloc) == ("https", "www.linkedin.com")
    assert parse_qs(posted.query) == {"url": [PUBLIC]}


def test_the_links_of_the_real_guide_are_whole(anyone: Client, guide: Guide) -> None:
    mail = parse_qs(urlsplit(links(anyone.page(f"/guides/{guide.id}"))["E-mail"]).query)
    assert mail["subject"] == [guide.title]


def test_buttons_that_need_a_script_wait_for_it(anyone: Client) -> None:
    part = anyone.page(HERE).one("section", aria_labelledby="share")
    buttons = part.all("button")
    assert [button.text for button in buttons] == ["Share…", "Copy link"]
    for button in buttons:
        assert "hidden" in button.attributes
        assert button["type"] == "button"
        assert {button.get("data-share"), button.get("data-copy")} & {"#share-address"}


def test_the_host_that_was_asked_decides_nothing(tmp_path: Path) -> None:
    with another_app(tmp_path, public_url="https://milepost.example.org") as app:
        page = Client(app).page(HERE, headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
    assert page.one("input", id="share-address")["value"] == f"https://milepost.example.org{HERE}"
    assert "evil.example" not in page.html
