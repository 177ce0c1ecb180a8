"""Finds words in a guide: under its headings and in its milestones, with the words in context.

Pure; a guide of this size is searched in some milliseconds, so there is no index to keep.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup, escape

from tracker.library.articles import Article
from tracker.library.outline import Guide

AROUND = 90
"""Characters of context on each side of the first hit."""

SHORT = 3
"""Words of fewer letters are found whole, longer ones by their beginning."""


@dataclass(frozen=True)
class Hit:
    href: str
    title: str
    where: str
    context: Markup


def search(guide: Guide, query: str) -> tuple[Hit, ...]:
    """Headings with their text, and milestones, that hold every word of `query`.

    Those with the words in their title come first. Case and accents do not matter.
    """
    words = re.findall(r"\w+", _folded(query))
    if not words:
        return ()
    patterns = [re.compile(rf"\b{re.escape(word)}" + (r"\b" if len(word) < SHORT else "")) for word in words]
    hits = [(_holds(hit.title, patterns), hit) for hit in _hits(guide, patterns)]
    return tuple(hit for _, hit in sorted(hits, key=lambda found: not found[0]))


def _hits(guide: Guide, patterns: Sequence[re.Pattern[str]]) -> Iterator[Hit]:
    for section in guide.sections:
        yield from _in_article(guide, section, f"Section {section.number}, {section.title}", patterns)
    for appendix in guide.appendices:
        yield from _in_article(guide, appendix, f"Appendix, {appendix.title}", patterns)
    for milestone in guide.milestones:
        text = " ".join([milestone.outcome, *(criterion.text for criterion in milestone.criteria), milestone.text])
        if _holds(f"{milestone.title} {text}", patterns):
            href = f"/roadmap/{guide.id}/{milestone.id}"
            yield Hit(href, milestone.title, f"Milestone, {milestone.phase.title}", _context(text, patterns))


def _in_article(guide: Guide, article: Article, where: str, patterns: Sequence[re.Pattern[str]]) -> Iterator[Hit]:
    """One hit a heading at most, whatever stands under it: paragraphs, lists and tables."""
    texts: dict[tuple[str | None, str], list[str]] = {}
    for block in article.blocks:
        under = texts.setdefault((block.heading_id, block.heading), [])
        if block.kind not in {"heading", "code"}:
            under.append(block.text)
    for (heading_id, heading), blocks in texts.items():
        text = " ".join(blocks)
        if _holds(f"{heading} {text}", patterns):
            fragment = f"#{heading_id}" if heading_id else ""
            yield Hit(
                f"/guides/{guide.id}/{article.id}{fragment}", heading or article.title, where, _context(text, patterns)
            )


def _holds(text: str, patterns: Sequence[re.Pattern[str]]) -> bool:
    folded = _folded(text)
    return all(pattern.search(folded) for pattern in patterns)


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    """Lower case without accents, letter for letter, so that places in it are places in the text."""
    return "".join(unicodedata.normalize("NFKD", letter)[0].lower()[:1] or letter for letter in text)


def _context(text: str, patterns: Sequence[re.Pattern[str]]) -> Markup:
    """The text around the first hit, its words marked, cut between words."""
    folded = _folded(text)
    first = min((match.start() for pattern in patterns if (match := pattern.search(folded))), default=0)
    start, end = max(0, first - AROUND), first + AROUND
    start = text.rfind(" ", 0, start) + 1 if start else 0
    stop = text.find(" ", end)
    piece = text[start : stop if stop > 0 else None]
    marked = re.compile("|".join(rf"(?:{pattern.pattern}\w*)" for pattern in patterns))
    out = Markup("… ") if start else Markup("")
    at = 0
    for match in marked.finditer(_folded(piece)):
        out += escape(piece[at : match.start()]) + Markup("<mark>{}</mark>").format(piece[match.start() : match.end()])
        at = match.end()
    out += escape(piece[at:])
    return out + " …" if start + len(piece) < len(text) else out
