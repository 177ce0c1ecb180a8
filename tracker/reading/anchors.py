"""A place in a guide as an anchor, and where that place is in the guide as it reads now. Pure.

Resolved in order: the same block, the block it was declared to have become, the same passage in another section, its
quote in the section, its share of the section, the nearest section that is left. Never silently the top: all but the
first two come with a notice.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tracker.library import Block, Guide, Section, minutes_to_read

QUOTE_LENGTH = 64
LEAST_QUOTE = 12
"""A shorter quote would be found anywhere."""
SENTENCE_LENGTH = 160
NOTICES = {
    "quote": "The text was edited since you stopped; this is the passage.",
    "moved": "The passage you stopped at stands in another section now.",
    "share": "The passage you stopped at was rewritten; it stood about here.",
    "nearest": "The section you stopped in is gone; this is the nearest one.",
}


@dataclass(frozen=True)
class Anchor:
    """Where a reader was. `fraction`: inside the block, 0 to 1; `through`: of the section, 0 to 1.

    `number` is the section's at that time, `revision` the guide's, `quote` up to 64 characters from the place on.
    """

    section: str
    number: int
    block: str
    quote: str
    fraction: float
    through: float
    revision: str

    def as_data(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Anchor":
        return cls(**data)

    @classmethod
    def at(cls, guide: Guide, section: Section, block: Block, fraction: float = 0.0) -> "Anchor":
        """The anchor of a place in the guide as it reads now."""
        words_from = block.text[_word_at(block.text, fraction) :]
        through = (section.order[block.id] + fraction) / len(section.blocks)
        quote = words_from[:QUOTE_LENGTH]
        return cls(section.id, section.number, block.id, quote, fraction, through, guide.revision)


@dataclass(frozen=True)
class Found:
    """A place in the present guide. `how`: same, alias, quote, moved, share or nearest."""

    section: Section
    block: Block
    fraction: float
    how: str

    @property
    def notice(self) -> str | None:
        return NOTICES.get(self.how)

    @property
    def rank(self) -> tuple[int, int, float]:
        """Places compare by this in reading order."""
        return self.section.number, self.section.order[self.block.id], self.fraction

    @property
    def sentence(self) -> str:
        """The sentence at the place, at most 160 characters."""
        text = self.block.text
        at = _word_at(text, self.fraction)
        ends = [match.end() for match in re.finditer(r"[.!?…][”’)]*\s+(?=[^a-z])", text)]
        start = max((end for end in ends if end <= at), default=0)
        stop = min((end for end in ends if end > at), default=len(text))
        sentence = text[start:stop].strip()
        if len(sentence) <= SENTENCE_LENGTH:
            return sentence
        room = SENTENCE_LENGTH - len(" …")
        cut = sentence.rfind(" ", 0, room + 1)
        return sentence[: cut if cut > 0 else room].rstrip(",;:–— ") + " …"

    @property
    def minutes_left(self) -> int:
        """Of the section, from the place on."""
        after = self.section.blocks[self.section.order[self.block.id] + 1 :]
        return minutes_to_read(round(self.block.words * (1 - self.fraction)) + sum(block.words for block in after))


def find(guide: Guide, anchor: Anchor) -> Found | None:
    """Where the place is now; None only in a guide without text."""
    sections = [section for section in heirs(guide, anchor.section) if section.blocks]
    found = find_block(guide, anchor.section, anchor.block)
    if found:
        section, block, how = found
        return Found(section, block, anchor.fraction, how)
    for section in guide.sections:  # before its quote: few words may stand elsewhere too, the whole passage does not
        if anchor.block.startswith("b-") and anchor.block in section.order:
            return Found(section, section.blocks[section.order[anchor.block]], anchor.fraction, "moved")
    for section in sections:
        quoted = find_quote(section.blocks, anchor.quote, anchor.through)
        if quoted:
            block, at = quoted
            return Found(section, block, at, "quote")
    if sections:  # several where the section was split: its share of all their blocks
        heirs_blocks = [(section, block) for section in sections for block in section.blocks]
        number, fraction = divmod(min(max(anchor.through, 0.0), 0.999999) * len(heirs_blocks), 1)
        section, block = heirs_blocks[int(number)]
        return Found(section, block, fraction, "share")
    left = [section for section in guide.sections if section.blocks]
    if not left:
        return None
    section = min(left, key=lambda one: abs(one.number - anchor.number))
    return Found(section, section.blocks[0], 0.0, "nearest")


def heirs(guide: Guide, section_id: str) -> tuple[Section, ...]:
    """The present sections of an id, which may have been renamed, merged or split since."""
    ids = guide.changes.sections.get(section_id, (section_id,))
    return tuple(guide.section_by_id[present] for present in ids if present in guide.section_by_id)


def find_block(guide: Guide, section_id: str, block_id: str) -> tuple[Section, Block, str] | None:
    """The block itself ("same") or what it was declared to have become ("alias").

    What is declared of its own section comes first: one that this was merged into may have a heading of the same id.
    """
    present = heirs(guide, section_id)
    declared = guide.changes.blocks.get((section_id, block_id))
    if declared is None:
        for section in present:
            if block_id in section.order:
                return section, section.blocks[section.order[block_id]], "same"
        places = (guide.changes.blocks.get((section.id, block_id)) for section in present)
        declared = next((place for place in places if place), None)
    if declared is None:
        return None
    section = guide.section_by_id[declared[0]]
    return section, section.blocks[section.order[declared[1]]], "alias"


def find_quote(blocks: Sequence[Block], quote: str, through: float) -> tuple[Block, float] | None:
    """The block that holds the quote, or half of it where its words were edited, and where in the block it begins.

    Of several, the one nearest to `through`, the share of the section where it was.
    """
    whole = _plain(quote)
    middle = whole.find(" ", len(whole) // 2)
    for piece in (whole, whole[:middle], whole[middle:].strip()) if middle > 0 else (whole,):
        if len(piece) < LEAST_QUOTE:
            continue
        holding = [number for number, block in enumerate(blocks) if piece in _plain(block.text)]
        if holding:
            number = min(holding, key=lambda one: abs(one / len(blocks) - through))
            text = _plain(blocks[number].text)
            return blocks[number], text.index(piece) / len(text)
    return None


def _plain(text: str) -> str:
    """For comparison: small letters, single spaces, plain quotation marks and dashes."""
    return " ".join(text.casefold().translate(_PLAIN).split())


_PLAIN = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "."})


def _word_at(text: str, fraction: float) -> int:
    """The first letter of the word at this fraction of the text."""
    at = min(int(len(text) * fraction), max(len(text) - 1, 0))
    return text.rfind(" ", 0, at + 1) + 1
