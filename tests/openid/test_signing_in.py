"""Signing in at a real provider: who gets in, who gets an account, who has to sign in first, and who is sent back."""

import logging
from datetime import timedelta

import pytest
from flask import Flask

from tests.hostile import ELSEWHERE
from tests.openid.journey import OURS, START, Browser, asked, came_back, finish, sent_to, travel
from tests.people import PASSWORD, Client, Member
from tests.post import Postbox, link_in, work
from tests.tables import contents, of_person, unchanged
from tracker import clock
from tracker.accounts import User
from tracker.accounts.models import Identity
from tracker.extensions import db

pytestmark = pytest.mark.slow


def sign_up(client: Client, name: str, browser: Browser | None = None) -> Browser:
    browser = browser or Browser()
    assert travel(client, name, browser=browser).location == "/sign-up/openid"
    answer = client.post("/sign-up/openid", name="Ada Mercer", time_zone="Europe/Berlin")
    assert (answer.status_code, answer.location) == (302, "/dashboard")
    return browser


def test_what_the_provider_is_asked(ada: Client, openid_app: Flask) -> None:
    address = sent_to(ada)
    question = asked(address)
    settings = openid_app.extensions["settings"].openid
    assert address.startswith(f"{settings.issuer}/auth?")
    assert question["client_id"] == settings.client_id
    assert question["redirect_uri"] == "http://localhost/sign-in/openid/back"
    assert (question["response_type"], question["scope"]) == ("code", "openid email profile")
    assert question["code_challenge_method"] == "S256"
    assert len({question[name] for name in ("state", "nonce", "code_challenge")}) == 3
    again = asked(sent_to(ada))
    assert all(again[name] != question[name] for name in ("state", "nonce", "code_challenge"))
    assert settings.client_secret not in address


