"""A coach's private note on a mentee, and stopping to look on: writes that change nothing of the mentee's."""

import secrets
from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.coaching.doors import let_coach, let_look
from tests.people import Member
from tests.roadmap.desk import raw
from tests.roadmap_addresses import ADDRESSES
from tests.tables import contents, of_person, unchanged
from tracker.accounts import User
from tracker.coaching.models import Grants, Offers
from tracker.extensions import db

pytestmark = pytest.mark.slow

FIRST = "Ask about the bend.\n\n<b>Not bold.</b>"


@pytest.fixture
def seen(app: Flask, mia: Member, carl: Member, otto: Member) -> str:
    let_coach(app, carl)
    let_coach(app, otto)
    return f"/coach/mentees/{let_look(app, mia, carl)}"


def edition(carl: Member, seen: str) -> str:
    return carl.client.page(seen).form(f"{seen}/note").one("input", name_="edition").get("value")


def note(carl: Member, seen: str) -> str:
    return raw(carl.client.page(seen).one("textarea", id="note-text"))


def save(carl: Member, seen: str, text: str) -> None:
    answer = carl.client.post(f"{seen}/note", note=text, edition=edition(carl, seen))
    assert (answer.status_code, answer.location) == (303, f"{seen}#note")


def kept_but_looked(app: Flask, act: Callable[[], TestResponse]) -> TestResponse:
    """Nothing is changed but for the log: the page that says why was looked at."""
    before = contents(app)
    answer = act()
    assert {**contents(app), "grant_views": []} == {**before, "grant_views": []}
    return answer


def test_otto_reads_and_writes_none(app: Flask, carl: Member, otto: Member, mia: Member, seen: str) -> None:
    save(carl, seen, FIRST)
    assert unchanged(app, lambda: otto.client.post(f"{seen}/note", note="Mine.")).status_code == 404
    theirs = f"/coach/mentees/{let_look(app, mia, otto)}"
    assert note(otto, theirs) == ""
    assert FIRST not in otto.client.page(theirs).text
    save(otto, theirs, "Otto's.")
    assert note(carl, seen).replace("&lt;", "<").replace("&gt;", ">") == FIRST


def test_it_is_kept_changed_and_emptied(app: Flask, carl: Member, mia: Member, seen: str) -> None:
    save(carl, seen, FIRST)
    (row,) = contents(app)["coach_notes"]
    assert (row["user_id"], row["coach_id"], row["text"], row["version"]) == (mia.user.id, carl.user.id, FIRST, 1)
    save(carl, seen, "Something else")
    (row,) = contents(app)["coach_notes"]
    assert (row["text"], row["version"]) == ("Something else", 2)
    assert "Mia Okafor is told that you keep one, since today" in carl.client.page(seen).text
    save(carl, seen, "  \n")
    assert contents(app)["coach_notes"] == []


def test_sent_twice_it_is_saved_once(app: Flask, carl: Member, seen: str) -> None:
    carl.client.post(f"{seen}/note", note=FIRST, edition="")
    answer = kept_but_looked(app, lambda: carl.client.post(f"{seen}/note", note=FIRST, edition=""))
    assert answer.status_code == 303


@pytest.mark.parametrize("now", ["From the other page", ""])
def test_a_stale_form_gets_both_texts(app: Flask, carl: Member, seen: str, now: str) -> None:
    save(carl, seen, FIRST)
    old = edition(carl, seen)
    save(carl, seen, now)
    answer = kept_but_looked(app, lambda: carl.client.post(f"{seen}/note", note="Typed on the train", edition=old))
    page = carl.client.read(answer, 409)
    assert raw(page.one("textarea", id="note-text")) == "Typed on the train"
    assert raw(page.one("textarea", id="theirs")) == now
    again = page.form(f"{seen}/note").one("input", name_="edition").get("value")
    assert carl.client.post(f"{seen}/note", note="Both", edition=again).status_code == 303
    assert note(carl, seen) == "Both"


