"""What people write to each other is Markdown and can do nothing: no tag, no address, no load of its own."""

from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.hostile import LINKS, LOOK_ALIKES, MARKUP
from tracker.roadmap.links import complaint
from tracker.roadmap.talk_markdown import LONGEST, REL, talk_html

ALLOWED: dict[str, set[str]] = {
    **{tag: set() for tag in ["p", "strong", "em", "code", "pre", "blockquote", "ul", "li", "br", "hr", "s", "small"]},
    "a": {"href", "rel"},
    "ol": {"start"},
}


class Reading(HTMLParser):
    """What a browser would make of it: tags with attributes, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def harmless(text: str) -> Reading:
    read = Reading(str(talk_html(text)))
    for tag, attributes in read.tags:
        assert tag in ALLOWED, f"{tag} from {text!r}"
        assert set(attributes) <= ALLOWED[tag], f"{attributes} from {text!r}"
        if tag == "a":
            assert attributes["rel"] == REL
            assert complaint(str(attributes["href"])) is None
    return read


@pytest.mark.parametrize("text", MARKUP)
def test_markup_is_text(text: str) -> None:
    for whole in (text, f"**{text}**", f"> {text}", f"- {text}", f"`{text}`", f"```{text}\n{text}\n```"):
        assert not [tag for tag, _ in harmless(whole).tags if tag == "a"]


@pytest.mark.parametrize("address", LINKS)
def test_hostile_addresses_make_no_link(address: str) -> None:
    forms = [f"[here](<{address}>)", f"[here]({address})", f"<{address}>", f"![here]({address})", address]
    forms.append(f"[here][1]\n\n[1]: {address}")
    for text in forms:
        for tag, attributes in harmless(text).tags:
            # What is left of an address may be a good one, such as what stands before a space.
            assert tag != "a" or complaint(str(attributes["href"])) is None


def test_what_writing_looks_like() -> None:
    html = str(
        talk_html("Try **both** ends, *slowly*:\n\n1. left\n2. right\n\n> as before\n\n`rope --short`\nand ~~cut~~")
    )
    for part in ("<strong>both</strong>", "<em>slowly</em>", "<li>right</li>", "<blockquote>", "<br />", "<s>cut</s>"):
        assert part in html
    assert "<code>rope --short</code>" in html


def test_headings_are_paragraphs() -> None:
    assert [tag for tag, _ in harmless("# One\n\nTwo\n===\n\n###### Six").tags] == ["p", "p", "p"]


def test_an_image_loads_nothing_and_leads_there() -> None:
    read = harmless("![the knot](https://example.org/knot.png) [![x](https://a.example/x.png)](https://b.example/)")
    assert [attributes["href"] for tag, attributes in read.tags if tag == "a"] == [
        "https://example.org/knot.png",
        "https://b.example/",
    ]
    assert "the knot (example.org)" in read.text


def test_bare_addresses_are_links_without_the_stop_behind_them() -> None:
    read = harmless("See https://example.org/a?b=c&d=e. (And http://example.org/x)")
    hrefs = [attributes["href"] for tag, attributes in read.tags if tag == "a"]
    assert hrefs == ["https://example.org/a?b=c&d=e", "http://example.org/x"]
    assert "(example.org)" not in read.text


def test_a_link_that_looks_like_another_site_says_where_it_leads() -> None:
    assert "https://good.example (evil.example)" in harmless("[https://good.example](https://evil.example/x)").text
    assert "(evil.example)" in harmless("[https://evil.example.good.example/](https://evil.example/)").text
    for address, host in LOOK_ALIKES.items():
        assert f"({host})" in harmless(f"[my work]({address})").text


@given(st.text(st.sampled_from("a <>[]()!*_`~#&\"'\\/:.-\n1=htps{}"), max_size=80))
@example("[" * 2000)
@example("*a " * (LONGEST // 3))
@example("> " * 1000 + "deep")
@example("<" * LONGEST)
def test_nothing_but_the_allowed_comes_out(text: str) -> None:
    harmless(text)
    assert "<script" not in talk_html(text + "<script>")
