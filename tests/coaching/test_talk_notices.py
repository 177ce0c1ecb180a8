"""What a coach's inbox says of a mentee: through the grant as it is now, at one cost for one mentee or for many."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from flask import Flask

from tests.coaching.doors import let_coach, let_look
from tests.coaching.steps import told
from tests.coaching.table import Table
from tests.people import Member
from tests.roadmap.mine import Mine
from tracker import inbox
from tracker.coaching.models import Grants
from tracker.extensions import db


def test_otto_is_told_nothing_and_a_notice_falls_silent_with_its_grant(
    app: Flask, mia: Member, carl: Member, otto: Member
) -> None:
    for coach in (carl, otto):
        let_coach(app, coach)
    table = Table(app, mia, carl, let_look(app, mia, carl))
    table.ask(text="canary words")
    assert told(app, carl) == ["Mia Okafor asks for a review of “Bowline”."]
    assert told(app, otto) == []
    with app.app_context():
        assert "canary" not in str(inbox.of(carl.user.id)), "it holds ids, nothing that somebody wrote"
        Grants(mia.person).pause(table.grant_id)
        db.session.commit()
    assert told(app, carl) == []
    with app.app_context():
        Grants(mia.person).resume(table.grant_id)
        db.session.commit()
    assert len(told(app, carl)) == 1
    with app.app_context():
        Grants(mia.person).end(table.grant_id)
        db.session.commit()
    assert told(app, carl) == []


def test_a_notice_of_another_grant_of_the_same_mentee_says_nothing(app: Flask, mia: Member, carl: Member) -> None:
    let_coach(app, carl)
    table = Table(app, mia, carl, let_look(app, mia, carl))
    other = let_look(app, mia, carl, guide_id="ai-engineer")
    table.ask(text="")
    with app.app_context():
        Grants(mia.person).end(table.grant_id)
        db.session.commit()
        inbox.tell(carl.user.id, "review-asked", about=other, guide="tiny-guide", milestone="tk-bowline")
        db.session.commit()
    assert told(app, carl) == [], "each notice goes by its own grant, for its own guide"


def test_the_same_cost_for_one_mentee_or_for_several(
    app: Flask,
    mia: Member,
    noor: Member,
    otto: Member,
    carl: Member,
    statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    let_coach(app, carl)
    costs, said_of = [], {}
    for mentee in (mia, noor, otto):
        own = Mine(mentee.client).add().partition("#")[0]
        table = Table(app, mentee, carl, let_look(app, mentee, carl))
        table.ask("say", text="Well?")
        table.by(carl, milestone_id=own).ask("say", text="And this?")
        with app.app_context():
            notices = inbox.of(carl.user.id)
            with statements() as said:
                lines = inbox.lines(carl.person, notices)
            costs.append(len(said))
            said_of[mentee.user.name] = len(lines)
    assert list(said_of.values()) == [2, 4, 6]
    assert costs == [2, 2, 2]
