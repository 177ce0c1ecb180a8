"""The Markdown file: everything that the guide says, our own links resolved, notes unique, readable in an editor."""

import re
from collections import Counter
from dataclasses import replace

import pytest

from tracker.library import Catalogue, Guide
from tracker.library.downloads.plain import markdown
from tracker.library.rendering import PARSER

SITE = "https://milepost.example.org"
OWN = re.compile(r"\]\((milestone|section|appendix|term|source):")


@pytest.fixture(params=["tiny-guide", "ai-engineer"])
def told(request: pytest.FixtureRequest, catalogue: Catalogue) -> tuple[Guide, str]:
    guide = catalogue.get(request.param)
    assert guide
    return guide, markdown(guide, SITE)


def without_code(text: str) -> str:
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


def headings(text: str) -> list[str]:
    return re.findall(r"^(#+ .+)$", without_code(text), flags=re.MULTILINE)


def test_it_holds_every_part(told: tuple[Guide, str]) -> None:
    guide, text = told
    said = headings(text)
    assert said[:2] == [f"# {guide.title}", "## Contents"]
    assert guide.subtitle in text
    assert guide.author.name in text
    assert f"Level: {guide.level}" in text
    assert f"{guide.updated.day} {guide.updated:%B %Y}" in text
    for section in guide.sections:
        assert f"## {section.number}. {section.title}" in said
        assert section.summary in text
    for appendix in guide.appendices:
        assert f"## Appendix: {appendix.title}" in said
    for term in guide.terms.values():
        assert term.means in text
    for source in guide.sources.values():
        assert f"]({source.url})" in text
    assert "◇ marks a source that nobody here could open yet" in text
    assert [line for line in said if line.startswith("# ")] == said[:1]


def test_every_paragraph_is_there(told: tuple[Guide, str]) -> None:
    """As words: what stands between the marks of Markdown."""
    guide, text = told

    def words(piece: str) -> str:
        return " ".join(re.findall(r"\w+", re.sub(r"\]\([^)]*\)", "", piece.replace("◇", ""))))

    everything = words(text)
    for article in (*guide.sections, *guide.appendices):
        for block in article.blocks:
            if block.kind in {"code", "heading"}:
                assert words(block.text) in everything, f"{article.id}#{block.id}"
    for paragraph in guide.introduction_markdown.split("\n\n"):
        assert words(paragraph) in everything


def test_no_link_of_our_own_is_left_and_every_link_leads_somewhere(told: tuple[Guide, str]) -> None:
    _, text = told
    prose = re.sub(r"`[^`\n]*`", "", without_code(text))
    assert not OWN.search(prose)
    assert "{#" not in prose
    slugs: Counter[str] = Counter()
    places = set()
    for heading in headings(text):
        slug = re.sub(r"[^\w\- ]", "", heading.lstrip("#").strip().lower()).replace(" ", "-")
        places.add(f"{slug}-{slugs[slug]}" if slugs[slug] else slug)
        slugs[slug] += 1
    assert set(re.findall(r"\]\(#([^)]+)\)", prose)) <= places
    assert f"]({SITE}/roadmap/" in prose


def test_notes_are_unique_and_none_dangles(told: tuple[Guide, str]) -> None:
    _, text = told
    prose = without_code(text)
    defined = re.findall(r"^\[\^([^\]]+)\]:", prose, flags=re.MULTILINE)
    used = set(re.findall(r"\[\^([^\]]+)\](?!:)", prose))
    assert defined
    assert len(defined) == len(set(defined))
    assert used == set(defined)


def test_the_text_of_the_tiny_guide_word_for_word(tiny_guide: Guide) -> None:
    text = markdown(tiny_guide, SITE)
    assert (
        f"Begin with [the bowline]({SITE}/roadmap/tiny-guide/tk-bowline). "
        "It makes a [bight](#bight) that never slips.[^one-loop-ashley]"
    ) in text
    assert "[^one-loop-ashley]: The [book of knots](https://knots.example.org/book) calls it" in text
    assert (
        "Figure: The bowline in one line. A rope comes up through a loop, goes around the standing part and down again."
    ) in text
    assert "- [x] rope bought\n- [ ] knot tied" in text
    assert "| Make a loop | left |" in text
    assert "After [one loop](#how-it-holds), join" in text
    assert "see [the rope maker](https://rope.example.org/) ◇." in text
    assert '```python\nstrength = {"bowline": 0.65, "splice": 0.95}\n```' in text
    assert "- [1. One loop](#1-one-loop)" in text


def test_code_is_left_alone_and_titles_are_no_markup(tiny_guide: Guide) -> None:
    [first, second] = tiny_guide.sections
    body = "Say `[x](term:bight)` and `[^n]`.\n\n```\n## Not a heading {#no}\n[x](milestone:tk-bowline)\n```\n\nEnd.\n"
    changed = replace(first, markdown=body, title="Loops *and* [more]")
    text = markdown(replace(tiny_guide, sections=(changed, second)), SITE)
    assert body.strip() in text
    assert "## 1. Loops \\*and\\* \\[more\\]" in text
    heading = next(token for token in PARSER.parse(text) if token.content.startswith("1. Loops"))
    assert [child.type for child in heading.children or []] == ["text"] * len(heading.children or [])
