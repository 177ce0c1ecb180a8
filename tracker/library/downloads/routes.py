"""GET /guides/<guide>/download/<format>: the file, counted; and what the guide page offers."""

import logging
from dataclasses import dataclass

from flask import Response, current_app, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from tracker import errors
from tracker.access import public
from tracker.config import Settings
from tracker.library.downloads import shelf
from tracker.library.models import GuideDownload
from tracker.library.outline import Guide
from tracker.library.pages import blueprint, guide_or_404

log = logging.getLogger(__name__)

TYPES = {"pdf": "application/pdf", "epub": "application/epub+zip", "md": "text/markdown; charset=utf-8"}
LOOK_AGAIN_SECONDS = 60
SOON = "The PDF is being made; look again in a minute."
LATER = "There is no PDF of this edition yet; the EPUB and the Markdown file hold the same text."
NEVER = "The PDF can't be made on this server; the EPUB and the Markdown file hold the same text."


@dataclass(frozen=True)
class Offer:
    """One format on the guide page: a link, or the sentence that says why there is none."""

    format: str
    label: str
    href: str | None
    sentence: str
    size: str
    """In words; empty while it isn't made."""
    count: int


def offers(guide: Guide) -> list[Offer]:
    """What the guide page shows, counts included, in one statement."""
    counts = GuideDownload.counts(guide.id)
    return [_offer(guide, form, label, counts.get(form, 0)) for form, label in shelf.FORMATS.items()]


def _offer(guide: Guide, form: str, label: str, count: int) -> Offer:
    file = shelf.kept(guide, form)
    sentence = _why_no_pdf() if file is None and form == "pdf" else ""
    href = None if sentence else url_for("library.download", guide_id=guide.id, form=form)
    return Offer(form, label, href, sentence, said_size(file.stat().st_size) if file else "", count)


def said_size(size: int) -> str:
    """112 KB, 1.4 MB."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} KB"


def _why_no_pdf() -> str:
    settings: Settings = current_app.extensions["settings"]
    if shelf.no_pdf_here():
        return NEVER
    return SOON if settings.makes_downloads else LATER


@blueprint.get("/guides/<guide_id>/download/<any(pdf, epub, md):form>")
@public
def download(guide_id: str, form: str) -> ResponseReturnValue:
    guide = guide_or_404(guide_id)
    content = shelf.take(guide, form)
    if content is None:
        text, code, in_place = errors.page(503, "There is no PDF yet", _why_no_pdf())
        again = {} if shelf.no_pdf_here() else {"Retry-After": str(LOOK_AGAIN_SECONDS)}
        return text, code, in_place | again
    if request.method == "GET":
        try:
            GuideDownload.add(guide.id, form)
        except SQLAlchemyError as error:
            log.warning("a download of %s is not counted: %s", guide.id, type(error).__name__)
    answer = Response(content, content_type=TYPES[form])
    answer.headers.set("Content-Disposition", "attachment", filename=f"{guide.id}-{guide.updated.isoformat()}.{form}")
    return answer
