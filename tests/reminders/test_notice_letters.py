"""Notices by mail: what may be said and is wanted at the moment of sending, once; stopped by one click."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from tests.coaching.meeting_table import Table, laid
from tests.people import Client, Member, make_member
from tests.post import Postbox, html_of, text_of, work
from tests.tables import contents, of_person, unchanged
from tracker import clock
from tracker.accounts import User
from tracker.accounts.models import remove_factors
from tracker.coaching.models import Grants
from tracker.extensions import db

PAGE = "/settings/notices"


@pytest.fixture
def table(mailing_app: Flask, postbox: Postbox) -> Table:
    """Ann and her coach Ben, both with confirmed addresses."""
    ann = make_member(mailing_app, "ann", "Ann Lee", "Europe/Berlin")
    ben = make_member(mailing_app, "ben", "Ben Roth", "Europe/Vienna")
    with mailing_app.app_context():
        User.by_id(ann.user.id).confirm()
        db.session.commit()
    found = laid(mailing_app, ann, ben)
    postbox.letters.clear()
    return found


def test_one_goes_out_with_its_words_and_its_place(mailing_app: Flask, table: Table, postbox: Postbox) -> None:
    meeting_id = table.set()
    for _ in range(2):
        work(mailing_app)
    (letter,) = postbox.letters
    assert str(letter["To"]) == "Ann Lee <ann@example.org>"
    assert str(letter["Subject"]) == "Ben Roth set a meeting: Tuesday 1 December 2026, 18:00."
    assert f"\n\nhttp://localhost{table.mentees}/{meeting_id}\n\n" in text_of(letter)
    assert f'<a href="http://localhost{table.mentees}/{meeting_id}">' in html_of(letter)


def read(_app: Flask, table: Table) -> None:
    table.coach.client.post("/inbox/read")


def unwish(_app: Flask, table: Table) -> None:
    table.coach.client.post(PAGE, by_mail="meeting")


def pause(app: Flask, table: Table) -> None:
    with app.app_context():
        Grants(table.mentee.person).pause(table.grant_id)
        db.session.commit()


def end(app: Flask, table: Table) -> None:
    with app.app_context():
        Grants(table.mentee.person).end(table.grant_id)
        db.session.commit()


def weaken(app: Flask, table: Table) -> None:
    with app.app_context():
        remove_factors(table.coach.user.id)
        db.session.commit()


def doubt(app: Flask, table: Table) -> None:
    with app.app_context():
        User.by_id(table.coach.user.id).confirmed_at = None
        db.session.commit()


def disable(app: Flask, table: Table) -> None:
    with app.app_context():
        User.by_id(table.coach.user.id).disable()
        db.session.commit()


def leave(app: Flask, table: Table) -> None:
    with app.app_context():
        User.by_id(table.mentee.user.id).delete()
        db.session.commit()


@pytest.mark.parametrize("change", [read, unwish, pause, end, weaken, doubt, disable, leave])
def test_nothing_goes_out_that_is_not_wanted_or_may_not_be_said_by_then(
    mailing_app: Flask, table: Table, postbox: Postbox, change: Callable[[Flask, Table], None]
) -> None:
    """T1: the letter waits as a job when the consent ends."""
    table.set(by_coach=False)
    change(mailing_app, table)
    work(mailing_app)
    assert postbox.letters == []


def test_the_mail_server_is_down_and_consent_ends_before_the_next_try(
    mailing_app: Flask, table: Table, postbox: Postbox
) -> None:
    postbox.answer = "451 try again later"
    table.set(by_coach=False)
    work(mailing_app)
    postbox.answer = None
    pause(mailing_app, table)
    with clock.stopped_at(clock.now() + timedelta(minutes=1)):
        work(mailing_app)
    assert postbox.letters == []


def test_a_failure_is_tried_again_and_sent_once(mailing_app: Flask, table: Table, postbox: Postbox) -> None:
    postbox.answer = "451 try again later"
    table.set(by_coach=False)
    work(mailing_app)
    postbox.answer = None
    for minutes in (1, 2, 10):
        with clock.stopped_at(clock.now() + timedelta(minutes=minutes)):
            work(mailing_app)
    assert [str(letter["To"]) for letter in postbox.letters] == ["Ben Roth <ben@example.org>"]


def test_days_later_it_is_no_news(mailing_app: Flask, table: Table, postbox: Postbox) -> None:
    table.set()
    with clock.stopped_at(clock.now() + timedelta(days=4)):
        work(mailing_app)
    assert postbox.letters == []


def test_one_click_stops_its_kind_alone(mailing_app: Flask, table: Table, postbox: Postbox) -> None:
    table.set()
    work(mailing_app)
    path = str(postbox.letters[0]["List-Unsubscribe"]).strip("<>").removeprefix("http://localhost")
    anyone = Client(mailing_app)
    page = unchanged(mailing_app, anyone.page, path)
    assert "when this happens: a coach sets, moves or cancels a meeting" in page.text
    for _ in range(2):
        assert "stopped" in anyone.raw.post(path, data={"List-Unsubscribe": "One-Click"}).text
    (wish,) = of_person(mailing_app, table.mentee.user.id)["notice_wishes"]
    assert (wish["kind"], wish["by_mail"]) == ("meeting", False)
    table.set("another")
    work(mailing_app)
    assert len(postbox.letters) == 1


def test_a_title_with_line_breaks_makes_no_header(mailing_app: Flask, table: Table, postbox: Postbox) -> None:
    with mailing_app.app_context():
        User.by_id(table.mentee.user.id).name = "Ann\r\nBcc: otto@example.org"
        db.session.commit()
    table.set(by_coach=False)
    work(mailing_app)
    (letter,) = postbox.letters
    assert letter["Bcc"] is None
    assert str(letter["Subject"]).strip().startswith("Ann Bcc: otto@example.org set a meeting")


def test_kinds_are_chosen_and_those_of_coaches_shown_to_coaches(mailing_app: Flask, table: Table) -> None:
    hers, his = table.mentee.client, table.coach.client
    offered = {box["value"] for box in hers.page(PAGE).all("input", type="checkbox")}
    assert "meeting" in offered
    assert not {"coach-meeting", "digest"} & offered
    assert {"meeting", "coach-meeting", "digest"} <= {
        box["value"] for box in his.page(PAGE).all("input", type="checkbox")
    }
    answer = unchanged(mailing_app, lambda: hers.post(PAGE, by_mail="digest"))
    assert hers.read(answer, 422)
    for _ in range(2):
        assert his.post(PAGE, by_mail="digest").status_code == 303
    ticked = {box["value"] for box in his.page(PAGE).all("input", checked="")}
    assert ticked == {"digest"}
    assert len(of_person(mailing_app, table.coach.user.id)["coach_digests"]) == 1
    his.post(PAGE, by_mail="coach-meeting")
    assert contents(mailing_app)["coach_digests"] == []


def test_without_mail_nothing_is_sent_and_the_page_says_so(app: Flask, mia: Member, carl: Member) -> None:
    table = laid(app, mia, carl)
    folder = app.extensions["settings"].instance_path / "mail"
    before = set(folder.glob("*.eml"))
    table.set()
    work(app)
    assert set(folder.glob("*.eml")) == before
    assert "sends no letters" in mia.client.page(PAGE).text
    assert {job["state"] for job in contents(app)["jobs"] if job["kind"] == "notice"} == {"done"}
