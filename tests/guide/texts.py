"""The words of the real guide, block by block, as a reader meets them: where each stands, of what kind, what it links.

Hides Markdown and front matter. Code samples are blocks of their own kind; addresses and note marks are no words.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from tests.conftest import REAL_GUIDE, loaded
from tracker.library import Guide
from tracker.library.front_matter import read_page

HEADING_ID = re.compile(r"\s*\{#([a-z0-9-]+)\}\s*$")
WORD = re.compile(r"[^\W_]+(?:[.,:'’%/-]*[^\W_]+)*")
END_OF_SENTENCE = re.compile(r"(?<=[.!?])[\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9$])|(?<=[.!?])[\"”’')\]]+\s+")
ABBREVIATED = re.compile(r"\b(?:e\.g|i\.e|vs|approx|No|cf|Dr|St)\.$")


@dataclass(frozen=True)
class Link:
    text: str
    href: str


@dataclass(frozen=True)
class Block:
    """A stretch of text; `kind` is paragraph, item, cell, heading, note, alt, caption, code or field (front matter)."""

    kind: str
    text: str
    file: Path
    line: int
    heading: str | None = None
    """The id of the heading it stands under, or its own."""
    links: tuple[Link, ...] = ()
    name: str = ""
    """A note's label, a figure's drawing, a sample's info string, a field's name."""

    @property
    def where(self) -> str:
        return f"{self.file.relative_to(REAL_GUIDE)}:{self.line}"

    @property
    def own_text(self) -> str:
        """The text without the titles of sources, which are other people's words."""
        text = self.text
        for link in self.links:
            if link.href.startswith(("source:", "https://", "http://")):
                text = text.replace(link.text, "…", 1)
        return text


PROSE = frozenset({"paragraph", "item"})
OURS = frozenset({"paragraph", "item", "cell", "heading", "alt", "caption", "field"})
"""What we wrote and readers read, but for notes and code."""


def the_guide() -> Guide:
    return loaded(REAL_GUIDE)


@cache
def blocks() -> tuple[Block, ...]:
    """Every block of the guide's Markdown files, and what stands in front matter and glossary."""
    files = sorted(REAL_GUIDE.rglob("*.md"))
    return (*(block for file in files for block in blocks_of(file)), *fields())


@cache
def blocks_of(file: Path) -> tuple[Block, ...]:
    """The blocks of one file's body, in order, its notes last."""
    page = read_page(file)
    return tuple(_blocks(_PARSER.parse(page.body), file, page.first_line))


@cache
def fields() -> tuple[Block, ...]:
    """What front matter and the glossary say to readers."""
    guide = the_guide()
    files = {read_page(file).id: file for file in REAL_GUIDE.rglob("*.md")}
    found = [Block("field", text, REAL_GUIDE / "guide.md", 1, name="guide") for text in (guide.title, guide.subtitle)]
    for article in (*guide.sections, *guide.appendices):
        found += [
            Block("field", text, files[article.id], 1, name="summary") for text in (article.title, article.summary)
        ]
    for milestone in guide.milestones:
        said = {"title": milestone.title, "outcome": milestone.outcome}
        said |= {f"criterion {criterion.id}": criterion.text for criterion in milestone.criteria}
        said |= {f"bar {figure.id}": f"{figure.metric}: {figure.target}" for figure in milestone.bar}
        found += [Block("field", text, files[milestone.id], 1, name=name) for name, text in said.items()]
    for term in guide.terms.values():
        found += [
            Block("field", text, REAL_GUIDE / "glossary.yaml", 1, name=term.id) for text in (term.term, term.means)
        ]
    return tuple(found)


def section_files() -> tuple[Path, ...]:
    return tuple(sorted(REAL_GUIDE.glob("sections/*.md")))


def sentences(text: str) -> list[str]:
    """Split after a full stop, question or exclamation mark that a new beginning or a closing quote follows."""
    found: list[str] = []
    start = 0
    for end in END_OF_SENTENCE.finditer(text):
        if not ABBREVIATED.search(text[start : end.start()]):
            found.append(text[start : end.end()].strip())
            start = end.end()
    found.append(text[start:].strip())
    return [sentence for sentence in found if sentence]


def words(text: str) -> list[str]:
    return WORD.findall(text)


def normalised(text: str) -> str:
    """For comparing: lower case, words only."""
    return " ".join(words(text.casefold().replace("’", "'")))


def _blocks(tokens: Sequence[Token], file: Path, first_line: int) -> Iterator[Block]:
    holders: list[str] = []
    heading: str | None = None
    note: str | None = None
    line = first_line
    for token in tokens:
        if token.map:
            line = first_line + token.map[0]
        if token.type == "footnote_open":
            note = str(token.meta["label"])
        elif token.type == "footnote_close":
            note = None
        elif token.type == "fence":
            yield Block("code", token.content, file, line, heading, name=token.info.strip())
        elif token.type == "inline":
            children = token.children or []
            text, links = _plain(children).strip(), tuple(_links(children))
            kind = "note" if note else _kind(holders)
            if kind == "heading" and (match := HEADING_ID.search(text)):
                text, heading = text[: match.start()], match[1]
            image = next((child for child in children if child.type == "image"), None)
            if image is not None:
                name = str(image.attrs["src"])
                yield Block("alt", image.content.strip(), file, line, heading, name=name)
                yield Block("caption", str(image.attrs.get("title") or ""), file, line, heading, name=name)
            elif text:
                yield Block(kind, text, file, line, heading, links, name=note or "")
        if token.nesting == 1:
            holders.append(token.type)
        elif token.nesting == -1:
            holders.pop()


def _kind(holders: Iterable[str]) -> str:
    for holder in reversed([*holders]):
        for opened, kind in (("heading", "heading"), ("th", "cell"), ("td", "cell"), ("list_item", "item")):
            if holder == f"{opened}_open":
                return kind
    return "paragraph"


def _plain(children: Sequence[Token]) -> str:
    said = {"softbreak": " ", "hardbreak": " ", "code_inline": " … "}
    return "".join(child.content if child.type == "text" else said.get(child.type, "") for child in children)


def _links(children: Sequence[Token]) -> Iterator[Link]:
    for at, child in enumerate(children):
        if child.type == "link_open":
            end = next(later for later in range(at, len(children)) if children[later].type == "link_close")
            yield Link(_plain(children[at:end]), str(child.attrs["href"]))


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    return parser.use(footnote_plugin).use(tasklists_plugin)


_PARSER = _parser()
