"""/settings/proof: the password, and the second factor of somebody who has one; a passkey is both."""

from datetime import timedelta

import pytest
from flask import Flask

from tests.accounts.test_sessions import NOW, SECOND
from tests.hostile import ELSEWHERE
from tests.people import Client, Member
from tests.second_steps import PRESENT, WRONG_CODE, Phone, give_app, give_codes, give_passkey, use
from tests.tables import contents, of_person, unchanged
from tracker import clock
from tracker.accounts import User, proof
from tracker.accounts.models import FRESH, RecoveryCode, UserSession
from tracker.extensions import db

PATH = "/settings/proof"
LATER = NOW + FRESH + SECOND


@pytest.fixture
def phone(app: Flask, mia: Member) -> Phone:
    return give_app(app, mia, proved=False)


def age(app: Flask, member: Member) -> None:
    """Let all that they have shown lie eleven minutes back."""
    with app.app_context():
        long_ago = clock.now() - timedelta(minutes=11)
        db.session.execute(db.update(UserSession).values(proved_at=long_ago, factor_proved_at=long_ago))
        db.session.commit()


def is_proved(member: Member) -> bool:
    return member.client.get("/settings/password").status_code == 200


def labels(member: Member) -> set[str]:
    form = member.client.page(PATH).form(PATH)
    return {field["name"] for field in form.all("input") if field.get("type") != "hidden"}


def test_without_a_second_factor_the_password_is_enough(app: Flask, mia: Member) -> None:
    age(app, mia)
    assert labels(mia) == {"password"}
    assert not is_proved(mia)
    answer = mia.client.post(PATH, password=mia.password, next="/settings/password")
    assert answer.location == "/settings/password"
    assert is_proved(mia)


def test_with_one_both_are_wanted(app: Flask, mia: Member, otto: Member, phone: Phone) -> None:
    age(app, mia)
    others = of_person(app, otto.user.id)
    assert labels(mia) == {"password", "code"}
    for fields in ({"password": mia.password}, {"code": phone.code()}):
        assert mia.client.post(PATH, **fields).status_code == 422
    assert mia.client.post(PATH, password="wrong on purpose", code=phone.code()).status_code == 422
    assert not is_proved(mia)
    assert mia.client.post(PATH, password=mia.password, code=phone.code()).location == "/settings", "it was not used up"
    assert is_proved(mia)
    assert of_person(app, otto.user.id) == others


def test_what_was_shown_at_sign_in_counts(app: Flask, mia: Member, phone: Phone) -> None:
    with clock.stopped_at(NOW):
        client = Client(app)
        client.post("/sign-in", email=mia.user.email, password=mia.password)
        client.post("/sign-in/second-step", code=phone.code())
    with clock.stopped_at(NOW + FRESH):
        assert client.get("/settings/password").status_code == 200
    with clock.stopped_at(LATER):
        assert client.get("/settings/password").location == f"{PATH}?next=/settings/password"


def test_only_what_is_missing_is_asked_for(app: Flask, mia: Member, phone: Phone) -> None:
    """The password was shown a moment ago, before there was a second factor."""
    assert not is_proved(mia)
    assert labels(mia) == {"code"}
    assert mia.client.post(PATH, code=phone.code()).status_code == 302
    assert is_proved(mia)


def test_a_recovery_code_counts_as_the_second_factor(app: Flask, mia: Member, phone: Phone) -> None:
    codes = give_codes(app, mia)
    age(app, mia)
    assert labels(mia) == {"password", "code", "recovery_code"}
    assert mia.client.post(PATH, password="wrong on purpose", recovery_code=codes[0]).status_code == 422
    assert len(contents(app)["recovery_codes"]) == 10
    assert mia.client.post(PATH, password=mia.password, recovery_code=codes[0]).status_code == 302
    assert is_proved(mia)
    assert len(contents(app)["recovery_codes"]) == 9
    assert len(contents(app)["jobs"]) == 1, "a letter says so"
    age(app, mia)
    page = mia.client.read(mia.client.post(PATH, password=mia.password, recovery_code=codes[0]), 422)
    assert "was used before" in page.text


def test_a_passkey_is_both(app: Flask, mia: Member) -> None:
    passkey = give_passkey(mia)
    age(app, mia)
    assert labels(mia) == {"password", "recovery_code"}
    assert "Use a passkey" in mia.client.page(PATH).text
    assert use(mia.client, passkey, PATH, {"next": "/settings/passkeys"}).location == "/settings/passkeys"
    assert is_proved(mia)


def test_with_a_passkey_and_no_code_left_nothing_is_there_to_type(app: Flask, mia: Member) -> None:
    passkey = give_passkey(mia)
    with app.app_context():
        RecoveryCode.remove(mia.user.id)
        db.session.commit()
    age(app, mia)
    assert labels(mia) == set()
    assert "needs JavaScript" in mia.client.page(PATH).text
    assert mia.client.post(PATH, password=mia.password).status_code == 422
    assert use(mia.client, passkey, PATH).status_code == 302


