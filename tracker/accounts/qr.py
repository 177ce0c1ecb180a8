"""A QR code as the outline of its dark squares, for an SVG that a template draws. Pure. Hides the library (segno)."""

from dataclasses import dataclass
from itertools import groupby

import segno

QUIET = 4
"""Light squares around it, without which cameras don't find it."""


@dataclass(frozen=True)
class Drawing:
    """`size`: squares along a side, margin included. `path`: the dark ones, as an SVG path in that grid."""

    size: int
    path: str


def drawn(text: str) -> Drawing:
    rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix]
    pieces = []
    for y, row in enumerate(rows):
        x = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                pieces.append(f"M{x + QUIET} {y + QUIET}h{length}v1h-{length}z")
            x += length
    return Drawing(len(rows) + 2 * QUIET, "".join(pieces))
