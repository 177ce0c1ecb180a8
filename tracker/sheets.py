"""Tables for spreadsheets, as CSV that none of them takes for anything but text and numbers.

Hides that a cell which begins like a formula gets an apostrophe before it, and the mark by which Excel knows UTF-8.
"""

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


def sheet(head: Sequence[str], lines: Iterable[Sequence[str | int]]) -> str:
    text = io.StringIO()
    text.write("\ufeff")
    writer = csv.writer(text)
    writer.writerow(head)
    for line in lines:
        writer.writerow([one if isinstance(one, int) else inert(one) for one in line])
    return text.getvalue()


def inert(cell: str) -> str:
    return f"'{cell}" if cell.lstrip(" \u00a0").startswith(FORMULA) else cell
