"""/settings/proof: who one is, once more and within ten minutes, before what matters."""

from datetime import timedelta

import pytest
from flask import Flask

from tests.hostile import ELSEWHERE
from tests.people import PASSWORD, Client, Member
from tests.tables import unchanged
from tracker import clock
from tracker.accounts.models import FRESH

NOW = clock.now().replace(microsecond=0)
STALE = FRESH + timedelta(seconds=1)
GUARDED = ("/settings/password", "/settings/address/change")


def prove(client: Client, password: str = PASSWORD, **fields: str):
    return client.post("/settings/proof", password=password, **fields)


@pytest.mark.parametrize("path", GUARDED)
def test_a_stale_session_is_asked_and_comes_back(mia: Member, path: str) -> None:
    assert mia.client.get(path).status_code == 200, "fresh from signing in"
    with clock.stopped_at(clock.now() + STALE):
        asked = mia.client.get(path)
        assert (asked.status_code, asked.location) == (302, f"/settings/proof?next={path}")
        form = mia.client.page(asked.location).form("/settings/proof")
        assert form.one("input", name_="password")["autocomplete"] == "current-password"
        answer = prove(mia.client, next=form.one("input", name_="next")["value"])
        assert (answer.status_code, answer.location) == (302, path)
        assert mia.client.get(path).status_code == 200


def test_it_holds_for_ten_minutes_to_the_second(mia: Member) -> None:
    assert timedelta(minutes=10) == FRESH
    with clock.stopped_at(NOW):
        prove(mia.client)
    with clock.stopped_at(NOW + FRESH):
        assert mia.client.get("/settings/password").status_code == 200
    with clock.stopped_at(NOW + STALE):
        assert mia.client.get("/settings/password").status_code == 302


def test_it_holds_for_this_session_alone(mia: Member, otto: Member) -> None:
    with clock.stopped_at(clock.now() + STALE):
        second = mia.another_browser()
        with clock.stopped_at(clock.now() + STALE):
            prove(mia.client)
            assert mia.client.get("/settings/password").status_code == 200
            assert second.get("/settings/password").status_code == 302
            assert otto.client.get("/settings/password").status_code == 302


def test_a_stale_form_changes_nothing_and_keeps_what_was_typed(app: Flask, mia: Member) -> None:
    with clock.stopped_at(clock.now() + STALE):
        answer = unchanged(app, lambda: mia.client.post("/settings/address/change", email="mia@new.example.org"))
        page = mia.client.read(answer, 403)
        assert page.one("h1").text == "Is it you"
        assert "mia@new.example.org" in [area.text for area in page.all("textarea")]
        assert "/settings/proof?next=/settings/address/change" in [link["href"] for link in page.one("main").all("a")]
        fields = {"current_password": PASSWORD, "new_password": "another lantern in the rain"}
        page = mia.client.read(unchanged(app, lambda: mia.client.post("/settings/password", **fields)), 403)
        assert PASSWORD not in page.html
        assert "another lantern" not in page.html


@pytest.mark.parametrize(
    "password,sentence",
    [("", "Enter your password."), ("not hers", "isn't your password"), ("p" * 1001, "isn't your password")],
)
def test_a_wrong_password_proves_nothing(mia: Member, password: str, sentence: str) -> None:
    with clock.stopped_at(clock.now() + STALE):
        page = mia.client.read(prove(mia.client, password, next="/settings/password"), 422)
        assert sentence in page.form("/settings/proof").text
        assert page.form("/settings/proof").one("input", name_="next")["value"] == "/settings/password"
        assert mia.client.get("/settings/password").status_code == 302


def test_the_eleventh_try_waits(mia: Member, otto: Member) -> None:
    with clock.stopped_at(NOW):
        codes = [prove(mia.client, "not hers").status_code for _ in range(10)]
        assert codes == [422] * 10
        answer = prove(mia.client)
        assert "Wait five minutes" in mia.client.read(answer, 429).text
        assert answer.headers["Retry-After"] == "300"
    with clock.stopped_at(NOW + timedelta(minutes=5)):
        assert prove(mia.client).status_code == 302


@pytest.mark.parametrize("address", ELSEWHERE)
def test_next_never_leads_elsewhere(mia: Member, address: str) -> None:
    assert prove(mia.client, next=address).location == "/settings"


def test_signed_out_there_is_nothing_to_prove(app: Flask, anyone: Client, mia: Member) -> None:
    assert anyone.get("/settings/proof").location == "/sign-in?next=/settings/proof"
    assert unchanged(app, lambda: prove(anyone)).status_code == 401
    assert unchanged(app, lambda: prove(mia.client, csrf_token="forged")).status_code == 400
