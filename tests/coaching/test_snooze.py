"""Flags answered: put off until a day with a reason, shown again, said to be of use or not; the mentee's rows stay."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.coaching.doors import let_coach, let_look
from tests.coaching.test_home import lines
from tests.coaching.test_sights import ENDINGS
from tests.people import Client, Member
from tests.tables import contents, of_person, unchanged
from tests.work import always
from tracker import clock
from tracker.extensions import db
from tracker.library import Guide
from tracker.roadmap import Progress, changes

pytestmark = pytest.mark.slow

AGO = timedelta(days=20)


@pytest.fixture
def grant_id(app: Flask, mia: Member, carl: Member, tiny_guide: Guide) -> str:
    """Mia, let in twenty days ago, with a milestone that has been blocked since."""
    let_coach(app, carl)
    with clock.stopped_at(clock.now() - AGO), app.app_context():
        made = let_look(app, mia, carl)
        blocked = always(changes.set_status("blocked", overruled=False))
        Progress(mia.person, tiny_guide).change(tiny_guide.milestones[0], "op", [], blocked)
        db.session.commit()
    return made


def reason(tiny_guide: Guide, member: Member) -> str:
    day = clock.local_day(clock.now() - AGO, member.user.time_zone)
    return f"blocked:{tiny_guide.milestones[0].id}:{day.isoformat()}"


def path(grant_id: str, action: str) -> str:
    return f"/coach/mentees/{grant_id}/flags/{action}"


def section(client: Client, name: str) -> list[str]:
    """Who stands in a section of the list."""
    found = [one for one in client.page("/coach").all("section") if one.one("h2").text.startswith(name)]
    return [item.text for one in found for item in one.all("h3")]


def in_days(number: int) -> str:
    return (clock.now() + timedelta(days=number)).date().isoformat()


SENT: dict[str, dict[str, str]] = {
    "snooze": {"why": "The quota is asked for.", "until": in_days(9)},
    "wake": {},
    "rate": {"useful": "yes"},
}


@pytest.mark.parametrize("action", SENT)
def test_otto_answers_nothing(
    app: Flask, mia: Member, otto: Member, tiny_guide: Guide, grant_id: str, action: str
) -> None:
    let_coach(app, otto)
    for member in (otto, mia):
        given = {"reason": reason(tiny_guide, mia), **SENT[action]}
        assert unchanged(app, member.client.post, path(grant_id, action), **given).status_code == 404


@pytest.mark.parametrize("action", SENT)
@pytest.mark.parametrize("ending", ["mentee ends", "pause", "second factor lost", "mentee disabled"])
def test_nothing_is_answered_after_the_end(
    app: Flask, mia: Member, carl: Member, tiny_guide: Guide, grant_id: str, action: str, ending: str
) -> None:
    with app.app_context():
        ENDINGS[ending](mia, carl, grant_id)
        db.session.commit()
    given = {"reason": reason(tiny_guide, mia), **SENT[action]}
    assert unchanged(app, carl.client.post, path(grant_id, action), **given).status_code in {403, 404}


def test_put_off_and_back_on_its_day(app: Flask, mia: Member, carl: Member, tiny_guide: Guide, grant_id: str) -> None:
    hers = of_person(app, mia.user.id)
    assert section(carl.client, "Needs a hand") == ["Mia Okafor"]
    given = {"reason": reason(tiny_guide, mia), **SENT["snooze"]}
    for _ in range(2):  # twice is once
        assert carl.client.post(path(grant_id, "snooze"), **given).status_code == 303
    assert section(carl.client, "Needs a hand") == []
    assert list(lines(carl.client.page("/coach"))) == ["Mia Okafor"]
    desk = carl.client.page(f"/coach/mentees/{grant_id}/desk")
    assert "The quota is asked for." in desk.text
    with clock.stopped_at(clock.now() + timedelta(days=10)):
        assert section(carl.another_browser(), "Needs a hand") == ["Mia Okafor"]
    after = of_person(app, mia.user.id)
    assert {name: after[name] for name in hers if name != "grant_views"} == {
        name: hers[name] for name in hers if name != "grant_views"
    }


def test_shown_again_at_once(carl: Member, mia: Member, tiny_guide: Guide, grant_id: str) -> None:
    named = reason(tiny_guide, mia)
    carl.client.post(path(grant_id, "snooze"), reason=named, **SENT["snooze"])
    assert carl.client.post(path(grant_id, "wake"), reason=named, next="/coach").location == "/coach"
    assert section(carl.client, "Needs a hand") == ["Mia Okafor"]


def test_of_use_or_not_the_last_word_counts_and_the_share_is_shown(
    app: Flask, carl: Member, mia: Member, tiny_guide: Guide, grant_id: str
) -> None:
    named = reason(tiny_guide, mia)
    for useful, words in (("yes", "1 of 1 marked useful"), ("no", "0 of 1 marked useful")):
        carl.client.post(path(grant_id, "rate"), reason=named, useful=useful)
        assert words in carl.client.page("/coach").text
        assert words in carl.client.page(f"/coach/mentees/{grant_id}/desk").text
    assert "%" not in carl.client.page("/coach").one("main").text
    (row,) = contents(app)["flag_answers"]
    assert (row["reason"], row["useful"], row["coach_id"]) == (named, False, carl.user.id)


BAD: list[tuple[str, dict[str, Any]]] = [
    ("snooze", {"why": "", "until": in_days(7)}),
    ("snooze", {"why": "x" * 201, "until": in_days(7)}),
    ("snooze", {"why": "Later.", "until": in_days(-1)}),
    ("snooze", {"why": "Later.", "until": in_days(400)}),
    ("snooze", {"why": "Later.", "until": "soon"}),
    ("snooze", {"why": "Later.", "until": in_days(7), "reason": "blocked:nothing:2026-01-01"}),
    ("snooze", {"why": "Later.", "until": in_days(7), "reason": "x" * 300}),
    ("rate", {"useful": "perhaps"}),
    ("rate", {"useful": "yes", "reason": "blocked:nothing:2026-01-01"}),
    ("rate", {"useful": "yes", "reason": None}),
    ("wake", {"reason": ""}),
]


@pytest.mark.parametrize("action,given", BAD)
def test_what_can_not_be_is_refused(
    app: Flask, carl: Member, mia: Member, tiny_guide: Guide, grant_id: str, action: str, given: dict[str, Any]
) -> None:
    carl.client.page(f"/coach/mentees/{grant_id}/desk")  # the look of today is noted
    form = {"reason": reason(tiny_guide, mia)} | given
    answer = unchanged(app, carl.client.post, path(grant_id, action), **form)
    page = carl.client.read(answer, 422)
    if action == "snooze" and "reason" not in given:
        assert page.all("ul", class_="error")
        assert page.one("input", name_="why").get("value") == given["why"]
