"""/settings/openid: an account elsewhere is linked after it was seen, opens one account only, and can be unlinked."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask

from tests.openid.journey import LINK, Browser, finish, sent_to, travel
from tests.people import PASSWORD, Client, Member
from tests.post import Postbox, text_of, work
from tests.tables import contents, of_person, unchanged
from tracker import clock
from tracker.accounts import User
from tracker.accounts.models import Identity
from tracker.extensions import db

pytestmark = pytest.mark.slow

PAGE = "/settings/openid"
CONFIRM = "/settings/openid/link"
NEW = "another lantern in the rain"


def link(member: Member, name: str, browser: Browser | None = None) -> int:
    """Link that account elsewhere; the id of what is linked."""
    assert travel(member.client, name, LINK, browser).location == CONFIRM
    assert member.client.post(CONFIRM).location == PAGE
    return int(of_person(member.client.app, member.user.id)["identities"][-1]["id"])


def card(client: Client) -> str:
    (found,) = [one.text for one in client.page("/settings").all("li") if "Signing in with Elsewhere" in one.text]
    return found


def without_password(app: Flask, member: Member) -> None:
    with app.app_context():
        User.by_id(member.user.id).password_hash = ""
        db.session.commit()


def test_it_is_shown_confirmed_and_opens_the_account(
    openid_app: Flask, mia: Member, otto: Member, postbox: Postbox
) -> None:
    assert "Not linked" in card(mia.client)
    assert "Nothing is linked" in mia.client.page(PAGE).text
    answer = travel(mia.client, "mia.work", LINK)
    assert answer.location == CONFIRM
    assert "Elsewhere knows you as mia.work@example.org" in mia.client.page(CONFIRM).text
    assert contents(openid_app)["identities"] == [], "seen, and not yet linked"

    answer = mia.client.post(CONFIRM)

    assert (answer.status_code, answer.location) == (302, PAGE)
    page = mia.client.page(PAGE)
    assert "Elsewhere is linked." in page.text
    (row,) = page.one("ul", class_="cards").all("li")
    assert "mia.work@example.org" in row.text
    assert openid_app.extensions["settings"].openid.issuer in row.text
    assert "not used since" in row.text
    assert "Linked today" in card(mia.client)
    work(openid_app)
    (letter,) = postbox.to(mia.user.email)
    assert "mia.work@example.org at Elsewhere was linked to your account" in text_of(letter)
    assert postbox.to(otto.user.email) == []
    client = Client(openid_app)
    assert travel(client, "mia.work").location == "/dashboard"
    assert mia.user.name in client.page("/dashboard").text
    assert "last used today" in mia.client.page(PAGE).text


def test_sent_twice_it_is_linked_once(openid_app: Flask, mia: Member, postbox: Postbox) -> None:
    link(mia, "mia.work")
    assert mia.client.post(CONFIRM).location == PAGE
    assert "That step has ended" in mia.client.page(PAGE).text
    assert travel(mia.client, "mia.work", LINK).location == PAGE
    assert "is linked already" in mia.client.page(PAGE).text
    assert len(contents(openid_app)["identities"]) == 1
    work(openid_app)
    assert len(postbox.to(mia.user.email)) == 1


def test_what_opens_one_account_opens_no_other(openid_app: Flask, mia: Member, otto: Member) -> None:
    link(mia, "shared")
    answer = travel(otto.client, "shared", LINK)
    assert "opens another Milepost account" in otto.client.read(answer, 422).text
    assert of_person(openid_app, otto.user.id)["identities"] == []


def test_two_who_race_for_one(openid_app: Flask, mia: Member, otto: Member) -> None:
    for member in (mia, otto):
        assert travel(member.client, "shared", LINK).location == CONFIRM
    barrier, codes = Barrier(2), {}
    tokens = {member.user.id: member.client.token() for member in (mia, otto)}

    def press(member: Member) -> None:
        barrier.wait()
        answer = member.client.post(CONFIRM, csrf_token=tokens[member.user.id])
        codes[member.user.id] = answer.status_code

    threads = [Thread(target=press, args=(member,)) for member in (mia, otto)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes.values()) == [302, 422]
    (identity,) = contents(openid_app)["identities"]
    assert codes[identity["user_id"]] == 302


def test_after_ten_minutes_both_proof_and_confirmation_have_ended(openid_app: Flask, mia: Member) -> None:
    travel(mia.client, "mia.work", LINK)
    with clock.stopped_at(clock.now() + timedelta(minutes=11)):
        for path in (PAGE, LINK, CONFIRM):
            assert mia.client.get(path).location == f"/settings/proof?next={path}"
        assert "Is it you" in mia.client.read(unchanged(openid_app, lambda: mia.client.post(CONFIRM)), 403).text
        mia.client.post("/settings/proof", password=PASSWORD)
        assert mia.client.post(CONFIRM).location == PAGE
    assert contents(openid_app)["identities"] == []


def test_signed_out_meanwhile_nothing_is_linked(openid_app: Flask, mia: Member) -> None:
    back = Browser().allow(sent_to(mia.client, LINK), "mia.work")
    mia.client.post("/sign-out")
    assert "Begin again." in mia.client.read(finish(mia.client, back), 422).text
    assert contents(openid_app)["tickets"] == []


def test_unlinked_it_opens_nothing(openid_app: Flask, mia: Member, postbox: Postbox) -> None:
    number = link(mia, "mia.work")
    path = f"{PAGE}/{number}/unlink"
    assert mia.client.page(PAGE).form(path)
    answer = mia.client.post(path)
    assert (answer.status_code, answer.location) == (302, PAGE)
    assert "It opens nothing here any more." in mia.client.page(PAGE).text
    assert contents(openid_app)["identities"] == []
    assert travel(Client(openid_app), "mia.work").location == "/sign-up/openid", "they are somebody new now"
    assert mia.client.post(path).status_code == 404
    work(openid_app)
    assert [str(one["Subject"]) for one in postbox.to(mia.user.email)] == [
        "Elsewhere now opens your Milepost account",
        "Elsewhere no longer opens your Milepost account",
    ]


def test_nobody_else_unlinks_it(openid_app: Flask, mia: Member, otto: Member) -> None:
    number = link(mia, "mia.work")
    for other in (number, 999_999):
        assert unchanged(openid_app, lambda n=other: otto.client.post(f"{PAGE}/{n}/unlink")).status_code == 404
    assert Client(openid_app).post(f"{PAGE}/{number}/unlink").status_code == 401
    with clock.stopped_at(clock.now() + timedelta(minutes=11)):
        assert mia.client.post(f"{PAGE}/{number}/unlink").status_code == 403
    assert len(contents(openid_app)["identities"]) == 1


def test_the_only_way_in_stays_until_there_is_another(openid_app: Flask, mia: Member) -> None:
    number = link(mia, "mia.work")
    without_password(openid_app, mia)
    page = mia.client.page(PAGE)
    assert "It is your only way in" in page.text
    assert not [form for form in page.all("form") if "unlink" in form.get("action")]
    answer = unchanged(openid_app, lambda: mia.client.post(f"{PAGE}/{number}/unlink"))
    assert "It is your only way in" in mia.client.read(answer, 409).text

    second = link(mia, "mia.home")
    assert mia.client.post(f"{PAGE}/{number}/unlink").status_code == 302
    assert mia.client.post(f"{PAGE}/{second}/unlink").status_code == 409

    assert "None is set" in mia.client.page("/settings").text
    form = mia.client.page("/settings/password").form("/settings/password")
    assert [one["name"] for one in form.all("input", type_="password")] == ["new_password"]
    assert mia.client.post("/settings/password", new_password="short").status_code == 422
    assert mia.client.post("/settings/password", new_password=NEW).location == "/settings"
    assert mia.client.post(f"{PAGE}/{second}/unlink").status_code == 302
    assert Client(openid_app).post("/sign-in", email=mia.user.email, password=NEW).location == "/dashboard"


def test_one_of_an_earlier_provider_is_no_way_in(openid_app: Flask, mia: Member) -> None:
    with openid_app.app_context():
        Identity.link(mia.user.id, "https://earlier.example.org", "mia", "")
        db.session.commit()
    number = link(mia, "mia.work")
    without_password(openid_app, mia)
    assert mia.client.post(f"{PAGE}/{number}/unlink").status_code == 409
    (earlier,) = [one for one in of_person(openid_app, mia.user.id)["identities"] if "earlier" in one["issuer"]]
    assert "An account whose address we were not told" in mia.client.page(PAGE).text
    assert mia.client.post(f"{PAGE}/{earlier['id']}/unlink").status_code == 302
