"""Reads an archive that somebody brought: a zip file out of unknown hands. Pure.

Hides every bound: how many files, how large unpacked, how many rows. Names in it are compared and never used as paths.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

FORMAT = "milepost-archive"
SCHEMA = 1
"""Counts up when files or fields change their meaning. An archive of an earlier number is always read."""
MANIFEST = "manifest.json"
MOST_ENTRIES = 200
MOST_UNPACKED = 32 * 1024 * 1024
MOST_ROWS = 50_000
MOST_OF_A_LINE = 2 * 1024 * 1024
MANIFEST_BYTES = 256 * 1024
A_READ = 64 * 1024
ENCRYPTED = 0x1
NO_ARCHIVE = "This is no archive of Milepost: choose the .zip file that an export gave you."
TOO_LARGE = "Unpacked, this archive is larger than any of ours."


CheckRow = Callable[[int, Any], None]
"""Is given line and row, and raises Refused for one that is none: so that no nonsense is gathered in memory."""


class Refused(ValueError):
    """The archive can't be taken; the message is a sentence for whoever brought it."""


@dataclass(frozen=True)
class Package:
    """What was found in an archive. `rows`: by file; `left`: files of rows that this installation knows nothing of."""

    made_at: datetime
    email: str
    site: str
    rows: dict[str, list[Any]]
    left: tuple[str, ...]


def unpacked(file: BinaryIO, known: Mapping[str, CheckRow]) -> Package:
    """Everything in the `known` files, whose rows are checked as they come. Raises Refused."""
    try:
        with ZipFile(file) as zipped:
            return _unpacked(zipped, known)
    except Refused:
        raise
    except (BadZipFile, OSError, ValueError, KeyError, TypeError, AttributeError, NotImplementedError, EOFError) as bad:
        raise Refused(NO_ARCHIVE) from bad
    except RecursionError as bad:
        raise Refused(NO_ARCHIVE) from bad


def _unpacked(zipped: ZipFile, known: Mapping[str, CheckRow]) -> Package:
    entries = zipped.infolist()
    if len(entries) > MOST_ENTRIES:
        raise Refused("This archive holds more files than any of ours.")
    by_name = {entry.filename: entry for entry in entries}
    if len(by_name) < len(entries) or MANIFEST not in by_name:
        raise Refused(NO_ARCHIVE)
    manifest = json.loads(_bytes(zipped, by_name[MANIFEST], MANIFEST_BYTES))
    if manifest["format"] != FORMAT:
        raise Refused(NO_ARCHIVE)
    _check_schema(manifest["schema"])
    rows: dict[str, list[Any]] = {}
    left, room = [], MOST_UNPACKED
    for listed in manifest["files"]:
        name = listed["name"]
        if name not in known:
            if name.endswith(".jsonl"):
                left.append(name)
            continue
        if name in rows or name not in by_name:
            raise Refused(f"The archive lists {name} and doesn't hold it once.")
        data = _bytes(zipped, by_name[name], room)
        room -= len(data)
        if hashlib.sha256(data).hexdigest() != listed["sha256"]:
            raise Refused(f"{name} was changed or damaged after the archive was made: its checksum is another one.")
        rows[name] = _rows(name, data, MOST_ROWS - sum(map(len, rows.values())), known[name])
    made_at = datetime.fromisoformat(manifest["made_at"]).astimezone(UTC)
    return Package(made_at, str(manifest["person"]["email"])[:254], str(manifest["site"])[:200], rows, tuple(left[:50]))


def _check_schema(schema: object) -> None:
    if not isinstance(schema, int) or isinstance(schema, bool) or schema < 1:
        raise Refused(NO_ARCHIVE)
    if schema > SCHEMA:
        raise Refused(
            f"This archive is of a later kind ({schema}) than this installation reads ({SCHEMA}). "
            "Import it where a newer Milepost runs."
        )


def _bytes(zipped: ZipFile, entry: ZipInfo, most: int) -> bytes:
    """The file's content, as long as it is no larger; what it says of its own size is not believed."""
    if entry.flag_bits & ENCRYPTED or entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise Refused(NO_ARCHIVE)
    if entry.file_size > most:
        raise Refused(TOO_LARGE)
    pieces, size = [], 0
    with zipped.open(entry) as opened:
        while piece := opened.read(A_READ):
            size += len(piece)
            if size > most:
                raise Refused(TOO_LARGE)
            pieces.append(piece)
    return b"".join(pieces)


def _rows(name: str, data: bytes, most: int, check: CheckRow) -> list[Any]:
    found = []
    for number, line in enumerate(data.splitlines(), start=1):
        if number > most:
            raise Refused("This archive holds more rows than any of ours.")
        if len(line) > MOST_OF_A_LINE:
            raise Refused(f"{name}, line {number}, can't be read: it is longer than any of ours.")
        try:
            row = json.loads(line, parse_constant=_no_number)
        except (ValueError, RecursionError) as bad:
            raise Refused(f"{name}, line {number}, can't be read: it is no JSON.") from bad
        check(number, row)
        found.append(row)
    return found


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number")
