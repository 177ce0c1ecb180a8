"""A forgotten password: the same page for everybody, a link that works once within an hour, and everything it ends."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from tests.accounts.letters import NEW_PASSWORD, arrived, follow, follow_path, mailing_mia, sign_in, signed_in
from tests.crowd import at_once
from tests.people import PASSWORD, Client, Member
from tests.post import Postbox, link_in, text_of, work
from tests.tables import contents, of_person, unchanged
from tracker import clock
from tracker.accounts import User
from tracker.accounts.models import RESET_WITHIN
from tracker.extensions import db

pytestmark = pytest.mark.slow

NOW = clock.now().replace(microsecond=0)


@pytest.fixture
def mailed(mailing_app: Flask, postbox: Postbox) -> Member:
    return mailing_mia(mailing_app)


def ask(app: Flask, postbox: Postbox, email: str = "mia@example.org") -> str:
    """Have the letter sent; the path of its link."""
    answer = Client(app).post("/reset", email=email)
    assert (answer.status_code, answer.location) == (302, "/check-your-mail")
    return link_in(arrived(app, postbox, email))


def dead(app: Flask, link: str) -> bool:
    client = Client(app)
    follow_path(client, link)
    if client.get("/reset/password").status_code == 200:
        return False
    answer = unchanged(app, lambda: client.post("/reset/password", password=NEW_PASSWORD))
    return bool(answer.status_code == 410)


def test_the_link_leads_to_a_new_password(mailing_app: Flask, postbox: Postbox, mailed: Member) -> None:
    second = mailed.another_browser()
    anyone = Client(mailing_app)
    form = anyone.page("/reset").form("/reset")
    assert form.one("input", name_="email")["autocomplete"] == "username"
    link = ask(mailing_app, postbox)
    letter = postbox.to("mia@example.org")[-1]
    assert str(letter["Subject"]) == "Choose a new Milepost password"
    assert text_of(letter).startswith("Hello Mia Okafor,")

    assert follow_path(anyone, link) == "/reset/password"
    page = unchanged(mailing_app, lambda: anyone.page("/reset/password"))
    assert "mia@example.org" in page.text
    answer = anyone.post("/reset/password", password=NEW_PASSWORD)

    assert (answer.status_code, answer.location) == (302, "/dashboard")
    assert signed_in(anyone)
    assert not signed_in(second)
    assert not signed_in(mailed.client)
    assert sign_in(Client(mailing_app), "mia@example.org").status_code == 422
    assert sign_in(Client(mailing_app), "mia@example.org", NEW_PASSWORD).status_code == 302
    assert of_person(mailing_app, mailed.user.id)["users"][0]["confirmed_at"] is not None, "the letter arrived"
    work(mailing_app)
    assert [str(one["Subject"]) for one in postbox.to("mia@example.org")][1] == "Your Milepost password was changed"


def test_nobody_learns_from_the_page_whether_there_is_an_account(
    mailing_app: Flask, postbox: Postbox, mailed: Member
) -> None:
    anyone = Client(mailing_app)
    assert anyone.post("/reset", email="nobody@example.org").location == "/check-your-mail"
    letter = arrived(mailing_app, postbox, "nobody@example.org")
    assert str(letter["Subject"]) == "No Milepost account opens with this address"
    assert contents(mailing_app)["tickets"] != []
    assert link_in(letter) == "/sign-up"


def test_a_disabled_account_opens_to_no_link(mailing_app: Flask, postbox: Postbox, mailed: Member) -> None:
    link = ask(mailing_app, postbox)
    with mailing_app.app_context():
        User.by_id(mailed.user.id).disable()
        db.session.commit()
    assert dead(mailing_app, link)
    assert ask(mailing_app, postbox) == "/sign-up", "no link to a password any more"


def test_it_works_once(mailing_app: Flask, postbox: Postbox, mailed: Member) -> None:
    link = ask(mailing_app, postbox)
    clients = [Client(mailing_app) for _ in range(20)]
    for client in clients:
        follow_path(client, link)
    tokens = [client.token() for client in clients]
    forms = [{"csrf_token": token, "password": f"{NEW_PASSWORD} {n}"} for n, token in enumerate(tokens)]
    codes = at_once(20, lambda n: clients[n].raw.post("/reset/password", data=forms[n]).status_code)
    assert sorted(codes) == [302] + [410] * 19
    assert dead(mailing_app, link)


def test_it_ends_after_an_hour(mailing_app: Flask, postbox: Postbox, mailed: Member) -> None:
    with clock.stopped_at(NOW):
        link = ask(mailing_app, postbox)
    with clock.stopped_at(NOW + RESET_WITHIN):
        assert dead(mailing_app, link)
    with clock.stopped_at(NOW + RESET_WITHIN - timedelta(seconds=1)):
        assert not dead(mailing_app, link)
    assert timedelta(hours=1) >= RESET_WITHIN


def _signs_in(member: Member) -> None:
    assert sign_in(Client(member.client.app), member.user.email).status_code == 302


def _changes_the_password(member: Member) -> None:
    fields = {"current_password": PASSWORD, "new_password": "a third lantern by the door"}
    assert member.client.post("/settings/password", **fields).status_code == 302


def _operator_sets_one(member: Member) -> None:
    run = member.client.app.test_cli_runner().invoke
    assert run(args=["users", "password", member.user.email], input="a third lantern by the door\n").exit_code == 0


def _changes_the_address(member: Member) -> None:
    with member.client.app.app_context():
        assert User.by_id(member.user.id).change_address("mia@new.example.org", confirmed=True)
        db.session.commit()


@pytest.mark.parametrize("act", [_signs_in, _changes_the_password, _operator_sets_one, _changes_the_address])
def test_it_dies_with_what_happened_since(
    mailing_app: Flask, postbox: Postbox, mailed: Member, act: Callable[[Member], None]
) -> None:
    links = [ask(mailing_app, postbox), ask(mailing_app, postbox)]
    act(mailed)
    assert [dead(mailing_app, link) for link in links] == [True, True]


def test_a_link_that_was_asked_for_again_leaves_the_first_alone(
    mailing_app: Flask, postbox: Postbox, mailed: Member
) -> None:
    """Else whoever asks in somebody's name would make their link useless."""
    first = ask(mailing_app, postbox)
    ask(mailing_app, postbox)
    anyone = Client(mailing_app)
    follow_path(anyone, first)
    assert anyone.post("/reset/password", password=NEW_PASSWORD).location == "/dashboard"


