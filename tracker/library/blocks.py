"""Cuts a text into blocks that a reader can come back to: each with an id made of its own text, so that an edit
elsewhere moves nothing.

Hides the making of ids. Headings keep the ids that their author wrote.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence

from markdown_it.token import Token

from tracker.library.articles import Block, Heading


class Blocks:
    """Gathers the blocks of one text in reading order, and puts their ids on the tokens that carry them."""

    def __init__(self) -> None:
        self.found: list[Block] = []
        self.under: Heading | None = None
        self._met: Counter[str] = Counter()
        self._table: Token | None = None
        self._cells: list[str] = []
        self._words = 0

    def heading(self, heading: Heading) -> None:
        self.under = heading
        self._put(heading.id, "heading", heading.title, 0)

    def code(self, fence: Token) -> None:
        fence.attrSet("id", self.add("code", fence.content, 0))

    def begin_table(self, table: Token) -> None:
        self._table, self._cells, self._words = table, [], 0

    def end_table(self) -> None:
        if self._table is not None:
            self._table.attrSet("id", self.add("table", " ".join(self._cells), self._words))
        self._table = None

    def text(self, tokens: Sequence[Token], at: int, text: str, words: int) -> None:
        """The inline token at `at`: a cell of the table that is open, a paragraph, or a list item's own line."""
        if self._table is not None:
            self._cells.append(text)
            self._words += words
            return
        carrier = tokens[at - 1]
        if carrier.hidden:  # a tight list has no paragraphs: its items carry the ids
            carrier = tokens[at - 2]
        carrier.attrSet("id", self.add("text", text, words))

    def add(self, kind: str, text: str, words: int) -> str:
        """One more block; answers its id, which is the same wherever in the text it stands."""
        text = " ".join(text.split())
        name = "b-" + hashlib.blake2b(text.encode(), digest_size=4).hexdigest()
        self._met[name] += 1
        if self._met[name] > 1:  # the same words once more, such as two equal items
            name = f"{name}-{self._met[name]}"
        self._put(name, kind, text, words)
        return name

    def _put(self, block_id: str, kind: str, text: str, words: int) -> None:
        under = self.under
        self.found.append(Block(block_id, kind, text, words, under.id if under else None, under.title if under else ""))
