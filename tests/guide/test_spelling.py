"""The guide is spelled as a dictionary has it, or as words.txt does."""

import pytest

from tests.guide.spelling import LIST, guide_texts, unknown


def test_every_word_is_known() -> None:
    texts = list(guide_texts())
    assert sum(len(text.split()) for text, _ in texts) > 20_000
    wrong = unknown(texts)
    assert not wrong, f"misspelled, or missing from tests/guide/words.txt: {wrong}"


def test_the_word_list_is_in_order_and_holds_words() -> None:
    listed = LIST.read_text("utf-8").splitlines()
    assert listed == sorted(set(listed), key=lambda word: (word.casefold(), word))
    assert [word for word in listed if not word.replace("-", "").isalpha()] == []


@pytest.mark.parametrize(
    "text,wrong",
    [
        ("We recieve held-out labels.", ["recieve"]),
        ("The reranker’s Openai call", ["Openai"]),
        ("OpenAI’s p95 of 300k on Levels.fyi, [a] of https://exampel.org/abuot", []),
        ("It’s the engineers’ over-confidance", ["over-confidance"]),
    ],
)
def test_misspellings_are_found_and_nothing_else(text: str, wrong: list[str]) -> None:
    assert unknown([(text, "a.md:1")]) == {word: ["a.md:1"] for word in wrong}
