"""Criteria as somebody types them: one a line. A line that is reworded keeps its id, and with it its tick. Pure."""

import hashlib
from collections.abc import Sequence
from difflib import SequenceMatcher

from tracker.library import Criterion

MOST_LINES = 20
LINE_LENGTH = 200
ALIKE = 0.6
"""From this ratio on, two lines are the same one reworded."""


def as_lines(text: str) -> list[str]:
    """The lines that say something, with single spaces, each once."""
    return list(dict.fromkeys(line for raw in text.splitlines() if (line := " ".join(raw.split()))))


def as_text(criteria: Sequence[Criterion]) -> str:
    return "\n".join(criterion.text for criterion in criteria)


def as_criteria(lines: Sequence[str], before: Sequence[Criterion] = ()) -> tuple[Criterion, ...]:
    """The lines as criteria: those that stood there before keep their ids, then those that are most alike."""
    known = {criterion.text: criterion.id for criterion in before}
    ids = {line: known[line] for line in lines if line in known}
    free = [criterion for criterion in before if criterion.id not in ids.values()]
    fresh = [line for line in lines if line not in ids]
    pairs = [(_alike(line, old.text), line, old) for line in fresh for old in free]
    for ratio, line, old in sorted(pairs, key=lambda pair: -pair[0]):
        if ratio >= ALIKE and line not in ids and old.id not in ids.values():
            ids[line] = old.id
    for line in fresh:
        if line not in ids:
            ids[line] = _fresh_id(line, {*ids.values(), *(criterion.id for criterion in before)})
    return tuple(Criterion(ids[line], line) for line in lines)


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False).ratio()


def _fresh_id(line: str, taken: set[str]) -> str:
    """Made of the line's own text, so that one which comes back later finds its tick; none is given twice."""
    number, found = 0, ""
    while not found or found in taken:
        said = f"{line}\n{number}" if number else line
        found = f"c-{hashlib.sha256(said.encode()).hexdigest()[:8]}"
        number += 1
    return found
