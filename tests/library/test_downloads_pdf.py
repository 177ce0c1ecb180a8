"""The PDF, opened with a PDF library: its text, outline, links and language, and that it is tagged.

Needs the system's Pango, which `make test` installs on Debian.
"""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader
from pypdf.generic import Destination

from tracker.library import Catalogue, Guide
from tracker.library.downloads.pdf import pdf

SITE = "https://milepost.example.org"
A4 = (595, 842)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=["tiny-guide", "ai-engineer"])
def guide(request: pytest.FixtureRequest, catalogue: Catalogue) -> Guide:
    found = catalogue.get(request.param)
    assert found
    return found


@pytest.fixture(scope="module")
def document(app: Flask, guide: Guide) -> PdfReader:
    return PdfReader(io.BytesIO(pdf(guide, SITE, app.jinja_env)))


@pytest.fixture(scope="module")
def texts(document: PdfReader) -> list[str]:
    """The words of each page, read once: it takes seconds."""
    return [page.extract_text() for page in document.pages]


def squeezed(text: str) -> str:
    """Without spaces, as lines break where the page ends."""
    return re.sub(r"\s", "", text)


def titles(outline: list[Any]) -> Iterator[str]:
    for entry in outline:
        yield from titles(entry) if isinstance(entry, list) else [str(entry.title)]


def annotations(document: PdfReader) -> Iterator[Any]:
    for page in document.pages:
        yield from (one.get_object() for one in page.get("/Annots", ()))


def test_it_holds_every_part(guide: Guide, texts: list[str]) -> None:
    text = squeezed("".join(texts))
    wanted = [guide.title, guide.subtitle, guide.author.name, f"Level: {guide.level}", "Contents", "Sources and method"]
    for article in (*guide.sections, *guide.appendices):
        paragraph = next(block for block in article.blocks if block.kind == "text")
        code = [block for block in article.blocks if block.kind == "code"][:1]
        wanted += [article.title, article.summary, *(heading.title for heading in article.headings)]
        wanted += [" ".join(paragraph.text.split()[:3]), *(" ".join(block.text.split()[:3]) for block in code)]
    wanted += [term.means for term in guide.terms.values()]
    assert [words for words in wanted if squeezed(words) not in text] == []
    assert squeezed("Marked ◇ wherever they are cited.") in text


def test_it_says_what_it_is(guide: Guide, document: PdfReader) -> None:
    facts = document.metadata
    assert facts is not None
    assert (facts.title, facts.author, facts.subject) == (guide.title, guide.author.name, guide.subtitle)
    root: Any = document.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert {tuple(round(side) for side in page.mediabox[2:]) for page in document.pages} == {A4}


def test_its_outline_names_every_chapter_and_heading(guide: Guide, document: PdfReader) -> None:
    named = list(titles(document.outline))
    for article in (*guide.sections, *guide.appendices):
        assert article.title in named
        assert [heading.title for heading in article.headings if heading.title not in named] == []
    first: Any = document.outline[0]
    assert first.title == "Introduction"
    assert isinstance(first, Destination)


def test_its_links_stay_inside_or_are_whole(guide: Guide, document: PdfReader) -> None:
    links = [one for one in annotations(document) if one["/Subtype"] == "/Link"]
    outside = {str(one["/A"]["/URI"]) for one in links if "/A" in one and "/URI" in one["/A"]}
    inside = [one for one in links if "/Dest" in one]
    assert inside
    assert {str(one["/Dest"]) for one in inside} <= set(document.named_destinations)
    assert {address for address in outside if not address.startswith(("https://", "http://"))} == set()
    assert {f"{SITE}/roadmap/{guide.id}/{m}" for s in guide.sections for m in s.milestone_ids} <= outside


def test_its_fonts_travel_with_it_and_its_pages_are_numbered(document: PdfReader, texts: list[str]) -> None:
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in document.pages
        for font in page["/Resources"].get("/Font", {}).values()  # type: ignore[attr-defined]
    }
    assert any("Serif" in name for name in fonts)
    assert all(re.match(r"/[A-Z]{6}\+", name) for name in fonts), "each is a subset that is embedded"
    for number, text in enumerate(texts[1:], start=2):
        assert re.search(rf"\b{number}\b", text)


def figures(element: Any) -> Iterator[Any]:
    """Every figure in the tree of tags."""
    element = element.get_object() if hasattr(element, "get_object") else element
    if isinstance(element, list):
        for child in element:
            yield from figures(child)
    elif isinstance(element, dict):
        if element.get("/S") == "/Figure":
            yield element
        yield from figures(element.get("/K", []))


def test_a_drawing_is_described_to_who_cannot_see_it(guide: Guide, document: PdfReader) -> None:
    root: Any = document.trailer["/Root"]
    said = [str(figure.get("/Alt", "")) for figure in figures(root["/StructTreeRoot"]["/K"])]
    drawings = [block for a in (*guide.sections, *guide.appendices) for block in a.blocks if block.kind == "figure"]
    assert [block.id for block in drawings if not any(words and words in block.text for words in said)] == []
    assert len(said) > len(drawings)
    assert all(said)
