"""Signing up where mail is set up: a letter either way, and an account once its link was followed and confirmed."""

from datetime import timedelta

import pytest
from flask import Flask

from tests.accounts.letters import ANN, NEW_PASSWORD, arrived, follow, follow_path, mailing_mia, sign_in, signed_in
from tests.crowd import at_once
from tests.hostile import ELSEWHERE
from tests.people import PASSWORD, Client
from tests.post import Postbox, html_of, link_in, text_of, work
from tests.tables import contents, unchanged
from tracker import clock
from tracker.accounts.models import FINISH_WITHIN

pytestmark = pytest.mark.slow

NOW = clock.now().replace(microsecond=0)


@pytest.fixture
def browser(mailing_app: Flask) -> Client:
    return Client(mailing_app)


def test_the_link_and_a_button_make_the_account(mailing_app: Flask, postbox: Postbox, browser: Client) -> None:
    answer = browser.post("/sign-up", **ANN)
    assert (answer.status_code, answer.location) == (302, "/check-your-mail")
    page = browser.page("/check-your-mail")
    assert "ann@example.org" in page.text
    assert contents(mailing_app)["users"] == []

    letter = arrived(mailing_app, postbox, "ann@example.org")
    assert str(letter["Subject"]) == "Finish your Milepost account"
    assert text_of(letter).startswith("Hello Ann Arbor,")
    assert "(Asia/Kathmandu)" in text_of(letter)
    assert f'href="http://localhost{link_in(letter)}"' in html_of(letter)

    assert follow(browser, letter) == "/sign-up/finish"
    page = browser.page("/sign-up/finish")
    assert "Ann Arbor" in page.text
    assert page.all("input", type_="password") == [], "this is the browser that signed up"
    assert contents(mailing_app)["users"] == []

    answer = browser.post("/sign-up/finish")
    assert (answer.status_code, answer.location) == (302, "/dashboard")
    assert "Your roadmap is ready" in browser.page("/dashboard").text
    (user,) = contents(mailing_app)["users"]
    assert (user["name"], user["email"], user["time_zone"]) == ("Ann Arbor", "ann@example.org", "Asia/Kathmandu")
    assert user["confirmed_at"] is not None
    assert work(mailing_app) == 0, "the first browser is no new device"
    assert sign_in(Client(mailing_app), "ann@example.org").location == "/dashboard"


def test_a_mail_program_that_opens_every_link_changes_nothing(
    mailing_app: Flask, postbox: Postbox, browser: Client
) -> None:
    browser.post("/sign-up", **ANN)
    link = link_in(arrived(mailing_app, postbox, "ann@example.org"))
    scanner = Client(mailing_app)
    for _ in range(3):
        unchanged(mailing_app, lambda: scanner.get(link, follow_redirects=True))
        unchanged(mailing_app, lambda: scanner.raw.head(link))
    follow_path(browser, link)
    assert browser.post("/sign-up/finish").location == "/dashboard"


def test_what_waits_can_be_read_nowhere(mailing_app: Flask, postbox: Postbox, browser: Client) -> None:
    browser.post("/sign-up", **ANN)
    kept = str(contents(mailing_app))
    token = link_in(arrived(mailing_app, postbox, "ann@example.org")).rpartition("/")[2]
    for secret in ("ann@example.org", "Ann Arbor", PASSWORD, "$argon2", token):
        assert secret not in kept


def test_the_page_that_asked_comes_next(mailing_app: Flask, postbox: Postbox, browser: Client) -> None:
    browser.post("/sign-up", **ANN, next="/roadmap/tiny-guide?by=track")
    follow(browser, arrived(mailing_app, postbox, "ann@example.org"))
    assert browser.post("/sign-up/finish").location == "/roadmap/tiny-guide?by=track"


def test_next_never_leads_elsewhere(mailing_app: Flask, postbox: Postbox) -> None:
    for number, address in enumerate(ELSEWHERE[:6]):
        browser, email = Client(mailing_app), f"n{number}@example.org"
        browser.post("/sign-up", **ANN | {"email": email, "next": address})
        follow(browser, arrived(mailing_app, postbox, email))
        assert browser.post("/sign-up/finish").location == "/dashboard", address


