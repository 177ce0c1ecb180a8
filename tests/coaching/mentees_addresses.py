"""Addresses of a mentee's pages as a coach sees them.

Nobody of the cast coaches anybody when these are asked, so all of them lead nowhere: tests/coaching/test_mentee_page.py
and its neighbours have the others.
"""

from tests.address import MEMBERS, Address, read, write

NO_MENTEE = "/coach/mentees/000000000000000000000000"

ADDRESSES: tuple[Address, ...] = (
    read("coaching.mentee", NO_MENTEE, MEMBERS, NO_MENTEE, code=404),
    read("coaching.milestone", f"{NO_MENTEE}/tk-bowline", MEMBERS, f"{NO_MENTEE}/tk-bowline", code=404),
    write("coaching.write_note", f"{NO_MENTEE}/note", MEMBERS, f"{NO_MENTEE}/note", note="Ask about the bend."),
    write("coaching.stop_looking", f"{NO_MENTEE}/end", MEMBERS, f"{NO_MENTEE}/end"),
)
