"""/guides, search, glossary and sources: open to everybody."""

import pytest

from tests.hostile import MARKUP
from tests.pages import Element, Page
from tests.people import Client, Member
from tracker.library import Catalogue, Guide


def hits(page: Page) -> list[Element]:
    return [
        item for results in page.all("ul", class_="results") for item in results.children if isinstance(item, Element)
    ]


def test_all_guides_are_listed(anyone: Client, catalogue: Catalogue) -> None:
    page = anyone.page("/guides")
    items = [item for item in page.one("ul", class_="guides").children if isinstance(item, Element)]
    assert [item.one("h2").text for item in items] == [guide.title for guide in catalogue.guides]
    assert len(items) == 2
    for item, guide in zip(items, catalogue.guides, strict=True):
        assert anyone.page(item.one("a")["href"]).one("h1").text == guide.title
        for words in (guide.subtitle, guide.level.capitalize(), f"{len(guide.milestones)} milestones"):
            assert words in item.text


def test_words_are_found_in_sections_and_milestones(anyone: Client, mia: Member) -> None:
    page = anyone.page("/guides/tiny-guide/search?q=splice")
    found = {item.one("a")["href"] for item in hits(page)}
    assert "/guides/tiny-guide/two-ropes#what-lasts" in found
    assert "/roadmap/tiny-guide/tk-splice" in found
    assert f"{len(hits(page))} places with “splice”" in page.text
    assert {mark.text.casefold() for mark in page.all("mark")} == {"splice"}
    for address in found:
        assert mia.client.page(address.partition("#")[0]).title


def test_every_word_must_be_there_by_its_beginning(anyone: Client) -> None:
    assert hits(anyone.page("/guides/tiny-guide/search?q=THICK+rop"))
    assert hits(anyone.page("/guides/tiny-guide/search?q=plice")) == []
    page = anyone.page("/guides/tiny-guide/search?q=splice+elephant")
    assert hits(page) == []
    assert "Nothing holds all of these words" in page.text


@pytest.mark.parametrize("query", ["", "   ", "…", "%", "-"])
def test_without_words_nothing_is_listed(anyone: Client, query: str) -> None:
    page = anyone.read(anyone.get("/guides/tiny-guide/search", query_string={"q": query}))
    assert hits(page) == []


def test_without_a_question_there_is_only_the_form(anyone: Client) -> None:
    page = anyone.page("/guides/tiny-guide/search")
    assert page.one("input", id="q")["value"] == ""
    assert hits(page) == []


@pytest.mark.parametrize("query", [*MARKUP, "x" * 5000, "(", "[", "\\", ".*", "a{9999}", "\x00", "\ud7ff"])
def test_a_question_is_only_ever_text(anyone: Client, query: str) -> None:
    page = anyone.read(anyone.get("/guides/ai-engineer/search", query_string={"q": query}))
    assert page.one("input", id="q")["value"] == query.strip()[:200]
    assert page.all("img") == []
    assert all(script.get("src") for script in page.all("script"))


def test_terms_are_explained_in_order(anyone: Client, guide: Guide) -> None:
    page = anyone.page("/guides/ai-engineer/glossary")
    terms = [term.text for term in page.one("dl", class_="terms").all("dt")]
    assert terms == sorted((term.term for term in guide.terms.values()), key=str.casefold)
    for term in guide.terms.values():
        assert term.term in page.one(id=term.id).text


def test_sources_are_listed_and_unverified_ones_marked(anyone: Client, guide: Guide) -> None:
    page = anyone.page("/guides/ai-engineer/sources")
    links = {link["href"] for link in page.one("main").all("a")}
    assert {source.url for source in guide.sources.values()} <= links
    marked = {heading.one("a")["href"] for heading in page.one("main").all("h3") if "◇" in heading.text}
    assert marked == {source.url for source in guide.sources.values() if not source.verified}
    assert marked


@pytest.mark.parametrize("page_name", ["search", "glossary", "sources"])
def test_each_leads_back_to_its_guide(anyone: Client, page_name: str) -> None:
    page = anyone.page(f"/guides/tiny-guide/{page_name}")
    assert page.one("a", class_="back")["href"] == "/guides/tiny-guide"
    assert page.one("a", class_="back").text == "Three Knots to Trust"
