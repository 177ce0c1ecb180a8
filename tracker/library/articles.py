"""The pages of text of a guide, and the blocks that they are made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

WORDS_PER_MINUTE = 230
"""Silent reading of English non-fiction: 238 words a minute on average (Brysbaert 2019, n=18,573).

Rounded down for tables.
"""


@dataclass(frozen=True)
class Block:
    """A heading, paragraph, list item, table, figure or code sample: what a place names and search looks through.

    `kind` is heading, text, table, figure or code; `heading_id` and `heading` say what it stands under.
    """

    id: str
    kind: str
    text: str
    words: int
    heading_id: str | None
    heading: str


@dataclass(frozen=True)
class Heading:
    id: str
    level: int
    title: str


@dataclass(frozen=True)
class Article:
    """A page of text: a section, or an appendix (reference material that is not read in order)."""

    id: str
    title: str
    summary: str
    html: Markup
    words: int
    headings: tuple[Heading, ...]
    blocks: tuple[Block, ...]
    milestone_ids: tuple[str, ...]
    """The milestones its text links, in order of appearance."""
    source_codes: frozenset[str]
    """The sources its text cites."""
    markdown: str
    """The text as its author wrote it, for downloads."""

    @property
    def minutes(self) -> int:
        return minutes_to_read(self.words)

    @cached_property
    def order(self) -> Mapping[str, int]:
        """The number of each block, by its id, counted from 0."""
        return {block.id: number for number, block in enumerate(self.blocks)}


@dataclass(frozen=True, kw_only=True)
class Section(Article):
    """A numbered section of the guide, counted from 1."""

    number: int


def minutes_to_read(words: int) -> int:
    """Whole minutes, to the nearest, never under one."""
    return max(1, (2 * words + WORDS_PER_MINUTE) // (2 * WORDS_PER_MINUTE))
