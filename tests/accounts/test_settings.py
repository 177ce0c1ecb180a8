"""/settings: name, time zone and password."""

import pytest
from flask import Flask

from tests.hostile import MARKUP
from tests.people import PASSWORD, Client, Member
from tests.tables import contents, of_person, unchanged

NEW = "another lantern in the rain"
PROFILE = {"name": "Mia O.", "time_zone": "Asia/Kathmandu"}
CHANGE = {"current_password": PASSWORD, "new_password": NEW}


def sign_in(client: Client, email: str, password: str) -> int:
    return client.post("/sign-in", email=email, password=password).status_code


def test_the_page_shows_what_is_set(mia: Member) -> None:
    page = mia.client.page("/settings")
    assert mia.user.email in page.one("p", class_="lede").text
    states = [item.text for item in page.one("ul", class_="cards").all("li")]
    assert "Mia Okafor, Europe/Berlin" in states[0]
    profile = mia.client.page("/settings/profile").form("/settings/profile")
    assert profile.one("input", name_="name")["value"] == mia.user.name
    chosen = [option["value"] for option in profile.all("option") if "selected" in option.attributes]
    assert chosen == [mia.user.time_zone]
    password = mia.client.page("/settings/password").form("/settings/password")
    assert [field.get("value") for field in password.all("input", type_="password")] == ["", ""]


def test_name_and_zone_are_saved(app: Flask, mia: Member, otto: Member) -> None:
    others = of_person(app, otto.user.id)
    answer = mia.client.post("/settings/profile", **PROFILE)
    assert (answer.status_code, answer.location) == (302, "/settings")
    page = mia.client.page("/settings")
    assert "Saved." in page.text
    assert "Mia O., Asia/Kathmandu" in page.text
    (user,) = of_person(app, mia.user.id)["users"]
    assert (user["name"], user["time_zone"], user["email"]) == ("Mia O.", "Asia/Kathmandu", mia.user.email)
    assert of_person(app, otto.user.id) == others


def test_saved_twice_it_is_the_same(app: Flask, mia: Member) -> None:
    mia.client.post("/settings/profile", **PROFILE)
    assert unchanged(app, lambda: mia.client.post("/settings/profile", **PROFILE)).status_code == 302


@pytest.mark.parametrize(
    "fields,sentence",
    [
        ({"name": ""}, "Tell us what to call you."),
        ({"name": None}, "Tell us what to call you."),
        ({"name": "n" * 81}, "at most 80 characters"),
        ({"name": "two\nlines"}, "on one line"),
        ({"time_zone": "Mars/Olympus"}, "Not a valid choice"),
        ({"time_zone": "../../etc/passwd"}, "Not a valid choice"),
    ],
)
def test_a_profile_that_will_not_do(app: Flask, mia: Member, fields: dict[str, str | None], sentence: str) -> None:
    answer = unchanged(app, lambda: mia.client.post("/settings/profile", **{**PROFILE, **fields}))
    page = mia.client.read(answer, 422)
    assert sentence in page.form("/settings/profile").text
    if "name" not in fields:
        assert page.one("input", name_="name")["value"] == "Mia O."


@pytest.mark.parametrize("markup", MARKUP)
def test_a_name_is_only_ever_text(mia: Member, markup: str) -> None:
    page = mia.client.read(
        mia.client.raw.post(
            "/settings/profile",
            data={**PROFILE, "name": markup, "csrf_token": mia.client.token()},
            follow_redirects=True,
        ),
        422 if "\u202e" in markup else 200,
    )
    if "\u202e" not in markup:
        page = mia.client.page("/settings/profile")
    assert page.one("input", name_="name")["value"] == markup
    assert page.all("img") == []
    assert all(script.get("src") for script in page.all("script"))


def test_the_password_is_changed(mia: Member, anyone: Client) -> None:
    answer = mia.client.post("/settings/password", **CHANGE)
    assert (answer.status_code, answer.location) == (302, "/settings")
    page = mia.client.page("/settings")
    assert "Your password is changed. Every other device is signed out." in page.text
    assert sign_in(anyone, mia.user.email, PASSWORD) == 422
    assert sign_in(anyone, mia.user.email, NEW) == 302


def test_it_touches_nobody_else(app: Flask, mia: Member, otto: Member) -> None:
    others = of_person(app, otto.user.id)
    mia.client.post("/settings/password", **CHANGE)
    assert of_person(app, otto.user.id) == others
    assert otto.client.get("/dashboard").status_code == 200


@pytest.mark.parametrize(
    "fields,sentence",
    [
        ({"current_password": "not her password"}, "This isn't your current password."),
        ({"current_password": None}, "Enter your current password."),
        ({"current_password": "p" * 1001}, "1000"),
        ({"new_password": None}, "Choose a new password."),
        ({"new_password": "nine char"}, "at least 10 characters"),
        ({"new_password": "x" * 1001}, "at most 1000 characters"),
        ({"new_password": "1234567890"}, "lists that people try first"),
        ({"new_password": "Password123!"}, "lists that people try first"),
        ({"new_password": "mia@example.org"}, "your name or your address"),
        ({"new_password": "mia okafor"}, "your name or your address"),
    ],
)
def test_a_password_that_will_not_do(app: Flask, mia: Member, fields: dict[str, str | None], sentence: str) -> None:
    before = contents(app)
    answer = mia.client.post("/settings/password", **{**CHANGE, **fields})
    page = mia.client.read(answer, 422)
    assert sentence in page.form("/settings/password").text
    assert [field.get("value") for field in page.all("input", type_="password")] == ["", ""]
    assert PASSWORD not in page.html
    assert NEW not in page.html
    after = contents(app)
    assert (after["users"], after["user_sessions"]) == (before["users"], before["user_sessions"])


def test_sent_twice_the_second_asks_for_the_new_one(app: Flask, mia: Member) -> None:
    token = mia.client.token()
    assert mia.client.post("/settings/password", csrf_token=token, **CHANGE).status_code == 302
    assert mia.client.post("/settings/password", csrf_token=token, **CHANGE).status_code == 400, "an old session's form"
    answer = mia.client.post("/settings/password", **CHANGE)
    assert "This isn't your current password." in mia.client.read(answer, 422).text


@pytest.mark.parametrize("path,form", [("/settings/profile", PROFILE), ("/settings/password", CHANGE)])
def test_signed_out_nothing_is_changed(
    app: Flask, anyone: Client, mia: Member, path: str, form: dict[str, str]
) -> None:
    answer = unchanged(app, lambda: anyone.post(path, **form))
    page = anyone.read(answer, 401)
    assert "You're signed out" in page.text
    assert PASSWORD not in page.html
    assert ("Mia O." in page.html) == (form is PROFILE)
