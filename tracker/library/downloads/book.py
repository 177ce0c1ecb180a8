"""A guide as a book: its chapters in reading order, each with its text retold for paper and e-readers.

Hides the pages' own ways (popovers, anchors, scrolling boxes), and where a link leads inside a book.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal, Protocol

import tinyhtml5
from markupsafe import Markup

from tracker.library.articles import Article, Heading, Section
from tracker.library.downloads.drawings import colour
from tracker.library.outline import Guide, Source, Term

SVG = "{http://www.w3.org/2000/svg}"
TICK = "M3 6L5.5 8.5L9.5 3.5"
UNREAD = "\u00a0◇"
"""After a link to a source that nobody here could open."""
OUTLINED = 2
"""Headings of this level stand in the table of contents, under their chapter."""


class Shape(Protocol):
    """How a kind of book is put together: names of places in it, links to them, and how its text is written."""

    method: Literal["xml", "html"]
    shows_words: bool
    """Whether a drawing's words can be unfolded; where they can't, they stand behind the drawing, for readers aloud."""

    def name(self, chapter: str, fragment: str) -> str: ...

    def link(self, chapter: str, fragment: str) -> str: ...


class OneFile:
    """Everything in one document, so that every name says its chapter."""

    method: Literal["xml", "html"] = "html"
    shows_words = False

    def name(self, chapter: str, fragment: str) -> str:
        return f"{chapter}.{fragment}" if fragment else chapter

    def link(self, chapter: str, fragment: str) -> str:
        return "#" + self.name(chapter, fragment)


class FileEach:
    """A file for each chapter."""

    method: Literal["xml", "html"] = "xml"
    shows_words = True

    def name(self, chapter: str, fragment: str) -> str:
        return fragment or chapter

    def link(self, chapter: str, fragment: str) -> str:
        return f"{chapter}.xhtml" + (f"#{fragment}" if fragment else "")


@dataclass(frozen=True)
class Chapter:
    """`name` is its own within the book; `kind` is introduction, section, appendix, sources or glossary."""

    name: str
    kind: str
    label: str
    title: str
    summary: str
    body: Markup
    headings: tuple[Heading, ...]


@dataclass(frozen=True)
class Book:
    """What the templates of EPUB and PDF show."""

    guide: Guide
    shape: Shape
    public_url: str
    chapters: tuple[Chapter, ...]

    @property
    def sources(self) -> list[Source]:
        return sorted(self.guide.sources.values(), key=lambda source: source.title.casefold())

    @property
    def terms(self) -> list[Term]:
        return sorted(self.guide.terms.values(), key=lambda term: term.term.casefold())

    @property
    def address(self) -> str:
        return f"{self.public_url}/guides/{self.guide.id}"


def book(guide: Guide, shape: Shape, public_url: str) -> Book:
    """`public_url` is what the site's own addresses begin with."""
    retold = partial(_retold, guide=guide, shape=shape, public_url=public_url)
    chapters = [Chapter("introduction", "introduction", "", "Introduction", "", retold(guide.introduction), ())]
    for article in (*guide.sections, *guide.appendices):
        name = chapter_name(article.id)
        kind, label = ("section", str(article.number)) if isinstance(article, Section) else ("appendix", "Appendix")
        body = retold(article.html, chapter=name)
        chapters.append(Chapter(name, kind, label, article.title, article.summary, body, _outlined(article)))
    if guide.sources:
        method = retold(guide.method, chapter="sources")
        chapters.append(Chapter("sources", "sources", "", "Sources and method", "", method, ()))
    if guide.terms:
        chapters.append(Chapter("glossary", "glossary", "", "Glossary", "", Markup(""), ()))
    return Book(guide, shape, public_url, tuple(chapters))


def chapter_name(article_id: str) -> str:
    """Never that of the introduction, the sources or the glossary."""
    return f"text-{article_id}"


def _outlined(article: Article) -> tuple[Heading, ...]:
    return tuple(heading for heading in article.headings if heading.level == OUTLINED)


def _retold(html: Markup, *, guide: Guide, shape: Shape, public_url: str, chapter: str = "introduction") -> Markup:
    document = tinyhtml5.parse(f"<!doctype html><body>{html}", namespace_html_elements=False)
    body = document.find("body")
    telling = _Telling(guide, shape, public_url, chapter)
    telling.retell(body)
    parts = (ET.tostring(child, encoding="unicode", method=shape.method) for child in body)
    return Markup("".join(parts))  # noqa: S704  parsed from rendered content and written with escapes


