"""Who may do what: every route as somebody signed out, as mia, otto and noor, taken from the app's own route table."""

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from tests.address import ANYONE, HALF, MEMBERS, Address
from tests.addresses import ADDRESSES, PRIVATE_WRITES, READS, WRITES
from tests.each import hold_each
from tests.people import PASSWORD, Client, Member
from tests.second_steps import give_app, half_way
from tests.tables import contents, of_person, unchanged

pytestmark = pytest.mark.slow

PUBLIC = {address.endpoint for address in ADDRESSES if address.who in {ANYONE, HALF}}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
OPEN_TO_SIGNED_OUT_ONLY = {
    "accounts.sign_up",
    "accounts.sign_in",
    "accounts.second_step",
    "openid.start",
    "openid.newcomer",
}
WITHOUT_TOKEN = {"reminders.unsubscribe"}
"""Mail programs post there by themselves; its link proves who asks (tests/reminders/test_letters.py)."""
CHECKED_WRITES = tuple(address for address in WRITES if address.endpoint not in WITHOUT_TOKEN)
EXTRA = {
    "id": "1",
    "user_id": "1",
    "user": "otto",
    "owner_id": "1",
    "person": "otto@example.org",
    "is_admin": "1",
    "role": "coach",
    "created_at": "2000-01-01",
    "disabled_at": "2000-01-01",
    "password_hash": "x",
    "guide_id": "ai-engineer",
    "milestone_id": "tk-splice",
    "overruled": "1",
    "note_version": "99",
    "day": "2000-01-01",
}


def matches(app: Flask, path: str, method: str) -> bool:
    """Whether some route takes this method at this address."""
    try:
        app.url_map.bind("localhost").match(path, method=method)
    except HTTPException:
        return False
    return True


each_private_write = pytest.mark.parametrize("address", PRIVATE_WRITES, ids=str)


def test_every_route_is_classified(app: Flask) -> None:
    routes = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    classified = [(address.endpoint, address.method) for address in ADDRESSES]
    assert sorted(routes) == sorted(classified), "say in tests/addresses.py who may use the new address"


def test_the_examples_lead_where_they_say(app: Flask) -> None:
    def holds(address: Address) -> None:
        endpoint, _ = app.url_map.bind("localhost").match(address.path, method=address.method)
        assert endpoint == address.endpoint

    hold_each(ADDRESSES, holds)


def test_no_address_names_a_person(app: Flask) -> None:
    """Everything hangs on who asks, so there is no address at which somebody else's things could be asked for."""
    named = {argument for rule in app.url_map.iter_rules() for argument in rule.arguments}
    own = {"highlight_id", "session_id", "identity_id", "passkey_id", "archive_id", "import_id", "break_id", "entry_id"}
    own |= {"grant_id", "post_id", "meeting_id", "action_id", "cohort_id", "notice_id"}
    assert named <= {"guide_id", "section_id", "milestone_id", "filename", "form", "purpose", "token", *own}


def test_reading_signed_out(app: Flask) -> None:
    def holds(address: Address) -> None:
        anyone = Client(app)
        answer = unchanged(app, lambda: anyone.get(address.path, buffered=True))
        if address.who == ANYONE:
            assert answer.status_code == address.code
        elif address.who == HALF:
            assert (answer.status_code, answer.location) == (302, "/sign-in")
        else:
            assert answer.status_code == 302
            assert answer.location == f"/sign-in?next={address.path}"

    hold_each(READS, holds)


def test_reading_as_each_member(app: Flask, mia: Member, otto: Member, noor: Member) -> None:
    def holds(address: Address) -> None:
        for member in (mia, otto, noor):
            answer = unchanged(app, member.client.get, address.path, buffered=True)
            assert answer.status_code == (302 if address.endpoint in OPEN_TO_SIGNED_OUT_ONLY else address.code)
            if answer.mimetype == "text/html" and answer.status_code == 200:
                page = member.client.read(answer)
                assert member.user.name in page.text
                assert not [other for other in (mia, otto, noor) if other != member and other.user.name in page.text]

    hold_each(READS, holds)


