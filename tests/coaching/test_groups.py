"""Groups: a coach's own names to filter the list by. Nobody else's mentee goes into one, and nobody else sees it."""

import pytest
from flask import Flask

from tests.coaching.doors import let_coach, let_look
from tests.coaching.test_home import lines
from tests.coaching.test_sights import ENDINGS
from tests.people import Member
from tests.tables import contents, unchanged
from tracker.coaching.models import GroupMember
from tracker.extensions import db

ACTIONS = ("add", "remove")


def path(grant_id: str, action: str) -> str:
    return f"/coach/mentees/{grant_id}/groups/{action}"


@pytest.fixture
def grant_id(app: Flask, mia: Member, carl: Member) -> str:
    let_coach(app, carl)
    return let_look(app, mia, carl)


@pytest.mark.parametrize("action", ACTIONS)
def test_otto_groups_nobody(app: Flask, otto: Member, carl: Member, mia: Member, grant_id: str, action: str) -> None:
    let_coach(app, otto)
    for member in (otto, mia):
        answer = unchanged(app, member.client.post, path(grant_id, action), name="Autumn")
        assert answer.status_code == 404
        assert "Mia Okafor" not in answer.text or member is mia


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("ending", ["mentee ends", "pause", "second factor lost"])
def test_nobody_is_grouped_after_the_end(
    app: Flask, mia: Member, carl: Member, grant_id: str, ending: str, action: str
) -> None:
    with app.app_context():
        ENDINGS[ending](mia, carl, grant_id)
        db.session.commit()
    assert unchanged(app, carl.client.post, path(grant_id, action), name="Autumn").status_code in {403, 404}


def test_in_and_out_and_the_list_sifted_by_it(
    app: Flask, mia: Member, noor: Member, carl: Member, grant_id: str
) -> None:
    let_look(app, noor, carl)
    for _ in range(2):  # twice is once
        answer = carl.client.post(path(grant_id, "add"), name="  Autumn   2026 ")
        assert (answer.status_code, answer.location) == (303, f"/coach/mentees/{grant_id}/desk")
    assert len(contents(app)["coach_groups"]) == 1
    desk = carl.client.page(f"/coach/mentees/{grant_id}/desk")
    assert "Mia Okafor is in “Autumn 2026”." in desk.text
    assert list(lines(carl.client.page("/coach?group=Autumn+2026"))) == ["Mia Okafor"]
    assert "Autumn 2026" in [one.text for one in carl.client.page("/coach").all("option")]
    for _ in range(2):
        assert carl.client.post(path(grant_id, "remove"), name="Autumn 2026").status_code == 303
    assert contents(app)["coach_groups"] == []
    assert list(lines(carl.client.page("/coach?group=Autumn+2026"))) == ["Mia Okafor", "Noor Haddad"]


@pytest.mark.parametrize("name", [None, "", "   ", "x" * 41])
def test_a_name_that_can_not_be_is_refused_with_words(
    app: Flask, carl: Member, grant_id: str, name: str | None
) -> None:
    carl.client.page(f"/coach/mentees/{grant_id}/desk")  # the look of today is noted
    answer = unchanged(app, carl.client.post, path(grant_id, "add"), name=name)
    page = carl.client.read(answer, 422)
    assert page.all("ul", class_="error")
    assert page.one("input", id="name")["value"] == (name or "").strip()


def test_another_coach_has_groups_of_their_own(
    app: Flask, mia: Member, carl: Member, otto: Member, grant_id: str
) -> None:
    let_coach(app, otto)
    ottos = let_look(app, mia, otto)
    carl.client.post(path(grant_id, "add"), name="Carl’s")
    otto.client.post(path(ottos, "add"), name="Otto’s")
    assert "Otto’s" not in carl.client.page("/coach").text
    assert "Carl’s" not in otto.client.page("/coach").text
    assert unchanged(app, otto.client.post, path(grant_id, "remove"), name="Carl’s").status_code == 404
    for client, named in ((carl.client, grant_id), (otto.client, ottos)):
        assert len(client.page(f"/coach/mentees/{named}/desk").all("datalist")) == 1
    assert "Otto’s" not in carl.client.page(f"/coach/mentees/{grant_id}/desk").html


@pytest.mark.parametrize("ending", ["mentee ends", "coach ends", "pause", "mentee disabled"])
def test_a_group_whose_members_are_not_seen_is_not_offered(
    app: Flask, mia: Member, noor: Member, carl: Member, grant_id: str, ending: str
) -> None:
    noors = let_look(app, noor, carl)
    for one, name in ((grant_id, "Autumn"), (grant_id, "Both"), (noors, "Both"), (noors, "Spring")):
        carl.client.post(path(one, "add"), name=name)
    carl.client.get("/coach")  # which tells of all four
    with app.app_context():
        assert GroupMember.names(carl.person) == ["Autumn", "Both", "Spring"]
        ENDINGS[ending](mia, carl, grant_id)
        db.session.commit()
        assert GroupMember.names(carl.person) == ["Both", "Spring"]
    assert "Autumn" not in carl.client.page(f"/coach/mentees/{noors}/desk").html


def test_it_leads_back_to_where_one_was_and_nowhere_else(carl: Member, grant_id: str) -> None:
    back = carl.client.post(path(grant_id, "add"), name="Autumn", next="/coach?q=mia")
    assert back.location == "/coach?q=mia"
    away = carl.client.post(path(grant_id, "add"), name="Autumn", next="//evil.example")
    assert away.location == f"/coach/mentees/{grant_id}/desk"
