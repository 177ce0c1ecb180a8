"""Archives out of unknown hands: refused with a sentence, within bounds of time and memory, and nothing is changed."""

import hashlib
import io
import json
import struct
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.accounts.boxes import boxed, bring, exported, fill, rows_in, unzipped, zipped
from tests.people import Member
from tests.tables import contents
from tracker.accounts.archive import package
from tracker.accounts.archive.package import MANIFEST, MOST_ENTRIES, MOST_UNPACKED, Refused, unpacked
from tracker.config import ARCHIVE_BYTES, REQUEST_BYTES
from tracker.library import Guide

pytestmark = pytest.mark.slow

RATINGS = "library/ratings.jsonl"
RATING = {"guide_id": "tiny-guide", "stars": 4, "rated_at": "2026-11-25T18:00:00.000000Z"}
KNOWN = {RATINGS: lambda _line, _row: None}


def sentence(archive: bytes) -> str:
    """Why it is refused."""
    with pytest.raises(Refused) as refusal:
        unpacked(io.BytesIO(archive), KNOWN)
    return str(refusal.value)


def with_bytes(name: str, data: bytes, digest: str = "0") -> bytes:
    """An archive whose manifest lists one file of this content."""
    listed = [{"name": name, "rows": 1, "sha256": digest, "what": "x"}]
    manifest = unzipped(boxed({}, files=listed))[MANIFEST]
    return zipped({MANIFEST: manifest, name: data})


def test_a_good_one_is_read() -> None:
    found = unpacked(io.BytesIO(boxed({RATINGS: [RATING], "later/things.jsonl": [{}]})), KNOWN)
    assert found.rows == {RATINGS: [RATING]}
    assert found.left == ("later/things.jsonl",)


@pytest.mark.parametrize(
    "archive",
    [
        b"",
        b"PK",
        b"PK\x03\x04 and then nothing of the kind",
        b"%PDF-1.7 polyglot",
        b"<html><script>alert(1)</script></html>",
        zipped({}),
        zipped({"readme.txt": b"no manifest"}),
        zipped({MANIFEST: b"{"}),
        zipped({MANIFEST: b"[]"}),
        zipped({MANIFEST: b'{"format": "other"}'}),
        zipped({MANIFEST: b"[" * 100_000}),
        zipped({MANIFEST: b"\xff\xfe"}),
        boxed({}, schema="1"),
        boxed({}, schema=0),
        boxed({}, schema=True),
        boxed({}, files=None),
        boxed({}, files=[1]),
        boxed({}, person=None),
        boxed({}, made_at="yesterday"),
        boxed({RATINGS: [RATING]})[:-30],
        zipped({MANIFEST: unzipped(boxed({}))[MANIFEST]}, zipfile.ZIP_BZIP2),
        zipped({MANIFEST: unzipped(boxed({}))[MANIFEST]}, zipfile.ZIP_LZMA),
    ],
)
def test_what_is_no_archive(archive: bytes) -> None:
    assert sentence(archive) == package.NO_ARCHIVE


def test_one_of_a_later_kind_is_told_so() -> None:
    assert "of a later kind (2)" in sentence(boxed({}, schema=2))


def test_what_was_changed_or_is_missing_is_named() -> None:
    assert "checksum is another one" in sentence(with_bytes(RATINGS, b"{}"))
    missing = [{"name": RATINGS, "rows": 0, "sha256": "", "what": ""}]
    assert f"lists {RATINGS} and doesn't hold it" in sentence(boxed({}, files=missing))
    assert "later" not in sentence(boxed({}, files=missing * 2))


