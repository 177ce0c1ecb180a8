"""/settings/passkeys: registering, naming and removing passkeys."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.accounts.test_sessions import NOW, signed_in
from tests.apps import another_app
from tests.crowd import at_once
from tests.hostile import MARKUP
from tests.people import Client, Member, make_member
from tests.second_steps import PRESENT, Passkey, copy_of, give_app, give_passkey, register, use
from tests.tables import contents, of_person, unchanged
from tracker import clock
from tracker.accounts import ceremonies
from tracker.accounts.models import FRESH

pytestmark = pytest.mark.slow

PATH = "/settings/passkeys"


def unchanged_but_for_challenges(app: Flask, mia: Member, answer_to: Any) -> Any:
    """What came of it, after holding her rows to what they were; a challenge that was spent is none of hers."""
    before = {name: rows for name, rows in of_person(app, mia.user.id).items() if name != "tickets"}
    answer = answer_to()
    assert {name: rows for name, rows in of_person(app, mia.user.id).items() if name != "tickets"} == before
    return answer


def test_the_first_one_comes_with_recovery_codes(app: Flask, mia: Member, otto: Member) -> None:
    others = of_person(app, otto.user.id)
    page = mia.client.page(PATH)
    form = page.form(PATH)
    hidden = [part for part in form.all("div", **{"data-passkey": ""}) if "hidden" in part.attributes]
    assert len(hidden) == 2, "what needs a script is shown by one"
    assert "needs JavaScript" in form.text
    assert form.one("input", name_="name")["value"] == "A browser"

    answer = register(mia.client, Passkey(), "Blue phone")
    page = mia.client.read(answer)
    assert len(page.one("ol", class_="codes").all("li")) == 10
    assert "The passkey “Blue phone” is ready." in page.text
    page = mia.client.page(PATH)
    assert "Blue phone" in page.one("ul", class_="cards").text
    assert "not used yet" in page.one("ul", class_="cards").text
    assert of_person(app, otto.user.id) == others


def test_what_a_browser_is_asked_for(mia: Member) -> None:
    first = give_passkey(mia)
    options = mia.client.post(f"{PATH}/options").get_json()
    assert options["rp"] == {"name": "Milepost", "id": "localhost"}
    assert options["user"]["name"] == mia.user.email
    assert options["authenticatorSelection"] == {
        "residentKey": "required",
        "requireResidentKey": True,
        "userVerification": "required",
    }
    assert options["attestation"] == "none"
    assert [one["transports"] for one in options["excludeCredentials"]] == [["internal"]]
    assert len(options["challenge"]) >= 43
    again = Passkey()
    register(mia.client, again)
    assert again.handle == first.handle, "devices call her one thing"
    assert mia.user.email.encode() not in again.handle


@pytest.mark.parametrize("path", [f"{PATH}/options", "/passkey/options"])
def test_the_hosts_header_is_never_believed(mia: Member, path: str) -> None:
    data = {"csrf_token": mia.client.token()}
    forged = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example", "Origin": "http://evil.example"}
    cookie = mia.client.raw.get_cookie("session")
    assert cookie is not None
    cookies = {"Cookie": f"session={cookie.value}", "Host": "evil.example"}
    answer = mia.client.app.test_client(use_cookies=False).post(path, data=data, headers={**forged, **cookies})
    asked = answer.get_json()
    assert asked.get("rpId", asked.get("rp", {}).get("id")) == "localhost"


def test_several_have_names_and_none_has_anothers_codes(app: Flask, mia: Member) -> None:
    give_passkey(mia, "Phone")
    assert register(mia.client, Passkey(), "Laptop").location == PATH
    names = [item.one("h2").text for item in mia.client.page(PATH).one("ul", class_="cards").all("li")]
    assert names == ["Phone", "Laptop"]
    assert len(contents(app)["recovery_codes"]) == 10


LIES: list[dict[str, Any]] = [
    {"challenge": "AAAA"},
    {"origin": "https://evil.example"},
    {"origin": "http://localhost:9999"},
    {"origin": "http://localhost.evil.example"},
    {"type": "webauthn.get"},
    {"site": "evil.example"},
    {"flags": PRESENT},
    {"flags": 0},
]


@pytest.mark.parametrize("lies", LIES, ids=str)
def test_an_answer_that_does_not_hold(app: Flask, mia: Member, lies: dict[str, Any]) -> None:
    answer = unchanged_but_for_challenges(app, mia, lambda: register(mia.client, Passkey(), **lies))
    assert "The passkey wasn't made" in mia.client.read(answer, 422).text


@pytest.mark.parametrize(
    "credential",
    [
        None, "", "x", "null", "[]", "{}", '{"id": 1}', "[" * 19_000, "x" * 20_001, '{"response": []}', "\x00",
        '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"e30","attestationObject":"oA"}}',
        '{"id":"AA","rawId":"!","type":"public-key","response":{"clientDataJSON":"!","attestationObject":"!"}}',
    ],
)  # fmt: skip
def test_an_answer_that_no_browser_gives(app: Flask, mia: Member, credential: str | None) -> None:
    mia.client.post(f"{PATH}/options")
    answer = unchanged_but_for_challenges(app, mia, lambda: mia.client.post(PATH, name="Phone", credential=credential))
    assert "The passkey wasn't made" in mia.client.read(answer, 422).text


def test_a_challenge_works_once_for_this_and_for_her(app: Flask, mia: Member, otto: Member) -> None:
    options = mia.client.post(f"{PATH}/options").get_json()
    for_another_use = mia.client.post("/passkey/options").get_json()
    assert mia.client.post(PATH, name="A", credential=Passkey().made(options)).status_code == 422, "asked since"
    lie = {**options, "challenge": for_another_use["challenge"]}
    assert mia.client.post(PATH, name="A", credential=Passkey().made(lie)).status_code == 422, "for another use"

    options = mia.client.post(f"{PATH}/options").get_json()
    with mia.client.raw.session_transaction() as hers, otto.client.raw.session_transaction() as his:
        his["challenge"] = hers["challenge"]
    assert otto.client.post(PATH, name="A", credential=Passkey().made(options)).status_code == 422, "hers"

    options = mia.client.post(f"{PATH}/options").get_json()
    answers = [mia.client.post(PATH, name="A", credential=Passkey().made(options)).status_code for _ in range(2)]
    assert answers == [200, 422]


def test_a_challenge_lasts_five_minutes(mia: Member) -> None:
    with clock.stopped_at(NOW):
        mia.client.post("/settings/proof", password=mia.password)
        options = mia.client.post(f"{PATH}/options").get_json()
    with clock.stopped_at(NOW + timedelta(minutes=5)):
        assert mia.client.post(PATH, name="A", credential=Passkey().made(options)).status_code == 422


def test_twenty_at_once_are_one(app: Flask, mia: Member) -> None:
    give_passkey(mia)
    passkey = Passkey()
    options = mia.client.post(f"{PATH}/options").get_json()
    csrf, answer, copies = mia.client.token(), passkey.made(options), [copy_of(mia.client) for _ in range(20)]
    data = {"csrf_token": csrf, "name": "Laptop", "credential": answer}
    codes = at_once(20, lambda n: copies[n].raw.post(PATH, data=data).status_code)
    assert sorted(codes) == [302] + [422] * 19
    assert len(contents(app)["passkeys"]) == 2


def test_one_device_is_registered_once(app: Flask, mia: Member, otto: Member) -> None:
    passkey = give_passkey(mia)
    for member in (mia, otto):
        answer = unchanged_but_for_challenges(app, member, lambda one=member: register(one.client, passkey))
        assert "has a passkey for your account already" in member.client.read(answer, 422).text


def test_twenty_are_enough(app: Flask, mia: Member) -> None:
    for number in range(20):
        give_passkey(mia, f"Key {number}")
    page = mia.client.read(register(mia.client, Passkey()), 422)
    assert "You have 20 passkeys" in page.text
    assert len(contents(app)["passkeys"]) == 20


@pytest.mark.parametrize(
    "name,sentence",
    [("", "Give it a name"), (None, "Give it a name"), ("n" * 61, "at most 60"), ("two\nlines", "on one line")],
)
def test_a_name_that_will_not_do(app: Flask, mia: Member, name: str | None, sentence: str) -> None:
    give_passkey(mia)
    number = contents(app)["passkeys"][0]["id"]
    assert sentence in mia.client.read(unchanged(app, lambda: mia.client.post(PATH, name=name)), 422).text
    answer = unchanged(app, lambda: mia.client.post(f"{PATH}/{number}/rename", name=name))
    assert sentence in mia.client.read(answer, 422).text


@pytest.mark.parametrize("markup", [one for one in MARKUP if one.isprintable() and len(one) <= 60])
def test_a_name_is_only_ever_text(mia: Member, markup: str) -> None:
    give_passkey(mia, markup)
    page = mia.client.page(PATH)
    assert page.one("ul", class_="cards").one("h2").text == " ".join(markup.split())
    assert page.all("img") == []


def test_renamed_and_renamed_again(app: Flask, mia: Member, otto: Member) -> None:
    give_passkey(mia)
    number = contents(app)["passkeys"][0]["id"]
    give_app(app, otto)
    assert unchanged(app, lambda: otto.client.post(f"{PATH}/{number}/rename", name="His")).status_code == 404
    assert mia.client.post(f"{PATH}/{number}/rename", name=" Laptop ").location == PATH
    page = mia.client.page(PATH)
    assert "Saved." in page.text
    assert page.one("ul", class_="cards").one("h2").text == "Laptop"
    assert unchanged(app, lambda: mia.client.post(f"{PATH}/{number}/rename", name="Laptop")).status_code == 302


def test_removed_it_opens_nothing_and_with_the_last_the_codes_go(app: Flask, mia: Member, otto: Member) -> None:
    first, second = give_passkey(mia, "Phone"), give_passkey(mia, "Laptop")
    give_passkey(otto)
    one, two, his = (row["id"] for row in contents(app)["passkeys"])
    others = of_person(app, otto.user.id)
    for number in (his, 999_999):
        assert unchanged(app, lambda id_=number: mia.client.post(f"{PATH}/{id_}/remove")).status_code == 404
    mia.client.post(f"{PATH}/{one}/remove")
    assert "The passkey “Phone” is removed here." in mia.client.page(PATH).text
    assert use(Client(app), first, "/sign-in/passkey").status_code == 422
    assert use(Client(app), second, "/sign-in/passkey").location == "/dashboard"
    assert mia.client.post(f"{PATH}/{one}/remove").status_code == 404, "sent twice"
    assert len([row for row in contents(app)["recovery_codes"] if row["user_id"] == mia.user.id]) == 10
    mia.client.post(f"{PATH}/{two}/remove")
    assert [row for row in contents(app)["recovery_codes"] if row["user_id"] == mia.user.id] == []
    assert Client(app).post("/sign-in", email=mia.user.email, password=mia.password).location == "/dashboard"
    assert of_person(app, otto.user.id) == others


@pytest.mark.parametrize("fields,ended", [({}, False), ({"end_others": "y"}, True)])
def test_other_devices_are_signed_out_if_asked(app: Flask, mia: Member, fields: dict[str, str], ended: bool) -> None:
    second = mia.another_browser()
    assert "Sign out my other devices" in mia.client.page(PATH).form(PATH).text
    options = mia.client.post(f"{PATH}/options").get_json()
    mia.client.post(PATH, name="Phone", credential=Passkey().made(options), **fields)
    assert signed_in(second) is not ended
    third, number = mia.another_browser(), contents(app)["passkeys"][0]["id"]
    mia.client.post(f"{PATH}/{number}/remove", **fields)
    assert signed_in(third) is not ended
    assert signed_in(mia.client)


ACTIONS = [f"{PATH}/options", PATH, f"{PATH}/1/rename", f"{PATH}/1/remove"]


@pytest.mark.parametrize("path", ACTIONS)
def test_proof_is_asked_for(app: Flask, mia: Member, path: str) -> None:
    give_passkey(mia)
    with clock.stopped_at(clock.now() + FRESH + timedelta(minutes=1)):
        assert mia.client.get(PATH).location == f"/settings/proof?next={PATH}"
        assert unchanged(app, lambda: mia.client.post(path, name="x")).status_code == 403


@pytest.mark.parametrize("path", ACTIONS)
def test_signed_out_nothing_happens(app: Flask, anyone: Client, path: str) -> None:
    assert unchanged(app, lambda: anyone.post(path, name="x")).status_code == 401


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://[::1]:8000", "http://milepost.example.org"])
def test_where_browsers_know_no_passkeys_none_is_offered(tmp_path: Path, url: str) -> None:
    with another_app(tmp_path, public_url=url) as app:
        mia = make_member(app, "mia", "Mia Okafor", "UTC")
        assert "Whoever runs this Milepost can set PUBLIC_URL" in mia.client.page(PATH).text
        assert "Passkeys" not in mia.client.page("/settings").one("main").text
        assert "passkey" not in Client(app).page("/sign-in").one("main").text


@pytest.mark.parametrize(
    "url,site,origin",
    [
        ("https://milepost.example.org", "milepost.example.org", "https://milepost.example.org"),
        ("https://Milepost.Example.org:443", "milepost.example.org", "https://milepost.example.org"),
        ("https://milepost.example.org:8443", "milepost.example.org", "https://milepost.example.org:8443"),
        ("http://localhost:8000", "localhost", "http://localhost:8000"),
        ("https://bücher.example", "xn--bcher-kva.example", "https://xn--bcher-kva.example"),
    ],
)
def test_the_site_is_the_one_of_the_setting(app: Flask, url: str, site: str, origin: str) -> None:
    with app.app_context(), pytest.MonkeyPatch.context() as patch:
        patch.setitem(app.config, "PUBLIC_URL", url)
        assert ceremonies.site() == (site, origin)
        assert ceremonies.are_possible()
