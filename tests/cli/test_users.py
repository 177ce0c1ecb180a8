"""`flask users`: list, make, disable, password, unlock. Passwords come on standard input and weak ones are refused."""

import pytest
from click.testing import Result
from flask import Flask

from tests.people import PASSWORD, Client, Member
from tests.second_steps import give_app, give_codes, give_passkey, half_signed_in
from tests.tables import of_person, unchanged
from tracker.accounts import User


def users(app: Flask, *arguments: str, typed: str | None = None) -> Result:
    return app.test_cli_runner().invoke(args=["users", *arguments], input=typed)


def signs_in(app: Flask, email: str, password: str) -> bool:
    with app.app_context():
        return User.sign_in(email, password) is not None


def is_signed_in(client: Client, member: Member) -> bool:
    return member.user.name in client.page("/nowhere", 404).text


def test_list_shows_everyone(app: Flask, mia: Member, noor: Member) -> None:
    users(app, "disable", noor.user.email)
    lines = [line.split("\t") for line in users(app, "list").output.splitlines()]
    assert [line[:3] for line in lines] == [
        [str(mia.user.id), "mia@example.org", "Mia Okafor"],
        [str(noor.user.id), "noor@example.org", "Noor Haddad"],
    ]
    assert ["(disabled)" in line[3] for line in lines] == [False, True]


def test_list_of_nobody_is_empty(app: Flask) -> None:
    result = users(app, "list")
    assert (result.exit_code, result.output) == (0, "")


def test_make_makes_an_account_that_can_sign_in(app: Flask) -> None:
    result = users(app, "make", "Ann@Example.org", "--time-zone", "Europe/Berlin", typed=f"{PASSWORD}\n")
    assert (result.exit_code, result.output) == (0, "Made ann@example.org.\n")
    assert signs_in(app, "ann@example.org", PASSWORD)
    with app.app_context():
        user = User.by_email("ann@example.org")
        assert user is not None
        assert (user.name, user.time_zone) == ("Ann", "Europe/Berlin")


def test_make_takes_a_name(app: Flask) -> None:
    assert users(app, "make", "ann@example.org", "--name", "Ann Lee", typed=PASSWORD).exit_code == 0
    assert "\tAnn Lee\t" in users(app, "list").output


@pytest.mark.parametrize("typed", ["", "\n", "short\n", "qwertyuiop\n", "ann@example.org\n"])
def test_make_refuses_a_weak_password(app: Flask, typed: str) -> None:
    result = users(app, "make", "ann@example.org", typed=typed)
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")
    assert users(app, "list").output == ""


def test_make_refuses_an_address_that_has_an_account(app: Flask, mia: Member) -> None:
    result = users(app, "make", "MIA@example.org", typed=PASSWORD)
    assert result.exit_code == 1
    assert "There is an account with this address already." in result.stderr


@pytest.mark.parametrize("email", ["", "no-at", "a b@example.org", "@example.org", "ann@", "a" * 250 + "@example.org"])
def test_make_refuses_what_is_no_address(app: Flask, email: str) -> None:
    result = users(app, "make", email, typed=PASSWORD)
    assert result.exit_code != 0
    assert "no complete e-mail address" in result.stderr
    assert users(app, "list").output == ""


def test_make_refuses_an_unknown_time_zone(app: Flask) -> None:
    result = users(app, "make", "ann@example.org", "--time-zone", "Mars/Olympus", typed=PASSWORD)
    assert result.exit_code != 0
    assert "time zone" in result.stderr.lower()
    assert users(app, "list").output == ""


def test_disable_ends_every_session_and_signing_in(app: Flask, mia: Member, carl: Member) -> None:
    second = mia.another_browser()
    assert is_signed_in(second, mia)
    assert users(app, "disable", mia.user.email).exit_code == 0
    assert not is_signed_in(mia.client, mia)
    assert not is_signed_in(second, mia)
    assert not signs_in(app, mia.user.email, mia.password)
    assert is_signed_in(carl.client, carl)


def test_password_sets_it_and_ends_every_session(app: Flask, mia: Member, carl: Member) -> None:
    result = users(app, "password", "MIA@example.org", typed="another few plain words\n")
    assert (result.exit_code, result.output) == (0, "Password set. Every session has ended.\n")
    assert not is_signed_in(mia.client, mia)
    assert not signs_in(app, mia.user.email, PASSWORD)
    assert signs_in(app, mia.user.email, "another few plain words")
    assert is_signed_in(carl.client, carl)
    assert signs_in(app, carl.user.email, PASSWORD)


@pytest.mark.parametrize("typed", ["short\n", "Mia Okafor\n", "mia@example.org\n"])
def test_password_refuses_a_weak_one_and_changes_nothing(app: Flask, mia: Member, typed: str) -> None:
    result = users(app, "password", mia.user.email, typed=typed)
    assert result.exit_code == 1
    assert signs_in(app, mia.user.email, PASSWORD)
    assert is_signed_in(mia.client, mia)


def test_unlock_removes_the_second_step_and_ends_everything(app: Flask, mia: Member, carl: Member) -> None:
    phone, codes = give_app(app, mia), give_codes(app, mia)
    give_passkey(mia), give_app(app, carl)
    known = half_signed_in(app, mia)
    known.post("/sign-in/second-step", code=phone.code())
    half = half_signed_in(app, mia)
    others = of_person(app, carl.user.id)

    result = users(app, "unlock", "MIA@example.org")

    assert (result.exit_code, result.output) == (
        0,
        "The second step is removed, and every session has ended. A letter tells them.\n",
    )
    hers = of_person(app, mia.user.id)
    gone = ("authenticators", "passkeys", "recovery_codes", "known_browsers", "tickets")
    assert [hers[table] for table in gone] == [[]] * 5
    assert len(hers["jobs"]) >= 1
    assert not is_signed_in(mia.client, mia)
    assert not is_signed_in(known, mia)
    assert half.post("/sign-in/second-step", recovery_code=codes[0]).location == "/sign-in"
    assert known.post("/sign-in", email=mia.user.email, password=PASSWORD).location == "/dashboard"
    assert of_person(app, carl.user.id) == others
    assert is_signed_in(carl.client, carl)


def test_unlock_of_somebody_without_a_second_step_changes_nothing(app: Flask, mia: Member) -> None:
    result = unchanged(app, lambda: users(app, "unlock", mia.user.email))
    assert result.exit_code == 1
    assert "This account has no second step." in result.stderr
    assert is_signed_in(mia.client, mia)


@pytest.mark.parametrize("command", ["disable", "password", "unlock"])
def test_an_unknown_address_is_said(app: Flask, command: str) -> None:
    result = users(app, command, "nobody@example.org", typed=PASSWORD)
    assert result.exit_code == 1
    assert "There is no account with this address." in result.stderr


def test_confirm_says_whose_an_address_is(app: Flask, mia: Member) -> None:
    for _ in range(2):
        result = users(app, "confirm", "Mia@Example.org")
        assert (result.exit_code, result.output) == (0, "mia@example.org is confirmed.\n")
    with app.app_context():
        assert User.by_id(mia.user.id).confirmed_at is not None
    assert users(app, "confirm", "nobody@example.org").exit_code == 1
