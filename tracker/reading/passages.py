"""Finds the passages that somebody marked in the guide as it reads now. Pure.

A passage is looked for in its own block, in the block that this one was declared to have become, and then in the whole
section (or the sections that it was split into). What is not found for certain is never shown on other words.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from tracker.library import Block, Guide, Section
from tracker.reading.anchors import find_block, heirs

CONTEXT_LENGTH = 32
ENOUGH = 24
"""So many characters of quote and context together are taken to be no accident."""


@dataclass(frozen=True)
class Part:
    """What is marked in one block, with up to 32 characters of context on either side."""

    block: str
    quote: str
    before: str = ""
    after: str = ""

    def as_data(self) -> dict[str, str]:
        return {"block": self.block, "quote": self.quote, "before": self.before, "after": self.after}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Part":
        return cls(data["block"], data["quote"], data["before"], data["after"])


@dataclass(frozen=True)
class Marked:
    """A highlight as it is kept, under the section and the blocks of its time."""

    id: str
    section_id: str
    section_number: int
    parts: tuple[Part, ...]
    note: str
    version: int
    created_at: datetime
    removed_at: datetime | None


@dataclass(frozen=True)
class Passage:
    """A part and where it is now: nowhere, or the `nth` occurrence of its quote in the block, counted from 0."""

    quote: str
    section: Section | None = None
    block: Block | None = None
    nth: int = 0
    is_there: bool = False


@dataclass(frozen=True)
class Highlighted:
    """A highlight and where its passages are in the guide as it reads now."""

    marked: Marked
    passages: tuple[Passage, ...]
    section: Section | None
    """Where it is listed; None where its section left the guide."""

    @property
    def id(self) -> str:
        return self.marked.id

    @property
    def first(self) -> Passage:
        """The passage to lead to: the first that is there, else the first whose block is known."""
        known = [one for one in self.passages if one.is_there] or [one for one in self.passages if one.block]
        return known[0] if known else self.passages[0]

    @property
    def heading(self) -> str:
        return self.first.block.heading if self.first.block else ""

    @property
    def lost(self) -> int:
        """How many of its passages are not in the text any more."""
        return sum(not passage.is_there for passage in self.passages)

    @property
    def is_removed(self) -> bool:
        return self.marked.removed_at is not None

    @cached_property
    def rank(self) -> tuple[float, float, int, datetime]:
        """Reading order; what the guide no longer has comes last, a passage that is lost at the end of its section."""
        at = self.first
        if self.section is None:
            return float("inf"), self.marked.section_number, 0, self.marked.created_at
        in_order = at.block is not None and at.section is self.section
        order = self.section.order[at.block.id] if in_order and at.block else float("inf")
        return self.section.number, order, at.nth, self.marked.created_at


def placed(guide: Guide, marked: Iterable[Marked]) -> list[Highlighted]:
    """All of them where they are now, in reading order."""
    return sorted((_placed(guide, one) for one in marked), key=lambda one: one.rank)


def _placed(guide: Guide, marked: Marked) -> Highlighted:
    passages = tuple(find(guide, marked.section_id, part) for part in marked.parts)
    sections = [passage.section for passage in passages if passage.section]
    there = [passage.section for passage in passages if passage.section and passage.is_there]
    section = next(iter([*there, *sections, *heirs(guide, marked.section_id)]), None)
    return Highlighted(marked, passages, section)


def find(guide: Guide, section_id: str, part: Part) -> Passage:
    """Where this part of a highlight is now."""
    named = find_block(guide, section_id, part.block)
    if named:
        section, block, how = named
        nth = _in_named(block, part, is_same=how == "same" and block.kind != "heading")
        if nth is not None:
            return Passage(part.quote, section, block, nth, is_there=True)
    for section in heirs(guide, section_id):
        found = _in_any(section.blocks, part)
        if found:
            return Passage(part.quote, section, *found, is_there=True)
    if named:
        return Passage(part.quote, named[0], named[1])
    return Passage(part.quote)


def sources_of(guide: Guide, section: Section) -> list[str]:
    """The section's id and every old or other id whose highlights may stand in it now."""
    old = [known for known, present in guide.changes.sections.items() if section.id in present]
    moved = [known for (known, _), (present, _) in guide.changes.blocks.items() if present == section.id]
    return list(dict.fromkeys([section.id, *old, *moved]))


def _in_named(block: Block, part: Part, *, is_same: bool) -> int | None:
    """The best occurrence in a block that is known to be the one; one that was edited must leave no doubt."""
    scores = [_agreement(block.text, at, part) for at in _occurrences(block.text, part.quote)]
    if not scores:
        without = "".join(part.quote.split())  # a drawing's caption and words run together in the page
        return 0 if block.kind == "figure" and without in "".join(block.text.split()) else None
    best = max(scores)
    if is_same or scores.count(best) == 1:
        return scores.index(best)
    return None


def _in_any(blocks: Sequence[Block], part: Part) -> tuple[Block, int] | None:
    """The occurrence in all these blocks that agrees best, if it is long enough or its surroundings are the same."""
    found = [
        (_agreement(block.text, at, part), -number, block, nth)
        for number, block in enumerate(blocks)
        for nth, at in enumerate(_occurrences(block.text, part.quote))
    ]
    if not found:
        return None
    best = max(found, key=lambda one: one[:2])
    whole = len(part.before) + len(part.after)
    is_whole_block = not whole and best[2].text == part.quote
    if is_whole_block or (whole and best[0] == whole) or len(part.quote) + best[0] >= ENOUGH:
        return best[2], best[3]
    return None


def _occurrences(text: str, quote: str) -> list[int]:
    found, at = [], text.find(quote)
    while at >= 0:
        found.append(at)
        at = text.find(quote, at + 1)
    return found


def _agreement(text: str, at: int, part: Part) -> int:
    """How many characters of context agree, going outwards from the quote."""
    after = text[at + len(part.quote) :]
    return _common(reversed(text[:at]), reversed(part.before)) + _common(after, part.after)


def _common(one: Iterable[str], other: Iterable[str]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            return count
        count += 1
    return count
