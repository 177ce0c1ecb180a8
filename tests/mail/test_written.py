"""What stands in letters: every template gives a subject, paragraphs and HTML, and lets nothing through as markup."""

from html.parser import HTMLParser

import pytest
from flask import Flask

from tests.hostile import MARKUP
from tracker import mail
from tracker.config import ROOT

LETTERS = sorted(
    path.relative_to(ROOT / "templates").as_posix() for path in (ROOT / "templates").glob("*/letters/*.txt")
)
ADDRESS = "http://localhost/somewhere"
VALUES = {
    "person": "Mia Okafor",
    "when": "25 November 2026 at 21:40 (Europe/Berlin)",
    "device": "Firefox on Linux",
    "wanted": "mia@new.example.org",
    "now": "mia@new.example.org",
    **dict.fromkeys(("link", "sessions", "sign_in", "sign_up", "reset"), ADDRESS),
}
OURS = [letter for letter in LETTERS if letter.startswith("accounts/letters/")]


class Links(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.names: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.found += [str(value) for name, value in attrs if name == "href"]


@pytest.mark.parametrize("template", OURS)
def test_each_letter_is_whole(app: Flask, template: str) -> None:
    with app.app_context():
        letter = mail.written(template, **VALUES)
    assert 10 < len(letter["subject"]) < 60
    assert "\n" not in letter["subject"]
    assert "example.org" not in letter["subject"], "no subject says whose it is"
    assert ADDRESS not in letter["subject"]
    assert letter["text"].startswith("Hello")
    assert "{" not in letter["text"]
    assert "\n\n\n" not in letter["text"]
    assert all(line == line.rstrip() for line in letter["text"].split("\n"))
    assert not set("!") & set(letter["text"]), "nobody is shouted at"
    links = Links(letter["html"])
    assert set(links.found) <= {ADDRESS}
    assert links.found.count(ADDRESS) == letter["text"].split("\n").count(ADDRESS), "each address is a link"
    assert {"script", "img", "style", "link"} & links.names == set(), "nothing is loaded, nobody is counted"


@pytest.mark.parametrize("markup", MARKUP)
def test_a_name_is_only_ever_text(app: Flask, markup: str) -> None:
    with app.app_context():
        letter = mail.written("accounts/letters/confirm.txt", **VALUES | {"person": markup})
    assert Links(letter["html"]).names == {"html", "head", "meta", "title", "body", "p", "a", "br"} - (
        set() if "<br>" in letter["html"] else {"br"}
    )
    assert Links(letter["html"]).found == [ADDRESS]


def test_an_address_is_made_of_the_setting_and_never_of_the_request(app: Flask) -> None:
    with app.test_request_context(headers={"Host": "evil.example"}):
        assert mail.public_url("/reset") == "http://localhost/reset"
