"""Addresses of the coach home: the list, its files, flags and groups. To whoever is no coach there is none of them."""

from tests.address import MEMBERS, Address, read, write

NO_GRANT = "0" * 24
DESK = f"/coach/mentees/{NO_GRANT}"


def _on_desk(endpoint: str, action: str, **form: str) -> Address:
    """Of a grant that nobody has: what is done to one is told in test_snooze.py and test_groups.py."""
    return write(f"coaching.{endpoint}", f"{DESK}/{action}", MEMBERS, f"{DESK}/{action}", **form)


FLAG = {"reason": "blocked:tk-bowline:2026-11-03"}
ADDRESSES: tuple[Address, ...] = (
    read("coaching.home", "/coach", MEMBERS, code=404),
    read("coaching.export", "/coach/export.csv", MEMBERS, code=404),
    read("coaching.print", "/coach/print", MEMBERS, code=404),
    read("coaching.desk", f"{DESK}/desk", MEMBERS, f"{DESK}/desk", code=404),
    _on_desk("snooze", "flags/snooze", **FLAG, why="On holiday.", until="2027-01-01"),
    _on_desk("wake", "flags/wake", **FLAG),
    _on_desk("rate", "flags/rate", **FLAG, useful="yes"),
    _on_desk("add_to_group", "groups/add", name="Autumn"),
    _on_desk("remove_from_group", "groups/remove", name="Autumn"),
)
