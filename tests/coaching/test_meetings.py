"""Meetings: otto sees and changes none; both sides see and change the same; nothing that was typed is lost."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.coaching.doors import let_coach, let_look
from tests.coaching.meeting_table import DAY, Table, laid, unread
from tests.people import Member
from tests.tables import contents, unchanged
from tracker import clock
from tracker.coaching.models import Grants, Offers, meetings_of, next_meetings
from tracker.coaching.models.sights import Sights
from tracker.extensions import db

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
Counting = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    with clock.stopped_at(NOW):
        yield


@pytest.fixture
def table(november: None, app: Flask, mia: Member, carl: Member) -> Table:
    return laid(app, mia, carl)


def writes(table: Table, meeting_id: str) -> list[tuple[str, dict[str, str]]]:
    """Every change of either side's addresses."""
    one = [
        ("", DAY | {"op_id": "x", "version": "1"}),
        ("/cancel", {}),
        ("/actions", {"op_id": "x", "text": "Mine"}),
        ("/actions/000/strike", {}),
    ]
    bases = [table.coachs, table.mentees]
    found = [(base, DAY | {"op_id": "x"}) for base in bases]
    found += [(f"{base}/{meeting_id}{path}", form) for base in bases for path, form in one]
    return [*found, (f"{table.mentees}/{meeting_id}/actions/000/take", {})]


def test_otto_sees_and_changes_nothing(app: Flask, table: Table, otto: Member, noor: Member) -> None:
    meeting_id = table.set(agenda="A canary")
    let_coach(app, otto)
    let_look(app, noor, otto)
    for base in (table.coachs, table.mentees):
        for path in (base, f"{base}/{meeting_id}"):
            page = otto.client.page(path, 404)
            assert "Mia" not in page.text
            assert "canary" not in page.text
    for path, form in writes(table, meeting_id):
        assert unchanged(app, otto.client.post, path, **form).status_code == 404, path


def test_a_meeting_of_somebody_else_under_ones_own_grant(app: Flask, table: Table, otto: Member, noor: Member) -> None:
    meeting_id = table.set(agenda="A canary")
    let_coach(app, otto)
    theirs = Table(noor, otto, let_look(app, noor, otto))
    for client, base in ((otto.client, theirs.coachs), (noor.client, theirs.mentees)):
        assert "canary" not in unchanged(app, client.page, f"{base}/{meeting_id}", 404).text
    for path, form in writes(theirs, meeting_id):
        if meeting_id in path:
            client = otto.client if path.startswith("/coach/") else noor.client
            assert unchanged(app, client.post, path, **form).status_code == 404, path


def pause(table: Table) -> None:
    Grants(table.mentee.person).pause(table.grant_id)


def end(table: Table) -> None:
    Grants(table.mentee.person).end(table.grant_id)


@pytest.mark.parametrize("ending", [pause, end])
def test_where_the_grant_rests_or_is_over_the_coach_gets_404_and_the_mentee_reads_on(
    app: Flask, table: Table, ending: Callable[[Table], None]
) -> None:
    meeting_id = table.set(agenda="Evals first")
    with app.app_context():
        ending(table)
        db.session.commit()
    for path in (table.coachs, f"{table.coachs}/{meeting_id}"):
        assert "Mia" not in table.coach.client.page(path, 404).text
    for path, form in writes(table, meeting_id):
        if path.startswith("/coach/"):
            assert unchanged(app, table.coach.client.post, path, **form).status_code == 404
    page = table.page(meeting_id, by_coach=False)
    assert "Evals first" in page.text
    if ending is end:
        assert not [form for form in page.all("form") if "/meetings/" in form.get("action")]
        for path, form in writes(table, meeting_id):
            if not path.startswith("/coach/"):
                assert unchanged(app, table.mentee.client.post, path, **form).status_code == 404


