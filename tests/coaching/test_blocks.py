"""Blocking a coach: all grants with them end, their requests don't arrive, their links are dead; and lifting it."""

import pytest
from flask import Flask

from tests.coaching.doors import let_coach, let_look
from tests.coaching.steps import BEHIND_A_LINK, accept, grants, invite, sees, told
from tests.people import Member
from tests.post import work
from tests.tables import contents, unchanged


@pytest.fixture
def blocked(app: Flask, mia: Member, carl: Member) -> str:
    """Carl had two grants and asked for a third when mia blocked him; where she did."""
    let_coach(app, carl)
    first = let_look(app, mia, carl)
    let_look(app, mia, carl, guide_id="ai-engineer")
    at = f"/coaching/grants/{first}"
    for _ in range(2):
        assert mia.client.post(f"{at}/block").status_code == 303
    return at


def ask(app: Flask, coach: Member, email: str = "mia@example.org") -> None:
    assert coach.client.post("/coach/request", email=email, guide="tiny-guide").status_code == 303
    work(app)


def test_everything_ends_and_the_coach_hears_no_name(app: Flask, carl: Member, blocked: str) -> None:
    assert sees(app, carl) == []
    assert {row.step for row in grants(app)} == {"ended"}
    assert set(told(app, carl)) == {"A mentee ended what they let you see."}
    assert "Mia" not in carl.client.page("/coaching").text


def test_a_request_of_theirs_never_arrives(app: Flask, mia: Member, carl: Member, blocked: str) -> None:
    ask(app, carl)
    assert {row.step for row in grants(app)} == {"ended"}
    assert told(app, mia) == []


def test_an_invitation_is_not_theirs_to_take(app: Flask, mia: Member, carl: Member, blocked: str) -> None:
    assert accept(carl, invite(mia)).status_code == 410
    assert carl.client.get(BEHIND_A_LINK).status_code == 410
    assert grants(app, step="accepted") == []


def test_others_are_not_blocked(app: Flask, mia: Member, otto: Member, blocked: str) -> None:
    let_coach(app, otto)
    ask(app, otto)
    assert len(grants(app, step="asked")) == 1


def test_lifting_it_brings_nothing_back_and_lets_them_ask(app: Flask, mia: Member, carl: Member, blocked: str) -> None:
    assert "Blocked" in mia.client.page("/coaching").text
    for _ in range(2):
        assert mia.client.post(f"{blocked}/unblock").status_code == 303
    assert "request of theirs" not in mia.client.page("/coaching").text
    assert (contents(app)["coach_blocks"], sees(app, carl)) == ([], [])
    ask(app, carl)
    assert len(grants(app, step="asked")) == 1


def test_a_request_can_be_blocked(app: Flask, mia: Member, otto: Member) -> None:
    let_coach(app, otto)
    ask(app, otto)
    mia.client.post(f"/coaching/grants/{grants(app)[0].id}/block")
    assert "asks" not in mia.client.page("/coaching").text
    ask(app, otto)
    assert len(grants(app)) == 1


def test_an_invitation_that_nobody_took_blocks_nobody(app: Flask, mia: Member) -> None:
    invite(mia)
    at = f"/coaching/grants/{grants(app)[0].id}"
    for action in ("block", "unblock"):
        assert unchanged(app, lambda action=action: mia.client.post(f"{at}/{action}")).status_code == 404
