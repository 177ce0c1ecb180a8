"""/settings/address: confirming one's address, and changing it to another that is confirmed first."""

from datetime import timedelta

import pytest
from flask import Flask

from tests.accounts.letters import NEW_PASSWORD, arrived, follow, follow_path, mailing_mia, sign_in, signed_in
from tests.people import PASSWORD, Client, Member, make_member
from tests.post import Postbox, link_in, text_of, work
from tests.tables import contents, of_person, unchanged
from tracker import clock
from tracker.accounts import User
from tracker.accounts.models import FINISH_WITHIN, FRESH
from tracker.extensions import db

pytestmark = pytest.mark.slow

NOW = clock.now().replace(microsecond=0)
WANTED = "mia@new.example.org"


@pytest.fixture
def mailed(mailing_app: Flask, postbox: Postbox) -> Member:
    return mailing_mia(mailing_app)


def email_of(member: Member) -> str:
    return str(of_person(member.client.app, member.user.id)["users"][0]["email"])


def confirmed(member: Member) -> bool:
    return of_person(member.client.app, member.user.id)["users"][0]["confirmed_at"] is not None


def subjects(postbox: Postbox, address: str) -> list[str]:
    return [str(letter["Subject"]) for letter in postbox.to(address)]


def card(member: Member) -> str:
    (found,) = [one.text for one in member.client.page("/settings").all("li") if "E-mail address" in one.text]
    return found


# Confirming


def test_an_address_from_before_is_confirmed_by_a_letter(mailing_app: Flask, postbox: Postbox, mailed: Member) -> None:
    assert "mia@example.org, not confirmed" in card(mailed)
    form = mailed.client.page("/settings/address").form("/settings/address/letter")
    assert form.one("button").text == "Send a letter to confirm it"
    assert mailed.client.post("/settings/address/letter").location == "/settings/address"
    letter = arrived(mailing_app, postbox, "mia@example.org")
    anyone = Client(mailing_app)  # on a phone where she isn't signed in
    assert follow(anyone, letter) == "/confirm"
    assert "Is mia@example.org yours" in unchanged(mailing_app, lambda: anyone.page("/confirm")).text
    assert not confirmed(mailed)
    assert anyone.post("/confirm").status_code == 302
    assert confirmed(mailed)
    assert not signed_in(anyone), "it proves the address, and nothing else"
    assert "mia@example.org, confirmed" in card(mailed)
    assert anyone.post("/confirm").status_code == 410
    assert mailed.client.post("/settings/address/letter").status_code == 404


def test_the_fourth_letter_within_an_hour_waits(mailing_app: Flask, postbox: Postbox, mailed: Member) -> None:
    with clock.stopped_at(NOW):
        codes = [mailed.client.post("/settings/address/letter").status_code for _ in range(4)]
        work(mailing_app)
        assert codes == [302, 302, 302, 429]
        answer = mailed.client.post("/settings/address/letter")
        assert "wait an hour" in mailed.client.read(answer, 429).text
        assert answer.headers["Retry-After"] == "3600"
    assert len(postbox.letters) == 3


def test_a_link_for_an_address_that_was_changed_confirms_nothing(
    mailing_app: Flask, postbox: Postbox, mailed: Member
) -> None:
    mailed.client.post("/settings/address/letter")
    letter = arrived(mailing_app, postbox, "mia@example.org")
    with mailing_app.app_context():
        User.by_id(mailed.user.id).change_address(WANTED, confirmed=False)
        db.session.commit()
    anyone = Client(mailing_app)
    follow(anyone, letter)
    assert anyone.post("/confirm").status_code == 410
    assert not confirmed(mailed)


def test_where_no_letters_are_sent_settings_say_so(app: Flask, mia: Member) -> None:
    assert "mia@example.org, not confirmed: this Milepost sends no letters" in card(mia)
    page = mia.client.page("/settings/address")
    assert "whoever runs it can set a new one" in page.text
    assert unchanged(app, lambda: mia.client.post("/settings/address/letter")).status_code == 404


# Changing