class _Telling:
    """One walk over a rendered text, which is changed in place."""

    def __init__(self, guide: Guide, shape: Shape, public_url: str, chapter: str) -> None:
        self.shape = shape
        self.public_url = public_url
        self.chapter = chapter
        self.inside = re.compile(rf"/guides/{re.escape(guide.id)}/([^#]+)(?:#(.*))?")
        self.by_tag: dict[str, Callable[[ET.Element], None]] = {
            "a": self._link,
            "button": self._term,
            "div": self._plain_box,
            "figure": self._figure,
            "input": self._tick,
            "label": self._plain_box,
            "pre": self._plain_box,
            "section": self._notes,
        }

    def retell(self, parent: ET.Element) -> None:
        for child in list(parent):
            classes = child.get("class", "").split()
            if "anchor" in classes or "definition" in classes:
                _remove(parent, child)
                continue
            if child.tag == "svg":  # what a drawing names is its own affair
                continue
            if name := child.get("id"):
                child.set("id", self.shape.name(self.chapter, name.replace(":", "-")))
            if change := self.by_tag.get(child.tag):
                change(child)
            self.retell(child)

    def _link(self, link: ET.Element) -> None:
        href, classes = link.get("href", ""), link.get("class", "").split()
        link.attrib.pop("rel", None)
        if href.startswith("#"):
            link.set("href", self.shape.link(self.chapter, href[1:].replace(":", "-")))
        elif match := self.inside.fullmatch(href):
            page, fragment = match[1], match[2] or ""
            link.set("href", self.shape.link(page if page == "glossary" else chapter_name(page), fragment))
        elif href.startswith("/"):
            link.set("href", self.public_url + href)
        if "unverified" in classes:
            last = link[-1] if len(link) else None
            if last is None:
                link.text = (link.text or "") + UNREAD
            else:
                last.tail = (last.tail or "") + UNREAD
        if "footnote-backref" in classes:
            link.set("role", "doc-backlink")
        elif link.get("id", "").rpartition(".")[2].startswith("fnref") or href.startswith("#fn"):
            link.attrib |= {"role": "doc-noteref", "epub:type": "noteref"}

    def _term(self, button: ET.Element) -> None:
        term_id = button.get("popovertarget", "").removeprefix("term-")
        button.tag = "a"
        button.attrib = {
            "class": "term",
            "href": self.shape.link("glossary", term_id),
            "title": button.get("title", ""),
        }

    def _plain_box(self, box: ET.Element) -> None:
        """Paper doesn't scroll, and nothing on it can be pressed."""
        for name in ("tabindex", "role", "aria-label", "for"):
            box.attrib.pop(name, None)
        if box.tag == "label":
            box.tag = "span"

    def _tick(self, box: ET.Element) -> None:
        """A drawn box: fonts of e-readers and servers may have none."""
        done = "checked" in box.attrib
        box.tag, box.attrib = "span", {"class": "box"}
        drawn = ET.SubElement(box, "svg", {"xmlns": SVG[1:-1], "viewBox": "0 0 12 12", "role": "img"})
        drawn.set("aria-label", "done" if done else "not done")
        ET.SubElement(drawn, "title").text = drawn.get("aria-label")
        ET.SubElement(drawn, "path", {"class": "fig-line-strong", "d": "M1 1H11V11H1Z" + (TICK if done else "")})
        colour(drawn)

    def _figure(self, figure: ET.Element) -> None:
        svg, caption = figure.find(f"{SVG}svg"), figure.find("figcaption")
        if svg is None or caption is None:
            return
        words = caption.find("details")
        if words is not None and not self.shape.shows_words:
            title = ET.Element("title")
            title.text = words[0].tail  # after its handle
            svg.insert(0, title)
            caption.remove(words)
        for part in svg.iter():
            part.tag = part.tag.removeprefix(SVG)
        svg.set("xmlns", SVG[1:-1])
        colour(svg)

    def _notes(self, section: ET.Element) -> None:
        if "footnotes" in section.get("class", "").split():
            section.attrib |= {"role": "doc-endnotes", "epub:type": "footnotes"}


def _remove(parent: ET.Element, child: ET.Element) -> None:
    """Take it out, and leave the text that follows it."""
    at = list(parent).index(child)
    if child.tail:
        if at:
            parent[at - 1].tail = (parent[at - 1].tail or "") + child.tail
        else:
            parent.text = (parent.text or "") + child.tail
    elif not at and parent.text:
        parent.text = parent.text.rstrip()
    parent.remove(child)