def test_both_see_the_same_each_in_their_own_time(app: Flask, noor: Member, carl: Member) -> None:
    table = laid(app, noor, carl)
    meeting_id = table.set(place="https://meet.example.org/a", agenda="Evals first\nThen the plan")
    his, hers = table.page(meeting_id), table.page(meeting_id, by_coach=False)
    assert his.one("h1").text == "Tuesday 1 December 2026, 18:00"
    assert "22:45 for Noor Haddad, in Kathmandu" in his.text
    assert hers.one("h1").text == "Tuesday 1 December 2026, 22:45"
    assert "18:00 for Carl Lindqvist, in Stockholm" in hers.text
    for page in (his, hers):
        assert "Evals first Then the plan" in page.one("section", aria_labelledby="agenda-said").text
        (link,) = page.all("a", href="https://meet.example.org/a")
        assert link["rel"] == "noopener noreferrer nofollow ugc"
    assert table.change(meeting_id, by_coach=False, notes="Judge before prompt").status_code == 303
    assert "Judge before prompt" in table.page(meeting_id).text


@pytest.mark.parametrize("text", ["javascript:alert(1)", "<script>alert(1)</script>", "http://good@evil.example/"])
def test_what_is_no_safe_address_is_words(table: Table, text: str) -> None:
    meeting_id = table.set(place=text, agenda=text)
    page = table.page(meeting_id, by_coach=False)
    assert text in page.one("section", aria_labelledby="agenda-said").text
    assert not [link for link in page.all("a") if "alert" in link["href"] or "evil" in link["href"]]


def test_a_form_that_is_sent_twice_counts_once(app: Flask, table: Table) -> None:
    first, second = table.set("same"), table.set("same")
    assert first == second
    table.set("another")
    assert len(contents(app)["meetings"]) == 2
    assert len(unread(table.mentee.client)) == 2


def test_a_stale_form_is_answered_with_both_texts(app: Flask, table: Table) -> None:
    meeting_id = table.set(agenda="Carl's words")
    assert table.change(meeting_id, by_coach=False, agenda="Mia's words").status_code == 303
    answer = unchanged_but_tries(app, lambda: table.change(meeting_id, agenda="Carl's new words", version="1"))
    page = table.coach.client.read(answer, 409)
    assert "Mia's words" in page.one("div", role="alert").text
    assert page.one("textarea", name_="agenda").text == "Carl's new words"
    assert page.form(f"{table.coachs}/{meeting_id}").one("input", name_="version")["value"] == "2"
    assert table.change(meeting_id, agenda="Carl's new words").status_code == 303
    assert "Carl's new words" in table.page(meeting_id, by_coach=False).text


def test_what_is_wrong_is_said_and_what_was_typed_stays(app: Flask, table: Table) -> None:
    wrong: dict[str, Any] = {"day": "soon", "time": "25:00", "minutes": "0", "agenda": "Kept words", "place": "x" * 501}
    answer = unchanged_but_tries(app, lambda: table.send(**wrong))
    page = table.coach.client.read(answer, 422)
    assert len(page.one("div", aria_labelledby="errors-title").all("li")) == 4
    assert page.one("textarea", name_="agenda").text == "Kept words"
    assert page.one("input", name_="day")["value"] == "soon"


def unchanged_but_tries(app: Flask, act: Callable[[], TestResponse]) -> TestResponse:
    """That somebody tried is counted, and that a coach looked is noted."""
    before = contents(app)
    answer = act()
    after = contents(app)
    assert [name for name in before if before[name] != after[name]] in (["attempts"], ["attempts", "grant_views"])
    return answer


def test_a_time_that_clocks_skip_is_refused_and_one_that_comes_twice_is_the_later(app: Flask, table: Table) -> None:
    """In Stockholm, on the nights of 28 March and 31 October 2027."""
    answer = table.send("spring", day="2027-03-28", time="02:30")
    page = table.coach.client.read(answer, 422)
    assert "Clocks in Stockholm skip this time that night" in page.one("ul", id="time-error").text
    meeting_id = table.set("autumn", day="2027-10-31", time="02:30")
    assert "the later one is taken" in table.page(meeting_id).text
    assert contents(app)["meetings"][0]["starts_at"] == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


