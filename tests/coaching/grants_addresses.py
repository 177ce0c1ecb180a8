"""Addresses of coaching that are about grants: becoming a coach, inviting, accepting, what is shown, the log."""

from tests.address import MEMBERS, Address, read, write

NO_GRANT = "000000000000000000000000"
GRANT = f"/coaching/grants/{NO_GRANT}"


def _read_one(endpoint: str, path: str) -> Address:
    """Of a grant that nobody has: what is seen of one is told in tests/coaching/test_confirming.py."""
    return Address(endpoint, "GET", path, MEMBERS, unknown=(path,), code=404)


def _act(endpoint: str, action: str, **form: str) -> Address:
    path = f"{GRANT}/{action}"
    return write(endpoint, path, MEMBERS, path, **form)


ADDRESSES: tuple[Address, ...] = (
    read("coaching.profile", "/coach/profile", MEMBERS),
    write("coaching.put_profile", "/coach/profile", MEMBERS, name="Ann", helps_with="Evals.", promise_days="2"),
    read("coaching.stopping", "/coach/stop", MEMBERS, code=302),
    write("coaching.stop", "/coach/stop", MEMBERS),
    read("coaching.invitation", "/coach/invitation", MEMBERS, code=410),
    write("coaching.accept", "/coach/invitation", MEMBERS),
    # For coaches alone: to others they are addresses that there aren't.
    read("coaching.asking", "/coach/request", MEMBERS, code=404),
    write("coaching.ask", "/coach/request", MEMBERS, email="mia@example.org", guide="tiny-guide"),
    read("coaching.overview", "/coaching", MEMBERS),
    read("coaching.invite", "/coaching/invite", MEMBERS),
    write(
        "coaching.make_invitation",
        "/coaching/invite",
        MEMBERS,
        guide="tiny-guide",
        scopes="evidence",
        email="ann@example.org",
        op_id="an-op-id",
    ),
    write("coaching.choose_preview", "/coaching/preview", MEMBERS, guide="tiny-guide", scopes="evidence"),
    read("coaching.preview", "/coaching/preview", MEMBERS, "/coaching/preview?guide=nothing"),
    read("coaching.log", "/coaching/log", MEMBERS),
    _read_one("coaching.grant", GRANT),
    _read_one("coaching.preview_grant", f"{GRANT}/preview"),
    _read_one("coaching.log_of_grant", f"{GRANT}/log"),
    _act("coaching.confirm", "confirm", scopes="evidence"),
    _act("coaching.rescope", "scopes", scopes="evidence"),
    _act("coaching.renew", "renew"),
    _act("coaching.pause", "pause"),
    _act("coaching.resume", "resume"),
    _act("coaching.end", "end"),
    _act("coaching.block", "block"),
    _act("coaching.unblock", "unblock"),
)
