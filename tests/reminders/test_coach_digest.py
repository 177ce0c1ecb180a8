"""The coach's letter on Mondays: of grants in force as it is sent, in counts; none where nothing is to say."""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from tests import databases
from tests.coaching.doors import let_coach, let_look
from tests.coaching.meeting_table import DAY
from tests.people import Client, Member, make_member
from tests.post import Postbox, text_of, work
from tests.tables import contents
from tracker import clock, jobs
from tracker.coaching.models import Grants
from tracker.extensions import db
from tracker.library import catalogue
from tracker.reminders.digest import Digest, begin_digests
from tracker.roadmap import Talk, personal

WEDNESDAY = datetime(2026, 11, 25, 18, tzinfo=UTC)
MONDAY = datetime(2026, 11, 30, 6, tzinfo=UTC)
"""Seven in the morning in Vienna."""
PAGE = "/settings/notices"


@pytest.fixture
def people(mailing_app: Flask, postbox: Postbox) -> Iterator[tuple[Member, Member, str]]:
    """Ann and her coach Ben, who wants the digest; the grant's id."""
    with clock.stopped_at(WEDNESDAY):
        ann = make_member(mailing_app, "ann", "Ann Lee", "Europe/Berlin")
        ben = make_member(mailing_app, "ben", "Ben Roth", "Europe/Vienna")
        let_coach(mailing_app, ben)
        grant_id = let_look(mailing_app, ann, ben)
        assert ben.client.post(PAGE, by_mail="digest").status_code == 303
        work(mailing_app)
        postbox.letters.clear()
        yield ann, ben, grant_id


def minute(app: Flask, now: datetime = MONDAY) -> None:
    with clock.stopped_at(now), app.app_context():
        jobs.do_duties()
        work(app)


def act(member: Member, milestone: str, status: str, at: datetime = WEDNESDAY) -> None:
    with clock.stopped_at(at):
        fields = {"op_id": secrets.token_urlsafe(8), "version": 0, "status": status, "overrule": "1"}
        path = f"/roadmap/tiny-guide/{milestone}/status"
        assert member.another_browser().post(path, **fields).status_code == 303


def ask(app: Flask, member: Member, milestone: str = "tk-bowline") -> None:
    with app.app_context():
        guide = personal(member.person, catalogue().guides[1])
        assert guide.id == "tiny-guide"
        Talk(member.person, guide).say(guide.by_id[milestone], member.person, "mentee", "an-op-id", "How tight?")
        db.session.commit()


def digests(postbox: Postbox) -> list[str]:
    return [text_of(letter) for letter in postbox.letters if "Your mentees" in str(letter["Subject"])]


def test_otto_and_who_did_not_ask_get_none(
    mailing_app: Flask, people: tuple[Member, Member, str], postbox: Postbox
) -> None:
    ann, _, _ = people
    otto = make_member(mailing_app, "otto", "Otto Brandt", "Europe/Vienna")
    let_coach(mailing_app, otto)
    otto.client.post(PAGE, by_mail="digest")
    act(ann, "tk-bowline", "done")
    minute(mailing_app)
    assert [str(letter["To"]) for letter in postbox.letters] == ["Ben Roth <ben@example.org>"]
    with clock.stopped_at(MONDAY), mailing_app.app_context():
        assert Digest.of(otto.person).is_empty
    assert ann.client.read(ann.client.post(PAGE, by_mail="digest"), 422)


def test_it_says_who_waits_what_changed_and_whom_one_meets(
    mailing_app: Flask, people: tuple[Member, Member, str], postbox: Postbox
) -> None:
    ann, ben, grant_id = people
    ask(mailing_app, ann)
    act(ann, "tk-bowline", "done")
    act(ann, "tk-sheet-bend", "doing")
    ann.client.post("/roadmap/tiny-guide/tk-splice/note", op_id="x", version=0, note="A canary")
    meetings = f"/coach/mentees/{grant_id}/meetings"
    ben.client.post(meetings, op_id="this week", **DAY, agenda="A canary")
    ben.client.post(meetings, op_id="next week", **(DAY | {"day": "2026-12-08"}))
    for minutes in (-1, 0, 1, 60 * 24):
        minute(mailing_app, MONDAY + timedelta(minutes=minutes))
    (text,) = digests(postbox)
    assert "Who waits on you:\n\n- Ann Lee: 1 milestone, the oldest since 25 November\n" in text
    assert "Last week, 23–29 November:\n\n- Ann Lee: 1 finished, 1 begun\n" in text
    assert "Whom you meet this week:\n\n- Ann Lee: Tuesday 1 December, 18:00\n\nAll of them" in text
    assert "canary" not in text
    assert "http://localhost/coach\n" in text
    looks = [(row["user_id"], row["look"]) for row in contents(mailing_app)["grant_views"]]
    assert looks == [(ann.user.id, "list")], "ann finds it in her log"


