"""What the guide never says: names of models, which age within months; em dashes; exclamation marks."""

import re

import pytest

from tests.conftest import REAL_GUIDE
from tests.guide.texts import Block, blocks

MODELS = re.compile(
    r"\b(GPT-?\w*|ChatGPT|o[134](-mini)?|Claude|Opus|Sonnet|Haiku|Gemini|Gemma|Llama|Mistral|Mixtral|Qwen\w*|DeepSeek|"
    r"Grok|Kimi|Nova (?:Lite|Pro|Micro)|Command R|Phi-\d|Copilot)\b",
    re.IGNORECASE,
)
EM_DASH = re.compile(r"—|(?<=\s)--(?=\s)|(?<=\w)--(?=\w)")
EXCLAMATION = re.compile(r"!(?!=)")


def said(pattern: re.Pattern[str], texts: list[tuple[str, str]]) -> dict[str, list[str]]:
    return {place: found for text, place in texts if (found := [match[0] for match in pattern.finditer(text)])}


def prose(block: Block) -> tuple[str, str]:
    return block.own_text, block.where


def test_no_model_is_named_outside_the_titles_of_sources() -> None:
    texts = [prose(block) for block in blocks()]
    assert len(texts) > 1000
    assert said(MODELS, texts) == {}


def test_there_are_no_em_dashes_in_texts_and_drawings() -> None:
    texts = [prose(block) for block in blocks() if block.kind != "code"]
    texts += [(file.read_text("utf-8"), file.name) for file in REAL_GUIDE.glob("figures/*.svg")]
    assert said(re.compile("—"), texts) == {}
    assert said(EM_DASH, [text for text in texts if not text[1].endswith(".svg")]) == {}


def test_there_are_no_exclamation_marks() -> None:
    assert said(EXCLAMATION, [prose(block) for block in blocks() if block.kind != "code"]) == {}


@pytest.mark.parametrize(
    "pattern,text,found",
    [
        (MODELS, "ask GPT-5, Claude or a Llama", ["GPT-5", "Claude", "Llama"]),
        (MODELS, "qwen3, o3-mini, Phi-4", ["qwen3", "o3-mini", "Phi-4"]),
        (MODELS, "LlamaIndex, phi, an opposite, a grokked idea, P4", []),
        (EM_DASH, "one — two -- three", ["—", "--"]),
        (EM_DASH, "weeks 1–12, pass --verbose, a minus −4", []),
        (EXCLAMATION, "Go! a != b", ["!"]),
    ],
)
def test_each_is_found_where_it_stands(pattern: re.Pattern[str], text: str, found: list[str]) -> None:
    assert said(pattern, [(text, "a.md:1")]) == ({"a.md:1": found} if found else {})
