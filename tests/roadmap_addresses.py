"""The addresses of the roadmap, its plan, own milestones and hours; addresses.py has all others."""

from tests.address import MEMBERS, Address, read, write

MILESTONE = "/roadmap/tiny-guide/tk-bowline"
PLAN = "/roadmap/tiny-guide/plan"
ANSWERS = {"start": "2026-11-30", **{f"hours-{day}": "1" for day in range(7)}}
"""Of a plan; seven hours a week."""
NO_OWN = "own-00000000"
NO_ENTRY = "00000000000000000000000000000000"


def _change(endpoint: str, action: str, **form: str) -> Address:
    unknown = (f"/roadmap/nothing/tk-bowline/{action}", f"/roadmap/tiny-guide/nothing/{action}")
    return write(endpoint, f"{MILESTONE}/{action}", MEMBERS, *unknown, op_id="an-op-id", **form)


def _plan(endpoint: str, action: str, **form: str) -> Address:
    return write(endpoint, f"{PLAN}/{action}", MEMBERS, f"/roadmap/nothing/plan/{action}", op_id="an-op-id", **form)


def _own(endpoint: str, action: str, **form: str) -> Address:
    """Of an own milestone that nobody has: what people do to theirs is told in tests/roadmap/test_own_milestones.py."""
    path = f"/roadmap/tiny-guide/{NO_OWN}/{action}"
    unknown = (path, path.replace("tiny-guide", "nothing"), f"{MILESTONE}/{action}")
    return write(endpoint, path, MEMBERS, *unknown, op_id="an-op-id", **form)


ADDRESSES = (
    read("roadmap.overview", "/roadmap/tiny-guide", MEMBERS, "/roadmap/nothing"),
    read("roadmap.timeline", "/roadmap/tiny-guide/timeline", MEMBERS, "/roadmap/nothing/timeline"),
    read("roadmap.plan", PLAN, MEMBERS, "/roadmap/nothing/plan"),
    read("roadmap.set_out", f"{PLAN}/start", MEMBERS, "/roadmap/nothing/plan/start"),
    read("roadmap.preview_plan", f"{PLAN}/preview", MEMBERS, "/roadmap/nothing/plan/preview"),
    read("roadmap.plan_choices", f"{PLAN}/choices", MEMBERS, "/roadmap/nothing/plan/choices"),
    _plan("roadmap.take_plan", "take", version="0", digest="0" * 32, **ANSWERS),
    _plan("roadmap.choose", "choose", version="1", digest="0" * 32, kind="later"),
    _plan("roadmap.tell_break", "breaks", first="2027-02-01", last="2027-02-07"),
    write(
        "roadmap.take_back_break",
        f"{PLAN}/breaks/999999/remove",
        MEMBERS,
        f"{PLAN}/breaks/999999/remove",
        f"{PLAN}/breaks/nothing/remove",
        "/roadmap/nothing/plan/breaks/999999/remove",
        op_id="an-op-id",
    ),
    _plan("roadmap.put_offer_away", "put-away"),
    read("roadmap.milestone", MILESTONE, MEMBERS, "/roadmap/nothing/tk-bowline", "/roadmap/tiny-guide/nothing"),
    _change("roadmap.set_status", "status", status="doing", version="0"),
    _change("roadmap.set_criterion", "criteria", tick="tied-blind", version="0"),
    _change("roadmap.change_evidence", "evidence", kind="text", text="I tied it.", version="0"),
    _change("roadmap.write_note", "note", note="Left over right.", version="0"),
    _change("roadmap.undo", "undo", version="0"),
    read("roadmap.own", "/roadmap/tiny-guide/own", MEMBERS, "/roadmap/nothing/own"),
    read("roadmap.new", "/roadmap/tiny-guide/own/new", MEMBERS, "/roadmap/nothing/own/new"),
    write(
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
    read(
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
    read("roadmap.hours", "/roadmap/tiny-guide/hours", MEMBERS, "/roadmap/nothing/hours"),
    write(
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
    write(
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
    write(
        "roadmap.stop",
        "/roadmap/tiny-guide/hours/stop",
        MEMBERS,
        "/roadmap/nothing/hours/stop",
        op_id="an-op-id",
        entry=NO_ENTRY,
    ),
)
