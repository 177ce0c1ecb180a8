"""Makes an archive of everything that is one person's: a job, whose progress the waiting page shows.

Reads in one transaction, so that the files agree with each other, and holds no lock while it does.
"""

import hashlib
import json
import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from flask import current_app

from tracker import clock, jobs, mail
from tracker.accounts import journal
from tracker.accounts.archive import shelf
from tracker.accounts.archive.package import FORMAT, MANIFEST, SCHEMA
from tracker.accounts.holdings import Reader, all_holdings
from tracker.accounts.models import Archive, User, rows
from tracker.accounts.models.rows import Row
from tracker.config import VERSION

log = logging.getLogger(__name__)

README = "README.txt"
Moved = Callable[[int, int], None]
"""Is told how many parts of how many are done."""


@jobs.handles("export")
def make(payload: dict[str, Any]) -> None:
    archive = Archive.waiting(payload["archive"])
    if archive is None:
        return
    archive_id, user = archive.id, User.by_id(archive.user_id)
    user_id, address, name, zone = user.id, user.email, user.name, user.time_zone
    facts = {"email": address, "signed_up_at": f"{user.created_at:%Y-%m-%dT%H:%M:%SZ}"}
    rows.end_transaction()

    def moved(done: int, parts: int) -> None:
        Archive.note(archive_id, done=done, parts=parts)

    file, opened = shelf.new_file()
    try:
        with opened:
            write(opened, user_id, Reader(name, zone), facts, moved)
        replaced = Archive.is_made(archive_id, file, shelf.path(file).stat().st_size)
    except Exception as failure:  # whatever it is: the page says so, and whoever waits can ask again
        shelf.remove([file])
        rows.end_transaction()
        Archive.note(archive_id, state="dead")
        log.exception("export %s failed", archive_id)
        raise jobs.GaveUp(f"the export failed: {type(failure).__name__}") from failure
    if replaced is None:  # the account is gone, or nobody waits any more
        shelf.remove([file])
        return
    shelf.remove(replaced)
    if current_app.extensions["settings"].sends_mail:
        where = mail.public_url(payload["page"])
        mail.send("accounts/letters/export_ready.txt", address, name=name, user_id=user_id, person=name, where=where)
    journal.note("export", "ok", user_id=user_id, reason="made")


def write(file: BinaryIO, user_id: int, reader: Reader, facts: dict[str, str], moved: Moved) -> None:
    """The whole archive of a person, into an open file."""
    holdings = all_holdings()
    parts = sum(len(holding.topics) for holding in holdings) + len(holdings) + 1
    done = 0
    made_at = clock.now()
    listed: list[dict[str, Any]] = []
    with ZipFile(file, "w", ZIP_DEFLATED) as zipped, rows.snapshot() as connection:

        def put(name: str, text: str, count: int | None, what: str) -> None:
            listed.append({"name": name, "rows": count, "sha256": _put(zipped, name, text, made_at), "what": what})

        for holding in holdings:
            found: dict[str, list[Row]] = {}
            for topic in holding.topics:
                found[topic.name] = list(holding.export(user_id, topic, connection))
                put(holding.file(topic), lines(found[topic.name]), len(found[topic.name]), topic.what)
                moved(done := done + 1, parts)
            for_people = (*holding.files(holding.grouped(found), reader), *holding.apart(user_id, connection, reader))
            for one in for_people:
                put(one.name, one.text, one.rows, one.what)
            moved(done := done + 1, parts)
        manifest = {
            "format": FORMAT,
            "schema": SCHEMA,
            "app": VERSION,
            "made_at": f"{made_at:%Y-%m-%dT%H:%M:%SZ}",
            "site": current_app.config["PUBLIC_URL"],
            "person": facts,
            "files": listed,
        }
        _put(zipped, README, _readme(manifest), made_at)
        _put(zipped, MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", made_at)


def lines(found: Iterable[Row]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in found)


def _readme(manifest: dict[str, Any]) -> str:
    """Rendered without what every page is given: there is no request here."""
    return current_app.jinja_env.get_template("accounts/archive/readme.txt").render(manifest=manifest)


def _put(zipped: ZipFile, name: str, text: str, at: datetime) -> str:
    """Add a file; answers its digest."""
    data = text.encode()
    info = ZipInfo(name, at.timetuple()[:6])
    info.compress_type = ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    zipped.writestr(info, data)
    return hashlib.sha256(data).hexdigest()
