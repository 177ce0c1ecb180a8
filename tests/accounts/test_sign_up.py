"""POST /sign-up: a new account, signed in at once; and everything that is refused, with what was typed still there."""

import pytest
from argon2 import extract_parameters
from flask import Flask
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from tests.crowd import at_once
from tests.hostile import ELSEWHERE, MARKUP
from tests.people import PASSWORD, Client, Member
from tests.tables import contents, unchanged

pytestmark = pytest.mark.slow

FORM = {"name": "Ann Arbor", "email": "ann@example.org", "password": PASSWORD, "time_zone": "Asia/Kathmandu"}
COMMON = [password for password in FREQUENCY_LISTS["passwords"] if len(password) >= 10]


def test_an_account_is_made_and_signed_in(app: Flask, anyone: Client) -> None:
    form = anyone.page("/sign-up").form("/sign-up")
    assert {e["name"] for e in form.all() if e.get("name")} >= {"name", "email", "password", "time_zone", "csrf_token"}

    answer = anyone.post("/sign-up", **FORM)

    assert (answer.status_code, answer.location) == (302, "/dashboard")
    page = anyone.page("/dashboard")
    assert "Ann Arbor" in page.text
    assert "Your roadmap is ready" in page.one(role="status").text
    (user,) = contents(app)["users"]
    assert (user["name"], user["email"], user["time_zone"]) == ("Ann Arbor", "ann@example.org", "Asia/Kathmandu")
    assert user["disabled_at"] is None


@pytest.mark.usefixtures("slow_hashes")
def test_the_password_is_kept_as_a_slow_hash_only(app: Flask, anyone: Client) -> None:
    anyone.post("/sign-up", **FORM)
    rows = contents(app)
    cost = extract_parameters(rows["users"][0]["password_hash"])
    assert (cost.type.name, cost.memory_cost >= 19 * 1024, cost.time_cost >= 2) == ("ID", True, True)
    assert PASSWORD not in str(rows)


def test_the_address_is_kept_in_one_spelling(app: Flask, anyone: Client) -> None:
    anyone.post("/sign-up", **FORM | {"email": "  Ann@Example.ORG "})
    assert contents(app)["users"][0]["email"] == "ann@example.org"


def test_somebody_signed_in_makes_no_second_account(app: Flask, mia: Member) -> None:
    assert mia.client.get("/sign-up").location == "/dashboard"
    answer = unchanged(app, lambda: mia.client.post("/sign-up", **FORM))
    assert answer.location == "/dashboard"


def test_next_leads_back_to_the_page_that_asked(anyone: Client) -> None:
    wanted = "/roadmap/tiny-guide?by=track"
    page = anyone.page("/sign-up?next=/roadmap/tiny-guide%3Fby%3Dtrack")
    assert page.form("/sign-up").one("input", name_="next")["value"] == wanted
    assert anyone.post("/sign-up", **FORM, next=wanted).location == wanted


def test_next_never_leads_elsewhere(app: Flask) -> None:
    for number, address in enumerate(ELSEWHERE[:12]):
        answer = Client(app).post("/sign-up", **FORM | {"email": f"n{number}@example.org", "next": address})
        assert (answer.status_code, answer.location) == (302, "/dashboard"), address