def test_it_can_be_sent_again_but_three_times_an_hour(mailing_app: Flask, postbox: Postbox, mailed: Member) -> None:
    anyone = Client(mailing_app)
    with clock.stopped_at(NOW):
        anyone.post("/reset", email="mia@example.org")
        page = anyone.page("/check-your-mail")
        assert "choose a new password" in page.text
        for _ in range(5):
            assert anyone.post("/check-your-mail").location == "/check-your-mail"
            assert Client(mailing_app).post("/reset", email="MIA@example.org ").location == "/check-your-mail"
        work(mailing_app)
    assert len(postbox.letters) == 3


def test_the_twenty_first_from_an_address_waits(mailing_app: Flask, postbox: Postbox) -> None:
    anyone = Client(mailing_app)
    with clock.stopped_at(NOW):
        codes = [anyone.post("/reset", email=f"n{number}@example.org").status_code for number in range(20)]
        assert codes == [302] * 20
        answer = anyone.post("/reset", email="late@example.org")
        page = anyone.read(answer, 429)
        assert "too many requests from here" in page.text
        assert page.one("input", name_="email")["value"] == "late@example.org"
        assert answer.headers["Retry-After"] == "300"


@pytest.mark.parametrize(
    "email,sentence", [("", "Enter your e-mail address."), ("m" * 255, "254"), ("a\x00b", "one line")]
)
def test_what_is_no_address_is_said(mailing_app: Flask, email: str, sentence: str) -> None:
    anyone = Client(mailing_app)
    answer = unchanged(mailing_app, lambda: anyone.post("/reset", email=email))
    assert sentence in anyone.read(answer, 422).form("/reset").text


@pytest.mark.parametrize(
    "password,sentence",
    [
        (None, "Choose a password."),
        ("nine char", "at least 10 characters"),
        ("1234567890", "lists that people try first"),
        ("x" * 1001, "at most 1000"),
        ("mia okafor", "your name or your address"),
    ],
)
def test_a_password_that_will_not_do_leaves_the_link_usable(
    mailing_app: Flask, postbox: Postbox, mailed: Member, password: str | None, sentence: str
) -> None:
    anyone = Client(mailing_app)
    follow_path(anyone, ask(mailing_app, postbox))
    answer = unchanged(mailing_app, lambda: anyone.post("/reset/password", password=password))
    page = anyone.read(answer, 422)
    assert sentence in page.form("/reset/password").text
    assert page.one("input", type_="password").get("value") == ""
    assert anyone.post("/reset/password", password=NEW_PASSWORD).location == "/dashboard"


def test_the_last_step_alone_does_nothing(mailing_app: Flask, mailed: Member) -> None:
    for client in (Client(mailing_app), mailed.client):
        answer = unchanged(mailing_app, lambda client=client: client.post("/reset/password", password=NEW_PASSWORD))
        assert answer.status_code == 410
        assert "/reset" in [link["href"] for link in client.read(answer, 410).one("main").all("a")]


def test_somebody_signed_in_elsewhere_chooses_one_too(mailing_app: Flask, postbox: Postbox, mailed: Member) -> None:
    follow(mailed.client, arrived_after_asking(mailing_app, postbox))
    assert mailed.client.post("/reset/password", password=NEW_PASSWORD).location == "/dashboard"
    assert signed_in(mailed.client)


def arrived_after_asking(app: Flask, postbox: Postbox):
    ask(app, postbox)
    return postbox.to("mia@example.org")[-1]


def test_where_no_letters_are_sent_the_page_says_whom_to_ask(app: Flask, anyone: Client, mia: Member) -> None:
    page = anyone.page("/reset")
    assert "Ask whoever runs it" in page.text
    assert page.one("main").all("form") == []
    assert unchanged(app, lambda: anyone.post("/reset", email=mia.user.email)).status_code == 404
    assert "Ask whoever runs this Milepost" in anyone.page("/sign-in").text
