"""GET /calendar/<token>.ics and the settings that make, replace and end its address."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from icalendar import Calendar

from tests.people import Client, Member
from tests.reminders.reading_calendars import faults
from tests.roadmap.plan_desk import PlanDesk
from tests.tables import unchanged
from tracker import clock
from tracker.extensions import db
from tracker.reminders.calendar import OFTEN

SET_OUT = datetime(2026, 11, 25, 18, tzinfo=UTC)
PAGE = "/settings/letters"


@pytest.fixture(autouse=True)
def set_out(mia: Member) -> Iterator[None]:
    with clock.stopped_at(SET_OUT):
        PlanDesk(mia.client, "tiny-guide").take()
        yield


def address(member: Member) -> str:
    """As its owner reads it."""
    return member.client.page(PAGE).one("input", id="address")["value"].removeprefix("http://localhost")


def make(member: Member) -> str:
    assert member.client.post("/settings/calendar/make").status_code == 303
    return address(member)


def events(client: Client, path: str) -> dict[str, tuple[date, date, int, str]]:
    """By title: first day, the day after the last, sequence, UID."""
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    assert faults(answer.data) == []
    return {
        str(one["summary"]): (one.decoded("dtstart"), one.decoded("dtend"), int(str(one["sequence"])), str(one["uid"]))
        for one in Calendar.from_ical(answer.data).walk("VEVENT")
    }


def test_it_holds_the_plan_and_nothing_private(mia: Member, anyone: Client) -> None:
    mia.client.post("/roadmap/tiny-guide/tk-bowline/note", op_id="one", version=0, note="a canary of a note")
    path = make(mia)
    found = events(anyone, path)
    rows = mia.client.page("/roadmap/tiny-guide/timeline").all("tr")
    assert set(found) == {row.one("a").text for row in rows if row.all("a")}
    assert all(last > first >= date(2026, 11, 30) for first, last, _, _ in found.values())
    text = anyone.get(path).text.replace("\r\n ", "")
    for secret in ("canary", mia.user.email, mia.user.name):
        assert secret not in text
    assert "Set-Cookie" not in anyone.get(path).headers


def test_a_change_of_days_keeps_uids_and_raises_the_sequence(mia: Member, anyone: Client) -> None:
    path = make(mia)
    before = events(anyone, path)
    with clock.stopped_at(SET_OUT + timedelta(days=10)):
        desk = PlanDesk(mia.another_browser(), "tiny-guide")
        desk.post("breaks", first="2026-12-01", last="2026-12-06")
        after = events(anyone, path)
        assert after.pop("6 days off")[:2] == (date(2026, 12, 1), date(2026, 12, 7))
        assert {title: one[3] for title, one in after.items()} == {title: one[3] for title, one in before.items()}
        assert max(one[1] for one in after.values()) > max(one[1] for one in before.values())
        assert min(one[2] for one in after.values()) > max(one[2] for one in before.values())
    with clock.stopped_at(SET_OUT + timedelta(days=11)):
        desk = PlanDesk(mia.another_browser(), "tiny-guide")
        desk.post(desk.days_off[0].one("form")["action"].removeprefix(f"{desk.path}/"))
        back = events(anyone, path)
        assert {title: one[:2] for title, one in back.items()} == {title: one[:2] for title, one in before.items()}
        assert min(one[2] for one in back.values()) > max(one[2] for one in after.values())


def test_it_is_sent_again_only_when_it_has_changed(mia: Member, anyone: Client) -> None:
    path = make(mia)
    first = anyone.get(path)
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert anyone.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert "Last-Modified" not in first.headers, "a date would not tell of what is gone"
    later = {"If-Modified-Since": "Tue, 01 Dec 2099 00:00:00 GMT"}
    assert anyone.get(path, headers=later).status_code == 200
    mia.client.post("/roadmap/tiny-guide/tk-bowline/status", op_id="one", version=0, status="na")
    assert anyone.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_a_replaced_an_ended_and_an_unknown_address_answer_alike(app: Flask, mia: Member, anyone: Client) -> None:
    old = make(mia)
    new = make(mia)
    assert old != new
    uids = {one[3] for one in events(anyone, new).values()}
    assert mia.client.post("/settings/calendar/end").status_code == 303
    answers = [unchanged(app, anyone.get, path) for path in (old, new, "/calendar/nothing.ics")]
    assert [answer.status_code for answer in answers] == [404] * 3
    assert len({anyone.read(answer, 404).one("main").text for answer in answers}) == 1
    assert not mia.client.page(PAGE).all("input", id="address")
    assert {one[3] for one in events(anyone, make(mia)).values()} == uids, "the same events, wherever they are read"


def test_each_has_their_own_and_nobody_elses(mia: Member, noor: Member, anyone: Client) -> None:
    hers, noors = make(mia), make(noor)
    assert events(anyone, noors) == {}
    assert len(events(anyone, hers)) > 0
    noor.client.post("/settings/calendar/end")
    assert anyone.get(hers).status_code == 200


def test_who_asks_too_often_waits(mia: Member, anyone: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make(mia)
    monkeypatch.setattr(OFTEN, "most", 3)
    codes = [anyone.get(path).status_code for _ in range(4)]
    assert codes == [200, 200, 200, 429]
    assert anyone.get(path).headers["Retry-After"] == "300"
    with clock.stopped_at(SET_OUT + timedelta(minutes=5)):
        assert anyone.get(path).status_code == 200


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu"])
def test_days_are_the_plans_own_wherever_one_is(mia: Member, anyone: Client, zone: str) -> None:
    path = make(mia)
    before = events(anyone, path)
    mia.client.post("/settings/profile", name="Mia", time_zone=zone)
    assert events(anyone, path) == before


def test_under_another_secret_key_it_works_on_but_is_not_shown(app: Flask, mia: Member, anyone: Client) -> None:
    path = make(mia)
    with app.app_context(), db.engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(db.metadata.tables["calendar_feeds"].update().values(sealed=b"of another key"))
    assert "can’t be shown any more" in mia.client.page(PAGE).one("section", aria_labelledby="calendar").text
    assert anyone.get(path).status_code == 200
    assert make(mia) != path