def test_a_note_that_was_begun_anew_is_another_note(app: Flask, carl: Member, seen: str) -> None:
    save(carl, seen, FIRST)
    old = edition(carl, seen)
    save(carl, seen, "")
    save(carl, seen, "A new one")
    answer = kept_but_looked(app, lambda: carl.client.post(f"{seen}/note", note="Typed long ago", edition=old))
    assert answer.status_code == 409


@pytest.mark.parametrize("form", [{}, {"note": "n" * 20_001}, {"note": "x", "edition": "e" * 41}])
def test_what_will_not_do_is_refused_and_still_there(app: Flask, carl: Member, seen: str, form: dict[str, str]) -> None:
    page = carl.client.read(kept_but_looked(app, lambda: carl.client.post(f"{seen}/note", **form)), 422)
    assert page.one("div", role="alert").text
    assert raw(page.one("textarea", id="note-text")) == form.get("note", "")


@pytest.mark.parametrize("who", ["mia", "carl"])
def test_it_goes_with_either_account(app: Flask, carl: Member, mia: Member, seen: str, who: str) -> None:
    save(carl, seen, FIRST)
    with app.app_context():
        User.by_id({"mia": mia, "carl": carl}[who].user.id).delete()
        db.session.commit()
    assert contents(app)["coach_notes"] == []


def test_stopping_ends_it_at_once_and_tells_the_mentee_once(app: Flask, carl: Member, mia: Member, seen: str) -> None:
    form = carl.client.page(seen).form(f"{seen}/end")
    assert "Stop looking on" in form.one("button").text
    answer = carl.client.post(f"{seen}/end")
    assert (answer.status_code, answer.location) == (303, "/coach")
    assert carl.client.get(seen).status_code == 404
    (told,) = contents(app)["notices"]
    assert (told["user_id"], told["kind"], told["about"]) == (
        mia.user.id,
        "grant-ended-by-coach",
        seen.rpartition("/")[2],
    )
    assert unchanged(app, lambda: carl.client.post(f"{seen}/end")).status_code == 303


def test_while_it_is_paused_there_is_nothing_to_end(app: Flask, carl: Member, mia: Member, seen: str) -> None:
    with app.app_context():
        Grants(mia.person).pause(seen.rpartition("/")[2])
        db.session.commit()
    assert unchanged(app, lambda: carl.client.post(f"{seen}/end")).status_code == 404


def test_what_was_never_granted_is_not_ended_here(
    app: Flask, carl: Member, mia: Member, otto: Member, seen: str
) -> None:
    with app.app_context():
        asked = Offers(otto.person).ask(mia.user.id, "tiny-guide").id
        db.session.commit()
    for coach in (carl, otto):
        answer = unchanged(app, lambda coach=coach: coach.client.post(f"/coach/mentees/{asked}/end"))
        assert answer.status_code == 404
    assert unchanged(app, lambda: otto.client.post(f"{seen}/end")).status_code == 404


WRITES = [address for address in ADDRESSES if address.method == "POST"]


@pytest.mark.parametrize("address", WRITES, ids=str)
def test_no_write_of_the_mentees_does_anything_for_a_coach(
    app: Flask, carl: Member, mia: Member, seen: str, address: object
) -> None:
    """The very same request as carl is his own; under her page there is no such address."""
    path, form = address.path, dict(address.form)  # type: ignore[attr-defined]
    mia.client.post("/roadmap/tiny-guide/tk-bowline/status", op_id="first", version="0", status="doing")
    before = of_person(app, mia.user.id)
    page = carl.client.page(f"{seen}/tk-bowline").one("main").text
    carl.client.post(path, **form)
    below = path.partition("tiny-guide")[2]
    for place in (f"{seen}{below}", f"/coach/mentees{path}", f"{seen}{path}"):
        answer = carl.client.post(place, **form | {"op_id": secrets.token_hex(8)})
        assert answer.status_code in {404, 405}, place
    after = of_person(app, mia.user.id)
    assert {name for name in before if before[name] != after[name]} <= {"grant_views"}
    assert carl.client.page(f"{seen}/tk-bowline").one("main").text == page
