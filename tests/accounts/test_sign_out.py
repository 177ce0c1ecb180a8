"""POST /sign-out: the session ends on the server, so a kept cookie opens nothing."""

from flask import Flask

from tests.people import Client, Member
from tests.tables import contents, unchanged


def cookie(client: Client) -> str:
    kept = client.raw.get_cookie("session")
    assert kept is not None
    return kept.value


def test_the_button_ends_the_session(app: Flask, mia: Member) -> None:
    form = mia.client.page("/dashboard").form("/sign-out")
    assert form.one("button").text == "Sign out"

    answer = mia.client.post("/sign-out")

    assert (answer.status_code, answer.location) == (302, "/")
    assert contents(app)["user_sessions"] == []
    assert "You're signed out on this device." in mia.client.page("/").one("div", role="status").text
    assert mia.client.get("/dashboard").location == "/sign-in?next=/dashboard"


def test_a_kept_cookie_is_dead(anyone: Client, mia: Member) -> None:
    kept = cookie(mia.client)
    mia.client.post("/sign-out")
    anyone.raw.set_cookie("session", kept)
    assert anyone.get("/dashboard").status_code == 302
    assert mia.user.name not in anyone.page("/guides").text


def test_other_devices_stay(mia: Member, otto: Member) -> None:
    second = mia.another_browser()
    mia.client.post("/sign-out")
    assert second.get("/dashboard").status_code == 200
    assert otto.client.get("/dashboard").status_code == 200


def test_sent_twice_or_signed_out_it_leads_to_the_first_page(app: Flask, anyone: Client, mia: Member) -> None:
    mia.client.post("/sign-out")
    for client in (mia.client, anyone):
        answer = unchanged(app, client.post, "/sign-out")
        assert (answer.status_code, answer.location) == (302, "/")


def test_a_link_or_a_foreign_form_signs_nobody_out(app: Flask, mia: Member) -> None:
    assert unchanged(app, lambda: mia.client.get("/sign-out")).status_code == 405
    assert unchanged(app, lambda: mia.client.raw.post("/sign-out")).status_code == 400
    assert mia.client.get("/dashboard").status_code == 200


def test_a_token_of_before_is_of_no_use_afterwards(mia: Member) -> None:
    token = mia.client.token()
    mia.client.post("/sign-out")
    assert mia.client.post("/theme", csrf_token=token, theme="dark").status_code == 400
