"""There is one way in: nothing but accounts/arriving.py begins a session, and it asks for the second factor."""

import ast
from pathlib import Path

import pytest
from flask import Flask

from tests.people import Client, Member
from tests.second_steps import give_app
from tests.test_rules import MODULES, TRACKER, calls, tree
from tracker.accounts import User, arriving

pytestmark = pytest.mark.slow

ALLOWED = {
    "UserSession.begin": {"accounts/arriving.py"},
    "login_user": {"accounts/arriving.py"},
    "begin_session": {"accounts/arriving.py", "accounts/settings.py"},
    "arriving.begin_session": set[str](),
}
"""Changing the password is done by somebody who is in, and has shown all they have within ten minutes."""


def test_sessions_begin_in_one_place() -> None:
    found: dict[str, set[str]] = {call: set() for call in ALLOWED}
    for path in MODULES:
        for call in found.keys() & set(calls(tree(path))):
            found[call].add(path.relative_to(TRACKER).as_posix())
    assert found == ALLOWED


def test_nobody_writes_the_cookie_past_it() -> None:
    def writes(path: Path) -> bool:
        return any(
            isinstance(node, ast.Constant) and node.value in {"_user_id", "_fresh"} for node in ast.walk(tree(path))
        )

    assert [path for path in MODULES if writes(path)] == []


@pytest.mark.parametrize("how", ["password", "reset", "confirmation", "provider"])
def test_whatever_somebody_comes_by_the_second_factor_is_asked_for(app: Flask, mia: Member, how: str) -> None:
    give_app(app, mia)
    client = Client(app)
    with client.raw.session_transaction() as session:
        session["left over"] = "from before"
    with app.test_request_context("/"):
        answer = arriving.arrive(User.by_id(mia.user.id), remembered=True, how=how, next="/guides")
        assert getattr(answer, "location", None) == "/sign-in/second-step"
        half = arriving.half_way()
        assert half == arriving.HalfWay(mia.user.id, True, how, "/guides")
