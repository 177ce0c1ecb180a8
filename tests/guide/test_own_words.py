"""The guide is written in the project's own words: no nine words in a row are the content brief's."""

import re

from tests.guide.brief_fingerprints import FINGERPRINTS, fingerprint, shingles, stretches
from tests.guide.texts import OURS, blocks

PASTED = "evidence closes milestones; evals precede features; misses are published"
"""Nine words of the brief, to see that what is looked for can be found."""


def test_nothing_is_pasted_from_the_brief() -> None:
    brief = set(FINGERPRINTS.read_text("utf-8").split())
    kinds = OURS | {"note"}
    said = {shingle: block.where for block in blocks() if block.kind in kinds for shingle in shingles(block.text)}
    assert len(said) > 10_000
    pasted = {shingle: where for shingle, where in said.items() if fingerprint(shingle) in brief}
    assert not pasted, f"these stand in the brief, word for word: {pasted}"


def test_the_fingerprints_are_in_order_and_know_the_brief() -> None:
    lines = FINGERPRINTS.read_text("utf-8").splitlines()
    assert lines == sorted(set(lines))
    assert len(lines) > 1000
    assert [line for line in lines if not re.fullmatch(r"[0-9a-f]{12}", line)] == []
    assert {fingerprint(shingle) for shingle in shingles(f"So: **{PASTED.title()}**.")} & set(lines)


def test_a_change_of_case_and_punctuation_is_no_change_of_words() -> None:
    (nine,) = shingles(PASTED)
    assert set(shingles("Evidence closes milestones. Evals precede features – misses ARE published!")) == {nine}


def test_figures_may_agree() -> None:
    assert list(shingles("40 tasks × 3 trials; success ≥80%; pass^3 ≥60%")) == []


def test_the_brief_is_read_from_its_first_chapter_line_by_line_and_cell_by_cell() -> None:
    brief = "Words of sources.\n## 1. Guide [AFG]\n|one [a](https://a.example)|two|\n*three*\n"
    assert [" ".join(stretch.split()) for stretch in stretches(brief) if stretch.strip()] == [
        "Guide",
        "one [a",
        "two",
        "three",
    ]