def test_somebody_known_gets_another_letter_and_keeps_their_account(
    mailing_app: Flask, postbox: Postbox, browser: Client
) -> None:
    mia = mailing_mia(mailing_app)
    before = contents(mailing_app)["users"]
    answer = browser.post("/sign-up", **ANN | {"email": " MIA@Example.org"})
    assert (answer.status_code, answer.location) == (302, "/check-your-mail")
    letter = arrived(mailing_app, postbox, mia.user.email)
    assert str(letter["Subject"]) == "You have a Milepost account already"
    text = text_of(letter)
    assert text.startswith("Hello Mia Okafor,"), "the name of the account, not the one typed now"
    assert "\nhttp://localhost/sign-in\n" in text
    assert "\nhttp://localhost/reset\n" in text
    assert contents(mailing_app)["users"] == before


def test_in_another_browser_the_password_is_chosen_there(mailing_app: Flask, postbox: Postbox, browser: Client) -> None:
    """Somebody who signs up with another's address must not know the password to what its owner then finishes."""
    browser.post("/sign-up", **ANN)
    phone = Client(mailing_app)
    follow(phone, arrived(mailing_app, postbox, "ann@example.org"))
    page = phone.page("/sign-up/finish")
    assert "another browser" in page.form("/sign-up/finish").text
    for wrong, sentence in [("", "Choose a password."), ("short", "at least 10"), ("ann@example.org", "your address")]:
        answer = unchanged(mailing_app, lambda wrong=wrong: phone.post("/sign-up/finish", password=wrong))
        assert sentence in phone.read(answer, 422).text
    assert phone.post("/sign-up/finish", password=NEW_PASSWORD).location == "/dashboard"
    assert sign_in(Client(mailing_app), "ann@example.org").status_code == 422
    assert sign_in(Client(mailing_app), "ann@example.org", NEW_PASSWORD).status_code == 302


def test_it_works_once_and_for_a_day(mailing_app: Flask, postbox: Postbox, browser: Client) -> None:
    with clock.stopped_at(NOW):
        browser.post("/sign-up", **ANN)
        link = link_in(arrived(mailing_app, postbox, "ann@example.org"))
    late = Client(mailing_app)
    with clock.stopped_at(NOW + FINISH_WITHIN):
        follow_path(late, link)
        assert "opens nothing" in late.page("/sign-up/finish", 410).text
        assert unchanged(mailing_app, lambda: late.post("/sign-up/finish")).status_code == 410
    with clock.stopped_at(NOW + FINISH_WITHIN - timedelta(seconds=1)):
        follow_path(browser, link)
        assert browser.post("/sign-up/finish").location == "/dashboard"
        again = Client(mailing_app)
        follow_path(again, link)
        assert again.post("/sign-up/finish", password=NEW_PASSWORD).status_code == 410
    assert len(contents(mailing_app)["users"]) == 1


def test_twenty_at_once_make_one_account(mailing_app: Flask, postbox: Postbox, browser: Client) -> None:
    browser.post("/sign-up", **ANN)
    link = link_in(arrived(mailing_app, postbox, "ann@example.org"))
    browsers = [Client(mailing_app) for _ in range(20)]
    for one in browsers:
        follow_path(one, link)
    tokens = [one.token() for one in browsers]
    forms = [{"csrf_token": token, "password": NEW_PASSWORD} for token in tokens]
    codes = at_once(20, lambda n: browsers[n].raw.post("/sign-up/finish", data=forms[n]).status_code)
    assert sorted(codes) == [302] + [410] * 19
    assert len(contents(mailing_app)["users"]) == 1


def test_a_second_sign_up_before_finishing_harms_nothing(mailing_app: Flask, postbox: Postbox) -> None:
    first, second = Client(mailing_app), Client(mailing_app)
    first.post("/sign-up", **ANN)
    earlier = link_in(arrived(mailing_app, postbox, "ann@example.org"))
    second.post("/sign-up", **ANN | {"name": "Ann the Second"})
    follow(second, arrived(mailing_app, postbox, "ann@example.org"))
    assert second.post("/sign-up/finish").location == "/dashboard"
    follow_path(first, earlier)
    assert first.post("/sign-up/finish").status_code == 410
    assert [user["name"] for user in contents(mailing_app)["users"]] == ["Ann the Second"]