def test_reading_half_signed_in(app: Flask, mia: Member) -> None:
    """Who has shown mia's password alone: what everybody may see, and the page for the second step."""
    give_app(app, mia)

    def holds(address: Address) -> None:
        half = half_way(app, mia)
        answer = unchanged(app, lambda: half.get(address.path, buffered=True))
        if address.who == MEMBERS:
            assert (answer.status_code, answer.location) == (302, f"/sign-in?next={address.path}")
            assert half.get(answer.location).location == "/sign-in/second-step"
        else:
            assert answer.status_code == (302 if address.endpoint == "accounts.sign_in" else address.code)
            assert mia.user.name.encode() not in answer.data
            assert mia.user.email.encode() not in answer.data

    hold_each(READS, holds)


def test_writing_half_signed_in_changes_nothing(app: Flask, mia: Member) -> None:
    give_app(app, mia)

    def holds(address: Address) -> None:
        half = half_way(app, mia)
        answer = unchanged(app, lambda: half.post(address.path, **address.form))
        assert "You're signed out" in half.read(answer, 401).one("h1").text

    hold_each(PRIVATE_WRITES, holds)


def test_asking_for_the_head_alone(app: Flask, mia: Member) -> None:
    def holds(address: Address) -> None:
        anyone = Client(app)
        for client in (anyone, mia.client):
            answer = unchanged(app, client.raw.head, address.path, buffered=True)
            assert answer.status_code == client.get(address.path, buffered=True).status_code
            assert answer.data == b""

    hold_each(READS, holds)


def test_writing_signed_out_changes_nothing_and_keeps_what_was_typed(app: Flask) -> None:
    def holds(address: Address) -> None:
        anyone = Client(app)
        answer = unchanged(app, lambda: anyone.post(address.path, **address.form))
        page = anyone.read(answer, 401)
        assert "You're signed out" in page.one("h1").text
        assert PASSWORD not in page.html
        for name in {"name", "text", "note"} & set(address.form):
            assert address.form[name] in [area.text for area in page.all("textarea")]

    hold_each(PRIVATE_WRITES, holds)


@each_private_write
def test_each_member_writes_to_their_own_only(
    app: Flask, mia: Member, otto: Member, noor: Member, address: Address
) -> None:
    """The very same request as otto: his rows may change, hers don't, nor what she sees."""
    mia.client.post("/roadmap/tiny-guide/tk-bowline/note", op_id="first", version=0, note="mia's own words")
    hers, noors = of_person(app, mia.user.id), of_person(app, noor.user.id)

    answer = otto.client.post(address.path, **address.form)

    told = (
        "200: shown at once; 404: he has no such thing; 409: nothing of his to undo; 410: no link was followed; "
        "422: no device made that passkey, or that isn't his address"
    )
    assert answer.status_code in {200, 302, 303, 404, 409, 410, 422}, told
    assert answer.status_code != 422 or address.endpoint in {"accounts.add_passkey", "accounts.delete_account"}
    assert of_person(app, mia.user.id) == hers
    assert of_person(app, noor.user.id) == noors
    assert mia.client.page("/roadmap/tiny-guide/tk-bowline").one("textarea", name_="note").text == "mia's own words"
    assert "mia's own words" not in otto.client.page("/roadmap/tiny-guide/tk-bowline").text


def test_writing_without_a_token_changes_nothing(app: Flask, mia: Member, otto: Member) -> None:
    def holds(address: Address) -> None:
        anyone = Client(app)
        for client in (anyone, mia.client, otto.client):
            client.get("/guides")
            answer = unchanged(app, client.raw.post, address.path, data=dict(address.form))
            assert answer.status_code == 400
            assert "This form is out of date" in client.read(answer, 400).text

    hold_each(CHECKED_WRITES, holds)