def test_one_entry_twice() -> None:
    made = io.BytesIO(boxed({RATINGS: [RATING]}))
    with zipfile.ZipFile(made, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(RATINGS, b"")
    assert sentence(made.getvalue()) == package.NO_ARCHIVE


def test_an_encrypted_entry() -> None:
    archive = bytearray(boxed({}))
    for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        where = archive.index(mark) + at
        archive[where] |= 1
    assert sentence(bytes(archive)) == package.NO_ARCHIVE


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "..\\x", "C:\\x", "a\n", "x" * 60_000])
def test_names_are_compared_and_never_used(name: str) -> None:
    rows: dict[str, list[Any]] = {RATINGS: [RATING], name: [{}]}
    assert unpacked(io.BytesIO(boxed(rows)), KNOWN).rows == {RATINGS: [RATING]}


def bomb() -> bytes:
    """Zeros, deflated a thousandfold."""
    manifest = unzipped(boxed({}, files=[{"name": RATINGS, "rows": 1, "sha256": "", "what": ""}]))[MANIFEST]
    return zipped({MANIFEST: manifest, RATINGS: b"0" * (2 * MOST_UNPACKED)})


def lying(archive: bytes) -> bytes:
    """The same, but its directory says that the last file has one byte."""
    changed = bytearray(archive)
    where = archive.rindex(b"PK\x01\x02")
    changed[where + 24 : where + 28] = struct.pack("<I", 1)
    return bytes(changed)


@pytest.mark.parametrize("told", [bytes, lying])
def test_a_bomb_is_refused_soon_and_small(told: Callable[[bytes], bytes]) -> None:
    archive = told(bomb())
    assert len(archive) < ARCHIVE_BYTES
    tracemalloc.start()
    began = time.monotonic()
    said = sentence(archive)
    took, (_, peak) = time.monotonic() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert said in {package.TOO_LARGE, package.NO_ARCHIVE}
    assert took < 5
    assert peak < 100 * 2**20


def test_more_entries_than_any_of_ours() -> None:
    files = {f"{number}.txt": b"" for number in range(MOST_ENTRIES)}
    assert "more files than any" in sentence(zipped({MANIFEST: unzipped(boxed({}))[MANIFEST], **files}))


def test_more_rows_than_any_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MOST_ROWS", 3)
    assert "more rows than any" in sentence(boxed({RATINGS: [RATING] * 4}))


@pytest.mark.parametrize("line", [b"{", b"NaN", b'{"a": Infinity}', b"[" * 50_000, b"9" * 5000, b"\xff"])
def test_lines_that_are_no_json_are_named(line: bytes) -> None:
    data = b"{}\n" + line + b"\n"
    listed = [{"name": RATINGS, "rows": 2, "sha256": _digest(data), "what": ""}]
    archive = zipped({MANIFEST: unzipped(boxed({}, files=listed))[MANIFEST], RATINGS: data})
    assert sentence(archive) == f"{RATINGS}, line 2, can't be read: it is no JSON."


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


EVENT = "roadmap/events.jsonl"
STATE = "roadmap/states.jsonl"
PLACE = "reading/places.jsonl"
OPERATION = "reading/operations.jsonl"
MARKS = "reading/highlights.jsonl"
DONE = "reading/finished.jsonl"
PROFILE = "accounts/profile.jsonl"


def _piece(**fields: Any) -> dict[str, Any]:
    return {"id": "a", "version": 1, "kind": "link", "url": "https://example.org", "text": "", "figure": None, **fields}


