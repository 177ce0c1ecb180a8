"""What a second look found: looks that weren't noted, a log that left with its coach, old pages that undid new ones."""

from datetime import timedelta

import pytest
from flask import Flask

from tests.coaching.doors import let_coach, let_look
from tests.people import Member
from tests.tables import contents
from tracker import clock
from tracker.accounts import Person
from tracker.coaching import routes
from tracker.coaching.models import Grants, Offers, Sights
from tracker.extensions import db


@pytest.fixture
def granted(app: Flask, mia: Member, carl: Member) -> str:
    let_coach(app, carl)
    return let_look(app, mia, carl)


@pytest.mark.parametrize("edition,code", [("x" * 41, 422), ("another", 409)])
def test_a_refused_note_shows_the_page_so_it_is_a_look(
    app: Flask, carl: Member, granted: str, monkeypatch: pytest.MonkeyPatch, edition: str, code: int
) -> None:
    path = f"/coach/mentees/{granted}/note"
    page = carl.client.read(carl.client.post(path, note="What I typed.", edition=edition), code)
    assert "What I typed." in page.text
    assert [row["look"] for row in contents(app)["grant_views"]] == ["plan"]
    monkeypatch.setattr(routes, "LOOKS", 0)
    assert carl.client.post(path, note="What I typed.", edition=edition).status_code == 429


def test_who_leaves_leaves_the_log_of_what_they_looked_at(app: Flask, mia: Member, carl: Member, granted: str) -> None:
    carl.client.page(f"/coach/mentees/{granted}/tk-bowline")
    assert carl.client.post("/settings/delete", email=carl.user.email).status_code == 303
    (row,) = contents(app)["grant_views"]
    assert (row["coach_id"], row["grant_id"], row["coach_name"]) == (None, None, "Carl Lindqvist")
    page = mia.client.page("/coaching/log")
    assert "Carl Lindqvist looked at 1 milestone" in page.text
    assert page.all("a", href="/roadmap/tiny-guide/tk-bowline")


def test_who_stops_coaching_stays_named_in_the_log(mia: Member, carl: Member, granted: str) -> None:
    carl.client.page(f"/coach/mentees/{granted}")
    assert carl.client.post("/coach/stop").status_code == 302 or carl.client.get("/coach/profile").status_code == 200
    assert "Carl Lindqvist looked at your roadmap" in mia.client.page("/coaching/log").text


def test_an_address_says_only_how_the_page_is_looked_at(mia: Member, carl: Member, granted: str) -> None:
    for query in ("endpoint=x", "_method=POST", "_scheme=x", "_external=1", "_anchor=x", "grant_id=x"):
        carl.client.page(f"/coach/mentees/{granted}?by=track&{query}")
        mia.client.page(f"/coaching/preview?guide=tiny-guide&scopes=pace&{query}")


def test_stopping_tells_nothing_of_who_only_paused(app: Flask, mia: Member, carl: Member, granted: str) -> None:
    assert "1 person lets you see their work" in carl.client.page("/coach/stop").text
    with app.app_context():
        Grants(mia.person).pause(granted)
        db.session.commit()
    paused = carl.client.page("/coach/stop").text
    with app.app_context():
        Grants(mia.person).end(granted)
        db.session.commit()
    assert carl.client.page("/coach/stop").text == paused


def test_a_running_grant_is_never_pushed_out_of_the_list(app: Flask, mia: Member, granted: str) -> None:
    with app.app_context(), clock.stopped_at(clock.now() + timedelta(days=1)):
        mine = Grants(mia.person)
        for number in range(201):
            mine.end(mine.invite("tiny-guide", [], f"hash {number}").id)
        db.session.commit()
    assert mia.client.page("/coaching").all("a", href=f"/coaching/grants/{granted}")


def test_an_old_page_does_not_bring_back_what_was_narrowed(app: Flask, mia: Member, carl: Member, granted: str) -> None:
    path = f"/coaching/grants/{granted}"
    shown = mia.client.page(path).form(f"{path}/scopes").one("input", name_="shown")["value"]
    assert mia.client.post(f"{path}/scopes", scopes=["pace"], shown=shown).status_code == 303
    page = mia.client.read(mia.client.post(f"{path}/scopes", scopes=["pace", "evidence"], shown=shown), 409)
    assert "What they see was changed on another page" in page.text

    def sees(coach: Person) -> frozenset[str]:
        with app.app_context():
            return Sights(coach).all()[0].scopes

    assert sees(carl.person) == {"milestones", "pace"}
    again = page.form(f"{path}/scopes").one("input", name_="shown")["value"]
    assert mia.client.post(f"{path}/scopes", scopes=["pace", "evidence"], shown=again).status_code == 303
    assert sees(carl.person) == {"milestones", "pace", "evidence"}


def test_the_preview_is_of_what_is_ticked_just_now(mia: Member, granted: str) -> None:
    answer = mia.client.post("/coaching/preview", guide="tiny-guide", scopes=["sections"])
    assert answer.location == "/coaching/preview?guide=tiny-guide&scopes=milestones&scopes=sections"
    page = mia.client.page(answer.location)
    assert "doesn’t share her pace" in page.text or "doesn’t share" in page.text
    assert "csrf_token" not in answer.location


def test_an_invitation_from_an_old_form_with_other_choices_says_so(app: Flask, mia: Member) -> None:
    form = {"op_id": "the-form", "guide": "tiny-guide"}
    assert mia.client.post("/coaching/invite", scopes=["evidence", "pace"], **form).status_code == 200
    assert mia.client.post("/coaching/invite", scopes=["evidence", "pace"], **form).status_code == 200
    answer = mia.client.post("/coaching/invite", scopes=[], **form)
    assert answer.status_code == 303
    assert "with other choices" in mia.client.page(answer.location).text
    assert len(contents(app)["grants"]) == 1


def test_a_coach_who_accepted_is_not_in_the_way_of_stopping(app: Flask, mia: Member, carl: Member) -> None:
    let_coach(app, carl)
    with app.app_context():
        Grants(mia.person).invite("tiny-guide", [], "a hash")
        assert Offers(carl.person).accept("a hash")
        db.session.commit()
    assert carl.client.post("/coach/stop").status_code == 303
    assert [row["step"] for row in contents(app)["grants"]] == ["ended"]
