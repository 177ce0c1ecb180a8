"""Text that somebody typed, cut into words and addresses, so that pages can make links of the latter. Pure.

Only what may be given as evidence becomes a link: plain http and https, with the host that it shows.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.roadmap import links

ADDRESS = re.compile(r"https?://[^\s<>\"“”„«»]+", re.IGNORECASE)
ENDS = ".,;:!?…'’"


@dataclass(frozen=True)
class Piece:
    text: str
    url: str | None = None
    """Where it leads; None: plain words."""


def pieces(text: str) -> Iterator[Piece]:
    """In order; joined they are the text."""
    at = 0
    for found in ADDRESS.finditer(text):
        address = _without_ends(found.group())
        if links.complaint(address) is None:
            if found.start() > at:
                yield Piece(text[at : found.start()])
            yield Piece(address, address)
            at = found.start() + len(address)
    if at < len(text):
        yield Piece(text[at:])


def _without_ends(address: str) -> str:
    """Without the sentence's marks behind it, or a bracket that it doesn't open."""
    while address and (address[-1] in ENDS or (address[-1] == ")" and address.count("(") < address.count(")"))):
        address = address[:-1]
    return address