def test_a_passkey_that_will_not_do(app: Flask, mia: Member, otto: Member) -> None:
    hers, his = give_passkey(mia), give_passkey(otto)
    age(app, mia)
    assert use(mia.client, his, PATH).status_code == 422
    assert use(mia.client, hers, PATH, flags=PRESENT).status_code == 422
    for credential in ("{}", "null", "[" * 19_000):
        mia.client.post("/passkey/options")
        page = mia.client.read(mia.client.post(PATH, credential=credential), 422)
        assert "That passkey doesn't open this account" in page.text
    assert not is_proved(mia)


def test_somebody_without_a_second_factor_shows_no_passkey(app: Flask, mia: Member, otto: Member) -> None:
    his = give_passkey(otto)
    age(app, mia)
    assert use(mia.client, his, PATH).status_code == 422
    assert not is_proved(mia)


def test_a_factor_added_elsewhere_makes_old_proof_worthless(app: Flask, mia: Member) -> None:
    assert is_proved(mia)
    other = mia.another_browser()
    give_app(app, mia)
    assert is_proved(mia)
    assert other.get("/settings/password").location == f"{PATH}?next=/settings/password"


def without_password(app: Flask, member: Member) -> None:
    with app.app_context():
        User.by_id(member.user.id).password_hash = ""
        db.session.commit()


def test_somebody_without_a_password_proves_by_passkey(app: Flask, mia: Member) -> None:
    passkey = give_passkey(mia)
    without_password(app, mia)
    age(app, mia)
    assert labels(mia) == {"recovery_code"}
    for fields in ({}, {"password": ""}, {"password": "anything"}, {"recovery_code": "abcd-efgh-jkmn"}):
        assert mia.client.post(PATH, **fields).status_code == 422
    assert not is_proved(mia)
    assert use(mia.client, passkey, PATH).status_code == 302
    assert is_proved(mia)


def test_somebody_with_neither_proves_nothing_by_an_empty_form(app: Flask, mia: Member) -> None:
    without_password(app, mia)
    age(app, mia)
    page = mia.client.read(mia.client.post(PATH), 422)
    assert "Your account has no password." in page.text
    assert not is_proved(mia)


def test_another_way_to_prove_the_first_part_is_offered(
    app: Flask, mia: Member, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The seam for a provider: its link, its note in the session, and the second part asked for after it."""
    monkeypatch.setattr(proof, "_ways", [])
    proof.way(lambda person, address: proof.Way(f"Go on as {person.name} at Acme", f"/guides?next={address}"))
    proof.way(lambda _person, _address: None)
    without_password(app, mia)
    age(app, mia)
    page = mia.client.page(f"{PATH}?next=/settings/password")
    link = page.one("a", href="/guides?next=/settings/password")
    assert link.text == "Go on as Mia Okafor at Acme"
    assert mia.client.post(PATH, code=phone.code()).status_code == 422, "the second part alone is not enough"
    with app.app_context():
        UserSession.prove(mia.token)
        db.session.commit()
    assert not is_proved(mia)
    assert "Acme" not in mia.client.page(PATH).text
    assert labels(mia) == {"code"}
    assert mia.client.post(PATH, code=phone.code()).status_code == 302
    assert is_proved(mia)


def test_proved_already_it_may_be_proved_again(app: Flask, mia: Member, phone: Phone) -> None:
    with app.app_context():
        UserSession.prove(mia.token, factor=True)
        db.session.commit()
    assert labels(mia) == {"password", "code"}
    assert mia.client.post(PATH, password=mia.password, code=WRONG_CODE).status_code == 422
    assert mia.client.post(PATH, password=mia.password, code=phone.code()).status_code == 302


def test_it_is_worth_ten_minutes_in_this_session_alone(app: Flask, mia: Member) -> None:
    other = mia.another_browser()
    age(app, mia)
    with clock.stopped_at(NOW):
        mia.client.post(PATH, password=mia.password)
    with clock.stopped_at(NOW + FRESH):
        assert is_proved(mia)
        assert other.get("/settings/password").status_code == 302
    with clock.stopped_at(LATER):
        assert not is_proved(mia)


def test_tries_of_the_password_are_limited(mia: Member) -> None:
    with clock.stopped_at(NOW):
        codes = [mia.client.post(PATH, password="wrong on purpose").status_code for _ in range(10)]
        assert codes == [422] * 10
        answer = mia.client.post(PATH, password=mia.password)
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "300")


@pytest.mark.parametrize("address", ELSEWHERE)
def test_next_never_leads_elsewhere(mia: Member, address: str) -> None:
    assert mia.client.post(PATH, password=mia.password, next=address).location == "/settings"


@pytest.mark.parametrize("fields", [{}, {"password": ""}, {"password": "p" * 1001}])
def test_a_password_that_is_none(app: Flask, mia: Member, fields: dict[str, str]) -> None:
    page = mia.client.read(unchanged(app, lambda: mia.client.post(PATH, **fields)), 422)
    assert page.form(PATH).one("input", name_="password")["aria-invalid"] == "true"


def test_signed_out_nothing_is_proved(app: Flask, mia: Member, anyone: Client) -> None:
    assert unchanged(app, lambda: anyone.post(PATH, password=mia.password)).status_code == 401
