"""Search finds words where they stand, with the words around them, and shows text as text."""

import pytest

from tests.library.conftest import Tree
from tests.pages import Page
from tracker.library import Guide
from tracker.library.search import AROUND, search


def test_words_in_a_title_come_first(tiny_guide: Guide) -> None:
    hits = search(tiny_guide, "splice")
    assert [(hit.href, hit.title, hit.where) for hit in hits] == [
        ("/roadmap/tiny-guide/tk-splice", "Eye splice", "Milestone, One weekend"),
        ("/guides/tiny-guide/two-ropes#what-lasts", "What lasts", "Section 2, Two ropes"),
    ]
    assert "<mark>splice</mark>" in hits[1].context


@pytest.mark.parametrize("query", ["SPLICE", "spl", "  splice ", "splice strength", "strength, splice!"])
def test_case_order_and_punctuation_do_not_matter_and_beginnings_count(tiny_guide: Guide, query: str) -> None:
    assert "/guides/tiny-guide/two-ropes#what-lasts" in {hit.href for hit in search(tiny_guide, query)}


@pytest.mark.parametrize("query", ["", "   ", "?!", "splice nowhere", "plice", "<mark>", ".*"])
def test_what_is_not_there_is_not_found(tiny_guide: Guide, query: str) -> None:
    assert search(tiny_guide, query) == ()


def test_headings_tables_and_criteria_are_looked_through(tiny_guide: Guide) -> None:
    assert [hit.title for hit in search(tiny_guide, "holds your weight")] == ["Bowline"]
    assert [hit.title for hit in search(tiny_guide, "pass the end")] == ["How it holds"]
    assert "/guides/tiny-guide/one-loop#how-it-holds" in {hit.href for hit in search(tiny_guide, "how it holds")}


def test_text_before_the_first_heading_leads_to_the_section(tiny_guide: Guide) -> None:
    assert search(tiny_guide, "never slips")[0].href == "/guides/tiny-guide/one-loop"


def test_what_looks_like_html_is_escaped_around_and_inside_the_mark(tree: Tree) -> None:
    tree.replace("sections/02-two-ropes.md", "A [splice]", "Beware of `<script>alert(1)</script>` & co. A [splice]")
    (hit,) = [hit for hit in search(tree.guide(), "script") if "Section" in hit.where]
    assert "<script" not in hit.context
    assert "&lt;<mark>script</mark>&gt;alert(1)" in hit.context
    assert "&amp; co" in hit.context


def test_long_text_is_cut_between_words_around_the_hit(guide: Guide) -> None:
    long = (block.text for section in guide.sections for block in section.blocks if block.kind == "text")
    word = next(word for text in long for word in text[2 * AROUND :].split() if len(word) > 8 and word.isalpha())
    hits = search(guide, word)
    assert hits
    everything = " ".join(
        [
            *(p.text for article in (*guide.sections, *guide.appendices) for p in article.blocks),
            *(" ".join([m.outcome, *(c.text for c in m.criteria), m.text]) for m in guide.milestones),
        ]
    )
    for hit in hits:
        context = Page(str(hit.context), "a hit")
        piece = context.text.removeprefix("… ").removesuffix(" …")
        assert all(word in everything for word in piece.split()), piece
        assert len(piece) <= 2 * AROUND + 60
        assert context.all("mark") or word.casefold() in hit.title.casefold()


def test_titles_come_first_and_a_heading_is_found_once(guide: Guide) -> None:
    hits = search(guide, "retrieval")
    in_title = ["retrieval" in hit.title.casefold() for hit in hits]
    assert in_title == sorted(in_title, reverse=True)
    assert len({(hit.href, hit.title) for hit in hits}) == len(hits)
    assert search(guide, "RAG core")[0].title == "RAG core"


@pytest.mark.parametrize("query, same", [("résumé", "resume"), ("ÉVALS", "evals"), ("Recall@5", "recall 5")])
def test_accents_and_signs_do_not_matter(guide: Guide, query: str, same: str) -> None:
    assert search(guide, query) == search(guide, same) != ()


def test_short_words_are_found_whole(guide: Guide) -> None:
    assert all("<mark>AI</mark>" in hit.context or "AI" in hit.title.split() for hit in search(guide, "ai"))
    assert len(search(guide, "c++")) < 10
