"""Which words of the guide are spelled as no dictionary and no list of ours has them.

    python -m tests.guide.spelling      prints them, each with the places where it stands

The dictionary is pyspellchecker's own, so nothing is fetched; true words that it lacks stand in words.txt.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from spellchecker import SpellChecker

from tests.guide.texts import blocks

LIST = Path(__file__).with_name("words.txt")
SPELLED = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
NOT_SPELLED = re.compile(r"https?://\S+|\b\w+\.[a-z]{2,}\b|\[\w+\]|\b\w*\d\w*\b")
"""Addresses and host names, placeholders such as [a], and what has digits in it: p95, P1, 300k."""


@cache
def _dictionary() -> SpellChecker:
    return SpellChecker(language="en", distance=1)


@cache
def listed() -> frozenset[str]:
    return frozenset(LIST.read_text("utf-8").splitlines())


def unknown(texts: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Of (text, place) pairs, each word that is not known, with its places."""
    found: dict[str, list[str]] = defaultdict(list)
    for text, place in texts:
        for word in SPELLED.findall(NOT_SPELLED.sub(" ", text.replace("’", "'"))):
            if not _known(word):
                found[word].append(place)
    return dict(found)


@cache
def _known(word: str) -> bool:
    """A listed word may also begin a sentence or own something; “OpenAI” written “Openai” is another word.

    A compound is known by itself (Wi-Fi) or by its parts (held-out).
    """
    bare = word.removesuffix("'s")
    if len(bare) == 1 or {bare, bare[0].lower() + bare[1:]} & listed():
        return True
    if "-" in bare:
        return all(_known(part) for part in bare.split("-"))
    return word.lower() in _dictionary() or bare.lower() in _dictionary()


def guide_texts() -> Iterable[tuple[str, str]]:
    return ((block.text, block.where) for block in blocks() if block.kind != "code")


def main() -> None:
    for word, places in sorted(unknown(guide_texts()).items(), key=lambda found: found[0].casefold()):
        print(f"{word:24} {', '.join(dict.fromkeys(places))}")


if __name__ == "__main__":
    main()
