"""POST …/hours: hours written down by hand, changed and removed; sums that agree with the entries."""

from datetime import date, timedelta

import pytest
from flask import Flask

from tests.people import Member
from tests.roadmap.desk import Desk, said
from tests.roadmap.mine import Mine, section
from tests.tables import of_person, unchanged
from tracker import clock
from tracker.extensions import db
from tracker.library import Guide
from tracker.roadmap import Worklog, days_with_work

DAY = "2026-11-02"


@pytest.fixture
def mine(mia: Member) -> Mine:
    return Mine(mia.client)


def log(mine: Mine, **fields: str | None) -> None:
    answer = mine.send("hours", **{"day": DAY, "hours": "1:30", "milestone": "tk-bowline"} | fields)
    assert answer.status_code == 303, answer.text[:2000]


def entries(mine: Mine) -> list[str]:
    lists = section(mine.page("hours"), "entries").all("ul", class_="entries")
    return [item.one("span", class_="n").text for item in lists[0].all("li")] if lists else []


def only_entry(app: Flask, member: Member) -> str:
    (row,) = of_person(app, member.user.id)["work_sessions"]
    return str(row["entry_id"])


def test_with_and_without_a_milestone(mine: Mine) -> None:
    log(mine)
    log(mine, hours="45 min", milestone="")
    log(mine, hours="2", milestone="tk-splice", day="2026-11-03")
    page = mine.page("hours")
    assert "4 h 15 written down so far." in page.text
    table = section(page, "by-milestone")
    assert [[cell.text for cell in row.all("th") + row.all("td")] for row in table.one("tbody").all("tr")] == [
        ["Bowline To do", "1 h 30", "1 h"],
        ["Eye splice To do", "2 h", "3 h"],
        ["On no milestone", "45 min", "–"],
        ["Together", "4 h 15", ""],
    ]
    assert sorted(entries(mine)) == ["1 h 30", "2 h", "45 min"]
    assert "Hours 1 h 30 of about 1 h" in section(mine.page("tk-bowline"), "hours").text


def test_weeks_begin_on_monday_and_hold_their_days(mine: Mine, mia: Member) -> None:
    today = clock.local_day(clock.now(), mia.user.time_zone)
    monday = today - timedelta(days=today.weekday())
    log(mine, day=monday.isoformat(), hours="1")
    log(mine, day=(monday - timedelta(days=1)).isoformat(), hours="2")
    log(mine, day=(monday - timedelta(weeks=7)).isoformat(), hours="3")
    log(mine, day=(monday - timedelta(weeks=8)).isoformat(), hours="4")
    hours = [row.one("td").text for row in section(mine.page("hours"), "weeks").one("tbody").all("tr")]
    assert hours == ["1 h", "2 h", *["–"] * 5, "3 h"]


def test_on_the_milestones_own_page(mine: Mine) -> None:
    answer = mine.send("tk-bowline/hours", day=DAY, hours="0.5")
    assert answer.location == "/roadmap/tiny-guide/tk-bowline#hours"
    assert "30 min written down." in said(mine.client.read(mine.client.get(answer.location)))


def test_what_cannot_be_read_on_that_page_is_still_there(app: Flask, mine: Mine) -> None:
    answer = unchanged(app, lambda: mine.send("tk-bowline/hours", day="2026-02-30", hours="a while"))
    page = mine.client.read(answer, 422)
    assert page.one("input", id="log-hours")["value"] == "a while"
    assert page.one("input", id="log-day")["value"] == "2026-02-30"
    assert page.one("input", id="log-hours")["aria-describedby"] == "log-hours-error"
    assert "open" in section(page, "hours").one("details").attributes


def test_sent_twice_it_is_one_entry(app: Flask, mine: Mine) -> None:
    for _ in range(2):
        log(mine, op_id="same")
    assert entries(mine) == ["1 h 30"]
    log(mine, op_id="same", hours="2")
    assert len(entries(mine)) == 2


@pytest.mark.parametrize(
    "fields,sentence",
    [
        ({"hours": ""}, "Give hours such as 1.5 or 1:30"),
        ({"hours": "0"}, "Give hours such as 1.5 or 1:30"),
        ({"hours": "25"}, "Give hours such as 1.5 or 1:30"),
        ({"hours": "-1"}, "Give hours such as 1.5 or 1:30"),
        ({"day": "2099-01-01"}, "Enter a day up to today."),
        ({"day": "1999-12-31"}, "Enter a day up to today."),
        ({"day": ""}, "Enter the day."),
        ({"milestone": "nothing"}, "This milestone isn't on your roadmap."),
        ({"op_id": ""}, "This form is incomplete."),
    ],
)
def test_what_will_not_do_is_said(app: Flask, mine: Mine, fields: dict[str, str], sentence: str) -> None:
    sent = {"day": DAY, "hours": "1:30", "milestone": "tk-bowline"} | fields
    page = mine.client.read(unchanged(app, lambda: mine.send("hours", **sent)), 422)
    assert sentence in page.one("main").text
    assert page.one("input", id="hours")["value"] == sent["hours"]


def test_a_day_has_twenty_four_hours(app: Flask, mine: Mine, mia: Member) -> None:
    log(mine, hours="23")
    for where, extra in (("hours", {"milestone": ""}), ("tk-bowline/hours", {})):
        answer = unchanged(app, mine.send, where, day=DAY, hours="1:01", **extra)
        assert "That day would hold more than 24 hours." in mine.client.read(answer, 422).text
    entry = only_entry(app, mia)
    assert mine.send(f"hours/{entry}", day=DAY, hours="24").status_code == 303
    log(mine, day="2026-11-03", hours="1")
    (other,) = [row["entry_id"] for row in of_person(app, mia.user.id)["work_sessions"] if row["entry_id"] != entry]
    assert mine.send(f"hours/{other}", day=DAY, hours="1").status_code == 422