def test_setting_moving_and_cancelling_is_told_to_the_other_once(table: Table) -> None:
    hers, his = table.mentee.client, table.coach.client
    meeting_id = table.set()
    assert unread(hers) == ["Carl Lindqvist set a meeting: Tuesday 1 December 2026, 18:00."]
    table.change(meeting_id, by_coach=False, agenda="No news")
    assert unread(his) == []
    table.change(meeting_id, by_coach=False, time="19:00")
    assert unread(his) == ["Mia Okafor moved a meeting; it is on Tuesday 1 December 2026, 19:00 now."]
    for _ in range(2):
        assert his.post(f"{table.coachs}/{meeting_id}/cancel").status_code == 303
    assert unread(hers)[0] == "Carl Lindqvist cancelled the meeting of Tuesday 1 December 2026, 19:00."
    assert len(unread(hers)) == 2
    assert "Cancelled" in table.page(meeting_id, by_coach=False).text
    answer = hers.post(f"{table.mentees}/{meeting_id}", op_id="x", **(DAY | {"version": "2"}))
    assert "cancelled while you wrote" in hers.read(answer, 409).text


def test_a_coach_is_told_nothing_while_the_grant_rests(app: Flask, table: Table) -> None:
    with app.app_context():
        pause(table)
        db.session.commit()
    table.set(by_coach=False)
    assert unread(table.coach.client) == []
    assert "unread" not in table.coach.client.page("/dashboard").one("header").text
    with app.app_context():
        Grants(table.mentee.person).resume(table.grant_id)
        db.session.commit()
    table.set("another", by_coach=False)
    assert len(unread(table.coach.client)) == 1
    with app.app_context():
        Offers(table.coach.person).end(table.grant_id)
        db.session.commit()
    assert unread(table.coach.client) == [], "what was told before says nothing now"


def test_looking_is_noted_once_for_whom_it_was(app: Flask, table: Table) -> None:
    meeting_id = table.set()
    table.page(meeting_id)
    table.coach.client.page(table.coachs)
    table.coach.client.page(f"{table.coachs}/{'x' * 200}", 404)
    looks = [(row["look"], row["target"]) for row in contents(app)["grant_views"]]
    assert sorted(looks) == [("meeting", ""), ("meeting", meeting_id)]


def test_too_many_changes_wait(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.coaching.meeting_desks.MOST_AN_HOUR", 2)
    assert [table.send(str(number)).status_code for number in range(3)] == [303, 303, 429]


def test_a_grant_holds_no_endless_list(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.coaching.models.meetings.MOST_MEETINGS", 1)
    assert table.send("one").status_code == 303
    assert "no room" in table.coach.client.read(table.send("two"), 422).text


def test_pages_cost_the_same_for_one_meeting_or_many(table: Table, statements: Counting) -> None:
    costs = []
    for number in range(3):
        meeting_id = table.set(str(number))
        with statements() as said:
            table.mentee.client.get(table.mentees)
            table.mentee.client.get(f"{table.mentees}/{meeting_id}")
            table.coach.client.get(table.coachs)
            table.coach.client.get(f"{table.coachs}/{meeting_id}")
        costs.append(len(said))
    assert costs[1] == costs[2], "only the very first look at the list is a row more"
    assert costs[2] <= 24


def test_what_comes_next_for_either(app: Flask, table: Table, statements: Counting) -> None:
    table.set("past", day="2026-11-20")
    later, sooner = table.set("later", day="2026-12-03"), table.set("sooner", by_coach=False)
    with app.app_context(), statements() as said:
        assert [one.id for one in next_meetings(table.mentee.person, 2)] == [sooner, later]
    assert len(said) == 1
    assert f"With {table.coach.user.name}" in table.mentee.client.page("/dashboard").text
    assert "Next meeting" not in table.coach.client.page("/dashboard").text, "his are at his mentees"
    with app.app_context():
        sights = Sights(table.coach.person).all()
        assert [one.id for one in meetings_of(sights)[table.grant_id]] == [sooner, later]
        assert [one.id for one in meetings_of(sights, NOW + timedelta(days=7))[table.grant_id]] == [sooner]
        end(table)
        assert next_meetings(table.mentee.person) == []
        assert meetings_of(Sights(table.coach.person).all()) == {}
