"""Joining a cohort: a link that leaves the address, a page that changes nothing, and a button that grants nothing."""

import pytest
from flask import Flask

from tests.coaching.cohort_desk import CohortDesk, made
from tests.coaching.doors import let_coach
from tests.people import PASSWORD, Client, Member
from tests.tables import contents, of_person, unchanged
from tracker.accounts import Coach
from tracker.extensions import db


@pytest.fixture
def desk(app: Flask, carl: Member) -> CohortDesk:
    let_coach(app, carl)
    return made(carl)


def test_looking_joins_nobody_and_says_what_it_does(app: Flask, desk: CohortDesk, mia: Member) -> None:
    answer = unchanged(app, mia.client.get, desk.link)
    assert answer.location == "/coaching/join"
    page = unchanged(app, mia.client.page, "/coaching/join")
    assert page.one("h1").text == "Autumn at the rope room"
    assert "Carl Lindqvist sees how many are in it" in page.text
    assert "Nobody sees your work by that" in page.text
    assert page.one("section", aria_labelledby="coach").one("a")["href"] == "/coaching/invite?guide=tiny-guide"
    assert desk.link.rpartition("/")[2] not in page.html


def test_joining_twice_is_once_and_grants_nothing(app: Flask, desk: CohortDesk, mia: Member) -> None:
    desk.joined_by(mia)
    desk.joined_by(mia)
    assert len(of_person(app, mia.user.id)["cohort_members"]) == 1
    assert contents(app)["grants"] == []
    assert "You are in it since" in mia.client.page("/coaching/join").text
    assert "Autumn at the rope room" in mia.client.page("/coaching/cohorts").text


def test_leaving_twice_is_once_and_only_for_oneself(app: Flask, desk: CohortDesk, mia: Member, noor: Member) -> None:
    for member in (mia, noor):
        desk.joined_by(member)
    for _ in range(2):
        assert mia.client.post(f"/coaching/cohorts/{desk.cohort_id}/leave").location == "/coaching/cohorts"
    assert [row["user_id"] for row in contents(app)["cohort_members"]] == [noor.user.id]
    assert "You are in no cohort" in mia.client.page("/coaching/cohorts").text


def test_members_learn_nothing_of_each_other(desk: CohortDesk, mia: Member, noor: Member) -> None:
    for member in (mia, noor):
        desk.joined_by(member)
    for path in ("/coaching/join", "/coaching/cohorts"):
        assert "Mia" not in noor.client.page(path).text


def test_a_closed_a_renewed_and_a_made_up_link_lead_nowhere(app: Flask, desk: CohortDesk, mia: Member) -> None:
    first = desk.link
    desk.coach.client.post(f"{desk.path}/link")
    second = desk.link
    assert first != second
    desk.coach.client.post(f"{desk.path}/close")
    texts = set()
    for link in (first, second, "/link/cohort/made-up"):
        mia.client.get(link)
        texts.add(mia.client.page("/coaching/join", 410).one("main").text)
        assert unchanged(app, mia.client.post, "/coaching/join").status_code == 410
    assert len(texts) == 1
    assert "It is closed" in desk.coach.client.page(desk.path).text
    desk.coach.client.post(f"{desk.path}/link")
    desk.joined_by(mia)


def test_without_a_link_there_is_nothing_to_join(app: Flask, desk: CohortDesk, mia: Member) -> None:
    mia.client.page("/coaching/join", 410)
    assert unchanged(app, mia.client.post, "/coaching/join", cohort_id=desk.cohort_id).status_code == 410


def test_where_the_coach_coaches_no_more_nobody_joins_and_who_is_in_reads_so(
    app: Flask, desk: CohortDesk, mia: Member, noor: Member
) -> None:
    desk.joined_by(mia)
    noor.client.get(desk.link)
    with app.app_context():
        Coach.stop(desk.coach.user.id)
        db.session.commit()
    assert noor.client.post("/coaching/join").status_code == 410
    assert "somebody who no longer coaches" in mia.client.page("/coaching/cohorts").text


def test_its_own_coach_is_no_member(app: Flask, desk: CohortDesk) -> None:
    desk.coach.client.get(desk.link)
    page = desk.coach.client.page("/coaching/join")
    assert "It is yours" in page.text
    assert desk.coach.client.post("/coaching/join").status_code == 422
    assert contents(app)["cohort_members"] == []


def test_a_link_that_is_followed_signed_out_waits_until_one_is_signed_in(
    app: Flask, desk: CohortDesk, mia: Member
) -> None:
    browser = Client(app)
    assert browser.get(desk.link).location == "/coaching/join"
    answer = browser.get("/coaching/join")
    assert answer.location == "/sign-in?next=/coaching/join", "the token is in no address"
    answer = browser.post("/sign-in", email=mia.user.email, password=PASSWORD, next="/coaching/join")
    assert answer.location == "/coaching/join"
    assert browser.post("/coaching/join").location == "/coaching/cohorts"
    assert len(of_person(app, mia.user.id)["cohort_members"]) == 1


def test_the_token_is_kept_hashed_and_sealed(app: Flask, desk: CohortDesk) -> None:
    token = desk.link.rpartition("/")[2]
    (row,) = contents(app)["cohorts"]
    assert len(token) >= 43
    assert token not in str(row)


def test_too_many_tries_wait_and_a_full_cohort_says_so(
    desk: CohortDesk, mia: Member, noor: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.coaching.joining.MOST", 2)
    desk.joined_by(mia)
    monkeypatch.setattr("tracker.coaching.models.cohorts.MOST_MEMBERS", 1)
    noor.client.get(desk.link)
    assert "is full" in noor.client.read(noor.client.post("/coaching/join"), 422).text
    desk.joined_by(mia)
    assert [mia.client.post("/coaching/join").status_code for _ in range(2)] == [429, 429]
