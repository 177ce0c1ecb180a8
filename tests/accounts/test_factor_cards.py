"""Settings say how the second step stands, with one next step each, at the cost of one statement a card."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from flask import Flask

from tests.people import Member
from tests.second_steps import give_app, give_codes, give_passkey
from tracker import clock
from tracker.accounts.models import Authenticator, Passkey, RecoveryCode, UserSession
from tracker.extensions import db

NOW = clock.now().replace(year=2026, month=5, day=20, hour=12, minute=0)
MAY_3 = NOW.replace(day=3)
YESTERDAY = NOW - timedelta(days=1)


def card(member: Member, title: str) -> str | None:
    items = member.client.page("/settings").one("ul", class_="cards").all("li")
    found = [item for item in items if item.one("h2").text == title]
    return f"{found[0].one('p').text} {found[0].one('a').text}" if found else None


def date(app: Flask, table: type[db.Model], **values: object) -> None:  # type: ignore[name-defined]
    with app.app_context():
        db.session.execute(db.update(table).values(**values))
        db.session.commit()


def test_somebody_new(mia: Member) -> None:
    assert card(mia, "Authenticator app") == "Off. Signing in asks for your password alone. Set up"
    assert card(mia, "Passkeys") == "None. A passkey signs you in with a finger, a face or a PIN. Add one"
    assert card(mia, "Recovery codes") is None


@pytest.mark.parametrize(
    "added,used,state",
    [
        (MAY_3, None, "On since 3 May; not used yet."),
        (MAY_3, YESTERDAY, "On since 3 May; last used yesterday."),
        (MAY_3.replace(year=2025), NOW, "On since 3 May 2025; last used today."),
        (NOW, NOW, "On since today; last used today."),
    ],
)
def test_an_app(app: Flask, mia: Member, added: datetime, used: datetime | None, state: str) -> None:
    give_app(app, mia)
    date(app, Authenticator, added_at=added, used_at=used)
    with clock.stopped_at(NOW):
        move_sessions(app)
        assert card(mia, "Authenticator app") == f"{state} Replace or remove"
        assert card(mia, "Recovery codes") == "None left. Without your phone you could not sign in. Make new ones"


def move_sessions(app: Flask) -> None:
    """To the day at which the clock is stopped."""
    date(app, UserSession, created_at=NOW, seen_at=NOW, proved_at=NOW, factor_proved_at=NOW)


def test_passkeys(app: Flask, mia: Member) -> None:
    give_passkey(mia)
    date(app, Passkey, added_at=MAY_3)
    with clock.stopped_at(NOW):
        move_sessions(app)
        assert card(mia, "Passkeys") == "One passkey, added 3 May; not used yet. Name, add or remove"
        assert card(mia, "Authenticator app") == "Off. Set up"
        give_passkey(mia)
    date(app, Passkey, added_at=MAY_3, used_at=YESTERDAY)
    with clock.stopped_at(NOW):
        move_sessions(app)
        assert card(mia, "Passkeys") == "Two passkeys, added 3 May; last used yesterday. Name, add or remove"


@pytest.mark.parametrize(
    "left,word,warns", [(10, "Ten", False), (4, "Four", False), (3, "Three", True), (1, "One", True)]
)
def test_recovery_codes(app: Flask, mia: Member, left: int, word: str, warns: bool) -> None:
    give_app(app, mia)
    for code in give_codes(app, mia)[left:]:
        with app.app_context():
            assert RecoveryCode.use(mia.user.id, code)
            db.session.commit()
    date(app, RecoveryCode, made_at=MAY_3)
    with clock.stopped_at(NOW):
        move_sessions(app)
        assert card(mia, "Recovery codes") == f"{word} of ten left, made 3 May. Make new ones"
        assert bool(mia.client.page("/settings").one("ul", class_="cards").all("p", class_="warns")) is warns


def test_what_it_costs(
    app: Flask, mia: Member, otto: Member, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    def cost(member: Member, path: str) -> int:
        with statements() as said:
            assert member.client.get(path).status_code == 200
        return len(said)

    plain = cost(mia, "/settings")
    give_app(app, otto), give_codes(app, otto)
    for _ in range(3):
        give_passkey(otto)
    assert cost(otto, "/settings") == plain + 3
    assert cost(otto, "/dashboard") == cost(mia, "/dashboard"), "that there is a second factor comes with the person"


def test_whether_there_is_one_is_known_at_every_request(app: Flask, mia: Member, otto: Member) -> None:
    give_codes(app, mia)
    give_app(app, otto)
    for member, has in ((mia, False), (otto, True)):
        with app.test_request_context():
            person = type(member.person).of_token(member.token)
            assert person is not None
            assert person.has_second_factor is has
