"""A coach's answers to evidence: through a grant in force and against one version, for good. Otto's come first."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.coaching.doors import let_coach, let_look
from tests.coaching.table import LINK, Table, seated
from tests.people import Member
from tests.tables import unchanged
from tracker.accounts import User
from tracker.accounts.models import remove_factors
from tracker.clock import now
from tracker.coaching.models import Grants, Offers
from tracker.coaching.models.views import log_of
from tracker.extensions import db

pytestmark = pytest.mark.slow

WRITES: list[tuple[str, dict[str, Any]]] = [
    ("review", {"verdict": "approved", "text": "Fine.", "marks": ""}),
    ("review", {"verdict": "returned", "text": "", "marks": ""}),
    ("say", {"text": "Which rope?"}),
    ("say", {"text": ""}),
    ("settle", {"last": "0"}),
    ("posts/1/edit", {"text": "Which rope is it?"}),
    ("posts/1/remove", {}),
]
"""Good and bad forms alike: neither says that there is anything."""


@pytest.fixture
def table(app: Flask, mia: Member, carl: Member) -> Table:
    return seated(app, mia, carl)


@pytest.mark.parametrize("action,fields", WRITES)
def test_otto_changes_nothing_and_reads_no_name(
    app: Flask, table: Table, otto: Member, action: str, fields: dict[str, Any]
) -> None:
    table.ask()
    otherwise = unchanged(app, table.by(otto).send, action, **fields)
    assert otherwise.status_code == 404, "a member who coaches nobody"
    let_coach(app, otto)
    answer = unchanged(app, table.by(otto).send, action, **fields)
    assert answer.status_code == 404
    assert "Mia" not in answer.text
    assert "Carl" not in answer.text


@pytest.mark.parametrize("action,fields", WRITES)
def test_after_each_ending_a_coach_changes_nothing(
    app: Flask, table: Table, action: str, fields: dict[str, Any]
) -> None:
    table.ask()

    def refused() -> None:
        answer = unchanged(app, table.send, action, **fields)
        assert answer.status_code == 404
        assert "Mia" not in answer.text

    grants = Grants(table.mentee.person)
    for act in ("pause", "end"):
        with app.app_context():
            getattr(grants, act)(table.grant_id)
            db.session.commit()
        refused()
        with app.app_context():
            grants.resume(table.grant_id)
            db.session.commit()
    ended = replace(table, grant_id=let_look(app, table.mentee, table.coach))
    with app.app_context():
        Offers(table.coach.person).end(ended.grant_id)
        db.session.commit()
    assert unchanged(app, ended.send, action, **fields).status_code == 404


@pytest.mark.parametrize("action,fields", WRITES)
def test_a_coach_whose_account_has_a_weak_point_changes_nothing(
    app: Flask, table: Table, action: str, fields: dict[str, Any]
) -> None:
    with app.app_context():
        remove_factors(table.coach.user.id)
        db.session.commit()
    assert unchanged(app, table.send, action, **fields).status_code == 403


def test_without_the_scope_for_evidence_one_may_write_and_not_review(app: Flask, mia: Member, carl: Member) -> None:
    let_coach(app, carl)
    table = Table(app, mia, carl, let_look(app, mia, carl, scopes=["milestones"]))
    table.show()
    for verdict in ("approved", "returned", "discussed"):
        answer = unchanged(app, table.review, verdict, "Well.")
        assert answer.status_code == 404
        assert "example.org" not in answer.text
    assert table.send("say", text="Show me.").status_code == 303
    refused = table.coach.client.read(table.send("say", text=""), 422)
    assert "example.org" not in refused.text
    assert not refused.all("input", name_="verdict")
    assert table.ask().status_code == 409, "nobody who looks on may review"
    assert table.said == ["said"]


def test_another_mentees_milestone_or_post_is_not_reached_by_ones_own_grant(
    app: Flask, table: Table, noor: Member, otto: Member
) -> None:
    let_coach(app, otto)
    noors = Table(app, noor, otto, let_look(app, noor, otto))
    assert noors.send("say", text="To Noor.").status_code == 303
    (post,) = noors.thread().posts
    for action, fields in [("edit", {"text": "Mine."}), ("remove", {})]:
        answer = unchanged(app, table.send, f"posts/{post.id}/{action}", **fields)
        assert answer.status_code == 404
        assert "Noor" not in answer.text
    elsewhere = table.by(table.coach, milestone_id="own-00000000")
    assert unchanged(app, elsewhere.send, "say", text="Hello.").status_code == 404
    other_guide = table.by(table.coach, milestone_id="sk-judge")
    assert unchanged(app, other_guide.send, "say", text="Hello.").status_code == 404
    table.ask("say", text="Mine.")
    (mine,) = table.thread().posts
    assert unchanged(app, table.send, f"posts/{mine.id}/remove").status_code == 404, "not even the mentee's own post"


@pytest.mark.parametrize(
    "verdict,turn,reviewed",
    [("approved", "nobody", True), ("returned", "mentee", False), ("discussed", "mentee", False)],
)
def test_each_answer(app: Flask, table: Table, verdict: str, turn: str, reviewed: bool) -> None:
    table.mentee.client.post("/roadmap/tiny-guide/tk-bowline/status", op_id="a", status="done", overrule="1", version=0)
    table.show()
    assert table.ask().status_code == 303
    answer = table.review(verdict, "I pulled at it.")
    assert (answer.status_code, answer.location) == (303, f"{table.path}#talk")
    standing, thread = table.standing(), table.thread()
    assert (standing.review.turn, standing.review.verdict, standing.reviewed) == (turn, verdict, reviewed)
    assert thread.posts[-1].evidence == (LINK,)
    assert thread.posts[-1].author == "Carl Lindqvist"
    shown = table.mentee.client.page("/roadmap/tiny-guide/tk-bowline")
    assert "I pulled at it." in shown.one("ol", class_="thread").text
    assert ("reviewed" in shown.one("h2", id="talk").text) == reviewed


def test_a_change_after_the_review_shows(table: Table) -> None:
    table.mentee.client.post("/roadmap/tiny-guide/tk-bowline/status", op_id="a", status="done", overrule="1", version=0)
    table.show()
    table.review("approved")
    assert table.standing().reviewed
    table.show(replace(LINK, version=2, url="https://example.org/other"))
    standing = table.standing()
    assert (standing.reviewed, standing.changed_since_review) == (False, True)
    shown = table.mentee.client.page("/roadmap/tiny-guide/tk-bowline")
    assert "changed since review" in shown.one("h2", id="talk").text
    assert "https://example.org/knot" in [link["href"] for link in shown.one("ol", class_="thread").all("a")]


def test_a_review_of_what_was_changed_meanwhile_is_not_taken_and_nothing_is_lost(app: Flask, table: Table) -> None:
    table.show()
    seen = table.standing().evidence_marks
    table.show(replace(LINK, version=2, url="https://example.org/newer"))
    page = table.coach.client.read(table.review("approved", "It *holds*.", marks=seen), 409)
    assert "The evidence changed while you wrote" in page.one("div", role="alert").text
    assert "new since you opened the page" in page.one("ul", class_="answered").text
    form = page.form(f"{table.path}/review")
    assert form.one("textarea").text.strip() == "It *holds*."
    chosen = [box["value"] for box in form.all("input", name_="verdict") if box.get("checked", "no") != "no"]
    assert chosen == ["approved"]
    assert table.said == []
    sent = {"marks": form.one("input", name_="marks")["value"], "op_id": form.one("input", name_="op_id")["value"]}
    assert table.review("approved", "It *holds*.", **sent).status_code == 303
    assert table.said == ["approved"]
    with app.app_context():
        assert [(one.look, one.target) for one in log_of(table.mentee.person, now() + timedelta(days=1), 10)] == [
            ("milestone", "tk-bowline")
        ], "it showed evidence, so it was a look"


@pytest.mark.parametrize(
    "fields",
    [
        {"verdict": "returned", "text": "  "},
        {"verdict": "fine"},
        {"verdict": None},
        {"verdict": "approved", "marks": None},
        {"verdict": "approved", "op_id": None},
        {"verdict": "approved", "text": "x" * 5001},
    ],
)
def test_a_review_that_is_none(app: Flask, table: Table, fields: dict[str, Any]) -> None:
    given = {"text": "Kept.", **fields}
    answer = table.send("review", **{"marks": "", **given})
    page = table.coach.client.read(answer, 422)
    assert page.one("div", role="alert").text
    assert page.form(f"{table.path}/review").one("textarea").text.strip() == str(given["text"]).strip()
    assert table.said == []


def test_sent_twice_counts_once(table: Table) -> None:
    for _ in range(2):
        assert table.review("returned", "Tie it again.", op_id="one").status_code == 303
        assert table.send("say", text="And again.", op_id="two").status_code == 303
    assert table.said == ["returned", "said"]


def test_reviews_are_never_changed_or_removed(app: Flask, table: Table) -> None:
    table.review("returned", "Tie it again.")
    (post,) = table.thread().posts
    for action, fields in [("edit", {"text": "Fine."}), ("remove", {})]:
        assert unchanged(app, table.send, f"posts/{post.id}/{action}", **fields).status_code == 404
    table.review("approved", "Now it holds.")
    assert [one.text for one in table.thread().posts] == ["Tie it again.", "Now it holds."]


def test_a_coach_changes_and_takes_back_their_own_words_only(app: Flask, table: Table) -> None:
    table.send("say", text="Wich rope?")
    table.ask("say", text="Hemp.")
    mine, hers = table.thread().posts
    assert table.send(f"posts/{mine.id}/edit", text="Which rope?").status_code == 303
    for action, fields in [("edit", {"text": "Nylon."}), ("remove", {})]:
        assert unchanged(app, table.send, f"posts/{hers.id}/{action}", **fields).status_code == 404
        path = f"/roadmap/tiny-guide/tk-bowline/posts/{mine.id}/{action}"
        assert table.mentee.client.post(path, op_id="x", **fields).status_code == 404, "nor she his"
    assert [post.text for post in table.thread().posts] == ["Which rope?", "Hemp."]
    assert table.send(f"posts/{mine.id}/remove").status_code == 303
    assert table.thread().posts[0].removed


def test_nothing_to_do_clears_the_turn_unless_something_was_said_since(table: Table) -> None:
    table.ask("say", text="Done with it.")
    seen = table.thread().last_id
    table.ask("say", text="One more thing.")
    page = table.coach.client.read(table.send("settle", last=seen), 409)
    assert "One more thing." in page.one("ol", class_="thread").text
    assert table.standing().review.turn == "coach"
    assert table.send("settle", last=table.thread().last_id).status_code == 303
    assert (table.standing().review.turn, table.said[-1]) == ("nobody", "settled")


def test_two_coaches_read_each_other_and_each_sees_only_with_a_grant(app: Flask, table: Table, otto: Member) -> None:
    table.review("returned", "Tie it again.")
    let_coach(app, otto)
    ottos = table.by(otto, grant_id=let_look(app, table.mentee, otto))
    page = otto.client.read(ottos.send("say", text=""), 422)
    assert "Carl Lindqvist" in page.one("ol", class_="thread").text
    with app.app_context():
        Grants(table.mentee.person).end(ottos.grant_id)
        db.session.commit()
    assert ottos.send("say", text="").status_code == 404


def test_words_of_a_coach_who_left_are_gone_and_what_they_approved_is_not(app: Flask, table: Table) -> None:
    table.mentee.client.post("/roadmap/tiny-guide/tk-bowline/status", op_id="a", status="done", overrule="1", version=0)
    table.show()
    table.review("approved", "It holds.")
    with app.app_context():
        db.session.delete(User.by_id(table.coach.user.id))
        db.session.commit()
    assert table.said == []
    assert table.standing().reviewed
    page = table.mentee.client.page("/roadmap/tiny-guide/tk-bowline")
    assert "Carl" not in page.text
    assert "reviewed" in page.one("h2", id="talk").text
