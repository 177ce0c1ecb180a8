"""What each grant shows and what none does: a canary in every private field, looked for on all that a coach opens."""

from datetime import date, timedelta
from itertools import chain, combinations

import pytest
from flask import Flask
from sqlalchemy import update

from tests.coaching.doors import let_coach, let_look
from tests.people import Client, Member
from tests.roadmap.desk import Desk
from tests.roadmap.mine import Mine
from tests.roadmap.plan_desk import PlanDesk
from tracker import clock
from tracker.accounts.models import UserSession
from tracker.coaching.models import CoachNotes, Sights
from tracker.extensions import db

pytestmark = pytest.mark.slow

ALWAYS, NEVER = "always", "never"
CANARIES = {
    "canary-own-title": ALWAYS,
    "canary-own-outcome": ALWAYS,
    "canary-own-criterion": ALWAYS,
    "canary-archived": ALWAYS,
    "canary-link-words": "evidence",
    "canary.example": "evidence",
    "canary-first-version": "evidence",
    "canary-text": "evidence",
    "canary-figure": "evidence",
    "canary-commit": "evidence",
    "Mobile": "pace",
    "Rigger": "pace",
    "17 March 2031": "pace",
    "3–9 May 2031": "pace",
    "In the plan": "pace",
    "Guide read": "sections",
    "1 of 2 sections": "sections",
    "canary-note": NEVER,
    "canary-carried-note": NEVER,
    "canary-undone": NEVER,
    "canary-removed": NEVER,
    "mia@example.org": NEVER,
    "Europe/Berlin": NEVER,
    "Firefox on Android": NEVER,
    "canary-rating": NEVER,
    "canary-highlight": NEVER,
    "it holds": NEVER,
    "canary-other-coach": NEVER,
    "3 h 07": NEVER,
    "9.25": NEVER,
    "1 h 15": NEVER,
    "13 h": NEVER,
}
"""Each with the scope that shows it. Of the plan's answers: 9 h 15 a week, 1 h 15 of them on Sundays."""
A_PHONE = "Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"
OPTIONAL = ("evidence", "pace", "sections")
COMBINATIONS = [list(some) for some in chain.from_iterable(combinations(OPTIONAL, n) for n in range(4))]


def put_canaries(app: Flask, mia: Member) -> None:
    """Through her own pages, as she would."""
    desk, own = Desk(mia.client), Mine(mia.client)
    bend = desk.at("tk-sheet-bend")
    desk.do("note", note="canary-note")
    desk.do("evidence", kind="link", url="https://canary.example/first", text="canary-first-version")
    form = next(one for one in desk.page().all("form") if one.all("input", name_="evidence_id"))
    piece = form.one("input", name_="evidence_id")["value"]
    again = {"kind": "link", "url": "https://canary.example/", "text": "canary-link-words", "evidence_id": piece}
    desk.do("evidence", **again, version=1)
    desk.do("evidence", kind="text", text="canary-removed")
    gone = desk.page().all("button", name_="remove")[-1]["value"]
    desk.do("evidence", remove=gone, version=1)
    desk.do("evidence", kind="text", text="canary-undone")
    desk.do("undo")
    desk.do("evidence", kind="text", text="canary-text")
    figure = {"kind": "figure", "figure": "pulls", "day": "2026-11-02", "n": "24"}
    bend.do("evidence", **figure, value="canary-figure", commit="canary-commit")
    bend.do("note", note="canary-carried-note")
    own.add(title="canary-own-title", outcome="canary-own-outcome", criteria="canary-own-criterion", hours="13")
    archived = own.add(title="canary-archived")
    own.send(f"{archived}/archive", archived="1")
    plan = PlanDesk(mia.client, "tiny-guide")
    hours = {f"hours-{day}": value for day, value in enumerate(("2", "2", "0", "2", "0", "2", "1.25"))}
    start = mia.person.today().isoformat()
    plan.take(start=start, background="mobile", role="rigger", **hours)
    plan.post("breaks", first="2031-05-03", last="2031-05-09")
    own.send("tk-splice/change", hours="3", version="0", end=date(2031, 3, 17).isoformat())
    own.send("tk-bowline/hours", day=start, hours="3:07")
    _read_and_rate(mia.client)
    mia.another_browser()
    with app.app_context():
        db.session.execute(update(UserSession).where(UserSession.user_id == mia.user.id).values(device=A_PHONE))
        db.session.commit()


