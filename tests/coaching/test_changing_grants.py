"""Changing what is shown: less at once and without proof, more with it; renewing, pausing, ending by either side."""

from datetime import timedelta

import pytest
from flask import Flask

from tests.coaching.doors import let_coach, let_look
from tests.coaching.steps import grants, kinds, let_proof_go_stale, only_grant, sees, told
from tests.people import Client, Member
from tests.tables import contents, unchanged
from tracker import clock, inbox
from tracker.coaching.models import LASTS, CoachNote, Sights
from tracker.extensions import db


@pytest.fixture
def at(app: Flask, mia: Member, carl: Member) -> str:
    """Where mia sees to what carl may see: milestones, evidence and pace."""
    let_coach(app, carl)
    return f"/coaching/grants/{let_look(app, mia, carl)}"


def shown(app: Flask, coach: Member) -> list[str]:
    with app.app_context():
        return [scope for one in Sights(coach.person).all() for scope in sorted(one.scopes)]


def test_narrowing_needs_no_proof_and_holds_at_once(app: Flask, mia: Member, carl: Member, at: str) -> None:
    let_proof_go_stale(app, mia)
    assert mia.client.post(f"{at}/scopes").status_code == 303
    assert shown(app, carl) == ["milestones"]


def test_widening_needs_proof_and_keeps_what_was_ticked(app: Flask, mia: Member, carl: Member, at: str) -> None:
    let_proof_go_stale(app, mia)
    answer = unchanged(app, lambda: mia.client.post(f"{at}/scopes", scopes=["evidence", "sections"]))
    page = mia.client.read(answer, 403)
    assert "Showing more needs proof" in page.text
    ticked = [box["value"] for box in page.all("input", name_="scopes") if "checked" in box.attributes]
    assert ticked == ["evidence", "sections"]
    (way,) = [link["href"] for link in page.all("a") if link.get("href").startswith("/settings/proof")]
    assert "sections" in way
    assert shown(app, carl) == ["evidence", "milestones", "pace"]
    kept = mia.client.page(f"{at}?scopes=evidence&scopes=sections")
    assert ticked == [box["value"] for box in kept.all("input", name_="scopes") if "checked" in box.attributes]


def test_widening_with_proof(app: Flask, mia: Member, carl: Member, at: str) -> None:
    assert mia.client.post(f"{at}/scopes", scopes=["evidence", "sections"]).status_code == 303
    assert shown(app, carl) == ["evidence", "milestones", "sections"]


def test_there_is_no_scope_for_what_is_never_shown(app: Flask, mia: Member, at: str) -> None:
    for scope in ("notes", "hours", "email", "resume"):
        answer = unchanged(app, lambda scope=scope: mia.client.post(f"{at}/scopes", scopes=[scope]))
        assert answer.status_code == 422


def test_renewing_with_one_click(app: Flask, mia: Member, at: str) -> None:
    with clock.stopped_at(clock.now() + timedelta(days=5)):
        client = mia.another_browser()
        for _ in range(2):
            assert client.post(f"{at}/renew").status_code == 303
        row = only_grant(app)
        assert row.ends_at is not None
        assert abs(row.ends_at - clock.now() - LASTS) < timedelta(minutes=1)


def test_pausing_takes_the_coachs_notices_back_and_resuming_shows_again(
    app: Flask, mia: Member, carl: Member, at: str
) -> None:
    with app.app_context():
        inbox.tell(carl.user.id, "grant-confirmed", about=only_grant(app).id)
        db.session.commit()
    assert len(told(app, carl)) == 1
    for _ in range(2):
        mia.client.post(f"{at}/pause")
    assert (sees(app, carl), kinds(app, carl)) == ([], [])
    assert "Paused" in mia.client.page("/coaching").text
    for _ in range(2):
        mia.client.post(f"{at}/resume")
    assert sees(app, carl) == ["Mia Okafor"]


def test_ending_is_one_click_without_proof_and_tells_the_coach_no_name(
    app: Flask, mia: Member, carl: Member, at: str
) -> None:
    with app.app_context():
        inbox.tell(carl.user.id, "grant-confirmed", about=only_grant(app).id)
        db.session.commit()
    let_proof_go_stale(app, mia)
    assert "can’t be undone" in mia.client.page(at).text
    for _ in range(2):
        assert mia.client.post(f"{at}/end").status_code == 303
    assert sees(app, carl) == []
    assert told(app, carl) == ["A mentee ended what they let you see."]
    assert "Mia" not in str([row for row in contents(app)["notices"] if row["user_id"] == carl.user.id])
    for action in ("renew", "resume", "scopes"):
        mia.client.post(f"{at}/{action}", scopes=["evidence"])
    assert (sees(app, carl), only_grant(app).step) == ([], "ended"), "what has ended stays ended"


