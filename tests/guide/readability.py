"""How the sections read, in figures: a report for whoever edits them, no verdict.

    python -m tests.guide.readability      prints a line a section

Sentences are those of paragraphs and lists; tables, notes, figures and code are left out. Syllables are Pyphen's
hyphenation points plus one: about three in a hundred too few, so the grade comes out half a year of school too low.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pyphen import Pyphen

from tests.guide.texts import PROSE, Block, blocks_of, section_files, sentences, words


@dataclass(frozen=True)
class Reading:
    name: str
    words: int
    sentences: int
    longest: int
    syllables: int

    @property
    def mean(self) -> float:
        return self.words / self.sentences

    @property
    def grade(self) -> float:
        """Flesch–Kincaid grade level, in years of US school (Kincaid and others 1975)."""
        return 0.39 * self.mean + 11.8 * self.syllables / self.words - 15.59

    def __str__(self) -> str:
        return f"{self.name:24}{self.words:7,}{self.sentences:11,}{self.mean:12.1f}{self.longest:9}{self.grade:15.1f}"


HEADER = f"{'section':24}{'words':>7}{'sentences':>11}{'mean words':>12}{'longest':>9}{'Flesch–Kincaid':>15}"


def reading(name: str, blocks: Iterable[Block]) -> Reading:
    lengths: list[int] = []
    syllables = 0
    for block in blocks:
        if block.kind in PROSE:
            for sentence in sentences(block.text):
                said = words(sentence)
                if said:
                    lengths.append(len(said))
                    syllables += sum(_syllables(word) for word in said)
    return Reading(name, sum(lengths), len(lengths), max(lengths), syllables)


def readings() -> list[Reading]:
    """One for each section, and one for all."""
    files = section_files()
    each = [reading(file.stem, blocks_of(file)) for file in files]
    return [*each, reading("all sections", [block for file in files for block in blocks_of(file)])]


@cache
def _syllables(word: str) -> int:
    """At least one for each part; a number counts as one."""
    return sum(len(_HYPHENS.positions(part)) + 1 for part in word.replace("/", "-").split("-") if part)


_HYPHENS = Pyphen(lang="en_US")


def main() -> None:
    print(HEADER)
    for line in readings():
        print(line)


if __name__ == "__main__":
    main()
