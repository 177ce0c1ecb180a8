"""The files that guides are downloaded as: made once for each edition and kept in <instance>/downloads/.

Hides where they lie, that older editions go, and that only some processes may set a PDF. Two workers that make the
same file at once do no harm: each writes a name of its own, and the last rename wins.
"""

import hashlib
import importlib
import logging
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

from flask import current_app

from tracker.config import ROOT
from tracker.library.downloads.epub import epub
from tracker.library.downloads.plain import markdown
from tracker.library.outline import Guide

log = logging.getLogger(__name__)

FORMATS = {"pdf": "PDF", "epub": "EPUB", "md": "Markdown"}
REASON = "no-pdf.txt"
NO_PANGO = (
    "PDFs can't be made: WeasyPrint can't load Pango, a library of the system. On Debian or Ubuntu run: "
    "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation. On a Mac: brew install pango."
)
MAKERS = (
    *sorted(Path(__file__).parent.glob("*.py")),
    *sorted((ROOT / "templates" / "library").glob("book*.html")),
    *sorted((ROOT / "templates" / "library" / "book").iterdir()),
    *sorted((ROOT / "static" / "css").glob("book*.css")),
)
"""What decides how a file looks: a new version of Milepost makes its files anew."""


class NoTypesetter(RuntimeError):
    """No PDF can be made here; the message says what to do."""


def folder() -> Path:
    return Path(current_app.instance_path) / "downloads"


def kept(guide: Guide, form: str) -> Path | None:
    """The file of the present edition, if it was made."""
    path = _path(guide, form)
    return path if path.is_file() else None


def take(guide: Guide, form: str) -> bytes | None:
    """The whole file, made now where it is missing; None for a PDF, which is never made while somebody waits."""
    try:
        return _path(guide, form).read_bytes()
    except OSError:
        if form == "pdf":
            return None
    content = _made(guide, form)
    try:
        _keep(guide, form, content)
    except OSError as error:
        log.warning("the %s of %s is not kept: %s", form, guide.id, error)
    return content


def make(guide: Guide, form: str) -> Path:
    """Make it now and keep it, a PDF too. Raises NoTypesetter."""
    try:
        content = _made(guide, form)
    except Exception as error:
        if form == "pdf":
            folder().mkdir(parents=True, exist_ok=True)
            (folder() / REASON).write_text(f"{type(error).__name__}: {error}\n", "utf-8")
        raise
    if form == "pdf":
        (folder() / REASON).unlink(missing_ok=True)
    return _keep(guide, form, content)


def no_pdf_here() -> bool:
    """Whether whoever last tried to make a PDF found that it can't be done on this server."""
    return (folder() / REASON).is_file()


def check_typesetter() -> None:
    """Raises NoTypesetter where no PDF can be made. Loads WeasyPrint, which takes a moment."""
    try:
        importlib.import_module("tracker.library.downloads.pdf")
    except OSError as error:
        raise NoTypesetter(NO_PANGO) from error


def _made(guide: Guide, form: str) -> bytes:
    public_url, templates = current_app.config["PUBLIC_URL"], current_app.jinja_env
    if form == "md":
        return markdown(guide, public_url).encode()
    if form == "epub":
        return epub(guide, public_url, templates)
    check_typesetter()
    content: bytes = importlib.import_module("tracker.library.downloads.pdf").pdf(guide, public_url, templates)
    return content


def _path(guide: Guide, form: str) -> Path:
    return folder() / f"{guide.id}-{_edition(guide)}.{form}"


def _keep(guide: Guide, form: str, content: bytes) -> Path:
    path = _path(guide, form)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())  # so that no name outlives a power cut without its content
    part.replace(path)
    for other in _others(guide, form, path):
        other.unlink(missing_ok=True)
    return path


def _others(guide: Guide, form: str, path: Path) -> Iterator[Path]:
    """Files of this guide and format of other editions, and what a maker that was stopped left of them."""
    own = re.compile(rf"{re.escape(guide.id)}-[0-9a-f]{{12}}\.{form}(\.[0-9a-f]+\.part)?")
    return (other for other in path.parent.iterdir() if own.fullmatch(other.name) and not other.match(f"{path.name}*"))


def _edition(guide: Guide) -> str:
    """The guide's revision with all else that a file shows: author, glossary, this site's address, and our own look."""
    known: dict[tuple[str, str], str] = current_app.extensions.setdefault("editions", {})
    if (guide.id, guide.revision) not in known:
        seen = hashlib.blake2b(guide.revision.encode(), digest_size=6)
        for part in (current_app.config["PUBLIC_URL"], guide.author, guide.method_markdown, *guide.terms.values()):
            seen.update(f"{part}\0".encode())
        for source in guide.sources.values():
            seen.update(f"{source}\0".encode())
        for path in MAKERS:
            seen.update(path.read_bytes())
        known[guide.id, guide.revision] = seen.hexdigest()
    return known[guide.id, guide.revision]
