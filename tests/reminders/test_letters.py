"""The weekly letter: asked for, sent on Monday morning over SMTP, once, while it is wanted; stopped by one click."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from tests import databases
from tests.people import Client, Member, make_member
from tests.post import Postbox, html_of, text_of, work
from tests.roadmap.plan_desk import PlanDesk
from tests.tables import of_person
from tracker import clock, jobs
from tracker.accounts import User
from tracker.extensions import db
from tracker.jobs import Job
from tracker.reminders.letters import begin_letters

pytestmark = pytest.mark.slow

WEDNESDAY = datetime(2026, 11, 25, 18, tzinfo=UTC)
MONDAY = datetime(2026, 11, 30, 6, tzinfo=UTC)
"""Seven in the morning in Berlin."""
PAGE = "/settings/letters"
STATUS = "/roadmap/tiny-guide/tk-bowline/status"


@pytest.fixture
def ann(mailing_app: Flask, postbox: Postbox) -> Iterator[Member]:
    """Somebody in Berlin with a confirmed address and a plan, who asked for the letter on a Wednesday."""
    with clock.stopped_at(WEDNESDAY):
        member = make_member(mailing_app, "ann", "Ann Lee", "Europe/Berlin")
        with mailing_app.app_context():
            User.by_id(member.user.id).confirm()
            db.session.commit()
        member.client.post("/dashboard/guide", guide="tiny-guide")
        PlanDesk(member.client, "tiny-guide").take()
        assert member.client.post(PAGE, weekly="on").status_code == 303
        yield member


def minute(app: Flask, now: datetime) -> None:
    """What the worker does in this minute."""
    with clock.stopped_at(now), app.app_context():
        jobs.do_duties()
        work(app)


def act(app: Flask, member: Member, now: datetime, status: str) -> None:
    with clock.stopped_at(now):
        answer = member.another_browser().post(STATUS, op_id="an-op-id", version=0, status=status, overrule="1")
        assert answer.status_code == 303, answer.text


def test_it_comes_on_monday_at_seven_and_once(mailing_app: Flask, ann: Member, postbox: Postbox) -> None:
    act(mailing_app, ann, WEDNESDAY + timedelta(days=1), "done")
    minute(mailing_app, MONDAY - timedelta(minutes=1))
    assert postbox.letters == []
    for minutes in (0, 1, 60, 60 * 24):
        minute(mailing_app, MONDAY + timedelta(minutes=minutes))
    (letter,) = postbox.to("ann@example.org")
    text = text_of(letter)
    assert letter["Subject"] == "Your week from 30 November"
    assert "Last week, 23–29 November: work on 1 of 7 days. Finished:\n\n- Bowline" in text
    assert "For the seven days from today:\n\n- " in text
    assert "- Sheet bend: 1 h, to go on with\n\nYour plan:\n\nhttp://localhost/roadmap/tiny-guide/plan\n" in text
    assert "<li>Bowline" in html_of(letter)
    assert "/letters/stop/" in html_of(letter)
    minute(mailing_app, MONDAY + timedelta(weeks=1))
    assert len(postbox.letters) == 2


def test_in_a_week_without_work_it_blames_nobody(mailing_app: Flask, ann: Member, postbox: Postbox) -> None:
    act(mailing_app, ann, WEDNESDAY, "blocked")
    for weeks in (0, 1):
        minute(mailing_app, MONDAY + timedelta(weeks=weeks))
    letter = postbox.letters[-1]
    assert "work on 0 of 7 days. No milestone was finished, which a week may be." in text_of(letter)
    assert "What waits:\n\n- Bowline" in text_of(letter)


def stop_link(letter: object) -> str:
    return str(letter["List-Unsubscribe"]).strip("<>").removeprefix("http://localhost")  # type: ignore[index]


def test_one_click_stops_it_without_signing_in(mailing_app: Flask, ann: Member, postbox: Postbox) -> None:
    minute(mailing_app, MONDAY)
    (letter,) = postbox.letters
    path = stop_link(letter)
    assert text_of(letter).strip().endswith(path)
    anyone = Client(mailing_app)
    page = anyone.page(path)
    assert page.form(path)
    assert of_person(mailing_app, ann.user.id)["weekly_letters"], "looking stops nothing"
    for _ in range(2):
        answer = anyone.raw.post(path, data={"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, "stopped" in answer.text) == (200, True)
        assert of_person(mailing_app, ann.user.id)["weekly_letters"] == []
    minute(mailing_app, MONDAY + timedelta(weeks=1))
    assert len(postbox.letters) == 1


def test_the_headers_are_those_of_rfc_8058_over_https(
    mailing_app: Flask, ann: Member, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(mailing_app.config, "PUBLIC_URL", "https://a-rather-long-name-of-a-host.milepost.example.org")
    minute(mailing_app, MONDAY)
    (letter,) = postbox.letters
    path = stop_link(letter)
    assert f"\r\nList-Unsubscribe: <{path}>\r\n".encode() in postbox.raw[0]
    assert path.startswith("https://a-rather-long-name-of-a-host.milepost.example.org/letters/stop/")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_consent_counts_at_the_moment_of_sending(mailing_app: Flask, ann: Member, postbox: Postbox) -> None:
    """The mail server is down on Monday; before the next try she turns it off."""
    postbox.answer = "451 try again later"
    minute(mailing_app, MONDAY)
    with mailing_app.app_context():
        (job,) = [one for one in Job.of_state("waiting") if one.kind == "weekly"]
        assert (job.tries, bool(job.problem)) == (1, True)
    postbox.answer = None
    with clock.stopped_at(MONDAY + timedelta(seconds=10)):
        ann.another_browser().post(PAGE, weekly="off")
    minute(mailing_app, MONDAY + timedelta(minutes=1))
    assert postbox.letters == []


def test_a_failure_is_tried_again_and_sent_once(mailing_app: Flask, ann: Member, postbox: Postbox) -> None:
    postbox.answer = "451 try again later"
    minute(mailing_app, MONDAY)
    postbox.answer = None
    for minutes in (1, 2, 10):
        minute(mailing_app, MONDAY + timedelta(minutes=minutes))
    assert len(postbox.letters) == 1


def test_after_days_without_a_worker_the_week_is_left_out(mailing_app: Flask, ann: Member, postbox: Postbox) -> None:
    minute(mailing_app, MONDAY + timedelta(days=3))
    assert postbox.letters == []
    minute(mailing_app, MONDAY + timedelta(weeks=1))
    assert len(postbox.letters) == 1


def test_after_three_quiet_weeks_it_asks_once_and_rests_until_there_is_work(
    mailing_app: Flask, ann: Member, postbox: Postbox
) -> None:
    for weeks in range(9):
        minute(mailing_app, MONDAY + timedelta(weeks=weeks))
    subjects = [str(letter["Subject"]) for letter in postbox.letters]
    assert subjects == [f"Your week from {day}" for day in ("30 November", "7 December", "14 December")] + ["Paused?"]
    act(mailing_app, ann, MONDAY + timedelta(weeks=8, days=1), "doing")
    minute(mailing_app, MONDAY + timedelta(weeks=9))
    assert str(postbox.letters[-1]["Subject"]) == "Your week from 1 February"
    for weeks in range(10, 16):
        minute(mailing_app, MONDAY + timedelta(weeks=weeks))
    assert [str(letter["Subject"]) for letter in postbox.letters].count("Paused?") == 2


def test_it_moves_with_the_time_zone(mailing_app: Flask, ann: Member, postbox: Postbox) -> None:
    ann.client.post("/settings/profile", name="Ann Lee", time_zone="Pacific/Kiritimati")
    minute(mailing_app, MONDAY - timedelta(hours=13, minutes=1))
    assert postbox.letters == []
    minute(mailing_app, MONDAY - timedelta(hours=13))
    assert len(postbox.letters) == 1


def test_an_address_that_is_not_confirmed_gets_none(mailing_app: Flask, ann: Member, postbox: Postbox) -> None:
    with mailing_app.app_context():
        User.by_id(ann.user.id).confirmed_at = None
        db.session.commit()
    minute(mailing_app, MONDAY)
    assert postbox.letters == []
    answer = ann.client.post(PAGE, weekly="on")
    assert "Confirm your address first" in ann.client.read(answer, 422).one("p", role="alert").text
    card = next(li for li in ann.client.page("/settings").all("li") if "Weekly letter" in li.text)
    assert "waits" in card.text


def test_a_minute_in_which_nothing_is_due_costs_one_statement(mailing_app: Flask, ann: Member) -> None:
    with (
        databases.counted(mailing_app) as said,
        clock.stopped_at(MONDAY - timedelta(days=1)),
        mailing_app.app_context(),
    ):
        begin_letters()
        db.session.rollback()
    assert len(said) == 1


def test_turned_on_twice_off_and_on_again(mailing_app: Flask, ann: Member) -> None:
    (first,) = of_person(mailing_app, ann.user.id)["weekly_letters"]
    with clock.stopped_at(WEDNESDAY + timedelta(hours=1)):
        ann.client.post(PAGE, weekly="on")
        assert of_person(mailing_app, ann.user.id)["weekly_letters"] == [first]
        assert ann.client.post(PAGE, weekly="perhaps").status_code == 422
        ann.client.post(PAGE, weekly="off")
        ann.client.post(PAGE, weekly="off")
        assert of_person(mailing_app, ann.user.id)["weekly_letters"] == []
        assert "Off" in next(li.text for li in ann.client.page("/settings").all("li") if "Weekly letter" in li.text)


def test_without_mail_the_settings_say_so(mia: Member) -> None:
    assert "sends no letters" in mia.client.page(PAGE).one("section", aria_labelledby="weekly").text
    assert mia.client.post(PAGE, weekly="on").status_code == 404
    assert mia.client.post(PAGE, weekly="off").status_code == 303


def test_a_link_for_something_else_stops_nothing(mailing_app: Flask, ann: Member, postbox: Postbox) -> None:
    ann.client.post("/settings/calendar/make")
    token = ann.client.page(PAGE).one("input", id="address")["value"].rpartition("/")[2].removesuffix(".ics")
    minute(mailing_app, MONDAY)
    other = stop_link(postbox.letters[0]).rpartition("/")[2]
    anyone = Client(mailing_app)
    assert anyone.raw.post(f"/letters/stop/{token}").status_code == 404
    assert anyone.get(f"/calendar/{other}.ics").status_code == 404
    assert anyone.get("/letters/stop/é").status_code == 404
    assert of_person(mailing_app, ann.user.id)["weekly_letters"]