def test_the_host_of_the_request_is_never_believed(ada: Client) -> None:
    answer = ada.get(START, headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
    assert "evil.example" not in str(answer.location)


def test_being_sent_and_coming_back_change_nothing(openid_app: Flask, ada: Client) -> None:
    address = unchanged(openid_app, sent_to, ada)
    back = Browser().allow(address, "ada").replace(OURS, "/")
    page = ada.read(unchanged(openid_app, ada.get, back))
    assert [one["src"].partition("?")[0] for one in page.all("script")][-1] == "/static/js/go_on.js"
    assert unchanged(openid_app, ada.raw.head, back).status_code == 200
    assert ada.get("/dashboard").status_code == 302


def test_somebody_new_gets_an_account_that_no_password_opens(openid_app: Flask, ada: Client) -> None:
    browser = Browser()
    answer = travel(ada, "ada", browser=browser)
    assert (answer.status_code, answer.location) == (302, "/sign-up/openid")
    page = ada.page("/sign-up/openid")
    assert "ada@example.org" in page.one("p", class_="lede").text
    assert page.one("input", name_="name")["value"] == "Ada of Elsewhere"
    assert contents(openid_app)["users"] == []

    answer = ada.post("/sign-up/openid", name="Ada Mercer", time_zone="Europe/Berlin", email="other@example.org")

    assert (answer.status_code, answer.location) == (302, "/dashboard")
    assert "Ada Mercer" in ada.page("/dashboard").text
    tables = contents(openid_app)
    (user,), (identity,) = tables["users"], tables["identities"]
    assert (user["name"], user["email"], user["time_zone"]) == ("Ada Mercer", "ada@example.org", "Europe/Berlin")
    assert user["password_hash"] == ""
    assert user["confirmed_at"] is not None
    assert (identity["user_id"], identity["subject"], identity["email"]) == (user["id"], "ada", "ada@example.org")
    assert tables["tickets"] == []
    for password in ("", PASSWORD, user["password_hash"]):
        assert Client(openid_app).post("/sign-in", email="ada@example.org", password=password).status_code == 422
    ada.post("/sign-out")

    answer = travel(ada, "ada", browser=browser)

    assert (answer.status_code, answer.location) == (302, "/dashboard")
    assert "Ada Mercer" in ada.page("/dashboard").text


@pytest.mark.parametrize(
    "fields,sentence",
    [
        ({"name": ""}, "Tell us what to call you."),
        ({"name": "two\nlines"}, "on one line"),
        ({"time_zone": "Mars/Olympus"}, "Not a valid choice"),
    ],
)
def test_an_answer_that_will_not_do(openid_app: Flask, ada: Client, fields: dict[str, str], sentence: str) -> None:
    travel(ada, "ada")
    form = {"name": "Ada Mercer", "time_zone": "UTC", **fields}
    answer = unchanged(openid_app, lambda: ada.post("/sign-up/openid", **form))
    assert sentence in ada.read(answer, 422).form("/sign-up/openid").text


def test_the_new_account_is_made_once(openid_app: Flask, ada: Client) -> None:
    travel(ada, "ada")
    cookie = ada.raw.get_cookie("session")
    assert cookie is not None
    sign_up_form = {"name": "Ada Mercer", "time_zone": "UTC"}
    ada.post("/sign-up/openid", **sign_up_form)
    second = Client(openid_app)
    second.raw.set_cookie("session", cookie.value)
    answer = second.post("/sign-up/openid", **sign_up_form)
    assert (answer.status_code, answer.location) == (302, "/sign-in")
    assert "That step has ended" in second.page("/sign-in").text
    assert len(contents(openid_app)["users"]) == 1


def test_after_ten_minutes_it_is_too_late_for_an_account(openid_app: Flask, ada: Client) -> None:
    travel(ada, "ada")
    with clock.stopped_at(clock.now() + timedelta(minutes=11)):
        assert ada.get("/sign-up/openid").location == "/sign-in"
        assert ada.post("/sign-up/openid", name="Ada", time_zone="UTC").location == "/sign-in"
    assert contents(openid_app)["users"] == []


def test_without_having_been_there_nobody_signs_up(openid_app: Flask, ada: Client) -> None:
    assert ada.get("/sign-up/openid").location == "/sign-in"
    assert unchanged(openid_app, lambda: ada.post("/sign-up/openid", name="Ada", time_zone="UTC")).status_code == 302


def test_an_address_taken_meanwhile_is_not_taken_over(openid_app: Flask, ada: Client) -> None:
    travel(ada, "ada")
    with openid_app.app_context():
        User.sign_up(name="First", email="ada@example.org", password_hash="x", time_zone="UTC")
        db.session.commit()
    assert ada.post("/sign-up/openid", name="Ada", time_zone="UTC").location == "/sign-in"
    tables = contents(openid_app)
    assert [user["name"] for user in tables["users"]] == ["First"]
    assert tables["identities"] == []


def test_a_known_address_is_linked_only_by_who_has_its_password(
    openid_app: Flask, ada: Client, mia: Member, postbox: Postbox
) -> None:
    answer = travel(ada, "mia")
    assert (answer.status_code, answer.location) == (302, "/sign-in?next=/settings/openid/link")
    page = ada.page(str(answer.location))
    assert "mia@example.org has an account here already" in page.text
    assert contents(openid_app)["identities"] == []

    answer = ada.post("/sign-in", email=mia.user.email, password=PASSWORD, next="/settings/openid/link")

    assert answer.location == "/settings/openid/link"
    assert "Elsewhere knows you as mia@example.org" in ada.page("/settings/openid/link").text
    assert ada.post("/settings/openid/link").location == "/settings/openid"
    (identity,) = of_person(openid_app, mia.user.id)["identities"]
    assert identity["subject"] == "mia"
    work(openid_app)
    assert "Elsewhere now opens your Milepost account" in [str(one["Subject"]) for one in postbox.to(mia.user.email)]
    assert link_in(postbox.to(mia.user.email)[-1]) == "/settings/sessions"
    assert travel(Client(openid_app), "mia").location == "/dashboard"


def test_what_waits_for_one_person_is_nothing_to_another(
    openid_app: Flask, ada: Client, mia: Member, otto: Member
) -> None:
    travel(ada, "mia")
    ada.post("/sign-in", email=otto.user.email, password=PASSWORD)
    assert ada.get("/settings/openid/link").location == "/settings/openid"
    assert ada.post("/settings/openid/link").location == "/settings/openid"
    assert contents(openid_app)["identities"] == []


@pytest.mark.parametrize(
    "name,sentence",
    [
        ("unconfirmed-ada", "hasn't made sure that unconfirmed-ada@example.org is your address. Confirm it there"),
        ("silent-ada", "told us no e-mail address"),
    ],
)
def test_an_address_that_nobody_vouches_for_makes_no_account(
    openid_app: Flask, ada: Client, name: str, sentence: str
) -> None:
    page = ada.read(travel(ada, name), 422)
    assert sentence in page.text
    tables = contents(openid_app)
    assert (tables["users"], tables["tickets"]) == ([], [])


def test_an_unconfirmed_address_is_no_word_about_an_account(openid_app: Flask, ada: Client) -> None:
    with openid_app.app_context():
        User.sign_up(name="U", email="unconfirmed-u@example.org", password_hash="x", time_zone="UTC")
        db.session.commit()
    texts = [Client.read(Client(openid_app), travel(Client(openid_app), f"unconfirmed-{x}"), 422).text for x in "uv"]
    assert texts[0] == texts[1].replace("unconfirmed-v", "unconfirmed-u")


def test_a_linked_account_needs_no_confirmed_address(openid_app: Flask, ada: Client, mia: Member) -> None:
    issuer = openid_app.extensions["settings"].openid.issuer
    with openid_app.app_context():
        Identity.link(mia.user.id, issuer, "silent-mia", "")
        db.session.commit()
    assert travel(ada, "silent-mia").location == "/dashboard"
    assert mia.user.name in ada.page("/dashboard").text


def test_a_disabled_account_stays_shut(openid_app: Flask, ada: Client, mia: Member) -> None:
    issuer = openid_app.extensions["settings"].openid.issuer
    with openid_app.app_context():
        Identity.link(mia.user.id, issuer, "mia", mia.user.email)
        User.by_id(mia.user.id).disable()
        db.session.commit()
    assert "can't be used any more" in ada.read(travel(ada, "mia"), 422).text
    assert ada.get("/dashboard").status_code == 302


def test_next_leads_on_within_this_site_only(openid_app: Flask, ada: Client) -> None:
    browser = sign_up(ada, "ada")
    client = Client(openid_app)
    assert travel(client, "ada", f"{START}?next=/guides", browser).location == "/guides"
    for address in ELSEWHERE[:4]:
        client = Client(openid_app)
        back = browser.allow(str(client.get(START, query_string={"next": address}).location), "ada")
        assert finish(client, back).location == "/dashboard"


def test_somebody_new_ends_up_where_they_wanted_to(ada: Client) -> None:
    assert travel(ada, "ada", f"{START}?next=/guides").location == "/sign-up/openid?next=/guides"
    form = ada.page("/sign-up/openid?next=/guides").form("/sign-up/openid")
    where = form.one("input", name_="next")["value"]
    assert ada.post("/sign-up/openid", name="Ada", time_zone="UTC", next=where).location == "/guides"


def test_whoever_stops_there_is_told_that_nothing_happened(openid_app: Flask, ada: Client) -> None:
    back = Browser().refuse(sent_to(ada)).replace(OURS, "/")
    page = ada.page(back, 422)
    assert "You stopped at Elsewhere, so nothing has changed here." in page.text


def test_nothing_secret_is_logged(openid_app: Flask, ada: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    address = sent_to(ada)
    with ada.raw.session_transaction() as session:
        begun = dict(session["openid"])
    back = Browser().allow(address, "ada")
    fields = came_back(ada, back)
    caplog.clear()  # so far the test's own requests
    finish(ada, back)
    finish(ada, back)
    secrets = [begun["state"], begun["nonce"], begun["verifier"], fields["code"], "ada@example.org"]
    secrets.append(openid_app.extensions["settings"].openid.client_secret)
    assert "account event=openid result=refused reason=unknown-state" in caplog.text
    assert [one for one in secrets if one in caplog.text] == []


def test_the_doctor_names_the_provider(openid_app: Flask) -> None:
    said = openid_app.test_cli_runner().invoke(args=["doctor"])
    settings = openid_app.extensions["settings"].openid
    assert f"OpenID Connect: Elsewhere, {settings.issuer}" in said.stdout
    assert settings.client_secret not in said.output


def test_somebody_signed_in_goes_on(mia: Member) -> None:
    assert mia.client.get(START).location == "/dashboard"
    assert mia.client.get(f"{START}?next=/guides").location == "/guides"
    assert mia.client.get("/sign-up/openid").location == "/dashboard"
    assert mia.client.post("/sign-up/openid", name="M", time_zone="UTC").location == "/dashboard"


def test_the_session_is_a_new_one_and_its_proof_as_old_as_the_sign_in_there(openid_app: Flask, ada: Client) -> None:
    browser = sign_up(ada, "ada")
    before = ada.raw.get_cookie("session")
    assert before is not None
    for minutes, code in [(3, 200), (11, 302)]:
        with clock.stopped_at(clock.now() + timedelta(minutes=minutes)):
            client = Client(openid_app)
            assert travel(client, "ada", browser=browser).location == "/dashboard"
            assert client.get("/settings/openid").status_code == code, f"they signed in there {minutes} minutes ago"
        assert client.raw.get_cookie("session") != before
