"""A mentee's pages in their coach's browser: what is aimed at the coach stays text, and no host is asked anything."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Dialog

from tests import databases
from tests.browser.conftest import NewMember, OpenTab
from tests.browser.looking import looks_right
from tests.browser.visiting import GUIDE
from tests.hostile import MARKUP
from tests.work import always
from tracker import create_app
from tracker.accounts import Coach, Person, User, one_time
from tracker.accounts.models import Authenticator
from tracker.coaching.models import Grants, Offers
from tracker.coaching.scopes import KNOWN
from tracker.config import Settings
from tracker.extensions import db
from tracker.roadmap import Evidence, Figure, OwnMilestone, Progress, Tailoring, changes, personal

pytestmark = pytest.mark.browser

LINKS = 30
PROJECT = "pf-rag-eval"


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """An address of this machine, and who has called there."""
    calls: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def listen() -> None:
            while True:
                try:
                    connection, caller = listener.accept()
                except OSError:
                    return
                calls.append(str(caller))
                connection.close()

        Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", calls
        listener.shutdown(socket.SHUT_RDWR)


def person(email: str) -> Person:
    user = User.by_email(email)
    assert user
    return Person(user.id, user.name, user.email, user.time_zone, None, token="")


def hostile(mentee: Person, elsewhere: str) -> str:
    """All that a mentee can write where a coach reads it, past the forms; the id of the own milestone."""
    user = User.by_id(mentee.id)
    user.name = MARKUP[1]
    track, phase = GUIDE.tracks[0].id, GUIDE.phases[0].id
    own = Tailoring(mentee, GUIDE).add("own", OwnMilestone("", MARKUP[0], MARKUP[2], (), 1, track, phase))
    guide = personal(mentee, GUIDE)
    pieces = [
        Evidence(f"link-{n}", 1, "link", url=f"{elsewhere}/{n}", text=MARKUP[n % len(MARKUP)]) for n in range(LINKS)
    ]
    pieces += [
        Evidence(f"text-{n}", 1, "text", text=f"{markup}\n![x]({elsewhere}/image)") for n, markup in enumerate(MARKUP)
    ]
    pieces += [
        Evidence(f"figure-{one.id}", 1, "figure", figure=Figure(one.id, MARKUP[n % len(MARKUP)], 1, None, MARKUP[-1]))
        for n, one in enumerate(guide.by_id[PROJECT].bar)
    ]
    for number, piece in enumerate(pieces):
        change = changes.put_evidence(piece, overruled=False)
        Progress(mentee, guide).change(guide.by_id[PROJECT], f"op-{number}", [], always(change))
    return own.id


def granted(app: Flask, mentee: Person, coach: Person) -> str:
    User.by_id(coach.id).confirm()
    Coach.put(coach.id, name="A coach", helps_with="Evals", promise_days=2)
    Authenticator.put(coach.id, one_time.new_seed(), 0)
    made = Grants(mentee).invite(GUIDE.id, KNOWN, f"the hash for {coach.id}")
    assert Offers(coach).accept(str(made.token_hash))
    assert Grants(mentee).confirm(made.id, KNOWN)
    return made.id


def test_what_is_aimed_at_the_coach_stays_text(
    new_member: NewMember, environment: dict[str, str], open_tab: OpenTab
) -> None:
    mentee, coach = new_member(), new_member()
    app = create_app(Settings.from_environment(environment))
    with listening() as (elsewhere, calls):
        with app.app_context():
            own_id = hostile(person(mentee.email), elsewhere)
            grant_id = granted(app, person(mentee.email), person(coach.email))
            db.session.commit()
        databases.let_go(app)
        tab = open_tab()
        tab.context.add_cookies([{"name": "session", "value": coach.session, "url": coach.site}])
        dialogs: list[str] = []

        def note(dialog: Dialog) -> None:
            dialogs.append(dialog.message)
            dialog.dismiss()

        tab.on("dialog", note)
        for place in ("", "?status=lately", f"/{PROJECT}", f"/{own_id}"):
            answer = tab.goto(f"/coach/mentees/{grant_id}{place}")
            assert answer
            assert answer.status == 200
            if "?" not in place:
                looks_right(tab)
            tab.locator("main a").last.hover()
        assert dialogs == []
        assert calls == [], "neither the server nor the browser follows a link by itself"