@pytest.mark.parametrize(
    "field,value,sentence",
    [
        ("name", None, "Tell us what to call you."),
        ("name", "   ", "Tell us what to call you."),
        ("name", "n" * 81, "at most 80 characters"),
        ("name", "Ann\r\nBcc: all@example.org", "on one line"),
        ("name", "Ann\x00", "on one line"),
        ("name", "Ann\u202e", "on one line"),
        ("email", None, "Enter your e-mail address."),
        ("email", "ann", "no complete e-mail address"),
        ("email", "ann@", "no complete e-mail address"),
        ("email", "ann@example.org\r\nBcc: all@example.org", "no complete e-mail address"),
        ("email", "ann@example.org, all@example.org", "no complete e-mail address"),
        ("email", "a" * 250 + "@example.org", "at most 254 characters"),
        ("email", "a" * 40 + "@" + ("ß" * 20 + ".") * 7 + "de", "at most 254 characters"),
        ("password", None, "Choose a password."),
        ("password", "nine char", "at least 10 characters"),
        ("password", "x" * 1001, "at most 1000 characters"),
        ("password", "abababababab", "repeats a few characters"),
        ("password", "1234567890", "lists that people try first"),
        ("password", "ann@example.org", "your name or your address"),
        ("time_zone", "Mars/Olympus", "Not a valid choice"),
        ("time_zone", None, ""),
    ],
)
def test_what_will_not_do_is_said_and_nothing_is_made(
    app: Flask, anyone: Client, field: str, value: str | None, sentence: str
) -> None:
    fields: dict[str, str | None] = {**FORM, field: value}
    answer = anyone.post("/sign-up", **fields)
    if field == "time_zone" and value is None:  # a browser without JavaScript may not know; UTC stands in
        assert answer.status_code == 302
        assert contents(app)["users"][0]["time_zone"] == "UTC"
        return
    page = anyone.read(answer, 422)
    assert sentence in page.form("/sign-up").text
    assert contents(app)["users"] == []
    for name in {"name", "email"} - {field}:
        assert page.one("input", name_=name)["value"] == fields[name]
    assert page.one("input", name_="password").get("value") == ""
    assert field == "password" or PASSWORD not in page.html


def test_fifty_common_passwords_are_refused(app: Flask, anyone: Client) -> None:
    token = anyone.token()
    assert len(COMMON) > 50
    for password in COMMON[:: len(COMMON) // 50][:50]:
        answer = anyone.raw.post("/sign-up", data={**FORM, "password": password, "csrf_token": token})
        assert answer.status_code == 422, password
        assert "people try first" in answer.text or "repeats a few" in answer.text, password
    assert contents(app)["users"] == []


@pytest.mark.parametrize(
    "password",
    ["ten plain ", "lower case words", "  spaces around it  ", "пароль из слов", "🧗 rope knot", "rope " * 200],
)
def test_no_composition_rules(anyone: Client, password: str) -> None:
    assert anyone.post("/sign-up", **FORM | {"password": password}).status_code == 302


@pytest.mark.parametrize("email", ["mia@example.org", "MIA@Example.org"])
def test_a_known_address_makes_no_second_account(app: Flask, mia: Member, anyone: Client, email: str) -> None:
    answer = anyone.post("/sign-up", **FORM | {"email": email})
    page = anyone.read(answer, 422)
    assert "can't be used to sign up" in page.text
    assert [user["name"] for user in contents(app)["users"]] == [mia.user.name]
    assert anyone.get("/dashboard").status_code == 302


def test_without_a_token_nothing_is_made(app: Flask, anyone: Client) -> None:
    answer = anyone.raw.post("/sign-up", data=FORM)
    page = anyone.read(answer, 400)
    assert "out of date" in page.text
    assert PASSWORD not in page.html
    assert contents(app)["users"] == []


def test_sent_twenty_times_at_once_it_makes_one_account(app: Flask) -> None:
    browsers = [Client(app) for _ in range(20)]
    tokens = [browser.token() for browser in browsers]

    answers = at_once(20, lambda n: browsers[n].raw.post("/sign-up", data={**FORM, "csrf_token": tokens[n]}))

    assert sorted(answer.status_code for answer in answers) == [302] + [422] * 19
    rows = contents(app)
    assert len(rows["users"]) == 1
    assert len(rows["user_sessions"]) == 1


@pytest.mark.parametrize("markup", MARKUP)
def test_a_name_is_only_ever_text(anyone: Client, markup: str) -> None:
    answer = anyone.post("/sign-up", **FORM | {"name": markup})
    if answer.status_code == 422:
        assert anyone.read(answer, 422).one("input", name_="name")["value"] == markup
        return
    assert markup in anyone.page("/dashboard").text
    assert anyone.page("/settings/profile").one("input", name_="name")["value"] == markup