def test_it_changes_when_the_letter_at_the_new_address_was_followed(
    mailing_app: Flask, postbox: Postbox, mailed: Member
) -> None:
    second = mailed.another_browser()
    answer = mailed.client.post("/settings/address/change", email=" Mia@New.example.org")
    assert (answer.status_code, answer.location) == (302, "/settings/address")
    page = mailed.client.page("/settings/address")
    assert "A change waits for its letter" in page.text
    assert email_of(mailed) == "mia@example.org"
    letter = arrived(mailing_app, postbox, "Mia@New.example.org")
    assert subjects(postbox, "mia@example.org") == ["Your Milepost address is about to change"]
    notice = text_of(postbox.to("mia@example.org")[0])
    assert "Mia@New.example.org" in notice
    assert "A browser" in notice
    assert "http://localhost/reset" in notice

    assert follow(mailed.client, letter) == "/settings/address/new"
    page = unchanged(mailing_app, lambda: mailed.client.page("/settings/address/new"))
    assert "checked" not in page.one("input", name_="end_others").attributes
    assert mailed.client.post("/settings/address/new").location == "/settings"

    assert (email_of(mailed), confirmed(mailed)) == (WANTED, True)
    assert f"You sign in as {WANTED}" in mailed.client.page("/settings").text
    assert signed_in(second), "others are signed out only where she says so"
    work(mailing_app)
    assert subjects(postbox, "mia@example.org")[1:] == ["Your Milepost address was changed"]
    assert WANTED in text_of(postbox.to("mia@example.org")[1])
    assert sign_in(Client(mailing_app), WANTED).status_code == 302
    assert sign_in(Client(mailing_app), "mia@example.org").status_code == 422
    assert mailed.client.post("/settings/address/new").status_code == 410


def test_other_devices_can_be_signed_out_with_it(mailing_app: Flask, postbox: Postbox, mailed: Member) -> None:
    second = mailed.another_browser()
    mailed.client.post("/settings/address/change", email=WANTED)
    follow(mailed.client, arrived(mailing_app, postbox, WANTED))
    mailed.client.post("/settings/address/new", end_others="y")
    assert signed_in(mailed.client)
    assert not signed_in(second)


def test_the_link_leads_through_signing_in(mailing_app: Flask, postbox: Postbox, mailed: Member) -> None:
    mailed.client.post("/settings/address/change", email=WANTED)
    phone = Client(mailing_app)
    page = follow(phone, arrived(mailing_app, postbox, WANTED))
    asked = phone.get(page)
    assert asked.location == "/sign-in?next=/settings/address/new"
    answer = phone.post("/sign-in", email="mia@example.org", password=PASSWORD, next="/settings/address/new")
    assert answer.location == "/settings/address/new"
    assert WANTED in phone.page("/settings/address/new").text
    assert phone.post("/settings/address/new").location == "/settings"
    assert email_of(mailed) == WANTED


def test_the_link_opens_to_nobody_else(mailing_app: Flask, postbox: Postbox, mailed: Member) -> None:
    """A mistyped address is somebody's, who would else get the account by way of a forgotten password."""
    otto = make_member(mailing_app, "otto", "Otto Brandt", "UTC")
    mailed.client.post("/settings/address/change", email=WANTED)
    link = link_in(arrived(mailing_app, postbox, WANTED))
    follow_path(otto.client, link)
    assert otto.client.get("/settings/address/new").status_code == 410
    assert unchanged(mailing_app, lambda: otto.client.post("/settings/address/new")).status_code == 410
    anyone = Client(mailing_app)
    follow_path(anyone, link)
    assert unchanged(mailing_app, lambda: anyone.post("/settings/address/new")).status_code == 401
    follow_path(mailed.client, link)
    assert mailed.client.post("/settings/address/new").location == "/settings"


def test_a_taken_address_is_answered_alike_and_its_owner_told(
    mailing_app: Flask, postbox: Postbox, mailed: Member
) -> None:
    otto = make_member(mailing_app, "otto", "Otto Brandt", "UTC")
    told = []
    for wanted in ("free@example.org", "otto@example.org"):
        mailed.client.post("/settings/address/change", email=wanted)
        told.append(mailed.client.page("/settings/address").text.replace(wanted, "WANTED"))
    assert told[0] == told[1]
    work(mailing_app)
    assert subjects(postbox, "otto@example.org") == ["Somebody asked for your address at Milepost"]
    letter = text_of(postbox.to("otto@example.org")[0])
    assert "mia" not in letter.lower()
    assert "/link/" not in letter
    assert email_of(otto) == "otto@example.org"


def test_an_address_that_was_taken_meanwhile_is_not_theirs(
    mailing_app: Flask, postbox: Postbox, mailed: Member
) -> None:
    mailed.client.post("/settings/address/change", email="otto@example.org")
    letter = arrived(mailing_app, postbox, "otto@example.org")
    make_member(mailing_app, "otto", "Otto Brandt", "UTC")
    follow(mailed.client, letter)
    assert mailed.client.post("/settings/address/new").status_code == 410
    assert email_of(mailed) == "mia@example.org"


def test_it_asks_for_proof(mailing_app: Flask, mailed: Member) -> None:
    with clock.stopped_at(clock.now() + FRESH + timedelta(seconds=1)):
        asked = mailed.client.get("/settings/address/change")
        assert asked.location == "/settings/proof?next=/settings/address/change"
        answer = unchanged(mailing_app, lambda: mailed.client.post("/settings/address/change", email=WANTED))
        page = mailed.client.read(answer, 403)
        assert WANTED in [area.text for area in page.all("textarea")], "what was typed is still there"


