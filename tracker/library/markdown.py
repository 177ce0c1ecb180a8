"""Markdown to HTML for guide content: CommonMark with tables, footnotes, task lists, heading ids and figures.

Hides the parser. Raw HTML is off; links such as `milestone:sk-judge` are resolved by the caller, and what can't be
resolved is a Problem.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path

from markdown_it.token import Token
from markupsafe import Markup

from tracker.library.articles import Block, Heading
from tracker.library.blocks import Blocks
from tracker.library.figures import drawing
from tracker.library.outline import Term
from tracker.library.problems import Problem
from tracker.library.rendering import PARSER, plain

HEADING_ID = re.compile(r"\s*\{#([a-z0-9]+(?:-[a-z0-9]+)*)\}\s*$")
OWN_LINK = re.compile(r"^(milestone|section|appendix|term|source):(.+)$")
WORD = re.compile(r"[\w$€£%][\w.,:/’'@$€£%+-]*")


@dataclass(frozen=True)
class Target:
    """Where one of our own links leads, and the class and hint it is shown with."""

    href: str
    css_class: str
    hint: str | None = None
    term: Term | None = None
    """For a glossary term: shown in place, and not followed."""


@dataclass(frozen=True)
class Rendered:
    html: Markup
    words: int
    headings: tuple[Heading, ...]
    blocks: tuple[Block, ...]
    links: tuple[tuple[str, str], ...]
    """Our own links in order of appearance: (kind, target)."""
    samples: tuple[tuple[str, str, int], ...]
    """Fenced code: (info string, code, line)."""


Resolve = Callable[[str, str], Target | None]


def render(text: str, *, path: Path, first_line: int, resolve: Resolve, figures: Path) -> Rendered:
    """Render one body.

    `first_line` is the line of the file where `text` begins; `resolve(kind, target)` answers None for an unknown id;
    `figures` is the folder with the drawings. Raises Problem.
    """
    tokens = PARSER.parse(text)
    reader = _Reader(path, first_line, resolve, figures)
    reader.read(tokens)
    html: str = PARSER.renderer.render(tokens, PARSER.options, {})
    return Rendered(
        html=Markup(html + reader.definitions()),  # noqa: S704  the parser escapes; raw HTML is off
        words=reader.words,
        headings=tuple(reader.headings),
        blocks=tuple(reader.blocks.found),
        links=tuple(reader.links),
        samples=tuple(reader.samples),
    )


class _Reader:
    """One walk over the tokens: resolves links, places figures, names headings, notes what search and counts need."""

    def __init__(self, path: Path, first_line: int, resolve: Resolve, figures: Path) -> None:
        self.path = path
        self.first_line = first_line
        self.resolve = resolve
        self.figures = figures
        self.words = 0
        self.headings: list[Heading] = []
        self.blocks = Blocks()
        self.links: list[tuple[str, str]] = []
        self.samples: list[tuple[str, str, int]] = []
        self.terms: dict[str, Target] = {}

    def read(self, tokens: list[Token]) -> None:
        in_footnotes = False
        line = self.first_line
        for at, token in enumerate(tokens):
            if token.map:
                line = self.first_line + token.map[0]
            if token.type == "footnote_block_open":
                in_footnotes = True
            elif token.type == "heading_open":
                self._heading(token, tokens[at + 1], line)
            elif token.type == "fence":
                self.samples.append((token.info.strip(), token.content, line))
                self.blocks.code(token)
            elif token.type == "table_open":
                self.blocks.begin_table(token)
            elif token.type == "table_close":
                self.blocks.end_table()
            elif token.type == "inline":
                self._inline(tokens, at, line, counted=not in_footnotes)

    def _heading(self, opening: Token, inline: Token, line: int) -> None:
        if opening.tag == "h1":
            raise Problem(
                self.path, line, "a level 1 heading; the title in the front matter is the h1, so begin with ##"
            )
        last = (inline.children or [])[-1:]
        match = HEADING_ID.search(last[0].content) if last else None
        if match is None:
            raise Problem(self.path, line, "a heading without an id; end it with a permanent one, such as {#gates}")
        heading_id = match[1]
        if any(heading.id == heading_id for heading in self.headings):
            raise Problem(
                self.path, line, f"the heading id “{heading_id}” is used twice in this file; give this one another"
            )
        last[0].content = last[0].content[: match.start()]
        opening.attrSet("id", heading_id)
        title = plain(inline.children)
        self.headings.append(Heading(heading_id, int(opening.tag[1]), title))
        self.blocks.heading(self.headings[-1])

    def _inline(self, tokens: list[Token], at: int, line: int, *, counted: bool) -> None:
        inline = tokens[at]
        children = inline.children or []
        in_label = any(child.type == "html_inline" and child.content == "<label>" for child in children)
        for nth, child in enumerate(children):
            if child.type == "link_open":
                closing = next(later for later in children[nth:] if later.type == "link_close")
                self._link(child, closing, line, in_label=in_label)
        images = [child for child in children if child.type == "image"]
        if images:
            if len(children) != 1 or tokens[at - 1].type != "paragraph_open":
                raise Problem(self.path, line, "an image among text; a figure stands alone in its paragraph")
            self._figure(tokens, at, images[0], line)
            return
        text = plain(children)
        if counted and text and tokens[at - 1].type != "heading_open":
            words = len(WORD.findall(text))
            self.words += words
            self.blocks.text(tokens, at, text, words)

    def _link(self, link: Token, closing: Token, line: int, *, in_label: bool) -> None:
        href = str(link.attrs["href"])
        own = OWN_LINK.match(href)
        if own is None:
            if not href.startswith(("https://", "http://", "#")):
                raise Problem(
                    self.path,
                    line,
                    f"a link to “{href}”; write https://…, #heading, or one of our own: milestone:, section: and so on",
                )
            if href.startswith("http"):
                link.attrSet("rel", "noopener")
            return
        kind, target = own[1], own[2]
        found = self.resolve(kind, target)
        if found is None:
            raise Problem(
                self.path, line, f"a link to {kind} “{target}”, which does not exist; check the id, or add it"
            )
        self.links.append((kind, target))
        if found.term and not in_label:  # a task's label may hold no button beside its box
            self.terms[target] = found
            link.tag = closing.tag = "button"
            link.attrs = {
                "type": "button",
                "class": "term",
                "popovertarget": f"term-{target}",
                "title": found.term.means,
            }
            return
        link.attrSet("href", found.href)
        link.attrSet("class", found.css_class)
        if found.hint:
            link.attrSet("title", found.hint)
        if found.href.startswith("http"):
            link.attrSet("rel", "noopener")

    def definitions(self) -> str:
        """What the terms of this text mean, each in a popover that its button opens, with no script."""
        return "".join(
            f'<div class="definition" id="term-{term_id}" popover><strong>{escape(found.term.term)}</strong> '
            f'{escape(found.term.means)} <a href="{escape(found.href)}">Glossary</a></div>\n'
            for term_id, found in self.terms.items()
            if found.term
        )

    def _figure(self, tokens: list[Token], at: int, image: Token, line: int) -> None:
        name = str(image.attrs["src"])
        words = image.content.strip()
        caption = str(image.attrs.get("title") or "")
        if not words or not caption:
            raise Problem(
                self.path,
                line,
                f'the figure {name} needs both: ![what it shows, in full sentences]({name} "the caption")',
            )
        svg = drawing(self.figures / name, self.path, line, caption)
        tokens[at - 1].hidden = tokens[at + 1].hidden = True
        inline = tokens[at]
        figure = Token("html_inline", "", 0)
        block_id = self.blocks.add("figure", f"{caption} {words}", 0)
        figure.content = (
            f'<figure id="{block_id}">{svg}<figcaption>'
            f"{escape(caption)}"
            f"<details><summary>In words</summary>{escape(words)}</details></figcaption></figure>\n"
        )
        inline.children = [figure]
