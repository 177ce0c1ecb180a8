"""Becoming a coach: any member, with a confirmed address and a second factor; the page leads to what is missing."""

import pytest
from flask import Flask

from tests.accounts.letters import mailing_mia
from tests.coaching.doors import let_coach, let_look
from tests.coaching.steps import sees, told
from tests.people import Member
from tests.second_steps import give_app
from tests.tables import contents, unchanged
from tracker.accounts import Coach, User
from tracker.accounts.models import remove_factors
from tracker.extensions import db

PROFILE = {"name": "Carl L.", "helps_with": "Evals and system design.", "promise_days": "3"}


def make_ready(app: Flask, member: Member) -> None:
    with app.app_context():
        User.by_id(member.user.id).confirm()
        db.session.commit()
    give_app(app, member)


def test_the_page_says_what_is_missing_and_leads_there(app: Flask, carl: Member) -> None:
    page = carl.client.page("/coach/profile")
    assert "flask users confirm carl@example.org" in page.text, "no letter can confirm it here"
    assert page.all("a", href="/settings/authenticator")
    assert not [form for form in page.all("form") if form.get("action") == "/coach/profile"]
    make_ready(app, carl)
    page = carl.client.page("/coach/profile")
    assert "flask users confirm" not in page.text
    assert page.form("/coach/profile")


def test_where_letters_go_the_page_leads_to_the_address(mailing_app: Flask) -> None:
    page = mailing_mia(mailing_app).client.page("/coach/profile")
    assert page.all("a", href="/settings/address")
    assert "flask users confirm" not in page.text


@pytest.mark.parametrize("lacking", ["address", "factor", "both"])
def test_nobody_becomes_one_without_both(app: Flask, carl: Member, lacking: str) -> None:
    if lacking == "address":
        give_app(app, carl)
    if lacking == "factor":
        with app.app_context():
            User.by_id(carl.user.id).confirm()
            db.session.commit()
    answer = unchanged(app, lambda: carl.client.post("/coach/profile", **PROFILE))
    page = carl.client.read(answer, 409)
    assert page.one("textarea", name_="helps_with").text == PROFILE["helps_with"], "nothing typed is lost"


def test_becoming_one_and_saying_something_else(app: Flask, carl: Member) -> None:
    make_ready(app, carl)
    for _ in range(2):
        assert carl.client.post("/coach/profile", **PROFILE).status_code == 303
    assert carl.client.post("/coach/profile", **PROFILE | {"promise_days": "14"}).location == "/coach/profile"
    (row,) = contents(app)["coaches"]
    assert (row["name"], row["promise_days"]) == ("Carl L.", 14)
    assert [link for link in carl.client.page("/coaching").all("a", href="/coach") if link.text == "Mentees"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 81},
        {"name": "two\nlines"},
        {"helps_with": " "},
        {"helps_with": "x" * 501},
        {"promise_days": "0"},
        {"promise_days": "15"},
        {"promise_days": "soon"},
        {"promise_days": None},
    ],
)
def test_what_is_refused(app: Flask, carl: Member, wrong: dict[str, str | None]) -> None:
    make_ready(app, carl)
    answer = unchanged(app, lambda: carl.client.post("/coach/profile", **PROFILE | wrong))
    assert "another look" in carl.client.read(answer, 422).text


def test_nul_which_postgresql_can_not_hold_is_left_out(app: Flask, carl: Member) -> None:
    make_ready(app, carl)
    said = {"name": "Carl\0 L.", "helps_with": "\0Evals\0 and system design."}
    assert carl.client.post("/coach/profile", **PROFILE | said).status_code == 303
    (row,) = contents(app)["coaches"]
    assert (row["name"], row["helps_with"]) == ("Carl L.", "Evals and system design.")


def test_stopping_ends_everything_and_tells_the_mentees(app: Flask, mia: Member, noor: Member, carl: Member) -> None:
    let_coach(app, carl)
    for mentee in (mia, noor):
        let_look(app, mentee, carl)
    assert "2 people let you see" in carl.client.page("/coach/stop").text
    for _ in range(2):
        assert carl.client.post("/coach/stop").status_code == 303
    assert (sees(app, carl), contents(app)["coaches"]) == ([], [])
    assert {row["ended_by"] for row in contents(app)["grants"]} == {"coach"}
    for mentee in (mia, noor):
        assert len(told(app, mentee)) == 1
        assert "see nothing of your work" in told(app, mentee)[0]
    let_coach(app, carl)
    assert sees(app, carl) == [], "coaching again brings nothing back"


def test_who_does_not_coach_has_nothing_to_stop(app: Flask, mia: Member, carl: Member) -> None:
    let_coach(app, carl)
    let_look(app, mia, carl)
    assert unchanged(app, lambda: mia.client.post("/coach/stop")).status_code == 303
    assert mia.client.get("/coach/stop").location == "/coach/profile"
    assert sees(app, carl) == ["Mia Okafor"]


def test_a_coach_who_loses_the_last_factor_sees_a_page_that_says_so(app: Flask, mia: Member, carl: Member) -> None:
    let_coach(app, carl)
    grant_id = let_look(app, mia, carl)
    with app.app_context():
        remove_factors(carl.user.id)
        db.session.commit()
    page = carl.client.page("/coach/request", 403)
    assert "a second step" in page.text
    assert page.all("a", href="/coach/profile")
    for path in ("/coach/request", f"/coach/mentees/{grant_id}/end"):
        answer = unchanged(app, lambda path=path: carl.client.post(path, email="mia@example.org", guide="tiny-guide"))
        assert answer.status_code == 403
    assert "Mia" not in carl.client.page("/coach/request", 403).text
    assert "rests" in carl.client.page("/settings").text
    assert carl.client.page("/coach/profile").all("a", href="/settings/authenticator")
    let_coach(app, carl)
    assert carl.client.page("/coach/request").form("/coach/request")
    assert sees(app, carl) == ["Mia Okafor"]


def test_to_others_the_pages_of_coaches_are_not_there(app: Flask, otto: Member) -> None:
    assert otto.client.get("/coach/request").status_code == 404
    assert otto.client.post("/coach/request", email="mia@example.org", guide="tiny-guide").status_code == 404


def test_the_card_of_the_settings(app: Flask, mia: Member, carl: Member) -> None:
    assert "Nobody looks on." in mia.client.page("/settings").text
    let_coach(app, carl)
    let_look(app, mia, carl)
    assert "1 coach may look at your work." in mia.client.page("/settings").text
    assert "You coach." in carl.client.page("/settings").text
    with app.app_context():
        Coach.stop(carl.user.id)
        db.session.commit()
    assert "You coach." not in carl.client.page("/settings").text