def test_today_is_the_persons_own(noor: Member) -> None:
    """In Kathmandu a day is over at 18:15 UTC."""
    with clock.stopped_at(clock.now().replace(hour=18, minute=30)):
        mine = Mine(noor.another_browser())
        today = clock.local_day(clock.now(), "Asia/Kathmandu")
        assert mine.page("hours").one("input", name_="day")["value"] == today.isoformat()
        log(mine, day=today.isoformat())
        assert "1 h 30 so far." in section(mine.page("hours"), "today-title").text
        assert mine.send("hours", day=(today + timedelta(days=1)).isoformat(), hours="1").status_code == 422


def test_an_entry_is_changed_by_its_own_form(app: Flask, mine: Mine, mia: Member) -> None:
    log(mine)
    entry = only_entry(app, mia)
    page = mine.page(f"hours?edit={entry}")
    form = page.form(f"/roadmap/tiny-guide/hours/{entry}")
    assert form.one("input", name_="hours")["value"] == "1:30"
    assert form.one("input", name_="day")["value"] == DAY
    (chosen,) = [option["value"] for option in form.all("option") if "selected" in option.attributes]
    assert chosen == "tk-bowline"
    for _ in range(2):
        assert mine.send(f"hours/{entry}", day="2026-11-05", hours="2", milestone="").status_code == 303
    (row,) = of_person(app, mia.user.id)["work_sessions"]
    assert (row["day"], row["minutes"], row["milestone_id"]) == (date(2026, 11, 5), 120, None)
    page = mine.client.read(unchanged(app, lambda: mine.send(f"hours/{entry}", day=DAY, hours="x")), 422)
    assert page.one("input", id="hours")["value"] == "x"


def test_an_entry_is_removed(app: Flask, mine: Mine, mia: Member) -> None:
    log(mine)
    entry = only_entry(app, mia)
    assert unchanged(app, lambda: mine.send(f"hours/{entry}", remove="1", op_id="")).status_code == 422
    answer = mine.send(f"hours/{entry}", remove="1")
    assert "Removed: 1 h 30." in said(mine.client.read(mine.client.get(answer.location)))
    assert entries(mine) == []
    assert mine.send(f"hours/{entry}", remove="1").status_code == 404


def test_what_runs_is_no_entry_yet(app: Flask, mine: Mine, mia: Member) -> None:
    mine.send("tk-bowline/session")
    entry = only_entry(app, mia)
    assert entries(mine) == []
    assert unchanged(app, lambda: mine.send(f"hours/{entry}", remove="1")).status_code == 404
    assert mine.page(f"hours?edit={entry}").one("h2", id="log").text == "Write hours down"


def test_nobody_else_sees_or_changes_it(app: Flask, mine: Mine, mia: Member, otto: Member) -> None:
    log(mine)
    entry = only_entry(app, mia)
    his = Mine(otto.client)
    for fields in ({"remove": "1"}, {"day": DAY, "hours": "2"}):
        assert unchanged(app, his.send, f"hours/{entry}", **fields).status_code == 404
    assert "Nothing written down so far." in his.page(f"hours?edit={entry}").text


def test_many_entries_are_shown_fifty_at_a_time(app: Flask, mia: Member, mine: Mine, tiny_guide: Guide) -> None:
    with app.app_context():
        for number in range(53):
            Worklog(mia.person).log(f"op-{number}", tiny_guide, date(2026, 1, 1) + timedelta(days=number), 60, None)
        db.session.commit()
    assert len(entries(mine)) == 50
    page = mine.page("hours?entries=all")
    assert len(section(page, "entries").all("li")) == 53
    assert "53 h written down so far." in page.text


def test_a_day_with_hours_is_a_day_with_work(app: Flask, mia: Member, mine: Mine) -> None:
    log(mine)
    log(mine, hours="1")
    with app.app_context():
        assert days_with_work(mia.person, date(2026, 11, 1)) == {date(2026, 11, 2): 2}


def test_hours_on_an_old_id_count_for_its_successor(app: Flask, mia: Member, mine: Mine, tiny_guide: Guide) -> None:
    with app.app_context():
        Worklog(mia.person).log("a", tiny_guide, date(2026, 11, 2), 60, "tk-loop")
        Worklog(mia.person).log("b", tiny_guide, date(2026, 11, 1), 30, "tk-bowline")
        Worklog(mia.person).log("c", tiny_guide, date(2026, 11, 3), 15, "tk-granny")
        db.session.commit()
        sums = Worklog(mia.person).sums(tiny_guide)
        assert sums.minutes == {"tk-bowline": 90, None: 15}
        assert sums.begun == {"tk-bowline": date(2026, 11, 1)}
        assert Worklog(mia.person).by_day(tiny_guide, date(2026, 11, 2)) == {
            date(2026, 11, 2): 60,
            date(2026, 11, 3): 15,
        }
    assert "Hours 1 h 30 of about 1 h" in section(mine.page("tk-bowline"), "hours").text


def test_hours_stay_with_what_was_put_away(mine: Mine) -> None:
    own = mine.add()
    log(mine, milestone=own)
    Desk(mine.client, own).do("status", status="done", overrule="1")
    mine.send(f"{own}/archive", archived="1")
    assert "A talk on knots Done 1 h 30 6 h" in section(mine.page("hours"), "by-milestone").text