def _read_and_rate(client: Client) -> None:
    client.post("/guides/tiny-guide/one-loop/finish", finished="1")
    client.post("/guides/tiny-guide/helpful", helpful="no", comment="canary-rating")
    part = '[{"block": "how-it-holds", "quote": "it holds", "before": "How ", "after": ""}]'
    mark = "7d5a6f0e-1c2b-4d3e-8f90-a1b2c3d4e5f6"
    client.post("/guides/tiny-guide/one-loop/highlights", highlight_id=mark, parts=part, note="canary-highlight")


def everything(client: Client, seen: str) -> str:
    """The HTML of every page of hers that a coach can open, the carried titles of the guide's own texts left out."""
    page = client.page(seen)
    views = [
        f"{seen}?by=track",
        *(f"{seen}?status={status}" for status in ("left", "lately", "changed", "reviewed", "turn", "done", "locked")),
    ]
    links = {link["href"].partition("#")[0] for link in page.one("main").all("a")}
    milestones = sorted(link for link in links if link.startswith(f"{seen}/"))
    assert len(milestones) >= 5, "the guide's three, her own, and the archived one"
    return page.html + "".join(client.page(one).html for one in (*views, *milestones))


def otto_notes(app: Flask, mia: Member, otto: Member) -> None:
    grant_id = let_look(app, mia, otto)
    with app.app_context():
        sight = Sights(otto.person).of(grant_id)
        assert sight
        CoachNotes(sight).write("canary-other-coach", "")
        db.session.commit()


@pytest.mark.parametrize("scopes", COMBINATIONS, ids=lambda scopes: "+".join(scopes) or "milestones alone")
def test_exactly_what_was_granted(app: Flask, mia: Member, carl: Member, otto: Member, scopes: list[str]) -> None:
    for coach in (carl, otto):
        let_coach(app, coach)
    put_canaries(app, mia)
    otto_notes(app, mia, otto)
    html = everything(carl.client, f"/coach/mentees/{let_look(app, mia, carl, scopes)}")
    expected = {canary for canary, scope in CANARIES.items() if scope == ALWAYS or scope in scopes}
    assert {canary for canary in CANARIES if canary in html} == expected


def test_the_canaries_are_there(app: Flask, mia: Member) -> None:
    """She sees them herself, so that none is looked for in vain."""
    put_canaries(app, mia)
    at = "/roadmap/tiny-guide"
    places = [
        at,
        f"{at}/tk-bowline",
        f"{at}/tk-sheet-bend",
        f"{at}/tk-splice",
        f"{at}/own",
        f"{at}/plan",
        f"{at}/hours",
    ]
    places += ["/settings/sessions", "/settings/address", "/settings/profile", "/guides/tiny-guide/highlights"]
    places += ["/guides/tiny-guide", f"{at}/plan/start"]
    html = "".join(mia.client.page(place).html for place in places)
    own = next(link["href"] for link in mia.client.page(f"{at}/own").all("a") if "canary-own" in link.text)
    html += mia.client.page(own).html
    unseen = {canary for canary in CANARIES if canary not in html}
    assert unseen <= {
        "canary-first-version",  # replaced, removed and undone: only the history has them
        "canary-removed",
        "canary-undone",
        "canary-other-coach",
        "In the plan",
        "Guide read",
        "1 of 2 sections",
        "9.25",
        "1 h 15",
        "13 h",
    }


def test_a_scope_that_is_taken_back_shows_nothing_at_the_next_request(app: Flask, mia: Member, carl: Member) -> None:
    let_coach(app, carl)
    put_canaries(app, mia)
    with clock.stopped_at(clock.now() + timedelta(seconds=1)):
        let_look(app, mia, carl, OPTIONAL)
        seen = f"/coach/mentees/{let_look(app, mia, carl, [])}"
        html = everything(carl.client, seen)
    assert not [canary for canary, scope in CANARIES.items() if scope != ALWAYS and canary in html]
