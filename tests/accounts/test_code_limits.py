"""Codes have limits of their own: 5 in five minutes, 20 an hour, 50 a day for an account, across workers."""

from datetime import timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.accounts.test_second_step import PATH
from tests.accounts.test_sessions import NOW
from tests.people import Client, Member
from tests.second_steps import WRONG_CODE, give_app, give_codes, give_passkey, half_signed_in, half_way, use
from tests.tables import contents
from tracker import clock

pytestmark = pytest.mark.slow


def wrong(client: Client, **fields: str) -> int:
    return client.post(PATH, **(fields or {"code": WRONG_CODE})).status_code


def test_the_sixth_code_waits_even_if_it_is_right(app: Flask, mia: Member) -> None:
    with clock.stopped_at(NOW):
        phone, codes = give_app(app, mia), give_codes(app, mia)
        half = half_signed_in(app, mia)
        assert [wrong(half) for _ in range(3)] + [wrong(half, recovery_code="abcd-efgh-jkmn") for _ in range(2)] == [
            422
        ] * 5
        answer = half.post(PATH, code=phone.code())
        page = half.read(answer, 429)
        assert "Wait five minutes, then try again." in page.text
        assert answer.headers["Retry-After"] == "300"
        assert wrong(half_way(app, mia), recovery_code=codes[0]) == 429, "from another browser it is the same account"
    with clock.stopped_at(NOW + timedelta(minutes=5)):
        assert half_way(app, mia).post(PATH, code=phone.code()).location == "/dashboard"


@pytest.mark.parametrize(
    "most,pause,words", [(20, timedelta(minutes=6), "an hour"), (50, timedelta(minutes=20), "a day")]
)
def test_slower_guessing_waits_longer(app: Flask, mia: Member, most: int, pause: timedelta, words: str) -> None:
    """As many as the shorter limits let pass, until the longer one doesn't."""
    give_app(app, mia)
    answers: list[TestResponse] = []
    moment = NOW
    while not answers or answers[-1].status_code == 422:
        with clock.stopped_at(moment):
            half = half_way(app, mia)
            answers += [half.post(PATH, code=WRONG_CODE) for _ in range(5)]
        moment += pause
    answer = answers[-1]
    assert f"Wait {words}" in answer.text
    assert answer.headers["Retry-After"] == {"an hour": "3600", "a day": "86400"}[words]
    assert [one.status_code for one in answers].index(429) == most
    assert moment - NOW < timedelta(days=1)


def test_an_attackers_failures_do_not_lock_the_owner_out_of_her_own_browser(app: Flask, mia: Member) -> None:
    with clock.stopped_at(NOW):
        phone = give_app(app, mia)
        hers = half_signed_in(app, mia)
        hers.post(PATH, code=phone.code())
        hers.post("/sign-out")
        attacker = half_signed_in(app, mia)
        assert [wrong(attacker) for _ in range(6)] == [422] * 5 + [429]
        hers.post("/sign-in", email=mia.user.email, password=mia.password)
        assert hers.post(PATH, code=phone.code(1)).location == "/dashboard"
        assert wrong(attacker) == 429, "which wins the attacker nothing"


def test_her_own_browser_has_the_same_limits(app: Flask, mia: Member) -> None:
    with clock.stopped_at(NOW):
        phone = give_app(app, mia)
        hers = half_signed_in(app, mia)
        hers.post(PATH, code=phone.code())
        hers.post("/sign-out")
        hers.post("/sign-in", email=mia.user.email, password=mia.password)
        assert [wrong(hers) for _ in range(6)] == [422] * 5 + [429]


def test_a_right_code_makes_the_count_begin_again(app: Flask, mia: Member) -> None:
    with clock.stopped_at(NOW):
        phone = give_app(app, mia)
        assert [wrong(half_way(app, mia)) for _ in range(4)] == [422] * 4
        assert half_way(app, mia).post(PATH, code=phone.code()).location == "/dashboard"
        assert [wrong(half_way(app, mia)) for _ in range(5)] == [422] * 5


def test_one_persons_limit_is_nobody_elses(app: Flask, mia: Member, otto: Member) -> None:
    give_app(app, mia)
    phone = give_app(app, otto)
    assert [wrong(half_way(app, mia)) for _ in range(6)][-1] == 429
    assert half_way(app, otto).post(PATH, code=phone.code()).location == "/dashboard"


def test_a_passkey_passes_the_limit_of_codes(app: Flask, mia: Member) -> None:
    """Nobody can guess one, so it is the way in for somebody whose codes are being guessed at."""
    passkey = give_passkey(mia)
    half = half_way(app, mia)
    assert [wrong(half) for _ in range(6)][-1] == 429
    assert use(half, passkey, PATH).location == "/dashboard"


def test_proof_counts_with_the_second_step(app: Flask, mia: Member) -> None:
    give_app(app, mia)
    fields = {"password": mia.password, "code": WRONG_CODE}
    codes = [mia.client.post("/settings/proof", **fields).status_code for _ in range(6)]
    assert codes == [422] * 5 + [429]
    assert wrong(half_way(app, mia)) == 429


def test_challenges_are_counted_by_address(app: Flask, anyone: Client) -> None:
    with clock.stopped_at(NOW):
        csrf = anyone.token()
        answers = [anyone.raw.post("/passkey/options", data={"csrf_token": csrf}) for _ in range(61)]
    assert [answer.status_code for answer in answers] == [200] * 60 + [429]
    assert answers[-1].headers["Retry-After"] == "300"


def test_keys_of_attempts_name_nobody(app: Flask, mia: Member) -> None:
    give_app(app, mia)
    wrong(half_way(app, mia))
    rows = contents(app)["attempts"]
    assert len(rows) == 3
    assert all(len(row["key"]) == 64 for row in rows)