def test_writing_with_another_sessions_token_changes_nothing(app: Flask, mia: Member, otto: Member) -> None:
    others = (otto.client, Client(app), mia.another_browser())

    def holds(address: Address) -> None:
        for token in (*(other.token() for other in others), "", "forged"):
            answer = unchanged(app, mia.client.post, address.path, **address.form, csrf_token=token)
            assert answer.status_code == 400

    hold_each(CHECKED_WRITES, holds)


def test_other_methods_are_refused(app: Flask, mia: Member) -> None:
    def holds(address: Address) -> None:
        anyone = Client(app)
        right = {other.method for other in ADDRESSES if other.path == address.path}
        for client in (anyone, mia.client):
            form = {**address.form, "csrf_token": client.token()}
            for method in set(METHODS) - right:
                data = None if method == "GET" else form
                answer = unchanged(app, client.raw.open, address.path, method=method, data=data)
                if matches(app, address.path, method):  # as that of a section or a milestone, of which there is none
                    endpoint, _ = app.url_map.bind("localhost").match(address.path, method=method)
                    private = endpoint not in PUBLIC and client is anyone
                    assert answer.status_code == (302 if private else 404), f"{method} {address.path}"
                    continue
                assert answer.status_code == 405, f"{method} {address.path}"
                assert right <= set(answer.headers["Allow"].split(", "))

    hold_each(ADDRESSES, holds)


def test_an_id_that_leads_nowhere(app: Flask, mia: Member) -> None:
    def holds(unknown: tuple[Address, str]) -> None:
        address, path = unknown
        if address.method == "POST":
            assert unchanged(app, lambda: mia.client.post(path, **address.form)).status_code == 404
        else:
            assert unchanged(app, lambda: mia.client.get(path)).status_code == 404
            assert Client(app).get(path).status_code == (302 if address.who == MEMBERS else 404)

    hold_each([(address, path) for address in ADDRESSES for path in address.unknown], holds)


@each_private_write
def test_fields_that_the_form_does_not_have_are_ignored(
    app: Flask, mia: Member, otto: Member, address: Address
) -> None:
    before = contents(app)
    hers, his = of_person(app, mia.user.id), of_person(app, otto.user.id)
    extra = {name: value for name, value in EXTRA.items() if name not in address.form}
    extra |= {"user_id": str(otto.user.id), "id": str(otto.user.id)}

    mia.client.post(address.path, **address.form, **extra)

    assert of_person(app, otto.user.id) == his
    after = of_person(app, mia.user.id)
    changeable = {
        "accounts.change_profile": {"name", "time_zone"},
        "accounts.change_password": {"password_hash"},
        "accounts.change_address": {"email"},
        "dashboard.choose_guide": {"guide_id"},
    }.get(address.endpoint, set())
    (was,), (now,) = hers["users"], after["users"]
    assert {name for name in now if now[name] != was[name]} <= changeable
    for row in [*after["milestone_states"], *after["milestone_events"]]:
        assert (row["guide_id"], row["milestone_id"]) == ("tiny-guide", "tk-bowline")
        assert not row.get("overruled")
    assert len(contents(app)["users"]) == len(before["users"])


def test_signing_up_takes_no_more_than_it_asks_for(app: Flask, anyone: Client, mia: Member) -> None:
    (address,) = [address for address in WRITES if address.endpoint == "accounts.sign_up"]
    hers = of_person(app, mia.user.id)
    assert anyone.post(address.path, **address.form, **EXTRA).status_code == 302
    assert of_person(app, mia.user.id) == hers
    (new,) = [user for user in contents(app)["users"] if user["email"] == "ann@example.org"]
    assert (new["disabled_at"], new["guide_id"]) == (None, None)
    assert new["password_hash"].startswith("$argon2id$")
    assert new["created_at"].year > 2000


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_other_sites_are_told_nothing(mia: Member, origin: str) -> None:
    for address in READS:
        answer = mia.client.get(address.path, headers={"Origin": origin}, buffered=True)
        assert not [name for name, _ in answer.headers if name.lower().startswith("access-control-")]
