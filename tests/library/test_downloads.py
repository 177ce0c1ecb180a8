"""GET /guides/<guide>/download/<format>: the file under a speaking name, counted, made once for each edition."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask, render_template

from tests.apps import another_app
from tests.pages import Page
from tests.people import Client, Member
from tests.tables import contents
from tracker.extensions import db, sqlite_module
from tracker.library import Catalogue, Guide, GuideDownload, downloads, offers
from tracker.library.downloads import shelf
from tracker.library.downloads.epub import epub
from tracker.library.downloads.routes import NEVER, SOON

pytestmark = pytest.mark.slow

EPUB = "/guides/tiny-guide/download/epub"
MARKDOWN = "/guides/tiny-guide/download/md"
PDF = "/guides/tiny-guide/download/pdf"
AT_ONCE = 20


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Flask]:
    """An app whose folder of made files is empty."""
    with another_app(tmp_path) as app:
        yield app


def counted(app: Flask, guide_id: str = "tiny-guide") -> dict[str, int]:
    with app.app_context():
        return dict(GuideDownload.counts(guide_id))


def files(app: Flask) -> list[str]:
    folder = Path(app.instance_path) / "downloads"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def put_pdf(app: Flask, guide: Guide, content: bytes = b"%PDF-1.7 a stand-in") -> None:
    """As if somebody had made the PDF; what a real one holds is for test_downloads_pdf.py."""
    with app.app_context():
        shelf._keep(guide, "pdf", content)


@pytest.mark.parametrize("guide_id, day", [("tiny-guide", "2026-03-01"), ("ai-engineer", "2026-11-22")])
@pytest.mark.parametrize("form, kind", [("epub", "application/epub+zip"), ("md", "text/markdown; charset=utf-8")])
def test_anyone_gets_the_file(app: Flask, anyone: Client, guide_id: str, day: str, form: str, kind: str) -> None:
    answer = anyone.get(f"/guides/{guide_id}/download/{form}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Content-Disposition"] == f"attachment; filename={guide_id}-{day}.{form}"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert len(answer.data) > 500
    assert counted(app, guide_id) == {form: 1}


def test_a_pdf_that_was_made_is_handed_out(own: Flask, tiny_guide: Guide) -> None:
    put_pdf(own, tiny_guide)
    answer = Client(own).get(PDF)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"] == "attachment; filename=tiny-guide-2026-03-01.pdf"
    assert counted(own) == {"pdf": 1}


def test_every_download_counts_and_nobody_is_named(app: Flask, mia: Member, anyone: Client) -> None:
    for client in (mia.client, mia.client, anyone):
        assert client.get(EPUB).status_code == 200
    assert counted(app) == {"epub": 3}
    assert contents(app)["guide_downloads"] == [{"guide_id": "tiny-guide", "format": "epub", "count": 3}]


def test_asking_for_the_head_counts_nothing(app: Flask, anyone: Client) -> None:
    answer = anyone.raw.head(EPUB)
    assert answer.status_code == 200
    assert int(answer.headers["Content-Length"]) > 500
    assert counted(app) == {}


def test_twenty_at_once_count_twenty(app: Flask) -> None:
    barrier = Barrier(AT_ONCE, timeout=30)

    def ask(_number: int) -> int:
        client = Client(app)
        barrier.wait()
        return client.get(MARKDOWN).status_code

    with ThreadPoolExecutor(AT_ONCE) as people:
        assert list(people.map(ask, range(AT_ONCE))) == [200] * AT_ONCE
    assert counted(app) == {"md": AT_ONCE}


@pytest.mark.parametrize("path", ["/guides/nothing/download/epub", "/guides/tiny-guide/download/doc"])
def test_an_unknown_guide_or_format_is_not_there(app: Flask, anyone: Client, path: str) -> None:
    assert anyone.get(path).status_code == 404
    assert anyone.get("/guides/tiny-guide/download/").status_code == 404
    assert files(app) == [name for name in files(app) if not name.endswith(".doc")]


def test_a_download_that_cannot_be_counted_is_still_a_download(own: Flask) -> None:
    with own.app_context():
        path = db.engine.url.database
        db.engine.dispose()
    with closing(sqlite_module().connect(path, isolation_level=None)) as other:
        other.execute("DROP TABLE guide_downloads")
    answer = Client(own).get(MARKDOWN)
    assert answer.status_code == 200
    assert answer.text.startswith("# Three Knots to Trust")


def test_a_file_is_made_once(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    makings = []

    def counting(guide: Guide, *given: object) -> bytes:
        makings.append(guide.id)
        return epub(guide, *given)  # type: ignore[arg-type]

    monkeypatch.setattr("tracker.library.downloads.shelf.epub", counting)
    first, second = (Client(own).get(EPUB).data for _ in range(2))
    assert first == second
    assert makings == ["tiny-guide"]
    assert len(files(own)) == 1


def test_two_workers_that_make_it_at_once_do_no_harm(own: Flask) -> None:
    barrier = Barrier(2, timeout=30)

    def make(_number: int) -> bytes:
        with own.app_context():
            barrier.wait()
            return downloads.make(own.extensions["catalogue"].get("tiny-guide"), "epub").read_bytes()

    with ThreadPoolExecutor(2) as workers:
        one, other = workers.map(make, range(2))
    assert one == other
    assert len(files(own)) == 1


def test_a_new_edition_takes_the_place_of_the_old_one(own: Flask, tiny_guide: Guide) -> None:
    put_pdf(own, tiny_guide)
    before = Client(own).get(MARKDOWN).text
    folder = Path(own.instance_path) / "downloads"
    (folder / "tiny-guide-two-0123456789ab.md").write_text("another guide's")
    (folder / "tiny-guide-0123456789ab.md.77.part").write_text("left by a maker that was stopped")
    own.extensions["catalogue"] = Catalogue([replace(tiny_guide, title="Four Knots to Trust")])
    after = Client(own).get(MARKDOWN).text
    assert before.startswith("# Three Knots")
    assert after.startswith("# Four Knots")
    forms = sorted(name.rpartition(".")[2] for name in files(own) if "two" not in name)
    assert forms == ["md", "pdf"], "the PDF stays until a newer one is made"
    assert "tiny-guide-two-0123456789ab.md" in files(own)
    assert Client(own).get(PDF).status_code == 503


@pytest.mark.parametrize("part", ["address", "author", "glossary"])
def test_all_that_a_file_shows_makes_an_edition(own: Flask, tiny_guide: Guide, part: str) -> None:
    with own.app_context():
        before = shelf._path(tiny_guide, "md")
        changed = tiny_guide
        if part == "address":
            own.config["PUBLIC_URL"] = "https://elsewhere.example.org"
        elif part == "author":
            changed = replace(tiny_guide, author=replace(tiny_guide.author, about="Two people with a rope."))
        else:
            changed = replace(tiny_guide, terms={k: replace(v, means="A bend.") for k, v in tiny_guide.terms.items()})
        own.extensions.pop("editions")  # as in a process that starts with this content
        assert shelf._path(changed, "md") != before


def test_where_nothing_can_be_kept_it_is_made_for_everybody_who_asks(own: Flask) -> None:
    (Path(own.instance_path) / "downloads").write_text("a file where the folder should be")
    assert [Client(own).get(MARKDOWN).status_code for _ in range(2)] == [200, 200]


def test_a_pdf_that_is_not_made_yet_is_a_sentence_and_never_made_while_somebody_waits(own: Flask) -> None:
    answer = Client(own).get(PDF)
    assert Page(answer.text, PDF).check().one("h1").text == "There is no PDF yet"
    assert SOON in Page(answer.text, PDF).text
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "Content-Disposition" not in answer.headers
    assert counted(own) == {}
    assert files(own) == []


def shown(app: Flask, guide: Guide) -> Page:
    """The block of the guide page, alone."""
    with app.test_request_context(f"/guides/{guide.id}"):
        return Page(render_template("library/_downloads.html", guide=guide, downloads=offers(guide)), "the downloads")


def test_the_guide_page_links_what_there_is_with_real_sizes_and_counts(own: Flask, tiny_guide: Guide) -> None:
    fresh = shown(own, tiny_guide)
    assert [link["href"] for link in fresh.all("a")] == [EPUB, MARKDOWN]
    assert [item.text for item in fresh.all("li")] == [SOON, "EPUB", "Markdown"]
    put_pdf(own, tiny_guide, b"x" * 1_234_000)
    for path in (PDF, PDF, MARKDOWN):
        assert Client(own).get(path).status_code == 200
    size = len(Client(own).get(MARKDOWN).data)
    said = [item.text for item in shown(own, tiny_guide).all("li")]
    assert said == ["PDF 1.2 MB · 2 downloads", "EPUB", f"Markdown {round(size / 1000)} KB · 2 downloads"]


def test_one_download_is_said_as_one(own: Flask, tiny_guide: Guide) -> None:
    assert Client(own).get(EPUB).status_code == 200
    assert shown(own, tiny_guide).all("li")[1].text.endswith("· 1 download")


def test_where_a_pdf_cannot_be_made_the_page_says_so(own: Flask, tiny_guide: Guide) -> None:
    folder = Path(own.instance_path) / "downloads"
    folder.mkdir()
    (folder / shelf.REASON).write_text("no Pango")
    assert shown(own, tiny_guide).all("li")[0].text == NEVER
    answer = Client(own).get(PDF)
    assert answer.status_code == 503
    assert NEVER in Page(answer.text, PDF).text
    assert "Retry-After" not in answer.headers


def test_all_counts_take_one_statement(
    app: Flask, tiny_guide: Guide, anyone: Client, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    anyone.get(EPUB)
    anyone.get(MARKDOWN)
    with app.test_request_context("/guides/tiny-guide"), statements() as said:
        assert [offer.count for offer in offers(tiny_guide)] == [0, 1, 1]
    assert len(said) == 1
    with statements() as said:
        anyone.get(EPUB)
    assert len(said) == 1, "counting is one upsert"
