"""What was said goes along in the archive, to read: one's own threads, and nobody else's."""

from flask import Flask

from tests.accounts.boxes import exported, unzipped
from tests.coaching.doors import let_coach, let_look
from tests.coaching.table import Table
from tests.people import Member

FILE = "threads/tiny-guide.md"


def test_ones_own_threads_are_in_the_archive_and_a_mentees_are_not_in_the_coachs(
    app: Flask, mia: Member, carl: Member
) -> None:
    let_coach(app, carl)
    table = Table(app, mia, carl, let_look(app, mia, carl))
    table.ask(text="Does it hold?\n\n# No heading of this file")
    table.review("returned", "canary comment")
    table.ask("say", text="Taken back.")
    table.ask(f"posts/{table.thread().last_id}/remove")
    text = unzipped(exported(app, mia))[FILE].decode()
    for line in (
        "## Bowline",
        "**Mia Okafor** asked for a review, ",
        "> # No heading of this file",
        "> canary comment",
    ):
        assert line in text
    assert "**Carl Lindqvist** returned it, " in text
    assert "> deleted" in text
    assert "Taken back" not in text
    his = unzipped(exported(app, carl))
    assert FILE not in his
    assert not [name for name, content in his.items() if b"canary comment" in content or b"Mia" in content]


def test_somebody_who_said_nothing_gets_no_such_file(app: Flask, noor: Member) -> None:
    assert not [name for name in unzipped(exported(app, noor)) if name.startswith("threads/")]