@pytest.mark.parametrize(
    "file,change",
    [
        (STATE, {"evidence": [_piece(url="javascript:alert(1)")]}),
        (STATE, {"evidence": [_piece(url="https://good@evil.example")]}),
        (STATE, {"evidence": [_piece(kind="text", url="data:text/html,x")]}),
        (STATE, {"evidence": [_piece(kind="figure")]}),
        (STATE, {"evidence": [{"id": "a"}]}),
        (STATE, {"evidence": {}}),
        (STATE, {"evidence": ["x"]}),
        (STATE, {"status": "finished"}),
        (STATE, {"status": "done"}),  # which its history doesn't say
        (STATE, {"criteria": [1]}),
        (STATE, {"criteria": "tied-blind"}),
        (STATE, {"version": 99}),
        (STATE, {"version": 0}),
        (STATE, {"note": None}),
        (STATE, {"note": "nul\0"}),
        (STATE, {"milestone_id": "../x"}),
        (STATE, {"guide_id": ""}),
        (EVENT, {"kind": "flip"}),
        (EVENT, {"data": {}}),
        (EVENT, {"data": {"status": "doing", "overruled": "yes"}}),
        (EVENT, {"data": {"status": "doing", "overruled": False, "more": 1}}),
        (EVENT, {"kind": "evidence", "data": {"put": _piece(url="javascript:1"), "overruled": False}}),
        (EVENT, {"kind": "adopt", "data": {"from": [], "state": {}}}),
        (EVENT, {"data": [[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}),
        (EVENT, {"data": 2**70}),
        (EVENT, {"version": 2}),
        (EVENT, {"op": "x" * 33}),
        (PLACE, {"place": {"section": "one-loop"}}),
        (PLACE, {"furthest": {"section": 1}}),
        (PLACE, {"revision": 7}),
        (PLACE, {"reopened": {"one-loop": 1}}),
        (PLACE, {"reopened": []}),
        (OPERATION, {"kind": "jump"}),
        (OPERATION, {"outcome": "<b>"}),
        (OPERATION, {"section_id": "../x"}),
        (OPERATION, {"device": "<script>"}),
        (MARKS, {"parts": []}),
        (MARKS, {"parts": [{"block": "x"}]}),
        (MARKS, {"id": "no-uuid"}),
        (MARKS, {"version": 0}),
        (DONE, {"section_id": "A B"}),
        (DONE, {"revision": 99}),
        (DONE, {"day": "2026-13-01"}),
        (PROFILE, {"time_zone": "Mars/Olympus"}),
        (PROFILE, {"name": "two\nlines"}),
        (PROFILE, {"name": ""}),
        (RATINGS, {"stars": 9}),
    ],
)
def test_rows_that_the_app_could_not_have_written(
    app: Flask, noor: Member, whole: dict[str, list[dict[str, Any]]], file: str, change: dict[str, Any]
) -> None:
    rows = {name: [dict(row) for row in found] for name, found in whole.items()}
    rows[file][0].update(change)
    before = {name: found for name, found in contents(app).items() if name != "attempts"}
    page = noor.client.read(bring(noor, boxed(rows)), 422)
    said = page.form("/settings/data/import").one("ul", class_="error").text
    assert file in said or file.partition("/")[0] in said
    assert "can't be read" in said
    assert {name: found for name, found in contents(app).items() if name != "attempts"} == before


@pytest.fixture(scope="session")
def _made() -> dict[str, Any]:
    return {}


@pytest.fixture
def whole(app: Flask, mia: Member, tiny_guide: Guide, _made: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The rows of a good archive, made once for all these tests."""
    if not _made:
        fill(mia, tiny_guide)
        _made.update(rows_in(exported(app, mia)))
    return json.loads(json.dumps(_made))


def test_the_limit_of_the_address_is_its_own(app: Flask, noor: Member) -> None:
    """An archive may be larger than other requests, and has its limit too, to the byte that the form adds."""
    noise = zlib.compress(json.dumps(list(range(200_000))).encode()) * 2
    large = zipped({MANIFEST: unzipped(boxed({}))[MANIFEST], "noise.bin": noise}, zipfile.ZIP_STORED)
    assert REQUEST_BYTES < len(large) < ARCHIVE_BYTES
    assert bring(noor, large).status_code == 303
    too_large = bring(noor, b"0" * (ARCHIVE_BYTES + REQUEST_BYTES), op="other")
    page = noor.client.read(too_large, 413)
    assert "An archive can have 8 MB." in page.text
    assert noor.client.post("/settings/profile", name="x" * (REQUEST_BYTES + 1)).status_code == 413
