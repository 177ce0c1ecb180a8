"""Markdown to HTML for guide content: CommonMark with tables, footnotes, task lists, heading ids and figures.

Hides the parser. Raw HTML is off; links such as `milestone:sk-judge` are resolved by the caller, and what can't be
resolved is a Problem.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from tracker.library.figures import drawing
from tracker.library.outline import Heading, Passage, Term
from tracker.library.problems import Problem

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
    passages: tuple[Passage, ...]
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
    tokens = _PARSER.parse(text)
    reader = _Reader(path, first_line, resolve, figures)
    reader.read(tokens)
    html: str = _PARSER.renderer.render(tokens, _PARSER.options, {})
    return Rendered(
        html=Markup(html + reader.definitions()),  # noqa: S704  the parser escapes; raw HTML is off
        words=reader.words,
        headings=tuple(reader.headings),
        passages=tuple(reader.passages),
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
        self.passages: list[Passage] = []
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
        title = _plain(inline.children)
        self.headings.append(Heading(heading_id, int(opening.tag[1]), title))

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
        text = _plain(children)
        if counted and text:
            if tokens[at - 1].type != "heading_open":
                self.words += len(WORD.findall(text))
            under = self.headings[-1] if self.headings else None
            self.passages.append(Passage(under.id if under else None, under.title if under else "", text))

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
        figure.content = (
            f"<figure>{svg}<figcaption>{escape(caption)}"
            f"<details><summary>In words</summary>{escape(words)}</details></figcaption></figure>\n"
        )
        inline.children = [figure]


def _plain(children: Sequence[Token] | None) -> str:
    return "".join(_pieces(children or [])).strip()


def _pieces(children: Sequence[Token]) -> Iterator[str]:
    for child in children:
        if child.type in {"text", "code_inline"}:
            yield child.content
        elif child.type in {"softbreak", "hardbreak"}:
            yield " "


def _scrolling_table(self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
    return '<div class="table-scroll" tabindex="0" role="group" aria-label="Table"><table>\n'


def _scrolling_code(self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
    return f'<pre tabindex="0"><code>{escape(tokens[at].content)}</code></pre>\n'


def _column_head(self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
    """An empty corner heads no column: it is a plain cell."""
    if not tokens[at + 1].content:
        tokens[at].tag = tokens[at + 2].tag = "td"
    return self.renderToken(tokens, at, options, env)


def _end_of_table(self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
    return "</table></div>\n"


def _heading_end(self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
    opening = next(token for token in reversed(tokens[:at]) if token.type == "heading_open")
    title = escape(_plain(tokens[at - 1].children))
    anchor = f' <a class="anchor" href="#{opening.attrs["id"]}" aria-label="Link to “{title}”">#</a>'
    return f"{anchor}</{tokens[at].tag}>\n"


def _footnote_back(self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
    number = tokens[at].meta["id"] + 1
    again = tokens[at].meta.get("subId", 0)
    name = f"fnref{number}" + (f":{again}" if again > 0 else "")
    return f' <a href="#{name}" class="footnote-backref" aria-label="Back to the text, note {number}">↩</a>'


def _footnote_ref(self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
    number = tokens[at].meta["id"] + 1
    again = tokens[at].meta.get("subId", 0)
    name = f"fnref{number}" + (f":{again}" if again > 0 else "")
    return f'<sup class="footnote-ref"><a href="#fn{number}" id="{name}" aria-label="Note {number}">{number}</a></sup>'


def _footnotes(self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
    return '<section class="footnotes" aria-label="Notes"><ol>\n'


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "typographer": True})
    parser.enable(["table", "strikethrough", "smartquotes"])
    parser.use(footnote_plugin).use(tasklists_plugin, label=True)
    rules: dict[str, Any] = {
        "fence": _scrolling_code,
        "table_open": _scrolling_table,
        "table_close": _end_of_table,
        "th_open": _column_head,
        "heading_close": _heading_end,
        "footnote_anchor": _footnote_back,
        "footnote_ref": _footnote_ref,
        "footnote_block_open": _footnotes,
    }
    for name, rule in rules.items():
        parser.add_render_rule(name, rule)
    return parser


_PARSER = _parser()
