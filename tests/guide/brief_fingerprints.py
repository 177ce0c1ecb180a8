"""Fingerprints of the content brief, so that its sentences can't be pasted into the guide unnoticed.

    python -m tests.guide.brief_fingerprints ../shared/content-brief.md      writes brief_fingerprints.txt

The brief itself is no part of this repository: what is kept is a hash of every nine words in a row of its chapters
(its list of sources left out), within one line or cell of a table, unless most of the nine are figures.
"""

import re
import sys
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from tests.guide.texts import normalised

FINGERPRINTS = Path(__file__).with_name("brief_fingerprints.txt")
WORDS = 9
MARKUP = re.compile(r"\]\([^)]*\)|\[[A-Z]{2,3}(?:, [A-Z]{2,3})*\]|[*`†◇]")


def shingles(text: str) -> Iterator[str]:
    """Every nine words in a row, lower case and bare of punctuation; figures are facts, and may agree."""
    said = normalised(text).split()
    for at in range(len(said) - WORDS + 1):
        nine = said[at : at + WORDS]
        if sum(word.isalpha() for word in nine) > WORDS // 2:
            yield " ".join(nine)


def fingerprint(shingle: str) -> str:
    return blake2b(shingle.encode(), digest_size=6).hexdigest()


def stretches(brief: str) -> Iterator[str]:
    """The brief's chapters, cut at line ends and at the walls of table cells."""
    _, _, chapters = brief.partition("\n## 1. ")
    for line in chapters.splitlines():
        yield from (MARKUP.sub(" ", cell) for cell in line.split("|"))


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("Name the brief: python -m tests.guide.brief_fingerprints ../shared/content-brief.md")
    brief = Path(sys.argv[1]).read_text("utf-8")
    found = {fingerprint(shingle) for stretch in stretches(brief) for shingle in shingles(stretch)}
    if not found:
        sys.exit("There is no “## 1. …” in this file, so it is not the brief; nothing was written.")
    FINGERPRINTS.write_text("".join(f"{one}\n" for one in sorted(found)), "utf-8")
    print(f"{len(found)} fingerprints written.")


if __name__ == "__main__":
    main()
