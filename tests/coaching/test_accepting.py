"""Accepting an invitation: looking accepts nothing, one coach takes it once, and every dead link is the same page."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from tests.coaching.doors import let_coach
from tests.coaching.steps import (
    BEHIND_A_LINK,
    accept,
    confirm,
    follow,
    grants,
    invite,
    let_proof_go_stale,
    only_grant,
    sees,
    told,
)
from tests.crowd import at_once
from tests.people import Client, Member
from tests.second_steps import copy_of
from tests.tables import contents, unchanged
from tracker import clock
from tracker.accounts.models import remove_factors
from tracker.coaching.models import Block
from tracker.extensions import db

pytestmark = pytest.mark.slow


@pytest.fixture
def link(app: Flask, mia: Member, carl: Member) -> str:
    """Mia's invitation; carl is a coach."""
    let_coach(app, carl)
    return invite(mia)


def test_otto_who_only_looked_sees_nothing_and_takes_nothing(app: Flask, mia: Member, otto: Member, link: str) -> None:
    let_coach(app, otto)
    follow(otto.client, link)
    page = otto.client.page(BEHIND_A_LINK)
    assert "Mia Okafor invites you to coach" in page.text
    assert mia.user.email not in page.html
    assert (only_grant(app).step, sees(app, otto)) == ("invited", [])


def test_looking_twice_and_by_a_scanner_consumes_nothing(app: Flask, carl: Member, link: str) -> None:
    scanner = Client(app)
    for client in (scanner, carl.client):
        for method in ("GET", "HEAD", "GET"):
            unchanged(app, client.raw.open, link, method=method, follow_redirects=True)
            unchanged(app, client.raw.open, BEHIND_A_LINK, method=method)
    assert accept(carl, link).status_code == 303
    assert only_grant(app).coach_id == carl.user.id


def test_the_token_leaves_the_address_and_stands_on_no_page(carl: Member, link: str) -> None:
    follow(carl.client, link)
    assert link.rpartition("/")[2] not in carl.client.page(BEHIND_A_LINK).html


def test_accepting_needs_proof(app: Flask, carl: Member, link: str) -> None:
    let_proof_go_stale(app, carl)
    follow(carl.client, link)
    page = carl.client.page(BEHIND_A_LINK)
    assert page.all("a", href=f"/settings/proof?next={BEHIND_A_LINK}")
    assert not [form for form in page.all("form") if form.get("action") == BEHIND_A_LINK]
    answer = unchanged(app, lambda: carl.client.post(BEHIND_A_LINK))
    assert carl.client.read(answer, 403).all("a", href=f"/settings/proof?next={BEHIND_A_LINK}")


def test_the_coach_is_told_what_the_mentee_is_told(carl: Member, link: str) -> None:
    follow(carl.client, link)
    page = carl.client.page(BEHIND_A_LINK)
    assert "your account’s e-mail address carl@example.org" in page.text
    assert "Links, texts and figures" in page.text


def test_accepting_tells_the_mentee_and_shows_nothing(app: Flask, mia: Member, carl: Member, link: str) -> None:
    assert accept(carl, link).location == BEHIND_A_LINK
    row = only_grant(app)
    assert (row.step, row.coach_id) == ("accepted", carl.user.id)
    assert sees(app, carl) == []
    assert told(app, mia) == [
        "Carl Lindqvist accepted your invitation. They see nothing before you confirm that it is them."
    ]
    assert "You accepted. Mia Okafor now sees who you are" in carl.client.page(BEHIND_A_LINK).text


def test_sent_again_it_was_accepted_once(app: Flask, mia: Member, carl: Member, link: str) -> None:
    for _ in range(3):
        assert accept(carl, link).status_code == 303
    assert len(told(app, mia)) == 1


def test_twenty_at_once_are_one(app: Flask, mia: Member, carl: Member, otto: Member, link: str) -> None:
    let_coach(app, otto)
    browsers = []
    for coach in (carl, otto):
        follow(coach.client, link)
        token = coach.client.token()
        browsers += [(copy_of(coach.client), token) for _ in range(10)]
    answers = at_once(20, lambda number: browsers[number][0].post(BEHIND_A_LINK, csrf_token=browsers[number][1]))
    assert {answer.status_code for answer in answers} <= {303, 410}
    assert only_grant(app).coach_id in {carl.user.id, otto.user.id}
    assert len(told(app, mia)) == 1
    pages = [coach.client.get(BEHIND_A_LINK).status_code for coach in (carl, otto)]
    assert sorted(pages) == [200, 410]


def test_whoever_is_no_coach_yet_is_led_there_and_back(app: Flask, mia: Member, otto: Member, link: str) -> None:
    follow(otto.client, link)
    page = otto.client.page(BEHIND_A_LINK)
    assert page.all("a", href="/coach/profile")
    answer = unchanged(app, lambda: otto.client.post(BEHIND_A_LINK))
    assert (answer.status_code, answer.location) == (303, "/coach/profile")
    assert "An invitation waits for you" in otto.client.page("/coach/profile").text
    let_coach(app, otto)
    answer = otto.client.post("/coach/profile", name="Otto", helps_with="Knots.", promise_days="2")
    assert answer.location == BEHIND_A_LINK
    assert otto.client.post(BEHIND_A_LINK).location == BEHIND_A_LINK
    assert only_grant(app).coach_id == otto.user.id


