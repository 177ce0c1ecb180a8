"""Archives in tests: something of everything for a member, an export made by the worker, and archives of one's own."""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

from flask import Flask

from tests.people import Member
from tests.post import work
from tests.reading.marker import mark
from tests.roadmap.plan_desk import PlanDesk
from tracker import clock
from tracker.accounts.archive.package import FORMAT, MANIFEST, SCHEMA
from tracker.extensions import db
from tracker.library import Guide
from tracker.reading.anchors import Anchor
from tracker.reading.models import Reading, Step
from tracker.reminders.models import WeeklyLetter

Files = dict[str, bytes]
AT = "/roadmap/tiny-guide/tk-bowline"


def fill(member: Member, guide: Guide, words: str = "canary") -> None:
    """Something of everything that can be exported, with these words wherever words can be."""
    member.client.post("/settings/profile", name=f"{words} name", time_zone="Asia/Tokyo")
    steps: list[tuple[str, dict[str, Any]]] = [
        ("status", {"status": "doing"}),
        ("criteria", {"tick": "tied-blind"}),
        ("evidence", {"kind": "link", "url": f"https://example.org/{words}", "text": f"{words} link"}),
        ("evidence", {"kind": "text", "text": f"=1+1 {words} text"}),
        ("note", {"note": f"{words} note\n# no heading", "version": 0}),
        ("status", {"status": "done", "overrule": "1"}),
        ("undo", {"version": 6}),
    ]
    for number, (action, fields) in enumerate(steps):
        answer = member.client.post(f"{AT}/{action}", op_id=f"{words}-{number}", **fields)
        assert answer.status_code == 303, action
    with member.client.app.app_context():
        reading = Reading(member.person, guide)
        first, second = guide.sections[:2]
        reading.act(Step("read", anchor=Anchor.at(guide, second, second.blocks[1])), f"{words} device")
        reading.act(Step("finish", section_id=first.id))
        db.session.commit()
    _plan_and_own(member, words)
    with member.client.app.app_context():
        WeeklyLetter.begin(member.person)
        db.session.commit()
    mark(member.client, note=f"{words} margin")
    member.client.post("/guides/tiny-guide/rating", stars="4")
    member.client.post("/guides/tiny-guide/helpful", helpful="yes", comment=f"{words} comment")
    member.client.post("/dashboard/guide", guide="tiny-guide")


def _plan_and_own(member: Member, words: str) -> None:
    """A plan, days off, the offer put away, one of one's own, one changed, hours, and a session that runs."""
    own = {"title": f"{words} own", "outcome": f"{words} outcome", "criteria": f"{words} line", "hours": "3"}
    own |= {"track": "knots", "phase": "weekend", "evidence": "none", "counted": "y"}
    PlanDesk(member.client, "tiny-guide").take()
    steps: list[tuple[str, dict[str, Any]]] = [
        ("plan/breaks", {"first": "2027-02-01", "last": "2027-02-07"}),
        ("plan/put-away", {}),
        ("own/new", own),
        ("tk-bowline/change", {"hours": "9", "version": "0"}),
        ("hours", {"day": str(member.person.today()), "hours": "0:05", "milestone": "tk-bowline"}),
        ("tk-bowline/session", {}),
    ]
    for number, (action, fields) in enumerate(steps):
        answer = member.client.post(f"/roadmap/tiny-guide/{action}", op_id=f"{words}-more-{number}", **fields)
        assert answer.status_code == 303, action


def exported(app: Flask, member: Member, op: str = "an-op-id") -> bytes:
    """Ask for an export, let the worker make it, download it."""
    assert member.client.post("/settings/data/exports", op_id=op).status_code == 303
    work(app)
    links = member.client.page("/settings/data").all("a")
    (link,) = [one["href"] for one in links if one["href"].startswith("/settings/data/exports/")]
    answer = member.client.get(link, buffered=True)
    assert answer.status_code == 200
    return answer.data


def unzipped(archive: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(archive)) as zipped:
        assert zipped.testzip() is None
        return {name: zipped.read(name) for name in zipped.namelist()}


def rows_in(archive: bytes) -> dict[str, list[dict[str, Any]]]:
    """The rows of every .jsonl file."""
    files = unzipped(archive)
    return {
        name: [json.loads(line) for line in data.splitlines()] for name, data in files.items() if name.endswith("jsonl")
    }


def boxed(rows: Mapping[str, list[Any]], **manifest: Any) -> bytes:
    """An archive of these rows, by file, whose manifest is right but for what is given."""
    texts = {name: "".join(json.dumps(row) + "\n" for row in found).encode() for name, found in rows.items()}
    files = [
        {"name": name, "rows": len(rows[name]), "sha256": hashlib.sha256(data).hexdigest(), "what": "x"}
        for name, data in texts.items()
    ]
    about = {
        "format": FORMAT,
        "schema": SCHEMA,
        "app": "0.1.0",
        "made_at": clock.now().isoformat(timespec="seconds"),
        "site": "http://localhost",
        "person": {"email": "mia@example.org", "signed_up_at": "2026-01-01T00:00:00Z"},
        "files": files,
        **manifest,
    }
    return zipped({MANIFEST: json.dumps(about).encode(), **texts})


def zipped(files: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def bring(member: Member, archive: bytes, *, op: str = "an-import", name: str = "archive.zip") -> Any:
    """Upload it; the answer. The body is made here: the test client's own would leave its large ones open."""
    fields = {"csrf_token": member.client.token(), "op_id": op}
    parts = [f'--cut\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{text}' for field, text in fields.items()]
    parts += [f'--cut\r\nContent-Disposition: form-data; name="archive"; filename="{name}"\r\n\r\n']
    body = "\r\n".join(parts).encode() + archive + b"\r\n--cut--\r\n"
    return member.client.raw.post("/settings/data/import", data=body, content_type="multipart/form-data; boundary=cut")


def imported(member: Member, archive: bytes, op: str = "an-import") -> str:
    """Upload and confirm it; where it is shown."""
    answer = bring(member, archive, op=op)
    assert answer.status_code == 303, member.client.read(answer, answer.status_code).text
    assert member.client.post(f"{answer.location}/confirm").status_code == 303
    return str(answer.location)
