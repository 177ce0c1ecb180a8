"""/settings/sessions: where one is signed in, by device and last use; ending one of them, or all others."""

from datetime import timedelta

from flask import Flask

from tests.people import PASSWORD, Client, Member
from tests.tables import contents, of_person, unchanged
from tracker import clock
from tracker.accounts.models import IDLE

NOW = clock.now().replace(microsecond=0)
DEVICES = {
    "Firefox on Android": "Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0",
    "Safari on iPhone": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18 Safari/604.1",
}


def sign_in(app: Flask, member: Member, device: str) -> Client:
    client = Client(app)
    client.raw.environ_base["HTTP_USER_AGENT"] = DEVICES[device]
    assert client.post("/sign-in", email=member.user.email, password=PASSWORD).status_code == 302
    return client


def alive(client: Client) -> bool:
    return client.get("/dashboard").status_code == 200


def listed(client: Client) -> list[str]:
    return [item.text for item in client.page("/settings/sessions").one("ul", class_="cards").all("li")]


def ids(client: Client) -> list[int]:
    """Of the sessions that have a button, as they are listed."""
    forms = client.page("/settings/sessions").one("ul", class_="cards").all("form")
    return [int(form["action"].split("/")[3]) for form in forms]


def test_each_is_named_with_its_last_use(app: Flask, mia: Member) -> None:
    with clock.stopped_at(NOW):
        phone, tablet = (sign_in(app, mia, device) for device in ("Safari on iPhone", "Firefox on Android"))
    with clock.stopped_at(NOW + timedelta(hours=1)):
        assert alive(phone)
        said = listed(tablet)
    assert len(said) == 3
    assert "Firefox on Android (this one)" in said[0]
    assert "Safari on iPhone" in said[1]
    assert "A browser" in said[2]
    assert "Last used" in said[1]
    assert "signed in" in said[1]
    card = [item.text for item in tablet.page("/settings").all("li") if "Signed-in devices" in item.text]
    assert "here and on 2 other devices" in card[0]


def test_one_of_three_is_ended_and_only_that_one(app: Flask, mia: Member, otto: Member) -> None:
    phone, tablet = sign_in(app, mia, "Safari on iPhone"), sign_in(app, mia, "Firefox on Android")
    found = listed(mia.client)[1:]
    which = next(number for number, text in enumerate(found) if "iPhone" in text)
    path = f"/settings/sessions/{ids(mia.client)[which]}/end"
    assert mia.client.post(path).location == "/settings/sessions"
    assert "That device is signed out." in mia.client.page("/settings/sessions").text
    assert (alive(mia.client), alive(phone), alive(tablet), alive(otto.client)) == (True, False, True, True)
    assert unchanged(app, lambda: mia.client.post(path)).status_code == 404, "sent twice: it is gone"


def test_all_others_are_ended(app: Flask, mia: Member, otto: Member) -> None:
    phone, tablet = sign_in(app, mia, "Safari on iPhone"), sign_in(app, mia, "Firefox on Android")
    assert mia.client.page("/settings/sessions").form("/settings/sessions/end-others")
    assert mia.client.post("/settings/sessions/end-others").location == "/settings/sessions"
    page = mia.client.page("/settings/sessions")
    assert "Every other device is signed out." in page.text
    assert "You're signed in only here." in page.text
    assert (alive(mia.client), alive(phone), alive(tablet), alive(otto.client)) == (True, False, False, True)
    assert mia.client.post("/settings/sessions/end-others").status_code == 302, "sent twice"


def test_somebody_elses_session_is_not_there(app: Flask, mia: Member, otto: Member) -> None:
    rows = contents(app)["user_sessions"]
    (his,) = [row["id"] for row in rows if row["user_id"] == otto.user.id]
    for session_id in (his, 999_999, 0):
        answer = unchanged(app, lambda one=session_id: mia.client.post(f"/settings/sessions/{one}/end"))
        assert answer.status_code == 404
    assert alive(otto.client)


def test_this_one_cant_be_ended_there(app: Flask, mia: Member) -> None:
    assert ids(mia.client) == []
    (row,) = contents(app)["user_sessions"]
    answer = unchanged(app, lambda: mia.client.post(f"/settings/sessions/{row['id']}/end"))
    assert answer.status_code == 404
    assert alive(mia.client)


def test_one_that_has_ended_by_itself_is_not_listed(app: Flask, mia: Member) -> None:
    sign_in(app, mia, "Safari on iPhone")
    with clock.stopped_at(clock.now() + IDLE + timedelta(seconds=1)):
        tablet = sign_in(app, mia, "Firefox on Android")
        assert len(listed(tablet)) == 1


def test_signed_out_nothing_is_ended(app: Flask, mia: Member, anyone: Client) -> None:
    (row,) = contents(app)["user_sessions"]
    for path in (f"/settings/sessions/{row['id']}/end", "/settings/sessions/end-others"):
        assert unchanged(app, lambda path=path: anyone.post(path)).status_code == 401
        assert unchanged(app, lambda path=path: mia.client.post(path, csrf_token="forged")).status_code == 400


def test_signing_in_anew_ends_the_session_of_before(app: Flask, mia: Member) -> None:
    new = "another lantern in the rain"
    mia.client.post("/settings/password", current_password=PASSWORD, new_password=new)
    assert len(contents(app)["user_sessions"]) == 1
    assert of_person(app, mia.user.id)["known_browsers"]