def test_a_coach_without_a_second_factor_accepts_nothing(app: Flask, carl: Member, link: str) -> None:
    with app.app_context():
        remove_factors(carl.user.id)
        db.session.commit()
    follow(carl.client, link)
    assert unchanged(app, lambda: carl.client.post(BEHIND_A_LINK)).location == "/coach/profile"


def test_signing_in_on_the_way_keeps_the_invitation(app: Flask, carl: Member, link: str) -> None:
    newcomer = Client(app)
    follow(newcomer, link)
    assert newcomer.get(BEHIND_A_LINK).location == f"/sign-in?next={BEHIND_A_LINK}"
    newcomer.post("/sign-up", name="Ann", email="ann@example.org", password="four plain lantern words", time_zone="UTC")
    assert "invites you to coach" in newcomer.page(BEHIND_A_LINK).text


def dead_page(client: Client) -> tuple[int, str, int, str]:
    """Both answers of a link that opens nothing, but for the token of the form and who is signed in."""
    found = []
    for answer in (client.get(BEHIND_A_LINK), client.post(BEHIND_A_LINK)):
        text = (
            re.sub(r'value="[^"]+"', "", answer.text).replace("Carl Lindqvist", "NAME").replace("Otto Brandt", "NAME")
        )
        found += [answer.status_code, text]
    return tuple(found)  # type: ignore[return-value]


def test_dead_links_are_all_the_same(app: Flask, mia: Member, carl: Member, otto: Member, link: str) -> None:
    """Made up, used by somebody else, taken back, over, or of somebody who has blocked this coach."""
    let_coach(app, otto)
    follow(carl.client, "/link/invitation/made-up")
    made_up = dead_page(carl.client)
    assert (made_up[0], made_up[2]) == (410, 410)
    accept(otto, link)
    follow(carl.client, link)
    assert dead_page(carl.client) == made_up, "used"
    taken_back = invite(mia)
    mia.client.post(f"/coaching/grants/{grants(app, step='invited')[0].id}/end")
    follow(carl.client, taken_back)
    assert dead_page(carl.client) == made_up, "taken back"
    with app.app_context():
        Block.put(mia.person, carl.user.id)
        db.session.commit()
    follow(carl.client, invite(mia))
    assert dead_page(carl.client) == made_up, "blocked"
    with app.app_context():
        Block.lift(mia.person, carl.user.id)
        db.session.commit()
    follow(carl.client, invite(mia))
    carl.client.page(BEHIND_A_LINK)
    with clock.stopped_at(clock.now() + timedelta(days=7, seconds=1)):
        assert carl.another_browser().get(BEHIND_A_LINK).status_code == 410


def test_one_does_not_coach_oneself(app: Flask, mia: Member, carl: Member) -> None:
    let_coach(app, mia)
    follow(mia.client, invite(mia))
    grant_id = only_grant(app).id
    assert mia.client.get(BEHIND_A_LINK).location == f"/coaching/grants/{grant_id}"
    assert unchanged(app, lambda: mia.client.post(BEHIND_A_LINK)).status_code == 410


def test_a_token_is_bound_to_its_invitation_and_used_up(app: Flask, mia: Member, noor: Member, carl: Member) -> None:
    """Replayed or swapped, it grants nothing: not after it was confirmed, not after it has ended."""
    let_coach(app, carl)
    link = invite(mia)
    accept(carl, link)
    grant_id = only_grant(app).id
    assert confirm(mia, grant_id, "evidence").status_code == 303
    follow(carl.client, link)
    assert unchanged(app, lambda: carl.client.post(BEHIND_A_LINK)).status_code == 410
    mia.client.post(f"/coaching/grants/{grant_id}/end")
    assert unchanged(app, lambda: carl.client.post(BEHIND_A_LINK)).status_code == 410
    follow(carl.client, invite(noor))
    carl.client.post(BEHIND_A_LINK, token=link.rpartition("/")[2], grant_id=grant_id, user_id=mia.user.id)
    assert [row.user_id for row in grants(app, step="accepted")] == [noor.user.id]
    assert sees(app, carl) == []


def test_a_coach_cannot_post_a_mentees_decisions(app: Flask, mia: Member, carl: Member, link: str) -> None:
    accept(carl, link)
    at = f"/coaching/grants/{only_grant(app).id}"
    before = contents(app)["grants"]
    for action in ("confirm", "scopes", "renew", "resume", "pause", "end", "block", "unblock"):
        assert carl.client.post(f"{at}/{action}", scopes=["evidence", "sections"]).status_code == 404
    for page in (at, f"{at}/preview", f"{at}/log"):
        assert carl.client.get(page).status_code == 404
    assert contents(app)["grants"] == before