def test_where_there_is_nothing_to_say_there_is_no_letter(
    mailing_app: Flask, people: tuple[Member, Member, str], postbox: Postbox
) -> None:
    act(people[0], "tk-bowline", "done", WEDNESDAY - timedelta(days=7))
    minute(mailing_app)
    assert digests(postbox) == []
    assert [job["state"] for job in contents(mailing_app)["jobs"] if job["kind"] == "digest"] == ["done"]


@pytest.mark.parametrize("how", ["pause", "end", "time"])
def test_consent_counts_at_the_moment_of_sending(
    mailing_app: Flask, people: tuple[Member, Member, str], postbox: Postbox, how: str
) -> None:
    """T1: the mail server is down on Monday; before the next try the grant rests, ends, or its time is over."""
    ann, _, grant_id = people
    act(ann, "tk-bowline", "done")
    postbox.answer = "451 try again later"
    minute(mailing_app)
    postbox.answer = None
    with mailing_app.app_context(), clock.stopped_at(MONDAY):
        if how == "time":
            rows = db.metadata.tables["grants"]
            with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
                connection.execute(rows.update().values(ends_at=MONDAY))
        else:
            getattr(Grants(ann.person), how)(grant_id)
            db.session.commit()
    minute(mailing_app, MONDAY + timedelta(minutes=1))
    assert digests(postbox) == []


def test_one_click_stops_it(mailing_app: Flask, people: tuple[Member, Member, str], postbox: Postbox) -> None:
    act(people[0], "tk-bowline", "done")
    minute(mailing_app)
    (letter,) = [one for one in postbox.letters if "Your mentees" in str(one["Subject"])]
    path = str(letter["List-Unsubscribe"]).strip("<>").removeprefix("http://localhost")
    anyone = Client(mailing_app)
    assert "the digest for coaches" in anyone.page(path).one("h1").text
    for _ in range(2):
        assert "stopped" in anyone.raw.post(path, data={"List-Unsubscribe": "One-Click"}).text
    assert contents(mailing_app)["coach_digests"] == []
    act(people[0], "tk-sheet-bend", "done", MONDAY + timedelta(days=1))
    minute(mailing_app, MONDAY + timedelta(weeks=1))
    assert len(digests(postbox)) == 1


def test_it_moves_with_the_time_zone(mailing_app: Flask, people: tuple[Member, Member, str], postbox: Postbox) -> None:
    ann, ben, _ = people
    act(ann, "tk-bowline", "done")
    ben.client.post("/settings/profile", name="Ben Roth", time_zone="Pacific/Kiritimati")
    minute(mailing_app, MONDAY - timedelta(hours=13, minutes=1))
    assert digests(postbox) == []
    minute(mailing_app, MONDAY - timedelta(hours=13))
    assert len(digests(postbox)) == 1


def test_it_costs_the_same_for_one_mentee_or_six(mailing_app: Flask, people: tuple[Member, Member, str]) -> None:
    _, ben, _ = people
    costs = []
    for number in range(2):
        with databases.counted(mailing_app) as said, mailing_app.app_context():
            Digest.of(ben.person)
            db.session.rollback()
        costs.append(len(said))
        for more in range(5 - 5 * number):
            member = make_member(mailing_app, f"member{more}", "A Member", "Europe/Berlin")
            let_look(mailing_app, member, ben)
    assert costs[0] == costs[1] <= 6


def test_a_minute_in_which_nothing_is_due_costs_one_statement(
    mailing_app: Flask, people: tuple[Member, Member, str]
) -> None:
    with databases.counted(mailing_app) as said, mailing_app.app_context():
        begin_digests()
        db.session.rollback()
    assert len(said) == 1
