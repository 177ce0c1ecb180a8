"""Looking changes nothing: every link followed, by GET and HEAD, with tables compared before and after."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.crawl import walk
from tests.people import Client, Member
from tests.reading.marker import mark
from tests.tables import COUNTED_BY_READING, Rows, contents, of_person
from tests.test_migrations import canary
from tracker import clock
from tracker.accounts import User
from tracker.extensions import db

pytestmark = pytest.mark.slow

CANARY = "canary-5512"


def fill(member: Member) -> None:
    """Something in every table."""
    at = "/roadmap/tiny-guide/tk-bowline"
    done: list[tuple[str, dict[str, Any]]] = [
        ("status", {"status": "doing"}),
        ("criteria", {"tick": "tied-blind"}),
        ("evidence", {"kind": "link", "url": f"https://example.org/{CANARY}", "text": f"{CANARY} link"}),
        ("evidence", {"kind": "text", "text": f"{CANARY} text"}),
        ("note", {"note": f"{CANARY} note", "version": 0}),
    ]
    for action, fields in done:
        assert member.client.post(f"{at}/{action}", op_id=action, **fields).status_code == 303
    member.client.post("/guides/tiny-guide/one-loop/finish", finished="1")
    mark(member.client, note=f"{CANARY} margin")
    member.client.post("/guides/tiny-guide/rating", stars="4")
    member.client.post("/guides/tiny-guide/helpful", helpful="yes", comment=f"{CANARY} comment")
    member.client.get("/guides/tiny-guide/download/md")
    member.client.post("/dashboard/guide", guide="tiny-guide")
    member.client.post("/sign-in", email=member.user.email, password="wrong on purpose")
    member.client.get("/dashboard")  # which tells what was done, and the next page no more


def but_counts(rows: Rows) -> Rows:
    return {name: row for name, row in rows.items() if name not in COUNTED_BY_READING}


def test_following_every_link_changes_nothing(app: Flask, mia: Member) -> None:
    fill(mia)
    Client(app).post("/sign-in", email=mia.user.email, password="wrong on purpose")
    owners = dict.fromkeys(("user_id", "coach_id", "author_id", "reviewer_id", "made_by"), mia.user.id)
    empty = [name for name, rows in contents(app).items() if not rows]
    with app.app_context():
        User.by_id(mia.user.id).confirm()  # a coach among other things, whose coaching doesn't rest
        db.session.commit()
    with app.app_context(), db.engine.connect().execution_options(writes=True) as connection, connection.begin():
        for table in db.metadata.sorted_tables:
            if table.name in empty:
                connection.execute(table.insert().values(canary(table, owners)))
    before = contents(app)
    assert all(before.values()), "every table has a row"
    with clock.stopped_at(clock.now() + timedelta(minutes=6)):  # so that being seen is noted
        addresses = [address for address, _, _ in walk(mia.client, "/", ways={"by", "status", "history"})]
        for address in addresses:
            assert mia.client.raw.head(address).status_code == 200
        for query in ("?op_id=x&status=done&version=1&note=new", "?remove=1&undo=1&tick=tied-blind", "?finished=0"):
            for address in ("/roadmap/tiny-guide/tk-bowline", "/guides/tiny-guide/one-loop", "/settings", "/dashboard"):
                assert mia.client.get(address + query).status_code == 200
    assert but_counts(contents(app)) == but_counts(before)
    assert len(addresses) > 100
    assert {"/settings", "/dashboard", "/roadmap/tiny-guide/tk-splice", "/guides/ai-engineer"} <= set(addresses)


def test_nobody_else_meets_what_is_hers(app: Flask, mia: Member, otto: Member, anyone: Client) -> None:
    fill(mia)
    own = [address for address, _, page in walk(mia.client, "/") if CANARY in page.html]
    assert "/roadmap/tiny-guide/tk-bowline" in own
    for client in (otto.client, anyone):
        for address, _, page in walk(client, "/", "/dashboard", "/roadmap/tiny-guide", "/settings"):
            assert CANARY not in page.html, address
            assert mia.user.name not in page.html, address
            assert mia.user.email not in page.html, address
    assert CANARY not in str(of_person(app, otto.user.id))
