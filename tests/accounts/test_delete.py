"""/settings/delete: says what goes, asks for proof and the address, and takes everything at once, from every file."""

import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.accounts.boxes import bring, exported, fill, imported
from tests.crowd import at_once
from tests.hostile import MARKUP
from tests.people import PASSWORD, Client, Member, make_member
from tests.post import Postbox, text_of, work
from tests.second_steps import give_app, give_codes
from tests.tables import contents, of_person, unchanged
from tests.test_migrations import canary
from tracker import clock, jobs
from tracker.accounts import ledger
from tracker.accounts.models import FRESH, Identity, KnownBrowser, Passkey, Ticket
from tracker.extensions import db
from tracker.library import Guide
from tracker.reminders.models import CalendarFeed

pytestmark = pytest.mark.slow

WHERE = "/settings/delete"
CANARY = "canary-7731"
LATER = FRESH + timedelta(seconds=1)


def leave(member: Member, **more: Any) -> Any:
    return member.client.post(WHERE, **{"email": member.user.email, **more})


def plant(app: Flask, member: Member, guide: Guide) -> None:
    """Canaries in every table and folder that can hold something of hers."""
    fill(member, guide, CANARY)
    archive = exported(app, member)
    imported(member, archive, f"{CANARY}-one")
    bring(member, archive, op=f"{CANARY}-two")
    member.another_browser()
    give_app(app, member)
    give_codes(app, member)
    with app.app_context():
        KnownBrowser.remember(member.user.id, "")
        Passkey.add(
            member.user.id,
            credential_id=CANARY.encode(),
            handle=CANARY.encode(),
            public_key=b"-",
            sign_count=0,
            transports=[],
            name=CANARY,
        )
        Identity.link(member.user.id, "https://id.example.org", CANARY, f"{CANARY}@example.org")
        CalendarFeed.make(member.person)
        Ticket.issue("reset", timedelta(hours=1), user_id=member.user.id, words=CANARY)
        jobs.add("mail", {"words": CANARY}, user_id=member.user.id, key=CANARY, after=timedelta(days=1))
        db.session.commit()
        plant_in_what_is_empty(member)
    letters = Path(app.instance_path) / "mail"
    letters.mkdir(exist_ok=True)
    (letters / "000001.eml").write_text(f"To: Mia <{member.user.email}>\nSubject: {CANARY}\n\n{CANARY}\n")
    (letters / "000002.eml").write_text("To: Otto <otto@example.org>\nSubject: his\n\nhis\n")


def plant_in_what_is_empty(member: Member) -> None:
    """What takes two people to fill, such as a grant: a row for each table, in an order that foreign keys allow."""
    owners = dict.fromkeys(("user_id", "coach_id", "author_id", "reviewer_id", "made_by"), member.user.id)
    with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
        for table in db.metadata.sorted_tables:
            empty = connection.execute(table.select().limit(1)).first() is None
            if empty and "user_id" in table.columns:
                row = canary(table, owners)
                connection.execute(
                    table.insert().values({name: CANARY if one == "canary" else one for name, one in row.items()})
                )


def left_of(app: Flask, words: str) -> list[str]:
    """Every table and file in which these words stand: with SQLite, the database's own files too, and its log."""
    found = [name for name, rows in contents(app).items() for row in rows if words in repr(row)]
    files = [file for file in Path(app.instance_path).rglob("*") if file.is_file()]
    return found + [str(file) for file in files if words.encode() in file.read_bytes()]


def test_it_says_what_goes(app: Flask, mia: Member, tiny_guide: Guide) -> None:
    plant(app, mia, tiny_guide)
    page = unchanged(app, mia.client.page, WHERE)
    goes = page.all("section")[0]
    for said in (
        "1 milestone",
        "7 changes to milestones",
        "1 highlight",
        "1 rating",
        "2 signed-in devices",
        "2 archives",
    ):
        assert said in goes.text
    assert page.all("a", href="/settings/data"), "export first"
    assert "Delete my account" in mia.client.page("/settings").text


