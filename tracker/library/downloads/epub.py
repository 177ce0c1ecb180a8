"""A guide as EPUB 3: the same bytes for the same text.

Hides the container. What the pages say stands in templates/library/book/.
"""

import io
import uuid
import zipfile

from jinja2 import Environment

from tracker.config import ROOT
from tracker.library.downloads.book import FileEach, book
from tracker.library.outline import Guide

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The date of every file in it, so that only the text decides what the bytes are."""
SHEET = ROOT / "static" / "css" / "book.css"


def epub(guide: Guide, public_url: str, templates: Environment) -> bytes:
    whole = book(guide, FileEach(), public_url)

    def page(name: str, **given: object) -> bytes:
        return templates.get_template(f"library/book/{name}").render(book=whole, **given).encode()

    # An e-reader knows a later edition of a book by its identifier, which therefore hangs on the address alone.
    identifier = uuid.uuid5(uuid.NAMESPACE_URL, whole.address).urn
    drawn = any("<figure" in chapter.body for chapter in whole.chapters)
    files = {
        "META-INF/container.xml": page("container.xml"),
        "book/package.opf": page("package.xml", identifier=identifier, drawn=drawn),
        "book/nav.xhtml": page("nav.xhtml"),
        "book/title-page.xhtml": page("title-page.xhtml"),
        "book/book.css": SHEET.read_bytes(),
    }
    for chapter in whole.chapters:
        files[f"book/{chapter.name}.xhtml"] = page("chapter.xhtml", chapter=chapter)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(_entry("mimetype", zipfile.ZIP_STORED), b"application/epub+zip")
        for name, content in files.items():
            archive.writestr(_entry(name, zipfile.ZIP_DEFLATED), content)
    return made.getvalue()


def _entry(name: str, packing: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, LONG_AGO)
    entry.compress_type = packing
    entry.create_system = 3  # as on Unix, wherever it is made
    return entry
