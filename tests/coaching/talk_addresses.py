"""Addresses of reviews and threads, of the mentee and of the coach."""

from tests.address import MEMBERS, Address, write

MILESTONE = "/roadmap/tiny-guide/tk-bowline"
NO_GRANT = "000000000000000000000000"
"""What a coach may do with a grant in force is told in tests/coaching/test_review.py."""


def _mine(endpoint: str, action: str, *more: str, **form: str) -> Address:
    unknown = (f"/roadmap/nothing/tk-bowline/{action}", f"/roadmap/tiny-guide/nothing/{action}", *more)
    return write(f"roadmap.{endpoint}", f"{MILESTONE}/{action}", MEMBERS, *unknown, op_id="an-op-id", **form)


def _theirs(endpoint: str, action: str, **form: str) -> Address:
    path = f"/coach/mentees/{NO_GRANT}/tk-bowline/{action}"
    unknown = (path, path.replace(NO_GRANT, "nothing"))
    return write(f"coaching.{endpoint}", path, MEMBERS, *unknown, op_id="an-op-id", **form)


NO_POST = f"{MILESTONE}/posts/999999"
ADDRESSES: tuple[Address, ...] = (
    _mine("ask", "ask", text="Does it hold?"),
    _mine("say", "say", text="I tied it again."),
    _mine("settle", "settle", last="0"),
    _mine("edit_post", "posts/999999/edit", f"{NO_POST}/edit", f"{MILESTONE}/posts/nothing/edit", text="I tied it."),
    _mine("remove_post", "posts/999999/remove", f"{NO_POST}/remove", f"{MILESTONE}/posts/-1/remove"),
    _theirs("review", "review", verdict="returned", text="Tie it again.", marks=""),
    _theirs("say", "say", text="Which rope?"),
    _theirs("settle", "settle", last="0"),
    _theirs("edit_post", "posts/999999/edit", text="Which rope is it?"),
    _theirs("remove_post", "posts/999999/remove"),
)