def test_what_happened_since_ends_the_link(mailing_app: Flask, postbox: Postbox, mailed: Member) -> None:
    def wanted() -> str:
        mailed.client.post("/settings/address/change", email=WANTED)
        return link_in(arrived(mailing_app, postbox, WANTED))

    kept, replaced = wanted(), ""
    assert mailed.client.post("/settings/address/keep").location == "/settings/address"
    assert "waits for its letter" not in mailed.client.page("/settings/address").text
    replaced = wanted()
    latest = wanted()
    mailed.client.post("/settings/password", current_password=PASSWORD, new_password=NEW_PASSWORD)
    for link in (kept, replaced, latest):
        follow_path(mailed.client, link)
        assert unchanged(mailing_app, lambda: mailed.client.post("/settings/address/new")).status_code == 410
    assert email_of(mailed) == "mia@example.org"


def test_it_ends_after_a_day(mailing_app: Flask, postbox: Postbox, mailed: Member) -> None:
    with clock.stopped_at(NOW):
        mailed.client.post("/settings/address/change", email=WANTED)
        follow(mailed.client, arrived(mailing_app, postbox, WANTED))
    with clock.stopped_at(NOW + FINISH_WITHIN):
        sign_in(mailed.client, "mia@example.org")
        assert mailed.client.get("/settings/address/new").status_code == 410


def test_the_change_ends_links_that_are_on_their_way(mailing_app: Flask, postbox: Postbox, mailed: Member) -> None:
    Client(mailing_app).post("/reset", email="mia@example.org")
    reset = link_in(arrived(mailing_app, postbox, "mia@example.org"))
    mailed.client.post("/settings/address/change", email=WANTED)
    follow(mailed.client, arrived(mailing_app, postbox, WANTED))
    mailed.client.post("/settings/address/new")
    anyone = Client(mailing_app)
    follow_path(anyone, reset)
    assert anyone.post("/reset/password", password=NEW_PASSWORD).status_code == 410


def test_limits(mailing_app: Flask, postbox: Postbox, mailed: Member) -> None:
    otto = make_member(mailing_app, "otto", "Otto Brandt", "UTC")
    with clock.stopped_at(NOW):
        codes = [mailed.client.post("/settings/address/change", email=WANTED).status_code for _ in range(5)]
        assert codes == [302] * 5
        answer = mailed.client.post("/settings/address/change", email=WANTED)
        page = mailed.client.read(answer, 429)
        assert "Wait an hour" in page.text
        assert page.one("input", name_="email")["value"] == WANTED
        assert otto.client.post("/settings/address/change", email=WANTED).status_code == 302
        work(mailing_app)
    assert len(postbox.to(WANTED)) == 3, "whoever asks: nobody fills a mailbox"
    with clock.stopped_at(NOW + timedelta(hours=1)):
        mailed.client.post("/settings/proof", password=PASSWORD)
        assert mailed.client.post("/settings/address/change", email=WANTED).status_code == 302


@pytest.mark.parametrize(
    "email,sentence",
    [
        ("", "Enter your e-mail address."),
        ("mia", "no complete e-mail address"),
        ("mia@example.org\r\nBcc: all@example.org", "no complete e-mail address"),
        ("m" * 250 + "@example.org", "at most 254"),
        ("MIA@example.org ", "This is your address already."),
    ],
)
def test_an_address_that_will_not_do(mailing_app: Flask, mailed: Member, email: str, sentence: str) -> None:
    answer = unchanged(mailing_app, lambda: mailed.client.post("/settings/address/change", email=email))
    assert sentence in mailed.client.read(answer, 422).form("/settings/address/change").text


def test_where_no_letters_are_sent_it_changes_at_once(app: Flask, mia: Member, otto: Member) -> None:
    others = of_person(app, otto.user.id)
    answer = mia.client.post("/settings/address/change", email="otto@example.org")
    assert "can't be used" in mia.client.read(answer, 422).text
    assert mia.client.post("/settings/address/change", email=WANTED).location == "/settings/address"
    assert (email_of(mia), confirmed(mia)) == (WANTED, False)
    assert of_person(app, otto.user.id) == others
    assert [row["kind"] for row in contents(app)["jobs"]] == []


def test_a_letter_to_the_new_address_carries_no_link_but_ours(
    mailing_app: Flask, postbox: Postbox, mailed: Member
) -> None:
    mailed.client.post("/settings/profile", name="Win at evil.example/now", time_zone="UTC")
    mailed.client.post("/settings/address/change", email=WANTED)
    letter = arrived(mailing_app, postbox, WANTED)
    assert text_of(letter).startswith("Hello,\n")
    assert "evil.example" not in letter.as_string()
