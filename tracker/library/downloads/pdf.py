"""A guide as PDF: A4, tagged, with an outline. What the pages look like stands in static/css/book-paper.css.

Imports WeasyPrint, which takes half a second and the system's Pango: only whoever makes PDFs imports this module, by
its name (see shelf.py), and never in a request. Raises OSError on import where Pango is missing.
"""

import weasyprint
from jinja2 import Environment
from weasyprint.urls import URLFetcher

from tracker.config import ROOT
from tracker.library.downloads.book import OneFile, book
from tracker.library.outline import Guide


def pdf(guide: Guide, public_url: str, templates: Environment) -> bytes:
    text = templates.get_template("library/book.html").render(book=book(guide, OneFile(), public_url))
    document = weasyprint.HTML(
        string=text,
        base_url=(ROOT / "static").as_uri() + "/",
        url_fetcher=URLFetcher(allowed_protocols=("file",)),
    )
    made: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    return made
