"""Inviting: a link shown once, kept as a hash; one invitation however often the form is sent; limits; the letter."""

import pytest
from flask import Flask

from tests.accounts.letters import arrived, mailing_mia
from tests.coaching.steps import BEHIND_A_LINK, follow, grants, invite, let_proof_go_stale, only_grant
from tests.crowd import at_once
from tests.people import Client, Member
from tests.post import Postbox, link_in, text_of, work
from tests.second_steps import copy_of
from tests.tables import contents, unchanged
from tracker import clock
from tracker.accounts import is_limited
from tracker.coaching.inviting import AN_HOUR, MOST, OPEN
from tracker.coaching.models import INVITED_FOR, Grants
from tracker.extensions import db

pytestmark = pytest.mark.slow

FORM = {"guide": "tiny-guide", "scopes": ["evidence", "pace"], "op_id": "one"}


def test_the_form_names_what_each_scope_shows_and_what_none_shows(mia: Member) -> None:
    page = mia.client.page("/coaching/invite")
    assert "Links, texts and figures" in page.text
    assert "your private notes" in page.text
    ticked = [box.get("value") for box in page.all("input", name_="scopes") if "checked" in box.attributes]
    assert sorted(ticked) == ["evidence", "pace"]


def test_the_link_is_shown_once_and_only_its_hash_is_kept(app: Flask, mia: Member) -> None:
    link = invite(mia, "one", scopes=["evidence", "pace"])
    token = link.rpartition("/")[2]
    assert len(token) >= 43
    row = only_grant(app)
    assert (row.step, row.sent_to) == ("invited", "")
    assert sorted(row.scopes) == ["evidence", "milestones", "pace"]
    assert row.expires_at is not None
    assert INVITED_FOR.total_seconds() - (row.expires_at - clock.now()).total_seconds() < 60
    assert token not in str(contents(app))
    for path in ("/coaching", f"/coaching/grants/{row.id}", "/coaching/invite"):
        assert token not in mia.client.page(path).html


def test_the_same_form_sent_again_is_the_same_invitation(app: Flask, mia: Member) -> None:
    assert invite(mia, "one") == invite(mia, "one") != invite(mia, "two")
    assert len(grants(app)) == 2


def test_twenty_at_once_are_one(app: Flask, mia: Member) -> None:
    token = mia.client.token()
    browsers = [copy_of(mia.client) for _ in range(20)]
    answers = at_once(20, lambda number: browsers[number].post("/coaching/invite", **FORM, csrf_token=token))
    assert {answer.status_code for answer in answers} == {200}
    assert len(grants(app)) == 1


def test_what_was_used_or_taken_back_is_not_made_anew_by_the_old_form(app: Flask, mia: Member) -> None:
    link = invite(mia, "one")
    grant_id = only_grant(app).id
    assert mia.client.post(f"/coaching/grants/{grant_id}/end").status_code == 303
    answer = mia.client.post("/coaching/invite", **FORM)
    assert (answer.status_code, answer.location) == (303, f"/coaching/grants/{grant_id}")
    assert only_grant(app).step == "ended"
    other = Client(app)
    assert other.get(link).status_code == 302


def test_two_people_with_the_same_form_have_two_links(app: Flask, mia: Member, noor: Member) -> None:
    assert invite(mia, "one") != invite(noor, "one")


def test_it_needs_proof(app: Flask, mia: Member) -> None:
    let_proof_go_stale(app, mia)
    assert mia.client.get("/coaching/invite").location == "/settings/proof?next=/coaching/invite"
    assert unchanged(app, lambda: mia.client.post("/coaching/invite", **FORM)).status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [{"guide": "nothing"}, {"scopes": ["evidence", "notes"]}, {"email": "carl"}, {"op_id": ""}, {"op_id": "x" * 65}],
)
def test_what_is_refused(app: Flask, mia: Member, wrong: dict[str, object]) -> None:
    answer = unchanged(app, lambda: mia.client.post("/coaching/invite", **FORM | wrong))
    assert mia.client.read(answer, 422).one("select", name_="guide")


def test_no_more_than_twenty_are_open(app: Flask, mia: Member) -> None:
    with app.app_context():
        for number in range(OPEN):
            Grants(mia.person).invite("tiny-guide", [], f"hash {number}")
        db.session.commit()
    answer = mia.client.post("/coaching/invite", **FORM)
    assert len(grants(app)) == OPEN
    assert "20 open invitations" in mia.client.read(answer, 422).text
    first = grants(app)[0].id
    mia.client.post(f"/coaching/grants/{first}/end")
    assert invite(mia)


def test_forty_an_hour(app: Flask, mia: Member) -> None:
    with app.app_context():
        assert not any(is_limited("invite", mia.user.id, MOST, AN_HOUR) for _ in range(MOST))
    answer = mia.client.post("/coaching/invite", **FORM)
    assert mia.client.read(answer, 429).one("select", name_="guide")
    assert grants(app) == []


def test_the_letter_carries_the_link_and_opens_nothing_by_itself(mailing_app: Flask, postbox: Postbox) -> None:
    mia = mailing_mia(mailing_app)
    link = invite(mia, email="Carl@Example.org")
    letter = arrived(mailing_app, postbox, "Carl@Example.org")
    assert link_in(letter) == link
    assert "Mia Okafor" in text_of(letter)
    assert "Opening it accepts nothing" in text_of(letter)
    scanner = Client(mailing_app)
    for method in ("GET", "HEAD", "GET"):
        unchanged(mailing_app, lambda method=method: scanner.raw.open(link, method=method, follow_redirects=True))
    assert only_grant(mailing_app).step == "invited"


def test_a_letter_whose_invitation_was_taken_back_is_never_sent(mailing_app: Flask, postbox: Postbox) -> None:
    mia = mailing_mia(mailing_app)
    invite(mia, email="carl@example.org")
    mia.client.post(f"/coaching/grants/{only_grant(mailing_app).id}/end")
    work(mailing_app)
    assert postbox.letters == []


def test_one_address_gets_three_within_an_hour(mailing_app: Flask, postbox: Postbox) -> None:
    mia = mailing_mia(mailing_app)
    for _ in range(5):
        invite(mia, email="carl@example.org")
    work(mailing_app)
    assert len(postbox.to("carl@example.org")) == 3


def test_sent_twice_is_one_letter(mailing_app: Flask, postbox: Postbox) -> None:
    mia = mailing_mia(mailing_app)
    for _ in range(2):
        invite(mia, "one", email="carl@example.org")
    work(mailing_app)
    assert len(postbox.letters) == 1


def test_a_name_that_is_a_link_is_not_sent_to_strangers(mailing_app: Flask, postbox: Postbox) -> None:
    mia = mailing_mia(mailing_app)
    mia.client.post("/settings/profile", name="win.example.com", time_zone="UTC")
    invite(mia, email="carl@example.org")
    assert "win.example" not in text_of(arrived(mailing_app, postbox, "carl@example.org"))


def test_where_no_letters_go_no_address_is_kept(app: Flask, mia: Member) -> None:
    invite(mia, email="carl@example.org")
    assert only_grant(app).sent_to == ""
    follow(mia.client, invite(mia))
    assert mia.client.get(BEHIND_A_LINK).status_code == 302, "one's own leads to its page"
