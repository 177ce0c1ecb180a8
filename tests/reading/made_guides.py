"""Guides made in memory for tests of places: sections by id, each a list of texts; `## id Title` is a heading."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tests.conftest import TINY_GUIDE, loaded
from tracker.library import Guide, Section
from tracker.library.articles import Heading
from tracker.library.blocks import Blocks
from tracker.library.outline import Changes


def tiny() -> Guide:
    return loaded(TINY_GUIDE)


def made(sections: Mapping[str, Sequence[str]], changes: Changes | None = None) -> Guide:
    """A guide of these sections, in this order."""
    found = [section(name, number, texts) for number, (name, texts) in enumerate(sections.items(), start=1)]
    return replace(tiny(), sections=tuple(found), changes=changes or Changes())


def section(name: str, number: int, texts: Sequence[str]) -> Section:
    blocks = Blocks()
    for text in texts:
        if text.startswith("## "):
            heading_id, _, title = text.removeprefix("## ").partition(" ")
            blocks.heading(Heading(heading_id, 2, title))
        else:
            blocks.add("text", text, len(text.split()))
    return replace(
        tiny().sections[0],
        id=name,
        title=name.replace("-", " ").capitalize(),
        number=number,
        blocks=tuple(blocks.found),
        words=sum(block.words for block in blocks.found),
    )


FOUR_PARTS = made(
    {f"part-{letter}": [f"Passage {letter}{nth} says it again." for nth in range(4)] for letter in "abcd"}
)
"""Four sections of four short passages each."""
