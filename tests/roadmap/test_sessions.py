"""POST …/session and …/hours/stop: one at a time, across devices and midnights; forgotten ones are asked about."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from tests.crowd import at_once
from tests.people import Client, Member, make_member
from tests.roadmap.desk import said
from tests.roadmap.mine import Mine, section
from tests.tables import of_person, unchanged
from tracker import clock
from tracker.accounts.models import UserSession
from tracker.extensions import db

pytestmark = pytest.mark.slow

NINE = datetime(2027, 3, 10, 9, 0, tzinfo=UTC)


@pytest.fixture
def mine(mia: Member) -> Mine:
    return Mine(mia.client)


@contextmanager
def at(member: Member, moment: datetime) -> Iterator[Mine]:
    """Somebody at a new browser, at that moment."""
    with clock.stopped_at(moment):
        client = Client(member.client.app)
        with client.app.app_context():
            client.sign_in_as(UserSession.begin(member.user.id, remembered=False, device="a browser"))
            db.session.commit()
        yield Mine(client)


def rows(app: Flask, member: Member) -> list[dict[str, object]]:
    return of_person(app, member.user.id)["work_sessions"]


def stopped(mine: Mine, where: str = "hours", **fields: str) -> str:
    """Stop by the form of a page; what is said then."""
    page = mine.page(where)
    form = page.form("/roadmap/tiny-guide/hours/stop")
    sent = {field["name"]: field.get("value") for field in form.all("input")} | fields
    answer = mine.client.post(form["action"], **sent)
    assert answer.status_code == 303
    return said(mine.client.read(mine.client.get(answer.location)))


def test_started_and_stopped_on_the_milestones_page(app: Flask, mia: Member) -> None:
    with at(mia, NINE) as mine:
        answer = mine.send("tk-bowline/session")
        assert answer.location == "/roadmap/tiny-guide/tk-bowline#hours"
        assert "A session runs." in said(mine.client.read(mine.client.get(answer.location)))
    with at(mia, NINE + timedelta(minutes=35, seconds=50)) as mine:
        assert "35 min since today 10:00" in section(mine.page("tk-bowline"), "hours").text
        assert "35 min on “Bowline”." in stopped(mine, "tk-bowline")
        assert "Hours 35 min of about 1 h" in section(mine.page("tk-bowline"), "hours").text
    (row,) = rows(app, mia)
    assert (row["minutes"], row["day"], row["milestone_id"]) == (35, date(2027, 3, 10), "tk-bowline")


def test_the_dashboard_shows_it_and_stops_it_from_another_device(mia: Member) -> None:
    mia.client.post("/dashboard/guide", guide="tiny-guide")
    with at(mia, NINE) as mine:
        mine.send("tk-bowline/status", status="doing", version="0")
        row = section(mine.client.page("/dashboard"), "next-title").all("li")[0]
        assert row.one("button").text == "Start session: Bowline"
        assert row.one("button")["formaction"] == "/roadmap/tiny-guide/tk-bowline/session"
        mine.send("tk-bowline/session")
        assert section(mine.client.page("/dashboard"), "next-title").all("li")[0].all("button") == []
    with at(mia, NINE + timedelta(hours=1, minutes=5)) as mine:
        today = section(mine.client.page("/dashboard"), "today-title")
        assert "1 h 05 on Bowline, since today 10:00" in today.text
        assert "1 h 05 so far." in today.text
        page = mine.client.page("/dashboard")
        form = page.form("/roadmap/tiny-guide/hours/stop")
        answer = mine.client.post(form["action"], **{f["name"]: f.get("value") for f in form.all("input")})
        assert answer.location == "/dashboard"
        assert "1 h 05 so far." in section(mine.client.page("/dashboard"), "today-title").text


def test_starting_elsewhere_ends_what_ran(app: Flask, mia: Member) -> None:
    with at(mia, NINE) as mine:
        mine.send("tk-bowline/session")
    with at(mia, NINE + timedelta(minutes=20)) as mine:
        assert "A session runs on Bowline" in section(mine.page("tk-splice"), "hours").text
        answer = mine.send("tk-splice/session")
        assert "20 min on “Bowline”." in said(mine.client.read(mine.client.get(answer.location)))
    assert sorted((str(row["milestone_id"]), row["minutes"]) for row in rows(app, mia)) == [
        ("tk-bowline", 20),
        ("tk-splice", None),
    ]


def test_the_same_request_twice_and_a_second_device_start_one(app: Flask, mia: Member, mine: Mine) -> None:
    mine.send("tk-bowline/session", op_id="same")
    unchanged(app, lambda: mine.send("tk-bowline/session", op_id="same"))
    second = Mine(mia.another_browser())
    unchanged(app, lambda: second.send("tk-bowline/session"))
    assert len(rows(app, mia)) == 1


def test_an_old_page_starts_nothing_again(app: Flask, mia: Member) -> None:
    with at(mia, NINE) as mine:
        mine.send("tk-bowline/session", op_id="same")
    with at(mia, NINE + timedelta(minutes=5)) as mine:
        stopped(mine)
        unchanged(app, lambda: mine.send("tk-bowline/session", op_id="same"))


def test_many_devices_at_once(app: Flask, mia: Member) -> None:
    clients = [mia.another_browser() for _ in range(4)]
    tokens = [client.token() for client in clients]

    def start(number: int) -> int:
        where = ("tk-bowline", "tk-splice")[number % 2]
        form = {"op_id": f"op-{number}", "csrf_token": tokens[number]}
        return clients[number].raw.post(f"/roadmap/tiny-guide/{where}/session", data=form).status_code

    assert at_once(4, start) == [303] * 4
    assert [row["minutes"] for row in rows(app, mia)] == [None]


def test_a_late_stop_stops_only_what_its_page_showed(app: Flask, mia: Member) -> None:
    with at(mia, NINE) as mine:
        mine.send("tk-bowline/session")
        entry = mine.page("hours").one("input", name_="entry")["value"]
    with at(mia, NINE + timedelta(minutes=5)) as mine:
        mine.send("tk-splice/session")
        answer = unchanged(app, lambda: mine.send("hours/stop", entry=entry))
        assert "That session had ended already." in said(mine.client.read(mine.client.get(answer.location)))


def test_less_than_a_minute_is_nothing(app: Flask, mine: Mine, mia: Member) -> None:
    mine.send("tk-bowline/session")
    assert "less than a minute" in stopped(mine)
    assert rows(app, mia) == []


def test_a_forgotten_one_is_capped_and_asked_about_until_it_is_answered(app: Flask, mia: Member) -> None:
    mia.client.post("/dashboard/guide", guide="tiny-guide")
    with at(mia, NINE.replace(hour=21)) as mine:  # 22:00 in Berlin
        mine.send("tk-bowline/session")
    with at(mia, NINE + timedelta(days=1)) as mine:
        assert "That is very long. How long did you work?" in mine.client.page("/dashboard").text
        assert "4 h of it count until you say how long it was" in stopped(mine)
        today = section(mine.client.page("/dashboard"), "today-title")
        assert "1 session ran for very long. Say how long it was" in today.text
        (entry,) = section(mine.page("hours"), "entries").one("ul").all("li")
        assert entry.one("a", href=entry.all("a")[-1]["href"]).text.startswith("Say how long")
        form = mine.client.page(entry.all("a")[-1]["href"])
        assert "The session ran from yesterday 22:00 to today 10:00" in section(form, "log").text
        (row,) = rows(app, mia)
        assert (row["minutes"], row["asked"]) == (240, True)
        fields = {"hours": "2:30", "day": "2027-03-10", "milestone": "tk-bowline"}
        assert mine.send(f"hours/{row['entry_id']}", **fields).status_code == 303
        assert [(str(one["day"]), one["minutes"], one["asked"]) for one in rows(app, mia)] in (
            [("2027-03-10", 120, False), ("2027-03-11", 30, False)],
            [("2027-03-11", 30, False), ("2027-03-10", 120, False)],
        )
        assert "ran for very long" not in mine.client.page("/dashboard").text


def test_who_says_how_long_when_stopping_is_not_asked_again(app: Flask, mia: Member) -> None:
    with at(mia, NINE) as mine:
        mine.send("tk-bowline/session")
    with at(mia, NINE + timedelta(hours=9)) as mine:
        assert "Give hours such as 1.5" in stopped(mine, hours="long")
        assert "1 h 30 on “Bowline”." in stopped(mine, hours="1,5")
    (row,) = rows(app, mia)
    assert (row["minutes"], row["asked"]) == (90, False)


def test_nobody_worked_longer_than_it_ran(app: Flask, mia: Member) -> None:
    with at(mia, NINE) as mine:
        mine.send("tk-bowline/session")
    with at(mia, NINE + timedelta(hours=5)) as mine:
        assert "It ran for 5 h" in stopped(mine, hours="9")


@pytest.mark.parametrize(
    "zone,begun,days",
    [
        ("Pacific/Kiritimati", "2027-01-10T09:30", ["2027-01-10", "2027-01-11"]),
        ("Pacific/Pago_Pago", "2027-01-11T10:30", ["2027-01-10", "2027-01-11"]),
        ("Asia/Kathmandu", "2027-01-10T17:45", ["2027-01-10", "2027-01-11"]),
        ("Europe/Berlin", "2027-03-27T22:30", ["2027-03-27", "2027-03-28"]),  # the night clocks go forward
        ("Europe/Berlin", "2027-10-30T21:30", ["2027-10-30", "2027-10-31"]),  # and back
        ("Europe/Berlin", "2028-02-28T22:30", ["2028-02-28", "2028-02-29"]),
        ("Europe/Berlin", "2026-12-31T22:30", ["2026-12-31", "2027-01-01"]),
    ],
)
def test_across_midnight_each_day_has_its_own(app: Flask, zone: str, begun: str, days: list[str]) -> None:
    member = make_member(app, "ada", "Ada Mercer", zone)
    start = datetime.fromisoformat(begun).replace(tzinfo=UTC)
    with at(member, start) as mine:
        mine.send("tk-bowline/session")
    with at(member, start + timedelta(minutes=150)) as mine:
        assert "2 h so far." in section(mine.page("hours"), "today-title").text, "since midnight"
        stopped(mine)
        assert "2 h so far." in section(mine.page("hours"), "today-title").text
    found = sorted((str(row["day"]), row["minutes"]) for row in rows(app, member))
    assert found == [(days[0], 30), (days[1], 120)]


def test_it_runs_on_while_its_milestone_is_put_away(mine: Mine, app: Flask, mia: Member) -> None:
    own = mine.add()
    mine.send(f"{own}/session")
    mine.send(f"{own}/archive", archived="1")
    assert "A talk on knots" in section(mine.page("hours"), "today-title").text
    assert "less than a minute" in stopped(mine)


def test_in_another_guide_it_is_named_and_stopped_here(mia: Member) -> None:
    with at(mia, NINE) as mine:
        mine.send("tk-bowline/session")
    with at(mia, NINE + timedelta(minutes=9)) as mine:
        page = mine.client.page("/roadmap/ai-engineer/hours")
        assert "9 min on Bowline" in section(page, "today-title").text
        form = page.form("/roadmap/ai-engineer/hours/stop")
        mine.client.post(form["action"], **{f["name"]: f.get("value") for f in form.all("input")})
        assert "9 min" in section(mine.page("hours"), "entries").text
        assert "Nothing written down" in mine.client.page("/roadmap/ai-engineer/hours").text


def test_without_its_op_id_nothing_starts_or_stops(app: Flask, mine: Mine) -> None:
    answer = unchanged(app, lambda: mine.send("tk-bowline/session", op_id=""))
    assert "This form is incomplete." in mine.client.read(answer, 422).text
    mine.send("tk-bowline/session")
    entry = mine.page("hours").one("input", name_="entry")["value"]
    for fields in ({"op_id": "", "entry": entry}, {"entry": ""}):
        answer = unchanged(app, mine.send, "hours/stop", **fields)
        assert "This form is incomplete." in said(mine.client.read(mine.client.get(answer.location)))


@pytest.mark.parametrize("way", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_no_stop_leads_to_another_site(mine: Mine, way: str) -> None:
    assert mine.send("hours/stop", entry="x", next=way).location == "/roadmap/tiny-guide/hours"


def test_nobody_stops_somebody_elses(app: Flask, mine: Mine, otto: Member, mia: Member) -> None:
    mine.send("tk-bowline/session")
    entry = mine.page("hours").one("input", name_="entry")["value"]
    unchanged(app, lambda: Mine(otto.client).send("hours/stop", entry=entry))
    assert "Stop" not in section(otto.client.page("/roadmap/tiny-guide/hours"), "today-title").text


def test_with_htmx_the_page_changes_in_place(mine: Mine) -> None:
    form = {"op_id": "a", "csrf_token": mine.client.token()}
    path = "/roadmap/tiny-guide/tk-bowline"
    mine.client.raw.post(f"{path}/session", data=form, headers={"HX-Request": "true"})
    text = mine.client.get(path, headers={"HX-Request": "true"}).text
    assert 'data-hx-post="/roadmap/tiny-guide/hours/stop"' in text
    assert "<html" not in text
