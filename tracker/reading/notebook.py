"""All highlights of a guide as one Markdown file. Pure.

Hides the escaping: neither a quote nor a note can become a heading, a link, a list or markup.
"""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import groupby

from tracker.library import Guide
from tracker.reading.passages import Highlighted, Marked

ANYWHERE = re.compile(r"([\\`*_\[\]<>#~|&@$^])")
AT_THE_START = re.compile(r"^([-+=:])|^(\d+)([.)])")
ADDRESS = re.compile(r"(?i)\b(www)(?=\.)|(?<=\w)(?=://)|\b(mailto|xmpp)(?=:)")


def as_markdown(guide: Guide, highlights: Sequence[Highlighted], site: str, day: Callable[[datetime], str]) -> str:
    """The file. `site` is the address before every path, `day` says a moment's day as its reader does."""
    pieces = [f"# Highlights: {escaped(guide.title)}"]
    if not highlights:
        pieces.append("Nothing is highlighted yet.")
    for section, group in groupby(highlights, key=lambda one: one.section):
        title = f"{section.number} {escaped(section.title)}" if section else "No longer in the guide"
        pieces.append(f"## {title}")
        for one in group:
            pieces += _one(guide, one, site, day)
    return "\n\n".join(pieces) + "\n"


def kept_words(guide_id: str, marked: Sequence[Marked]) -> str:
    """The same for a guide that is not here any more: the words alone."""
    pieces = [f"# Highlights: {escaped(guide_id)}"]
    for one in marked:
        pieces.append("\n>\n".join(f"> {escaped(part.quote)}" for part in one.parts))
        if one.note.strip():
            pieces.append(f"**Note:** {_paragraphs(one.note)}")
    return "\n\n".join(pieces) + "\n"


def _one(guide: Guide, one: Highlighted, site: str, day: Callable[[datetime], str]) -> list[str]:
    pieces = ["\n>\n".join(f"> {escaped(passage.quote)}" for passage in one.passages)]
    if one.lost:
        pieces.append("*The passage has changed in the guide since; the words are kept here.*")
    if one.marked.note.strip():
        pieces.append(f"**Note:** {_paragraphs(one.marked.note)}")
    link = _link(guide, one, site)
    pieces.append(f"{link}, {day(one.marked.created_at)}" if link else day(one.marked.created_at))
    return pieces


def _link(guide: Guide, one: Highlighted, site: str) -> str:
    if one.section is None:
        return ""
    block = f"#{one.first.block.id}" if one.first.block and one.first.section == one.section else ""
    title = one.heading or one.section.title
    return f"[{escaped(title)}]({site}/guides/{guide.id}/{one.section.id}{block})"


def escaped(text: str) -> str:
    """One line of text that Markdown shows as it is."""
    line = ANYWHERE.sub(r"\\\1", " ".join(text.split()))
    line = ADDRESS.sub(lambda found: f"{found[0]}\\" if found[0] else "\\", line)
    return AT_THE_START.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", line)


def _paragraphs(text: str) -> str:
    """A note's paragraphs, and its lines within them."""
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return "\n\n".join("\\\n".join(escaped(line) for line in one.splitlines()) for one in paragraphs)
