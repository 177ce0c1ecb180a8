"""Nothing is said twice: no paragraph, and no sentence of eight words or more, in all the guide's files but notes."""

from collections import defaultdict
from collections.abc import Iterable

from tests.guide.texts import OURS, blocks, normalised, sentences

SHORTEST = 8
"""A sentence of fewer words may come back: “Starting out, do eight hours.”"""


def repeated(said: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Of (text, place) pairs, each text that stands in several places, with the places."""
    places: dict[str, list[str]] = defaultdict(list)
    for text, place in said:
        places[normalised(text)].append(place)
    return {text: where for text, where in places.items() if len(where) > 1}


def test_no_paragraph_stands_twice() -> None:
    kinds = {"paragraph", "item", "alt", "caption"}
    said = [(block.text, block.where) for block in blocks() if block.kind in kinds]
    assert len(said) > 500
    assert repeated((text, place) for text, place in said if len(normalised(text).split()) >= SHORTEST) == {}


def test_no_sentence_of_eight_words_stands_twice() -> None:
    said = [
        (sentence, block.where)
        for block in blocks()
        if block.kind in OURS
        for sentence in sentences(block.text)
        if len(normalised(sentence).split()) >= SHORTEST
    ]
    assert len(said) > 1000
    assert repeated(said) == {}


def test_case_punctuation_and_marks_hide_no_repetition() -> None:
    twice = [("Evals come first, always.", "a.md:1"), ("**evals** come first – always", "b.md:2"), ("Other.", "b.md:3")]
    assert repeated(twice) == {"evals come first always": ["a.md:1", "b.md:2"]}
