"""/settings/recovery-codes: made anew, shown once, taken along as a file."""

import re
from datetime import timedelta

import pytest
from argon2.low_level import Type, hash_secret_raw
from flask import Flask

from tests.accounts.test_sessions import signed_in
from tests.people import Client, Member
from tests.second_steps import give_app, give_codes, half_way
from tests.tables import contents, of_person, unchanged
from tracker import clock
from tracker.accounts.models import FRESH, digests

PATH = "/settings/recovery-codes"
CODES = " ".join(["abcd-efgh-jkmn"] * 10)


def shown(client: Client, **fields: str) -> list[str]:
    page = client.read(client.post(PATH, **fields))
    assert page.one("h1").text == "Your recovery codes"
    return [one.text for one in page.one("ol", class_="codes").all("li")]


def test_new_ones_take_the_place_of_the_old(app: Flask, mia: Member, otto: Member) -> None:
    give_app(app, mia), give_app(app, otto)
    old, his = give_codes(app, mia), give_codes(app, otto)
    others = of_person(app, otto.user.id)
    assert "10 of ten left" in mia.client.page(PATH).text
    new = shown(mia.client)
    assert len({*old, *new, *his}) == 30
    assert half_way(app, mia).post("/sign-in/second-step", recovery_code=old[0]).status_code == 422
    assert half_way(app, mia).post("/sign-in/second-step", recovery_code=new[0]).status_code == 302
    assert "9 of ten left" in mia.client.page(PATH).text
    assert of_person(app, otto.user.id) == others


def test_made_twice_the_second_ones_count(app: Flask, mia: Member) -> None:
    give_app(app, mia)
    first, second = shown(mia.client), shown(mia.client)
    assert half_way(app, mia).post("/sign-in/second-step", recovery_code=first[0]).status_code == 422
    assert half_way(app, mia).post("/sign-in/second-step", recovery_code=second[0]).status_code == 302
    assert len(contents(app)["recovery_codes"]) == 9


def test_without_a_second_factor_there_are_none(app: Flask, mia: Member) -> None:
    page = mia.client.page(PATH)
    assert "Set up an authenticator app" in page.one("main").text
    assert page.one("main").all("form") == []
    assert unchanged(app, lambda: mia.client.post(PATH)).location == PATH
    assert "Set up one of them first" in mia.client.page(PATH).text


def test_the_last_one_can_be_used(app: Flask, mia: Member) -> None:
    give_app(app, mia)
    for code in give_codes(app, mia):
        assert half_way(app, mia).post("/sign-in/second-step", recovery_code=code).location == "/dashboard"
    assert contents(app)["recovery_codes"] == []
    assert "None left." in mia.client.page(PATH).text
    assert len(shown(mia.client)) == 10


def test_what_is_stored_is_a_slow_hash_with_a_salt_of_its_own(
    app: Flask, mia: Member, otto: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digests, "MEMORY_KIB", 19 * 1024)
    give_app(app, mia), give_app(app, otto)
    codes = give_codes(app, mia)
    give_codes(app, otto)
    rows = contents(app)["recovery_codes"]
    assert len({row["salt"] for row in rows}) == 2
    assert not any(code in str(contents(app)) or code.replace("-", "") in str(contents(app)) for code in codes)
    hers = next(row for row in rows if row["user_id"] == mia.user.id)
    slow = {hash_secret_raw(code.encode(), hers["salt"], 2, 19 * 1024, 1, 32, Type.ID).hex(): code for code in codes}
    assert {row["code_hash"] for row in rows if row["user_id"] == mia.user.id} == set(slow)


def test_the_page_that_shows_them_offers_a_file(app: Flask, mia: Member, anyone: Client) -> None:
    give_app(app, mia)
    page = mia.client.read(mia.client.post(PATH))
    sent = page.form(f"{PATH}/file").one("input", name_="codes")["value"]
    buttons = [button for button in page.all("button") if {"data-copy", "data-print"} & set(button.attributes)]
    assert all("hidden" in button.attributes for button in buttons)
    assert buttons[0]["data-copy"].split("\n") == sent.split(" ")
    answer = unchanged(app, lambda: mia.client.post(f"{PATH}/file", codes=sent))
    assert answer.mimetype == "text/plain"
    assert answer.headers["Content-Disposition"] == "attachment; filename=milepost-recovery-codes.txt"
    assert answer.headers["Cache-Control"] == "no-store"
    lines = answer.text.splitlines()
    assert lines[:2] == ["Recovery codes for http://localhost", f"Account: {mia.user.email}"]
    assert [line for line in lines if re.fullmatch(r"\S{14}", line)] == sent.split(" ")


@pytest.mark.parametrize(
    "codes",
    [None, "", "x", CODES[:-1], CODES + " abcd-efgh-jkmn", CODES + "\n", "<script>alert(1)</script>", CODES.upper()],
)
def test_what_is_no_ten_codes_becomes_no_file(app: Flask, mia: Member, codes: str | None) -> None:
    assert unchanged(app, lambda: mia.client.post(f"{PATH}/file", codes=codes)).status_code == 422


@pytest.mark.parametrize("fields,ended", [({}, False), ({"end_others": "y"}, True)])
def test_other_devices_are_signed_out_if_asked(app: Flask, mia: Member, fields: dict[str, str], ended: bool) -> None:
    give_app(app, mia)
    second = mia.another_browser()
    shown(mia.client, **fields)
    assert signed_in(second) is not ended


def test_proof_is_asked_for_but_not_to_take_the_file(app: Flask, mia: Member) -> None:
    give_app(app, mia)
    with clock.stopped_at(clock.now() + FRESH + timedelta(minutes=1)):
        assert mia.client.get(PATH).location == f"/settings/proof?next={PATH}"
        assert unchanged(app, lambda: mia.client.post(PATH)).status_code == 403
        assert mia.client.post(f"{PATH}/file", codes=CODES).status_code == 200


@pytest.mark.parametrize("path", [PATH, f"{PATH}/file"])
def test_signed_out_nothing_happens(app: Flask, mia: Member, anyone: Client, path: str) -> None:
    give_app(app, mia), give_codes(app, mia)
    assert unchanged(app, lambda: anyone.post(path, codes=CODES)).status_code == 401