@pytest.mark.parametrize("how", ["end", "pause", "block"])
def test_an_open_session_and_its_kept_pages_are_denied_at_the_next_request(
    app: Flask, mia: Member, carl: Member, at: str, how: str
) -> None:
    """The jar was filled before: whatever the coach's browser asks for conditionally is 404, never 304."""
    grant_id = at.rpartition("/")[2]
    now = clock.now() + timedelta(days=1)
    conditions = {"If-None-Match": '"anything", *', "If-Modified-Since": f"{now:%a, %d %b %Y %H:%M:%S} GMT"}
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/coach/") and "grant_id" in rule.rule]
    assert rules
    assert mia.client.post(f"{at}/{how}").status_code == 303
    for rule in rules:
        other = dict.fromkeys(rule.arguments - {"grant_id"}, "1")
        path = app.url_map.bind("localhost").build(rule.endpoint, {"grant_id": grant_id, **other})
        if "GET" in (rule.methods or ()):
            assert carl.client.get(path, headers=conditions).status_code == 404, path
        else:
            assert carl.client.post(path).status_code == 404, path
    assert "Mia" not in carl.client.page("/coaching").text


def test_the_coach_ends_it_too(app: Flask, mia: Member, carl: Member, otto: Member, at: str) -> None:
    let_coach(app, otto)
    path = f"/coach/mentees/{at.rpartition('/')[2]}/end"
    for member in (otto, mia):
        assert unchanged(app, lambda member=member: member.client.post(path)).status_code == 404
    for _ in range(2):
        assert carl.client.post(path).status_code == 303
    assert (sees(app, carl), only_grant(app).ended_by) == ([], "coach")
    assert told(app, mia) == [
        "Carl Lindqvist ended it: they see nothing of your work on “Three Knots to Trust” any more."
    ]
    assert len(kinds(app, mia)) == 1


def test_nobody_elses_grant_is_changed(app: Flask, otto: Member, noor: Member, carl: Member, at: str) -> None:
    let_coach(app, otto)
    for member in (otto, noor, carl):
        for action in ("confirm", "scopes", "renew", "pause", "resume", "end", "block", "unblock"):
            answer = unchanged(app, lambda a=action, m=member: m.client.post(f"{at}/{a}", scopes=["sections"]))
            assert answer.status_code == 404


def test_that_there_is_a_private_note_is_said_and_never_what(app: Flask, mia: Member, carl: Member, at: str) -> None:
    assert "keeps a private note" not in mia.client.page(at).text
    now = clock.now()
    with app.app_context():
        db.session.add(
            CoachNote(
                user_id=mia.user.id, coach_id=carl.user.id, text="canary", version=1, since_at=now, changed_at=now
            )
        )
        db.session.commit()
    page = mia.client.page(at)
    assert "keeps a private note on you, since today" in page.text
    assert "canary" not in page.html


def test_the_overview_says_who_looks_on_and_folds_what_ended(app: Flask, mia: Member, carl: Member, at: str) -> None:
    assert "1 coach may look at your work" in mia.client.page("/coaching").text
    mia.client.post(f"{at}/end")
    page = mia.client.page("/coaching")
    assert "Nobody may look" in page.text
    assert "Ended (1)" in page.one("details", class_="more").text
    assert len(grants(app)) == 1


def test_an_empty_overview_teaches(noor: Member) -> None:
    page = noor.client.page("/coaching")
    assert page.one("div", class_="empty").all("a", href="/coaching/invite")
    assert page.all("a", href="/coaching/preview")


def test_the_overview_costs_the_same_for_one_and_for_many(
    app: Flask, mia: Member, carl: Member, otto: Member, at: str, statements
) -> None:
    def cost() -> int:
        with statements() as said:
            assert Client.page(mia.client, "/coaching")
        return len(said)

    one = cost()
    let_coach(app, otto)
    let_look(app, mia, otto)
    let_look(app, mia, otto, guide_id="ai-engineer")
    assert cost() == one <= 3
