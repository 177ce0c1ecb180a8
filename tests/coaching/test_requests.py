"""Requests by coaches: the answer never tells whether an address is anybody's; the mentee decides, with proof."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask

from tests.coaching.doors import let_coach, let_look
from tests.coaching.steps import confirm, grants, kinds, let_proof_go_stale, sees, told
from tests.people import Client, Member, make_member
from tests.post import Postbox, work
from tests.tables import contents, unchanged
from tracker.accounts import User
from tracker.accounts.models import remove_factors
from tracker.coaching.asking import MOST
from tracker.coaching.models import Block
from tracker.extensions import db

Counting = Callable[[], AbstractContextManager[list[str]]]
FORM = {"guide": "tiny-guide"}


@pytest.fixture
def coach(app: Flask, carl: Member) -> Member:
    let_coach(app, carl)
    return carl


def ask(app: Flask, coach: Member, email: str) -> None:
    assert coach.client.post("/coach/request", email=email, **FORM).status_code == 303
    work(app)


def answered(client: Client, email: str) -> tuple[object, ...]:
    answer = client.post("/coach/request", email=email, **FORM)
    page = re.sub(r'(name="csrf_token" value=")[^"]+', "", client.get(answer.location).text)
    return answer.status_code, answer.location, answer.text, page


def test_every_address_is_answered_alike(
    app: Flask, mia: Member, noor: Member, otto: Member, coach: Member, statements: Counting
) -> None:
    """Known, unknown, blocked by them, granted already, asked already, disabled, one's own."""
    let_look(app, mia, coach)
    with app.app_context():
        Block.put(noor.person, coach.user.id)
        User.by_id(otto.user.id).disable()
        db.session.commit()
    make_member(app, "ann", "Ann Arbor", "UTC")
    emails = ["ann", "ann", "nobody", "noor", "mia", "otto", "carl"]
    answers, costs = [], []
    for name in emails:
        with statements() as said:
            answers.append(answered(coach.client, f"{name}@example.org"))
        costs.append(len(said))
        work(app)
    assert len(set(answers)) == 1
    assert len(set(costs)) == 1
    assert [row.step for row in grants(app, coach_id=coach.user.id)].count("asked") == 1
    assert kinds(app, coach) == []
    for page in ("/coaching", "/coach/request", "/settings"):
        assert "ann@example.org" not in coach.client.page(page).text


def test_no_letter_goes_out_that_tells_anything(mailing_app: Flask, postbox: Postbox) -> None:
    carl = make_member(mailing_app, "carl", "Carl Lindqvist", "UTC")
    make_member(mailing_app, "ann", "Ann Arbor", "UTC")
    let_coach(mailing_app, carl)
    for name in ("ann", "nobody", "carl"):
        carl.client.post("/coach/request", email=f"{name}@example.org", **FORM)
    work(mailing_app)
    assert postbox.to("carl@example.org") == []
    assert postbox.to("nobody@example.org") == []


def test_it_shows_nothing_until_it_is_granted(app: Flask, mia: Member, coach: Member) -> None:
    ask(app, coach, "Mia@Example.org")
    (row,) = grants(app)
    assert told(app, mia) == [
        "Carl Lindqvist asks to see your work on “Three Knots to Trust”. They see nothing unless you grant it."
    ]
    assert sees(app, coach) == []
    assert "Waiting for you" in mia.client.page("/coaching").text
    page = mia.client.page(f"/coaching/grants/{row.id}")
    assert "carl@example.org" in page.text
    assert confirm(mia, row.id, "pace").status_code == 303
    assert sees(app, coach) == ["Mia Okafor"]
    assert len(told(app, coach)) == 1


def test_granting_needs_proof(app: Flask, mia: Member, coach: Member) -> None:
    ask(app, coach, "mia@example.org")
    let_proof_go_stale(app, mia)
    assert unchanged(app, lambda: confirm(mia, grants(app)[0].id, "pace")).status_code == 403


def test_refused_it_is_not_asked_again_for_a_while(app: Flask, mia: Member, coach: Member) -> None:
    ask(app, coach, "mia@example.org")
    mia.client.post(f"/coaching/grants/{grants(app)[0].id}/end")
    ask(app, coach, "mia@example.org")
    assert [row.step for row in grants(app)] == ["ended"]
    assert (kinds(app, mia), kinds(app, coach)) == ([], [])


def test_ten_a_day_whoever_they_are(app: Flask, coach: Member) -> None:
    for number in range(MOST):
        assert coach.client.post("/coach/request", email=f"n{number}@example.org", **FORM).status_code == 303
    page = coach.client.read(coach.client.post("/coach/request", email="mia@example.org", **FORM), 429)
    assert page.one("input", name_="email")["value"] == "mia@example.org"
    assert len([row for row in contents(app)["jobs"] if row["kind"] == "coach-request"]) == MOST


@pytest.mark.parametrize("wrong", [{"email": ""}, {"email": "mia"}, {"guide": "nothing"}, {"guide": None}])
def test_what_is_refused(app: Flask, coach: Member, wrong: dict[str, str | None]) -> None:
    form = {"email": "mia@example.org", **FORM, **wrong}
    answer = unchanged(app, lambda: coach.client.post("/coach/request", **form))
    assert coach.client.read(answer, 422).form("/coach/request")


def test_otto_who_coaches_nobody_and_is_no_coach_asks_nobody(app: Flask, mia: Member, otto: Member) -> None:
    answer = unchanged(app, lambda: otto.client.post("/coach/request", email="mia@example.org", **FORM))
    assert answer.status_code == 404


def test_a_coach_who_lost_the_factor_meanwhile_reaches_nobody(app: Flask, mia: Member, coach: Member) -> None:
    coach.client.post("/coach/request", email="mia@example.org", **FORM)
    with app.app_context():
        remove_factors(coach.user.id)
        db.session.commit()
    work(app)
    assert grants(app) == []


def test_the_coach_cannot_grant_it(app: Flask, mia: Member, coach: Member) -> None:
    ask(app, coach, "mia@example.org")
    row = grants(app)[0]
    coach.client.post(
        "/coach/request", email="mia@example.org", **FORM, step="granted", scopes="evidence", ends_at="2100-01-01"
    )
    work(app)
    assert confirm(coach, row.id, "evidence").status_code == 404
    assert [one.step for one in grants(app)] == ["asked"]
    assert sees(app, coach) == []
