"""Markdown that people write to each other, as HTML: CommonMark without HTML, headings or anything that loads. Pure.

Hides the parser. An image becomes a link, so that whoever reads asks no other host for anything before a click; a link
leads to http and https alone, and names its host where its text doesn't.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from tracker.roadmap import links

LONGEST = 5_000
REL = "noopener noreferrer nofollow ugc"
BARE = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]'’”]")
"""An address that stands in the text as it is."""


def talk_html(text: str) -> Markup:
    """A text as HTML, whatever is in it."""
    tokens = PARSER.parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = "p"
        token.info = ""  # a sample's language would become a class of the writer's choice
        if token.type == "inline":
            token.children = list(_shown(token.children or []))
    html: str = PARSER.renderer.render(tokens, PARSER.options, {})
    return Markup(html)  # noqa: S704  the parser escapes; raw HTML is off


def _shown(children: Sequence[Token]) -> Iterator[Token]:
    """Links that say where they lead, images as links, and bare addresses as links too."""
    address = ""
    said: list[str] = []
    for child in children:
        if child.type == "link_open":
            address, said = str(child.attrs["href"]), []
            yield _opening(address)
        elif child.type == "link_close":
            yield child
            yield from _host(address, "".join(said))
            address = ""
        elif child.type == "image":
            words = child.content.strip() or "image"
            said.append(words)
            yield from [_words(words)] if address else _link(str(child.attrs["src"]), words)
        elif child.type == "text" and not address:
            yield from _with_addresses(child.content)
        else:
            said.append(child.content)
            yield child


def _with_addresses(text: str) -> Iterator[Token]:
    at = 0
    for match in BARE.finditer(text):
        if links.complaint(match[0]) is None:
            yield _words(text[at : match.start()])
            yield from _link(match[0], match[0])
            at = match.end()
    yield _words(text[at:])


def _link(address: str, words: str) -> Iterator[Token]:
    yield _opening(address)
    yield _words(words)
    yield Token("link_close", "a", -1)
    yield from _host(address, words)


def _opening(address: str) -> Token:
    return Token("link_open", "a", 1, attrs={"href": address, "rel": REL})


def _host(address: str, words: str) -> Iterator[Token]:
    """The host as the network sees it, unless the text is the very address."""
    host = links.ascii_host(address) or ""
    if not words.startswith((f"https://{host}/", f"http://{host}/")) and words not in {
        f"https://{host}",
        f"http://{host}",
    }:
        yield Token("html_inline", "", 0, content=f" <small>({escape(host)})</small>")


def _words(text: str) -> Token:
    return Token("text", "", 0, content=text)


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True})
    parser.enable("strikethrough")
    parser.validateLink = lambda url: links.complaint(url) is None  # type: ignore[method-assign]
    return parser


PARSER = _parser()
