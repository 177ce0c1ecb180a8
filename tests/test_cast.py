"""The cast is who it says: signed in as themselves, with protection against forged forms on, on empty tables."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests.people import PASSWORD, Client, Member
from tracker.accounts import Person, User, complaint, hashed


def test_everyone_is_signed_in_as_themselves(
    mia: Member, carl: Member, otto: Member, noor: Member, anyone: Client
) -> None:
    for member in (mia, carl, otto, noor):
        assert member.user.name in member.client.page("/nowhere", 404).text
    assert "Sign in" in anyone.page("/nowhere", 404).text


def test_a_form_without_its_token_is_refused(mia: Member) -> None:
    assert mia.client.raw.post("/sign-out").status_code == 400
    assert mia.client.post("/sign-out", csrf_token="forged").status_code == 400
    assert mia.client.post("/sign-out").status_code == 302
    assert mia.user.name not in mia.client.page("/nowhere", 404).text


def test_another_browser_has_a_session_of_its_own(mia: Member) -> None:
    second = mia.another_browser()
    mia.client.post("/sign-out")
    assert mia.user.name in second.page("/nowhere", 404).text


def test_the_password_is_one_that_the_app_takes(mia: Member, database: SQLAlchemy) -> None:
    assert complaint(PASSWORD, name=mia.user.name, email=mia.user.email) is None
    user = User.sign_in(mia.user.email, mia.password)
    assert user is not None
    assert user.id == mia.user.id


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_begins_with_empty_tables(turn: int, database: SQLAlchemy) -> None:
    assert User.everyone() == []
    assert (
        User.sign_up(name="Ann", email="ann@example.org", password_hash=hashed(PASSWORD), time_zone="UTC") is not None
    )
    database.session.commit()


def test_statements_are_counted_and_pragmas_are_not(
    mia: Member, database: SQLAlchemy, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    with statements() as said:
        assert Person.of_token(mia.token) is not None
        database.session.commit()
    assert len(said) == 1
    assert said[0].startswith("SELECT")
