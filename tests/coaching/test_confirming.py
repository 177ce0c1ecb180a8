"""Confirming a person: who it is, what they will see, and only by the mentee with fresh proof."""

from datetime import timedelta

import pytest
from flask import Flask

from tests.coaching.doors import let_coach, let_look
from tests.coaching.steps import (
    accept,
    confirm,
    grants,
    invite,
    kinds,
    let_proof_go_stale,
    only_grant,
    sees,
    told,
)
from tests.people import Member
from tests.tables import unchanged
from tracker import clock
from tracker.coaching.models import LASTS


@pytest.fixture
def accepted(app: Flask, mia: Member, carl: Member) -> str:
    """Carl accepted Mia's invitation; the grant's id."""
    let_coach(app, carl)
    accept(carl, invite(mia))
    return only_grant(app).id


def test_the_page_says_who_it_is(mia: Member, accepted: str) -> None:
    page = mia.client.page(f"/coaching/grants/{accepted}")
    for words in ("Carl Lindqvist", "carl@example.org", "Evals, system design", "2 days"):
        assert words in page.text
    assert [box["value"] for box in page.all("input", name_="scopes") if "checked" in box.attributes] == ["evidence"]
    assert page.all("button", formaction="/coaching/preview?guide=tiny-guide"), "of what is ticked just now"


def test_confirming_lets_that_person_see_what_was_ticked_then(
    app: Flask, mia: Member, carl: Member, accepted: str
) -> None:
    assert confirm(mia, accepted, "pace", "sections").status_code == 303
    row = only_grant(app)
    assert (row.step, row.token_hash) == ("granted", None)
    assert sorted(row.scopes) == ["milestones", "pace", "sections"]
    assert row.ends_at is not None
    assert abs(row.ends_at - clock.now() - LASTS) < timedelta(minutes=1)
    assert sees(app, carl) == ["Mia Okafor"]
    assert told(app, carl) == ["Mia Okafor lets you see their work on “Three Knots to Trust”."]
    assert kinds(app, mia) == [], "nothing is left to answer"


def test_it_needs_proof_and_comes_back_here(app: Flask, mia: Member, carl: Member, accepted: str) -> None:
    let_proof_go_stale(app, mia)
    at = f"/coaching/grants/{accepted}"
    page = mia.client.page(at)
    assert page.all("a", href=f"/settings/proof?next={at}")
    assert not page.all("input", name_="scopes")
    answer = unchanged(app, lambda: confirm(mia, accepted, "evidence"))
    assert mia.client.read(answer, 403).all("a", href=f"/settings/proof?next={at}")
    assert sees(app, carl) == []


def test_sent_twice_it_is_confirmed_once(app: Flask, mia: Member, carl: Member, accepted: str) -> None:
    for _ in range(2):
        assert confirm(mia, accepted, "evidence").status_code == 303
    assert confirm(mia, accepted, "evidence", "pace").status_code == 303
    assert sorted(only_grant(app).scopes) == ["evidence", "milestones"], "a second time changes nothing"
    assert len(told(app, carl)) == 1


def test_not_this_person(app: Flask, mia: Member, carl: Member, accepted: str) -> None:
    for _ in range(2):
        assert mia.client.post(f"/coaching/grants/{accepted}/end").status_code == 303
    assert (only_grant(app).step, sees(app, carl)) == ("ended", [])
    assert confirm(mia, accepted, "evidence").status_code == 303
    assert sees(app, carl) == []
    assert kinds(app, carl) == [], "they aren't told"
    assert "carl@example.org" not in mia.client.page(f"/coaching/grants/{accepted}").text


def test_nobody_else_confirms_or_sees_the_page(
    app: Flask, noor: Member, otto: Member, carl: Member, accepted: str
) -> None:
    let_coach(app, otto)
    for member in (noor, otto, carl):
        assert member.client.get(f"/coaching/grants/{accepted}").status_code == 404
        assert unchanged(app, lambda member=member: confirm(member, accepted, "evidence")).status_code == 404
        assert "Mia" not in member.client.page("/coaching").text


def test_after_seven_days_it_is_too_late(app: Flask, mia: Member, carl: Member, accepted: str) -> None:
    with clock.stopped_at(clock.now() + timedelta(days=8)), app.app_context():
        # the session of the tests' browser has ended by then, so through another
        client = mia.another_browser()
        assert client.post(f"/coaching/grants/{accepted}/confirm", scopes=["evidence"]).status_code == 303
        assert "It is over" in client.page(f"/coaching/grants/{accepted}").text
    assert sees(app, carl) == []


def test_an_unknown_scope_is_refused(app: Flask, mia: Member, accepted: str) -> None:
    answer = unchanged(app, lambda: confirm(mia, accepted, "evidence", "notes"))
    assert "Choose from the list" in mia.client.read(answer, 422).text


def test_confirming_again_ends_the_earlier_grant(app: Flask, mia: Member, carl: Member) -> None:
    let_coach(app, carl)
    first = let_look(app, mia, carl)
    accept(carl, invite(mia))
    second = grants(app, step="accepted")[0].id
    confirm(mia, second)
    steps = {row.id: row.step for row in grants(app)}
    assert steps == {first: "ended", second: "granted"}
    assert sees(app, carl) == ["Mia Okafor"]


def test_both_roles_in_one_session_and_chains_end_at_one_link(
    app: Flask, mia: Member, carl: Member, otto: Member
) -> None:
    """Mia → Carl → Otto: Otto sees Carl and nothing of Mia; Carl is a mentee and a coach at once."""
    for coach in (carl, otto):
        let_coach(app, coach)
    hers = let_look(app, mia, carl)
    his = let_look(app, carl, otto)
    assert (sees(app, carl), sees(app, otto)) == (["Mia Okafor"], ["Carl Lindqvist"])
    assert "Otto Brandt" in carl.client.page("/coaching").text
    assert "Mia Okafor" not in carl.client.page("/coaching").text
    for page in (f"/coaching/grants/{hers}", f"/coach/mentees/{hers}"):
        assert otto.client.get(page).status_code == 404
    assert otto.client.get(f"/coaching/grants/{his}").status_code == 404
    assert "Mia" not in otto.client.page("/coaching").text


def test_two_people_may_coach_each_other(app: Flask, mia: Member, carl: Member) -> None:
    for one in (mia, carl):
        let_coach(app, one)
    let_look(app, mia, carl)
    assert (sees(app, carl), sees(app, mia)) == (["Mia Okafor"], [])
    back = let_look(app, carl, mia)
    carl.client.post(f"/coaching/grants/{back}/end")
    assert (sees(app, carl), sees(app, mia)) == (["Mia Okafor"], [])
