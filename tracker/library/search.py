"""Finds words in a guide: its sections' passages and its milestones, with the words in context.

Pure; a guide of this size is searched in a few milliseconds, so there is no index to keep.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from tracker.library.outline import Article, Guide

AROUND = 90
"""Characters of context on each side of the first hit."""


@dataclass(frozen=True)
class Hit:
    href: str
    title: str
    where: str
    context: Markup


def search(guide: Guide, query: str) -> tuple[Hit, ...]:
    """Passages, then milestones, that hold every word of `query` (as the beginning of a word)."""
    words = re.findall(r"\w+", query.casefold())
    if not words:
        return ()
    patterns = [re.compile(rf"\b{re.escape(word)}", re.IGNORECASE) for word in words]
    places: list[tuple[Article, str]] = [
        (section, f"Section {section.number}, {section.title}") for section in guide.sections
    ]
    places += [(appendix, f"Appendix, {appendix.title}") for appendix in guide.appendices]
    hits = [hit for article, where in places for hit in _in_article(guide, article, where, patterns)]
    for milestone in guide.milestones:
        text = " ".join([milestone.outcome, *(criterion.text for criterion in milestone.criteria), milestone.text])
        if _holds(f"{milestone.title} {text}", patterns):
            href = f"/roadmap/{guide.id}/{milestone.id}"
            where = f"Milestone, {milestone.phase.title}"
            hits.append(Hit(href, milestone.title, where, _context(text, patterns)))
    return tuple(hits)


def _in_article(guide: Guide, article: Article, where: str, patterns: Sequence[re.Pattern[str]]) -> Iterator[Hit]:
    for passage in article.passages:
        if _holds(f"{passage.heading} {passage.text}", patterns):
            fragment = f"#{passage.heading_id}" if passage.heading_id else ""
            href = f"/guides/{guide.id}/{article.id}{fragment}"
            yield Hit(href, passage.heading or article.title, where, _context(passage.text, patterns))


def _holds(text: str, patterns: Sequence[re.Pattern[str]]) -> bool:
    return all(pattern.search(text) for pattern in patterns)


def _context(text: str, patterns: Sequence[re.Pattern[str]]) -> Markup:
    """The text around the first hit, its words marked, cut between words."""
    first = min((match.start() for pattern in patterns if (match := pattern.search(text))), default=0)
    start, end = max(0, first - AROUND), first + AROUND
    start = text.rfind(" ", 0, start) + 1 if start else 0
    stop = text.find(" ", end)
    piece = text[start : stop if stop > 0 else None]
    marked = re.compile("|".join(f"(?:{pattern.pattern}\\w*)" for pattern in patterns), re.IGNORECASE)
    out = Markup("… ") if start else Markup("")
    at = 0
    for match in marked.finditer(piece):
        out += escape(piece[at : match.start()]) + Markup("<mark>{}</mark>").format(match[0])
        at = match.end()
    out += escape(piece[at:])
    return out + " …" if start + len(piece) < len(text) else out