def test_finishing_while_signed_in_as_somebody_else(mailing_app: Flask, postbox: Postbox) -> None:
    mia = mailing_mia(mailing_app)
    Client(mailing_app).post("/sign-up", **ANN)
    follow(mia.client, arrived(mailing_app, postbox, "ann@example.org"))
    assert "You are signed in as Mia Okafor now" in mia.client.page("/sign-up/finish").text
    assert mia.client.post("/sign-up/finish", password=NEW_PASSWORD).location == "/dashboard"
    assert "Ann Arbor" in mia.client.page("/dashboard").text
    old = Client(mailing_app)
    old.sign_in_as(mia.token)
    assert not signed_in(old), "the session of before has ended on the server"


def test_it_can_be_sent_again_but_three_times_an_hour(mailing_app: Flask, postbox: Postbox, browser: Client) -> None:
    with clock.stopped_at(NOW):
        browser.post("/sign-up", **ANN)
        for _ in range(4):
            answer = browser.post("/check-your-mail")
            assert (answer.status_code, answer.location) == (302, "/check-your-mail")
            work(mailing_app)
        letters = postbox.to("ann@example.org")
        assert len(letters) == 3
        follow(browser, letters[1])
        assert browser.page("/sign-up/finish").all("input", type_="password") == []
    with clock.stopped_at(NOW + timedelta(hours=1)):
        assert browser.post("/check-your-mail").location == "/sign-in", "too late to send it from here"


def test_nobody_can_fill_a_mailbox(mailing_app: Flask, postbox: Postbox) -> None:
    with clock.stopped_at(NOW):
        for _ in range(8):
            assert Client(mailing_app).post("/sign-up", **ANN).location == "/check-your-mail", "and nobody is told"
        work(mailing_app)
    assert len(postbox.letters) == 3
    with clock.stopped_at(NOW + timedelta(hours=1)):
        Client(mailing_app).post("/sign-up", **ANN)
        work(mailing_app)
    assert len(postbox.letters) == 4


def test_the_twenty_first_from_an_address_waits(mailing_app: Flask, postbox: Postbox, browser: Client) -> None:
    with clock.stopped_at(NOW):
        browser.post("/sign-up", **ANN)
        token = browser.token()
        codes = [browser.raw.post("/check-your-mail", data={"csrf_token": token}).status_code for _ in range(21)]
        assert codes == [302] * 20 + [429]
        forms = [ANN | {"email": f"n{number}@example.org"} for number in range(20)]
        assert [browser.post("/sign-up", **form).status_code for form in forms] == [302] * 19 + [429]


@pytest.mark.parametrize("name", ["Pills http://evil.example", "evil.example", "a@evil.example", "Buy: here/now"])
def test_a_name_makes_no_link_in_a_letter_to_a_stranger(
    mailing_app: Flask, postbox: Postbox, browser: Client, name: str
) -> None:
    browser.post("/sign-up", **ANN | {"name": name})
    letter = arrived(mailing_app, postbox, "ann@example.org")
    assert text_of(letter).startswith("Hello,\n")
    assert str(letter["To"]) == "ann@example.org"


def test_what_will_not_do_sends_nothing(mailing_app: Flask, postbox: Postbox, browser: Client) -> None:
    for wrong in ({"name": ""}, {"email": "ann"}, {"password": "short"}):
        answer = unchanged(mailing_app, lambda wrong=wrong: browser.post("/sign-up", **ANN | wrong))
        assert answer.status_code == 422
    assert work(mailing_app) == 0


def test_the_forms_say_what_will_happen(browser: Client) -> None:
    assert "a letter there finishes your account" in browser.page("/sign-up").text
    assert "/reset" in [link["href"] for link in browser.page("/sign-in").one("main").all("a")]
    assert "no letter was asked for" in browser.page("/check-your-mail").text
