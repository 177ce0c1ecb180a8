"""Claimed and reviewed as two numbers, wherever progress is shown; and no word of it to somebody without a coach."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from tests.coaching.doors import let_coach, let_look
from tests.coaching.table import LINK, Table
from tests.people import Member
from tests.work import always
from tracker import clock
from tracker.extensions import db
from tracker.library import Guide
from tracker.reminders.weekly import Week
from tracker.roadmap import Progress, Talk, Tally, changes, marks, stored

pytestmark = pytest.mark.slow

PAGES = ("/dashboard", "/roadmap/tiny-guide", "/roadmap/tiny-guide?by=track", "/roadmap/tiny-guide/timeline")
SAID = "2 done, 1 of them reviewed"


@pytest.fixture
def table(app: Flask, mia: Member, carl: Member) -> Table:
    """Where two milestones are done; the bowline is, and there is a grant."""
    let_coach(app, carl)
    mia.client.post("/dashboard/guide", guide="tiny-guide")
    for milestone_id in ("tk-bowline", "tk-splice"):
        mia.client.post(
            f"/roadmap/tiny-guide/{milestone_id}/status", op_id=milestone_id, status="done", overrule="1", version=0
        )
    return Table(app, mia, carl, let_look(app, mia, carl))


def test_without_a_coach_there_is_no_second_number(table: Table) -> None:
    for path in PAGES:
        text = table.mentee.client.page(path).text
        assert "2 done" in text
        assert "review" not in text
        assert "your turn" not in text


def test_both_numbers_stand_side_by_side(table: Table) -> None:
    table.show()
    table.review("approved", "It holds.")
    for path in PAGES:
        assert SAID in table.mentee.client.page(path).html
    dashboard = table.mentee.client.page("/dashboard")
    bars = [item.text for item in dashboard.one("ul", class_="bars").all("li")]
    assert any(re.search(r"1 of them reviewed", bar) for bar in bars)
    assert "1 of them reviewed" in dashboard.one("div", class_="trail").text


def test_filters_name_what_is_reviewed_changed_and_ones_turn(table: Table) -> None:
    table.show()
    table.review("approved", "It holds.")
    splice = table.by(table.coach, milestone_id="tk-splice")
    splice.review("returned", "Splice it again.")

    def filtered(status: str) -> list[str]:
        page = table.mentee.client.page(f"/roadmap/tiny-guide?status={status}")
        return [link["href"].rpartition("/")[2] for rows in page.all("ul", class_="rows") for link in rows.all("a")]

    assert filtered("reviewed") == ["tk-bowline"]
    assert "tk-splice" in filtered("turn")
    assert "tk-bowline" not in filtered("turn")
    assert filtered("changed") == []
    table.show(replace(LINK, version=2, url="https://example.org/again"))
    assert filtered("reviewed") == []
    assert filtered("changed") == ["tk-bowline"]
    page = table.mentee.client.page("/roadmap/tiny-guide")
    assert "changed since review" in page.text
    assert "your turn" in page.text
    links = {link.text for link in page.one("nav", class_="filters").all("a")}
    assert {"Reviewed 0", "Changed since review 1", "My turn 1"} <= links


def test_what_came_back_is_on_the_dashboard_for_a_fortnight(table: Table) -> None:
    assert not table.mentee.client.page("/dashboard").all("h2", id="back-title")
    table.show()
    table.review("approved", "It holds.")
    splice = table.by(table.coach, milestone_id="tk-splice")
    splice.review("returned", "Splice it again.")
    part = table.mentee.client.page("/dashboard").one("section", **{"aria-labelledby": "back-title"})
    lines = [item.text for item in part.all("li")]
    assert "Returned by Carl Lindqvist · your turn since today" in lines[0]
    assert "Approved by Carl Lindqvist · today" in lines[1]
    splice.ask("settle", last=splice.thread().last_id)
    splice.send("say", text="Well?")
    part = table.mentee.client.page("/dashboard").one("section", **{"aria-labelledby": "back-title"})
    assert "A message waits for you · your turn" in part.all("li")[0].text


def test_a_review_of_long_ago_is_news_no_more(app: Flask, table: Table) -> None:
    with clock.stopped_at(clock.now() - timedelta(days=15)), app.app_context():
        guide = app.extensions["catalogue"].get("tiny-guide")
        talk = Talk(table.mentee.person, guide)
        talk.review(guide.by_id["tk-bowline"], table.coach.person, "op", "approved", "", frozenset())
        db.session.commit()
    assert not table.mentee.client.page("/dashboard").all("h2", id="back-title")
    assert SAID in table.mentee.client.page("/dashboard").html


def test_reviews_cost_the_dashboard_one_statement_however_many(
    app: Flask,
    mia: Member,
    carl: Member,
    guide: Guide,
    statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    let_coach(app, carl)
    mia.client.post("/dashboard/guide", guide=guide.id)

    def cost(path: str) -> int:
        with statements() as said:
            assert mia.client.get(path).status_code == 200
        return len(said)

    pages = ["/dashboard", f"/roadmap/{guide.id}", f"/roadmap/{guide.id}/{guide.milestones[0].id}"]
    before = [cost(path) for path in pages]
    for count in (1, 40):
        with app.app_context():
            talk = Talk(mia.person, guide)
            for milestone in guide.milestones[:count]:
                change = changes.put_evidence(LINK, overruled=False)
                Progress(mia.person, guide).change(milestone, f"{count}", ["show"], always(change))
                talk.review(milestone, carl.person, f"{count}", "returned", "Again.", marks([LINK]))
            db.session.commit()
        assert [cost(path) for path in pages] == [before[0] + 1, *before[1:]]


def test_the_weekly_letter_says_whose_turn_it_is(app: Flask, table: Table) -> None:
    person = replace(table.mentee.person, guide_id="tiny-guide")
    with app.app_context():
        assert not [line for line in Week.of(person).waiting if "your turn" in line]
    table.send("say", text="Well?")
    with app.app_context():
        assert "Bowline: your turn, a coach answered" in Week.of(person).waiting


def test_the_page_and_the_model_agree(app: Flask, table: Table) -> None:
    table.show()
    table.review("approved", "It holds.")
    with app.app_context():
        guide = app.extensions["catalogue"].get("tiny-guide")
        tally = Tally.over(stored(guide.id, [table.mentee.user.id])[table.mentee.user.id].standings(guide))
    assert (tally.done, tally.reviewed, tally.talked) == (2, 1, 1)
    assert tally.words in table.mentee.client.page("/roadmap/tiny-guide").text
