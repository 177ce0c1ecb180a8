"""What becomes of places while the guide is edited: chains of random edits, and every block a place before each."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.reading.edits import EDITS, Manuscript, manuscript
from tracker.library import Guide
from tracker.reading.anchors import Anchor, Found, find

CHAINS, EDITS_IN_A_CHAIN = 20, 10


@dataclass(frozen=True)
class Resolved:
    """A place that somebody had in an earlier edition, and where it is now."""

    anchor: Anchor
    text: str
    """Of its block, then."""
    was_once: bool
    """Whether no other block had the same text then."""
    found: Found | None
    guide: Guide
    edit: str
    age: int
    """How many edits ago the place was noted."""
    texts_now: Counter[str]
    """How often each text stands in the guide as it is now."""


def texts(guide: Guide) -> Counter[str]:
    return Counter(block.text for section in guide.sections for block in section.blocks)


def places(guide: Guide, random: Random) -> list[tuple[Anchor, str, bool]]:
    """One at every block, somewhere in it."""
    counts = texts(guide)
    return [
        (Anchor.at(guide, section, block, round(random.random(), 4)), block.text, counts[block.text] == 1)
        for section in guide.sections
        for block in section.blocks
    ]


def replayed(seed: int = 1) -> Iterator[Resolved]:
    """Every place of the edition before, and of the first one of the chain, after each edit."""
    random = Random(seed)
    first = manuscript()
    with tempfile.TemporaryDirectory() as folder:
        for chain in range(CHAINS):
            now: Manuscript = deepcopy(first)
            oldest = last = places(now.edition(Path(folder)), random)
            for number in range(EDITS_IN_A_CHAIN):
                edit = EDITS[(chain * EDITS_IN_A_CHAIN + number) % len(EDITS)] if number % 2 else random.choice(EDITS)
                before = deepcopy(now)
                edit(now, random)
                while now == before:  # there was nothing that it could be done to
                    edit = random.choice(EDITS)
                    edit(now, random)
                guide = now.edition(Path(folder))
                stand = texts(guide)
                for age, known in {1: last, number + 1: oldest}.items():
                    for anchor, text, was_once in known:
                        found = find(guide, anchor)
                        yield Resolved(anchor, text, was_once, found, guide, edit.__name__, age, stand)
                last = places(guide, random)


def main() -> None:
    kinds: Counter[str] = Counter()
    edits: Counter[str] = Counter()
    for one in replayed():
        kinds[one.found.how if one.found else "nowhere"] += 1
        edits[one.edit] += 1
    print(f"{CHAINS * EDITS_IN_A_CHAIN} edits, {sum(kinds.values()):,} places")
    for name, count in kinds.most_common():
        print(f"  {name}: {count:,}")
    print("edits: " + ", ".join(f"{name} ({count:,} places)" for name, count in sorted(edits.items())))


if __name__ == "__main__":
    main()
