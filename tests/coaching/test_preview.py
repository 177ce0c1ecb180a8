"""The preview: the screen a coach would see, for whoever it would be seen of, by scopes; it grants nothing."""

import re

from flask import Flask

from tests.coaching.doors import let_coach, let_look
from tests.coaching.steps import accept, invite, only_grant, sees
from tests.pages import Page
from tests.people import Member
from tests.tables import unchanged
from tracker.coaching.models import Sights, sight_of_self


def withheld(page: Page) -> set[str]:
    """What the page says is not shared."""
    return set(re.findall(r"Mia Okafor doesn’t share ([^.]+)\.", page.text))


def test_it_shows_what_the_scopes_show(mia: Member) -> None:
    every = mia.client.page("/coaching/preview?guide=tiny-guide&scopes=evidence&scopes=pace&scopes=sections")
    least = mia.client.page("/coaching/preview?guide=tiny-guide")
    for page in (every, least):
        assert "Mia Okafor" in page.one("h1").text
        assert mia.user.email not in page.text
    assert withheld(every) == set()
    assert withheld(least) == {"evidence", "plan and pace", "which sections are read"}


def test_private_things_are_in_no_preview(mia: Member) -> None:
    mia.client.post("/roadmap/tiny-guide/tk-bowline/note", op_id="first", version=0, note="canary-71")
    mia.client.post("/roadmap/tiny-guide/tk-bowline/session", op_id="second")
    page = mia.client.page(
        "/coaching/preview?guide=tiny-guide&scopes=evidence&scopes=pace&scopes=sections&scopes=notes"
    )
    assert "canary-71" not in page.html


def test_of_a_grant_it_is_as_it_stands_or_as_it_would_be(app: Flask, mia: Member, carl: Member) -> None:
    let_coach(app, carl)
    accept(carl, invite(mia, scopes=["evidence"]))
    at = f"/coaching/grants/{only_grant(app).id}/preview"
    assert withheld(mia.client.page(at)) == {"plan and pace", "which sections are read"}
    other = unchanged(app, lambda: mia.client.get(f"{at}?scopes=pace"))
    assert withheld(mia.client.read(other)) == {"evidence", "which sections are read"}
    assert sees(app, carl) == []


def test_it_is_ones_own_alone(app: Flask, mia: Member, carl: Member, otto: Member) -> None:
    let_coach(app, carl)
    grant_id = let_look(app, mia, carl)
    for member in (carl, otto):
        assert member.client.get(f"/coaching/grants/{grant_id}/preview").status_code == 404
        assert "Mia" not in member.client.page("/coaching/preview").text


def test_nothing_opens_by_the_sight_of_oneself(app: Flask, mia: Member) -> None:
    let_coach(app, mia)
    with app.app_context():
        own = sight_of_self(mia.person, "tiny-guide", ["evidence"])
        assert own.mentee.email == ""
        assert Sights(mia.person).of(own.grant_id) is None
    assert mia.client.get(f"/coach/mentees/{own.grant_id}").status_code == 404


def test_an_unknown_guide_has_none(mia: Member) -> None:
    assert mia.client.get("/coaching/preview?guide=nothing").status_code == 404
