"""The server's part in reading offline: the worker's address, the page for what isn't kept, a copy's edition."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.people import Client, Member
from tracker.config import ROOT
from tracker.library import Guide
from tracker.reading import offline

KEPT = ("", "/one-loop", "/glossary", "/sources")
NOT_KEPT = ("/guides", "/guides/tiny-guide/search", "/", "/help", "/sign-in", "/offline", "/static/css/base.css")


@pytest.fixture
def fresh_marks() -> Iterator[None]:
    """The release is worked out once for a process; here anew, before and after."""
    offline._release.cache_clear()
    yield
    offline._release.cache_clear()


def test_the_worker_is_a_script_for_the_whole_site_and_is_asked_for_again(anyone: Client) -> None:
    answer = anyone.get("/service-worker.js")
    assert (answer.status_code, answer.mimetype) == (200, "text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert re.match(r"const RELEASE = '[0-9a-f]{8}';\n", answer.text)
    assert answer.text.endswith((ROOT / "static/js/service-worker.js").read_text("utf-8"))
    again = anyone.get("/service-worker.js", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Cache-Control"] == "no-cache"


def test_the_worker_is_the_same_for_everybody(anyone: Client, mia: Member) -> None:
    assert mia.client.get("/service-worker.js").data == anyone.get("/service-worker.js").data


def test_the_page_for_what_is_not_kept(anyone: Client) -> None:
    page = anyone.page("/offline")
    assert page.one("h1").text == "This page needs a connection"
    assert page.one("main").one("a", class_="btn")["href"] == ""
    assert page.one(id="kept-list").get("hidden", "no") != "no"


@pytest.mark.parametrize("path", KEPT)
def test_pages_for_somebody_signed_out_say_their_edition(anyone: Client, tiny_guide: Guide, path: str) -> None:
    answer = anyone.get(f"/guides/tiny-guide{path}")
    said = answer.headers["Guide-Edition"]
    assert said.startswith(f"{tiny_guide.revision}.")
    script = anyone.read(answer).one("script", data_of="tiny-guide")
    assert (script["data-edition"], script["data-name"]) == (said, tiny_guide.title)


@pytest.mark.parametrize("path", KEPT)
def test_pages_of_a_member_never_do_so_no_worker_keeps_them(mia: Member, path: str) -> None:
    answer = mia.client.get(f"/guides/tiny-guide{path}")
    assert mia.user.name in answer.text
    assert "Guide-Edition" not in answer.headers


@pytest.mark.parametrize("path", NOT_KEPT)
def test_no_other_page_says_one(anyone: Client, path: str) -> None:
    assert "Guide-Edition" not in anyone.get(path, buffered=True).headers


def test_what_is_gone_or_moved_says_none(anyone: Client) -> None:
    assert "Guide-Edition" not in anyone.get("/guides/tiny-guide/nothing").headers
    assert "Guide-Edition" not in anyone.get("/guides/nothing").headers


def test_the_guide_page_lists_what_a_whole_copy_holds(anyone: Client, guide: Guide) -> None:
    page = anyone.page(f"/guides/{guide.id}")
    listed = page.one(id="keep")["data-pages"].split()
    articles = [article.id for article in (*guide.sections, *guide.appendices)]
    assert listed == [
        f"/guides/{guide.id}{more}" for more in ("", *(f"/{one}" for one in (*articles, "glossary", "sources")))
    ]
    for path in listed:
        assert anyone.get(path).headers["Guide-Edition"] == page.one("script", data_of=guide.id)["data-edition"]
    assert "hidden" in page.one(id="keep").attributes, "without JavaScript nothing is promised"


def test_a_release_changes_with_any_template_style_or_script(tmp_path: Path, fresh_marks: None) -> None:
    for name in ("a.html", "b.css"):
        (tmp_path / name).write_text("one")
    first = offline._release(str(tmp_path))
    offline._release.cache_clear()
    assert offline._release(str(tmp_path)) == first
    offline._release.cache_clear()
    (tmp_path / "b.css").write_text("two")
    assert offline._release(str(tmp_path)) != first


def test_scripts_name_their_modules_by_marked_addresses(anyone: Client) -> None:
    """Kept for good under an address with a mark, a module must never import another release's."""
    page = anyone.page("/guides/tiny-guide")
    (keep,) = [script["src"] for script in page.all("script") if "keep.js" in script["src"]]
    mark = keep.partition("?v=")[2]
    assert mark
    text = anyone.get(keep, buffered=True).text
    assert f"'./offline.js?v={mark}'" in text
    assert page.one("script", data_of="tiny-guide")["src"] == f"/static/js/reading/offline.js?v={mark}", "loaded once"
    for file in (ROOT / "static" / "js").rglob("*.js"):
        served = anyone.get(f"/static/{file.relative_to(ROOT / 'static').as_posix()}", buffered=True)
        imported = re.findall(r"""(?:from|import)\s*\(?\s*['"](\.[^'"]+)""", served.text)
        assert all(one.endswith(f".js?v={mark}") for one in imported), file.name
        assert int(served.headers["Content-Length"]) == len(served.data)


def test_signing_out_is_helped_by_a_script_and_only_where_somebody_is_signed_in(mia: Member, anyone: Client) -> None:
    page = mia.client.page("/guides")
    assert "data-sign-out" in page.form("/sign-out").attributes
    assert any("js/sign_out.js" in script["src"] for script in page.all("script"))
    assert "sign_out.js" not in anyone.page("/guides").html
