"""The access log: who, what and when, of all grants and of one, page by page; nobody else reads it."""

from datetime import timedelta

import pytest
from flask import Flask

from tests.coaching.doors import let_coach, let_look
from tests.people import Member
from tracker import clock
from tracker.coaching import access_log
from tracker.coaching.models import Sights, note_look


@pytest.fixture
def granted(app: Flask, mia: Member, carl: Member) -> str:
    let_coach(app, carl)
    return let_look(app, mia, carl)


def looks(app: Flask, coach: Member, grant_id: str, *what: tuple[str, str], days_ago: float = 0) -> None:
    with app.app_context(), clock.stopped_at(clock.now() - timedelta(days=days_ago)):
        found = Sights(coach.person).of(grant_id)
        assert found is not None
        for look, target in what:
            note_look([found], look, target)


def test_it_teaches_while_it_is_empty(mia: Member, granted: str) -> None:
    for path in ("/coaching/log", f"/coaching/grants/{granted}/log"):
        assert "Nothing was looked at" in mia.client.page(path).text


def test_it_says_who_what_and_when_with_titles_that_lead_there(
    app: Flask, mia: Member, carl: Member, granted: str
) -> None:
    looks(app, carl, granted, ("plan", ""), ("milestone", "tk-bowline"), ("milestone", "gone"), ("list", ""))
    page = mia.client.page("/coaching/log")
    assert "Carl Lindqvist looked at your roadmap, 2 milestones and your line in their list" in page.text
    (link,) = page.all("a", href="/roadmap/tiny-guide/tk-bowline")
    assert link.text
    assert "a milestone that the guide no longer has" in page.text


def test_of_one_grant_it_says_that_ones(app: Flask, mia: Member, carl: Member, otto: Member, granted: str) -> None:
    let_coach(app, otto)
    other = let_look(app, mia, otto)
    looks(app, carl, granted, ("plan", ""))
    looks(app, otto, other, ("milestone", "tk-splice"))
    page = mia.client.page(f"/coaching/grants/{granted}/log")
    assert "looked at your roadmap" in page.text
    assert "Otto" not in page.text
    assert "Otto Brandt looked at 1 milestone" in mia.client.page("/coaching/log").text


def test_it_stays_after_the_end(app: Flask, mia: Member, carl: Member, granted: str) -> None:
    looks(app, carl, granted, ("plan", ""))
    mia.client.post(f"/coaching/grants/{granted}/end")
    assert "Carl Lindqvist looked at your roadmap" in mia.client.page(f"/coaching/grants/{granted}/log").text


def test_nobody_else_reads_it(app: Flask, mia: Member, carl: Member, otto: Member, granted: str) -> None:
    looks(app, carl, granted, ("milestone", "tk-bowline"))
    for member in (carl, otto):
        assert member.client.get(f"/coaching/grants/{granted}/log").status_code == 404
        assert "tk-bowline" not in member.client.page("/coaching/log").html


def test_page_by_page_with_whole_days(
    app: Flask, mia: Member, carl: Member, granted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access_log, "MOST", 5)
    for day in reversed(range(6)):
        looks(app, carl, granted, ("plan", ""), ("milestone", "tk-bowline"), days_ago=day)
    address: str | None = "/coaching/log"
    met: list[str] = []
    while address:
        page = mia.client.page(address)
        met += [heading["id"] for heading in page.all("h2") if heading.get("id").startswith("day-")]
        earlier = [link["href"] for link in page.all("a") if link.text == "Earlier days"]
        address = earlier[0] if earlier else None
    assert met == sorted(set(met), reverse=True)
    assert len(met) == 6
    assert "Nothing earlier" in mia.client.page("/coaching/log?before=1999-01-01").text
    for nonsense in ("nothing", "0001-01-01", "9999-12-31", ""):
        assert mia.client.get(f"/coaching/log?before={nonsense}").status_code == 200


def test_it_costs_the_same_for_much(app: Flask, mia: Member, carl: Member, granted: str, statements) -> None:
    def cost() -> int:
        with statements() as said:
            assert mia.client.get("/coaching/log").status_code == 200
        return len(said)

    looks(app, carl, granted, ("milestone", "tk-bowline"))
    few = cost()
    for day in reversed(range(5)):
        looks(app, carl, granted, ("plan", ""), ("milestone", "tk-splice"), days_ago=day)
    assert cost() == few <= 3
