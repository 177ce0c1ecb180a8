"""Every address of the app with an example, who may use it, and what a good request sends.

A route that is missing here fails tests/test_access.py until somebody has said who may use it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.people import PASSWORD

MILESTONE = "/roadmap/tiny-guide/tk-bowline"
SECTION = "/guides/tiny-guide/one-loop"
HIGHLIGHTS = "/guides/tiny-guide/highlights"
NO_HIGHLIGHT = "00000000-0000-4000-8000-000000000000"
NO_OWN = "own-00000000"
NO_ENTRY = "00000000000000000000000000000000"
ANYONE = "anyone"
MEMBERS = "members"


@dataclass(frozen=True)
class Address:
    """One method of one route. `unknown`: the same address with an id that leads nowhere."""

    endpoint: str
    method: str
    path: str
    who: str
    form: Mapping[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def _read(endpoint: str, path: str, who: str, *unknown: str) -> Address:
    return Address(endpoint, "GET", path, who, unknown=unknown)


def _write(endpoint: str, path: str, who: str, *unknown: str, **form: str) -> Address:
    return Address(endpoint, "POST", path, who, form, unknown)


def _change(endpoint: str, action: str, **form: str) -> Address:
    unknown = (f"/roadmap/nothing/tk-bowline/{action}", f"/roadmap/tiny-guide/nothing/{action}")
    return _write(endpoint, f"{MILESTONE}/{action}", MEMBERS, *unknown, op_id="an-op-id", **form)


def _mark(endpoint: str, action: str, **form: str) -> Address:
    """Of a highlight that nobody has: what they do to one is told in tests/reading/test_highlights.py."""
    path = f"{HIGHLIGHTS}/{NO_HIGHLIGHT}/{action}"
    unknown = (path.replace("tiny-guide", "nothing"), f"{HIGHLIGHTS}/nothing/{action}")
    return _write(endpoint, path, MEMBERS, *unknown, **form)


def _own(endpoint: str, action: str, **form: str) -> Address:
    """Of an own milestone that nobody has: what people do to theirs is told in tests/roadmap/test_own_milestones.py."""
    path = f"/roadmap/tiny-guide/{NO_OWN}/{action}"
    unknown = (path, path.replace("tiny-guide", "nothing"), f"{MILESTONE}/{action}")
    return _write(endpoint, path, MEMBERS, *unknown, op_id="an-op-id", **form)


ADDRESSES = (
    _read("dashboard.home", "/", ANYONE),
    _read("dashboard.help_page", "/help", ANYONE),
    _read("dashboard.privacy", "/privacy", ANYONE),
    _read("accounts.sign_up", "/sign-up", ANYONE),
    _write(
        "accounts.sign_up",
        "/sign-up",
        ANYONE,
        name="Ann",
        email="ann@example.org",
        password=PASSWORD,
        time_zone="Europe/Berlin",
    ),
    _read("accounts.sign_in", "/sign-in", ANYONE),
    _write("accounts.sign_in", "/sign-in", ANYONE, email="mia@example.org", password=PASSWORD),
    _write("accounts.sign_out", "/sign-out", ANYONE),
    _write("accounts.set_theme", "/theme", ANYONE, theme="dark"),
    _read("reading.guides", "/guides", ANYONE),
    _read("library.find", "/guides/tiny-guide/search", ANYONE, "/guides/nothing/search"),
    _read("library.glossary", "/guides/tiny-guide/glossary", ANYONE, "/guides/nothing/glossary"),
    _read("library.sources", "/guides/tiny-guide/sources", ANYONE, "/guides/nothing/sources"),
    _read(
        "library.download",
        "/guides/tiny-guide/download/epub",
        ANYONE,
        "/guides/nothing/download/epub",
        "/guides/tiny-guide/download/doc",
    ),
    _read("reading.guide", "/guides/tiny-guide", ANYONE, "/guides/nothing"),
    _read("reading.section", SECTION, ANYONE, "/guides/nothing/one-loop", "/guides/tiny-guide/nothing"),
    _read("reading.service_worker", "/service-worker.js", ANYONE),
    _read("reading.offline", "/offline", ANYONE),
    _read("health.alive", "/healthz", ANYONE),
    _read("health.ready", "/readyz", ANYONE),
    _read("static", "/static/css/base.css", ANYONE, "/static/css/nothing.css"),
    _read("accounts.settings", "/settings", MEMBERS),
    _read("accounts.profile", "/settings/profile", MEMBERS),
    _read("accounts.password", "/settings/password", MEMBERS),
    _read("accounts.proof", "/settings/proof", MEMBERS),
    _write("accounts.prove", "/settings/proof", MEMBERS, password=PASSWORD),
    _read("accounts.sessions", "/settings/sessions", MEMBERS),
    _write(
        "accounts.end_session",
        "/settings/sessions/999999/end",
        MEMBERS,
        "/settings/sessions/999999/end",
        "/settings/sessions/nothing/end",
    ),
    _write("accounts.end_other_sessions", "/settings/sessions/end-others", MEMBERS),
    _write("accounts.change_profile", "/settings/profile", MEMBERS, name="New Name", time_zone="UTC"),
    _write(
        "accounts.change_password",
        "/settings/password",
        MEMBERS,
        current_password=PASSWORD,
        new_password="another lantern in the rain",
    ),
    _read("dashboard.dashboard", "/dashboard", MEMBERS),
    _write("dashboard.choose_guide", "/dashboard/guide", MEMBERS, guide="tiny-guide"),
    _write(
        "reading.finish",
        f"{SECTION}/finish",
        MEMBERS,
        "/guides/nothing/one-loop/finish",
        "/guides/tiny-guide/nothing/finish",
        finished="1",
    ),
    _read("reading.place", "/guides/tiny-guide/place", MEMBERS, "/guides/nothing/place"),
    _write(
        "reading.operations",
        "/guides/tiny-guide/operations",
        MEMBERS,
        "/guides/nothing/operations",
        device="a-device-of-the-tests",
        operations='[{"op": "an-op-id", "sequence": 1, "base": 0, "kind": "finish", "section": "one-loop"}]',
    ),
    _write(
        "reading.restart", "/guides/tiny-guide/restart", MEMBERS, "/guides/nothing/restart", op_id="an-op-id", base="0"
    ),
    _write("reading.undo", "/guides/tiny-guide/undo", MEMBERS, "/guides/nothing/undo", undoes="an-op-id"),
    _write(
        "reading.import_",
        "/reading/import",
        MEMBERS,
        facts='[{"guide": "tiny-guide", "import": "an-import-of-the-tests", "finished": ["one-loop"]}]',
    ),
    _write("library.rate", "/guides/tiny-guide/rating", MEMBERS, "/guides/nothing/rating", stars="4"),
    _write(
        "library.answer",
        "/guides/tiny-guide/helpful",
        MEMBERS,
        "/guides/nothing/helpful",
        helpful="yes",
        comment="The second knot came too fast.",
    ),
    _read("reading.highlights", HIGHLIGHTS, MEMBERS, "/guides/nothing/highlights"),
    _read("reading.highlights_file", f"{HIGHLIGHTS}.md", MEMBERS, "/guides/nothing/highlights.md"),
    _write(
        "reading.add_highlight",
        f"{SECTION}/highlights",
        MEMBERS,
        "/guides/nothing/one-loop/highlights",
        "/guides/tiny-guide/nothing/highlights",
        highlight_id=NO_HIGHLIGHT,
        parts='[{"block": "how-it-holds", "quote": "it holds", "before": "How ", "after": ""}]',
        note="Dress it before loading.",
    ),
    _mark("reading.note_highlight", "note", note="Dress it before loading.", version="1"),
    _mark("reading.remove_highlight", "remove"),
    _mark("reading.restore_highlight", "restore"),
    _read("roadmap.overview", "/roadmap/tiny-guide", MEMBERS, "/roadmap/nothing"),
    _read("roadmap.milestone", MILESTONE, MEMBERS, "/roadmap/nothing/tk-bowline", "/roadmap/tiny-guide/nothing"),
    _change("roadmap.set_status", "status", status="doing", version="0"),
    _change("roadmap.set_criterion", "criteria", tick="tied-blind", version="0"),
    _change("roadmap.change_evidence", "evidence", kind="text", text="I tied it.", version="0"),
    _change("roadmap.write_note", "note", note="Left over right.", version="0"),
    _change("roadmap.undo", "undo", version="0"),
    _read("roadmap.own", "/roadmap/tiny-guide/own", MEMBERS, "/roadmap/nothing/own"),
    _read("roadmap.new", "/roadmap/tiny-guide/own/new", MEMBERS, "/roadmap/nothing/own/new"),
    _write(
        "roadmap.add",
        "/roadmap/tiny-guide/own/new",
        MEMBERS,
        "/roadmap/nothing/own/new",
        op_id="an-op-id",
        title="A talk on knots",
        hours="3",
        track="knots",
        phase="weekend",
        evidence="none",
        counted="y",
    ),
    _read(
        "roadmap.change_page",
        f"{MILESTONE}/change",
        MEMBERS,
        "/roadmap/nothing/tk-bowline/change",
        "/roadmap/tiny-guide/nothing/change",
        f"/roadmap/tiny-guide/{NO_OWN}/change",
    ),
    _change("roadmap.change", "change", hours="2", version="0"),
    _change("roadmap.hide", "hide", hidden="0"),
    _own("roadmap.archive", "archive", archived="1"),
    _own("roadmap.move", "move", before="own-11111111"),
    _read("roadmap.hours", "/roadmap/tiny-guide/hours", MEMBERS, "/roadmap/nothing/hours"),
    _write(
        "roadmap.log",
        "/roadmap/tiny-guide/hours",
        MEMBERS,
        "/roadmap/nothing/hours",
        op_id="an-op-id",
        day="2026-11-02",
        hours="1:30",
        milestone="tk-bowline",
    ),
    _change("roadmap.log_here", "hours", day="2026-11-02", hours="1.5"),
    _write(
        "roadmap.change_entry",
        f"/roadmap/tiny-guide/hours/{NO_ENTRY}",
        MEMBERS,
        f"/roadmap/tiny-guide/hours/{NO_ENTRY}",
        f"/roadmap/nothing/hours/{NO_ENTRY}",
        op_id="an-op-id",
        day="2026-11-02",
        hours="2",
    ),
    _change("roadmap.start", "session"),
    _write(
        "roadmap.stop",
        "/roadmap/tiny-guide/hours/stop",
        MEMBERS,
        "/roadmap/nothing/hours/stop",
        op_id="an-op-id",
        entry=NO_ENTRY,
    ),
)

READS = tuple(address for address in ADDRESSES if address.method == "GET")
WRITES = tuple(address for address in ADDRESSES if address.method == "POST")
PRIVATE_WRITES = tuple(address for address in WRITES if address.who == MEMBERS)
