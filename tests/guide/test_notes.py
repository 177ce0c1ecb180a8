"""Every note says where a claim comes from, or that it is ours, and when."""

import re
from collections import defaultdict

import pytest

from tests.guide.texts import Block, Link, blocks

OURS = re.compile(
    r"\b[Oo]ur (?:own )?(?:rough )?(?:count|arithmetic|estimate|judge?ment|calculation|example|choice|sum)s?\b"
    r"|\b(?:is|are) ours\b|\b(?:worked|invented) examples?\b|\b[Ii]nvented\b"
)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def faults(text: str, links: tuple[Link, ...]) -> list[str]:
    """What a note lacks."""
    found = []
    if not OURS.search(text) and not any(link.href.startswith(("source:", "https://")) for link in links):
        found.append("neither a source nor a word that it is ours")
    if not YEAR.search(text):
        found.append("no date")
    return found


def test_every_note_cites_a_source_or_owns_up_and_is_dated() -> None:
    notes: dict[tuple[str, str], list[Block]] = defaultdict(list)
    for block in blocks():
        if block.kind == "note":
            notes[block.where.rpartition(":")[0], block.name].append(block)
    assert len(notes) > 80
    wrong = {
        f"{file} [^{name}]": missing
        for (file, name), parts in notes.items()
        if (missing := faults(" ".join(p.text for p in parts), tuple(link for p in parts for link in p.links)))
    }
    assert wrong == {}


SOURCE = (Link("Field Guide", "source:AFG"),)


@pytest.mark.parametrize(
    "text,links,missing",
    [
        ("Field Guide, n=895, January 2026.", SOURCE, []),
        ("Our own count by text matching, November 2026.", (), []),
        ("Field Guide, n=895.", SOURCE, ["no date"]),
        ("Everybody knows, 2026.", (), ["neither a source nor a word that it is ours"]),
        ("See the term, 2026.", (Link("term", "term:eval"),), ["neither a source nor a word that it is ours"]),
    ],
)
def test_what_a_note_lacks_is_named(text: str, links: tuple[Link, ...], missing: list[str]) -> None:
    assert faults(text, links) == missing
