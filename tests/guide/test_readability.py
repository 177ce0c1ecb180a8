"""No sentence outside tables and notes runs past 45 words, and the report on how the sections read adds up."""

from pathlib import Path

import pytest

from tests.guide.readability import reading, readings
from tests.guide.texts import OURS, Block, blocks, sentences, words

LONGEST = 45


def test_no_sentence_is_longer_than_45_words() -> None:
    long = {
        f"{block.where} ({len(words(sentence))} words)": sentence
        for block in blocks()
        if block.kind in OURS - {"cell"}
        for sentence in sentences(block.text)
        if len(words(sentence)) > LONGEST
    }
    assert long == {}


def test_the_report_covers_every_section_and_its_sum() -> None:
    *each, whole = readings()
    assert len(each) == 8
    assert whole.words == sum(one.words for one in each) > 4000
    assert whole.sentences == sum(one.sentences for one in each)
    assert whole.longest == max(one.longest for one in each)
    assert all(one.name in str(one) and f"{one.grade:.1f}" in str(one) for one in each)


def test_the_grade_is_flesch_and_kincaids() -> None:
    said = reading("one", [Block("paragraph", "The cat sat. The dog ran away today.", Path("a.md"), 1)])
    assert (said.words, said.sentences, said.longest) == (8, 2, 5)
    assert said.grade == pytest.approx(0.39 * 4 + 11.8 * said.syllables / 8 - 15.59)
    hard = reading("two", [Block("item", "Considerable computational infrastructure.", Path("a.md"), 1)])
    assert hard.grade > said.grade


@pytest.mark.parametrize(
    "text,split",
    [
        ("One. Two? Three!", ["One.", "Two?", "Three!"]),
        ("It costs 0.02 a page. 95% pass.", ["It costs 0.02 a page.", "95% pass."]),
        ("“Is it? Yes.” So he said.", ["“Is it?", "Yes.”", "So he said."]),
        ("Ask for e.g. Recall. Then stop", ["Ask for e.g. Recall.", "Then stop"]),
    ],
)
def test_sentences_end_where_readers_end_them(text: str, split: list[str]) -> None:
    assert sentences(text) == split
