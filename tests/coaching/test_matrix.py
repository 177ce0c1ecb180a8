"""Who may do what about a mentee: every address that names a grant, taken from the app's own routes, as everybody.

Otto's rows come first. The document of who sees what (ASVS 8.1.1) is this file: a new route is in it by itself.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.addresses import WRITES
from tests.coaching.doors import let_coach, let_look
from tests.coaching.table import Table
from tests.people import Client, Member
from tests.second_steps import half_way
from tests.tables import contents, unchanged
from tests.test_safe_methods import CANARY, fill
from tracker import clock
from tracker.accounts import User
from tracker.coaching.models import Block, Grants, Offers
from tracker.coaching.scopes import KNOWN
from tracker.extensions import db

pytestmark = pytest.mark.slow

FORMS = {address.endpoint: dict(address.form) for address in WRITES}
NOWHERE = "0" * 24
IDEMPOTENT = {"coaching.stop_looking"}
"""What a coach may send again: that they look no longer."""
CHANGING = re.compile(r'name="csrf_token" value="[^"]+"|/(?:coach|coaching)/[^"]+|next=[^"]+')


@dataclass(frozen=True)
class Place:
    """Mia, who has something of every kind, and carl, whom she lets see all that there is to grant."""

    app: Flask
    mia: Member
    carl: Member
    grant_id: str
    ids: dict[str, Any]

    def rules(self, side: str) -> Iterator[tuple[Rule, str, str]]:
        """(rule, method, address) of each that names a grant; `side`: /coach/ or /coaching/."""
        with self.app.test_request_context():
            adapter = self.app.url_map.bind("localhost")
            for rule in self.app.url_map.iter_rules():
                if "grant_id" in rule.arguments and rule.rule.startswith(side):
                    given = {name: self.ids[name] for name in rule.arguments}
                    for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                        yield rule, method, adapter.build(rule.endpoint, given, method=method)

    def ask(self, client: Client, rule: Rule, method: str, address: str) -> TestResponse:
        if method == "GET":
            return client.get(address, buffered=True)
        return client.post(address, **{"op_id": "matrix", **FORMS.get(rule.endpoint, {})})


@pytest.fixture
def place(app: Flask, mia: Member, carl: Member) -> Place:
    fill(mia)
    let_coach(app, carl)
    grant_id = let_look(app, mia, carl, KNOWN)
    table = Table(app, mia, carl, grant_id)
    assert table.send("say", text="Which rope?").status_code == 303
    meetings = f"/coach/mentees/{grant_id}/meetings"
    assert carl.client.post(meetings, **FORMS["coaching.coach_set_meeting"]).status_code == 303
    (meeting,) = contents(app)["meetings"]
    agreed = carl.client.post(f"{meetings}/{meeting['id']}/actions", op_id="one", text="Write to Lena")
    assert agreed.status_code == 303
    (action,) = contents(app)["meeting_actions"]
    ids = {"grant_id": grant_id, "milestone_id": "tk-bowline", "post_id": table.thread().posts[0].id}
    return Place(app, mia, carl, grant_id, {**ids, "meeting_id": meeting["id"], "action_id": action["id"]})


def asked(place: Place, otto: Member) -> None:
    """He has asked to be let in, and was not answered."""
    Offers(otto.person).ask(place.mia.user.id, "tiny-guide")


def accepted(place: Place, otto: Member) -> None:
    """He has accepted an invitation, and she has not confirmed that it is him whom she meant."""
    Grants(place.mia.person).invite("tiny-guide", KNOWN, "a hash")
    assert Offers(otto.person).accept("a hash")


def elsewhere(place: Place, otto: Member) -> None:
    """Carl, whom mia trusts, lets otto look at his own work: that is no way to hers."""
    Grants(place.carl.person).invite("tiny-guide", KNOWN, "a hash")
    taken = Offers(otto.person).accept("a hash")
    assert taken
    assert Grants(place.carl.person).confirm(taken.id, KNOWN)


def blocked(place: Place, otto: Member) -> None:
    Block.put(place.mia.person, otto.user.id)


@pytest.mark.parametrize("before", [None, asked, accepted, elsewhere, blocked])
def test_otto_finds_nothing_anywhere(
    place: Place, otto: Member, before: Callable[[Place, Member], None] | None
) -> None:
    let_coach(place.app, otto)
    if before:
        with place.app.app_context():
            before(place, otto)
            db.session.commit()
    finds_nothing(place, otto.client)


@pytest.mark.parametrize("who", ["mia", "noor"])
def test_neither_a_mentee_nor_a_member_finds_the_coachs_pages(
    place: Place, request: pytest.FixtureRequest, who: str
) -> None:
    finds_nothing(place, request.getfixturevalue(who).client, her_own=who == "mia")


def test_somebody_signed_out_or_half_signed_in_finds_nothing(place: Place, anyone: Client) -> None:
    for client in (anyone, half_way(place.app, place.carl)):
        for side in ("/coach/", "/coaching/"):
            for rule, method, address in place.rules(side):
                answer = unchanged(place.app, place.ask, client, rule, method, address)
                assert answer.status_code == (302 if method == "GET" else 401), f"{method} {address}"
                assert place.mia.user.name not in answer.text


ENDINGS: dict[str, Callable[[Place], object]] = {
    "paused": lambda place: Grants(place.mia.person).pause(place.grant_id),
    "ended by mia": lambda place: Grants(place.mia.person).end(place.grant_id),
    "ended by carl": lambda place: Offers(place.carl.person).end(place.grant_id),
    "mia is disabled": lambda place: User.by_id(place.mia.user.id).disable(),
    "mia has left": lambda place: User.by_id(place.mia.user.id).delete(),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_carl_finds_nothing_any_more(place: Place, ending: str) -> None:
    """His session is open, and each page was in it: a copy with its date or mark is no way back."""
    copies = {}
    for rule, method, address in place.rules("/coach/"):
        if method == "GET":
            answer = place.ask(place.carl.client, rule, method, address)
            assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store"), address
            copies[address] = answer.headers.get("ETag", '"any"')
    with place.app.app_context():
        ENDINGS[ending](place)
        db.session.commit()
    finds_nothing(place, place.carl.client, sends_again=ending == "ended by carl")
    for address, mark in copies.items():
        again = place.carl.client.get(address, headers={"If-None-Match": mark, "If-Modified-Since": "Fri, 1 Jan 2100"})
        assert again.status_code == 404


def test_carl_finds_nothing_when_its_time_is_over(place: Place) -> None:
    with clock.stopped_at(clock.now() + timedelta(days=91)):
        fresh = place.carl.another_browser()
        for rule, method, address in place.rules("/coach/"):
            if rule.endpoint not in IDEMPOTENT:
                assert unchanged(place.app, place.ask, fresh, rule, method, address).status_code == 404, address
        assert place.mia.user.name not in fresh.get("/coach").text


def test_carl_finds_what_he_was_granted_and_none_of_her_own_pages(place: Place) -> None:
    for rule, method, address in place.rules("/coach/"):
        if rule.endpoint in IDEMPOTENT:
            continue
        answer = place.ask(place.carl.client, rule, method, address)
        assert answer.status_code in {200, 303, 409, 422}, f"{method} {address} answered {answer.status}"
    for rule, method, address in place.rules("/coaching/"):
        answer = unchanged(place.app, place.ask, place.carl.client, rule, method, address)
        assert answer.status_code == 404, f"{method} {address} answered {answer.status}"


def test_one_who_is_both_keeps_both_apart(place: Place, otto: Member) -> None:
    """Carl coaches mia and is coached by otto: otto sees carl, and through him nobody."""
    let_coach(place.app, otto)
    with place.app.app_context():
        elsewhere(place, otto)
        db.session.commit()
    (grant_id,) = [row["id"] for row in contents(place.app)["grants"] if row["coach_id"] == otto.user.id]
    page = otto.client.page(f"/coach/mentees/{grant_id}")
    assert place.carl.user.name in page.text
    assert place.mia.user.name not in page.html
    assert CANARY not in page.html
    finds_nothing(place, otto.client)
    assert place.mia.user.name in place.carl.client.page(f"/coach/mentees/{place.grant_id}").text


def finds_nothing(place: Place, client: Client, *, her_own: bool = False, sends_again: bool = False) -> None:
    """404 everywhere, the same as where there never was anything, with nothing changed; and in no list either."""
    missing = CHANGING.sub("", client.get(f"/coach/mentees/{NOWHERE}").text)
    for side in ("/coach/",) if her_own else ("/coach/", "/coaching/"):
        for rule, method, address in place.rules(side):
            if sends_again and rule.endpoint in IDEMPOTENT:
                continue
            answer = unchanged(place.app, place.ask, client, rule, method, address)
            assert answer.status_code == 404, f"{method} {address} answered {answer.status}"
            assert her_own or place.mia.user.name not in answer.text
            if method == "GET":
                assert CHANGING.sub("", answer.text) == missing, f"{address} tells that there is something"
    if her_own:
        return
    for address in ("/coach", "/coach/export.csv", "/coach/print", "/coach?q=mia", "/inbox", "/coaching", "/dashboard"):
        text = client.get(address, buffered=True).text
        assert CANARY not in text, address
        assert place.mia.user.name not in text or address in {"/coaching", "/inbox"}, address