def test_everything_goes_at_once_and_nothing_is_left(
    app: Flask, mia: Member, otto: Member, tiny_guide: Guide, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    plant(app, mia, tiny_guide)
    fill(otto, tiny_guide, "ottos")
    his = of_person(app, otto.user.id)
    (hers,) = of_person(app, mia.user.id)["users"]
    second = mia.another_browser()
    assert {name for name, rows in contents(app).items() if rows} >= {
        name for name, table in db.metadata.tables.items() if "user_id" in table.columns
    }, "every table that can hold something of somebody holds something"
    assert left_of(app, CANARY)

    answer = leave(mia)

    assert (answer.status_code, answer.location) == (303, "/")
    page = mia.client.page("/")
    assert "Your account and everything that was in it is deleted." in page.text
    assert page.all("a", href="/sign-in")
    for client in (mia.client, second):
        assert client.get("/dashboard").location == "/sign-in?next=/dashboard"
    assert left_of(app, CANARY) == []
    assert left_of(app, mia.user.email) == []
    assert left_of(app, mia.token) == []
    assert [name for name, rows in of_person(app, mia.user.id).items() if rows] == []
    assert of_person(app, otto.user.id) == his
    assert left_of(app, hers["uid"]) == [str(Path(app.instance_path) / ledger.FILE)]
    assert "event=deletion result=ok" in caplog.text
    assert CANARY not in caplog.text
    assert mia.user.email not in caplog.text
    assert (Path(app.instance_path) / "mail" / "000002.eml").exists()


def test_who_signs_up_again_inherits_nothing(app: Flask, mia: Member, tiny_guide: Guide) -> None:
    plant(app, mia, tiny_guide)
    old = _reader(mia.client)
    leave(mia)
    form = {"name": "Mia", "email": mia.user.email, "password": PASSWORD, "time_zone": "UTC"}
    assert mia.client.post("/sign-up", **form).status_code == 302
    (user,) = contents(app)["users"]
    again = of_person(app, user["id"])
    owned = {name for name, rows in again.items() if rows} - {"users", "known_browsers", "jobs", "tickets"}
    assert owned == set()
    assert left_of(app, CANARY) == []
    assert old != _reader(mia.client), "what her browser keeps of the old account is never shown to the new one"
    for number in range(5):
        assert mia.client.post("/settings/data/exports", op_id=f"op-{number}").status_code == 303


def _reader(client: Client) -> str:
    """By what a browser knows whose the things are that it keeps."""
    found: str = client.get("/guides/tiny-guide/place").json["reader"]  # type: ignore[index]
    assert found
    return found


@pytest.mark.parametrize("typed", [None, "", "otto@example.org", "mia", *MARKUP[:2]])
def test_without_ones_own_address_nothing_goes(app: Flask, mia: Member, otto: Member, typed: str | None) -> None:
    answer = unchanged(app, mia.client.post, WHERE, email=typed)
    page = mia.client.read(answer, 422)
    assert page.form(WHERE).all("ul", class_="error")
    assert PASSWORD not in page.html


def test_the_address_may_be_typed_as_people_type(app: Flask, mia: Member) -> None:
    assert leave(mia, email=f"  {mia.user.email.upper()} ").status_code == 303
    assert contents(app)["users"] == []


def test_it_needs_proof(app: Flask, mia: Member, anyone: Client) -> None:
    with clock.stopped_at(clock.now() + LATER):
        assert mia.client.get(WHERE).location == f"/settings/proof?next={WHERE}"
        assert unchanged(app, leave, mia).status_code == 403
    assert unchanged(app, anyone.post, WHERE, email=mia.user.email).status_code == 401
    assert mia.client.raw.delete(WHERE).status_code == 405


def test_by_many_at_once_it_happens_once(app: Flask, mia: Member) -> None:
    browsers = [mia.another_browser() for _ in range(6)]
    tokens = [browser.token() for browser in browsers]
    ledger_before = _lines(app)
    form = {"email": mia.user.email}
    codes = at_once(6, lambda at: browsers[at].post(WHERE, csrf_token=tokens[at], **form).status_code)
    assert codes.count(303) >= 1
    assert set(codes) <= {303, 401}
    assert len(_lines(app)) == len(ledger_before) + 2
    assert contents(app)["users"] == []


def _lines(app: Flask) -> list[str]:
    file = Path(app.instance_path) / ledger.FILE
    return file.read_text().splitlines() if file.exists() else []


def test_where_letters_are_sent_one_says_goodbye_and_nothing_is_kept_of_it(
    mailing_app: Flask, postbox: Postbox
) -> None:
    client = _ann(mailing_app)
    assert client.post(WHERE, email="ann@example.org").status_code == 303
    (job,) = contents(mailing_app)["jobs"]
    assert (job["kind"], job["user_id"]) == ("farewell", None)
    work(mailing_app)
    (letter,) = postbox.to("ann@example.org")
    assert letter["Subject"] == "Your Milepost account is deleted"
    assert "Hello Ann" in text_of(letter)
    (job,) = contents(mailing_app)["jobs"]
    assert (job["state"], job["sealed"]) == ("done", b"")


def test_a_goodbye_that_is_refused_is_not_kept_either(mailing_app: Flask, postbox: Postbox) -> None:
    client = _ann(mailing_app)
    postbox.answer = "550 no such mailbox"
    client.post(WHERE, email="ann@example.org")
    work(mailing_app)
    assert contents(mailing_app)["jobs"] == []


def _ann(app: Flask) -> Client:
    """Somebody with an account where letters are sent."""
    return make_member(app, "ann", "Ann", "UTC").client
