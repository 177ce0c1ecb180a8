"""Every address of the app with an example, who may use it, and what a good request sends.

A route that is missing here fails tests/test_access.py until somebody has said who may use it.
"""

from pathlib import Path

from tests import roadmap_addresses
from tests.address import ANYONE, HALF, MEMBERS, Address
from tests.address import read as _read
from tests.address import write as _write
from tests.coaching import grants_addresses, home_addresses, meetings_addresses, mentees_addresses, talk_addresses
from tests.people import PASSWORD

SECTION = "/guides/tiny-guide/one-loop"
HIGHLIGHTS = "/guides/tiny-guide/highlights"
NO_HIGHLIGHT = "00000000-0000-4000-8000-000000000000"
RECOVERY_CODES = " ".join(["abcd-efgh-jkmn"] * 10)
IMPORT = "/settings/data/imports/999999"
AN_ARCHIVE = (str(Path(__file__).parent / "accounts" / "archives" / "first.zip"), "archive.zip")
"""An export of the first kind that there was, as a form carries a file."""


def _behind_a_link(endpoint: str, path: str, who: str) -> Address:
    return Address(endpoint, "GET", path, who, code=410)


def _mark(endpoint: str, action: str, **form: str) -> Address:
    """Of a highlight that nobody has: what they do to one is told in tests/reading/test_highlights.py."""
    path = f"{HIGHLIGHTS}/{NO_HIGHLIGHT}/{action}"
    unknown = (path.replace("tiny-guide", "nothing"), f"{HIGHLIGHTS}/nothing/{action}")
    return _write(endpoint, path, MEMBERS, *unknown, **form)


def _passkey(action: str, **form: str) -> Address:
    """Of a passkey that nobody has: what is done to one is told in tests/accounts/test_passkeys.py."""
    path = f"/settings/passkeys/999999/{action}"
    return _write(f"accounts.{action}_passkey", path, MEMBERS, path, path.replace("999999", "nothing"), **form)


ADDRESSES = (
    _read("dashboard.home", "/", ANYONE),
    _read("dashboard.help_page", "/help", ANYONE),
    _read("dashboard.privacy", "/privacy", ANYONE),
    _read("accounts.sign_up", "/sign-up", ANYONE),
    _write(
        "accounts.sign_up",
        "/sign-up",
        ANYONE,
        name="Ann",
        email="ann@example.org",
        password=PASSWORD,
        time_zone="Europe/Berlin",
    ),
    _read("accounts.sign_in", "/sign-in", ANYONE),
    _write("accounts.sign_in", "/sign-in", ANYONE, email="mia@example.org", password=PASSWORD),
    Address("accounts.follow_link", "GET", "/link/reset/a-token", ANYONE, unknown=("/link/nothing/x",), code=302),
    _read("accounts.check_mail", "/check-your-mail", ANYONE),
    _write("accounts.send_again", "/check-your-mail", ANYONE),
    _behind_a_link("accounts.finishing", "/sign-up/finish", ANYONE),
    _write("accounts.finish_sign_up", "/sign-up/finish", ANYONE),
    _read("accounts.reset", "/reset", ANYONE),
    _write("accounts.ask_reset", "/reset", ANYONE, email="mia@example.org"),
    _behind_a_link("accounts.new_password", "/reset/password", ANYONE),
    _write("accounts.set_new_password", "/reset/password", ANYONE, password=PASSWORD),
    _behind_a_link("accounts.confirming", "/confirm", ANYONE),
    _write("accounts.confirm_address", "/confirm", ANYONE),
    _read("accounts.second_step", "/sign-in/second-step", HALF),
    _write("accounts.take_second_step", "/sign-in/second-step", HALF, code="000000"),
    _write("accounts.sign_in_with_passkey", "/sign-in/passkey", ANYONE, credential="{}"),
    _write("accounts.passkey_options", "/passkey/options", ANYONE),
    _write("accounts.sign_out", "/sign-out", ANYONE),
    # The provider of these tests is down; tests/openid has one that answers.
    _read("openid.start", "/sign-in/openid", ANYONE, code=503),
    _read("openid.back", "/sign-in/openid/back", ANYONE, code=422),
    _write("openid.finish", "/sign-in/openid/finish", ANYONE, code="a-code", state="a-state"),
    _read("openid.newcomer", "/sign-up/openid", ANYONE, code=302),
    _write("openid.sign_up", "/sign-up/openid", ANYONE, name="Ann", time_zone="Europe/Berlin"),
    _read("openid.start_proving", "/settings/proof/openid", MEMBERS, code=503),
    _read("openid.identities", "/settings/openid", MEMBERS),
    _read("openid.start_linking", "/settings/openid/start", MEMBERS, code=503),
    _read("openid.confirm", "/settings/openid/link", MEMBERS, code=302),
    _write("openid.link", "/settings/openid/link", MEMBERS),
    _write(
        "openid.unlink",
        "/settings/openid/999999/unlink",
        MEMBERS,
        "/settings/openid/999999/unlink",
        "/settings/openid/nothing/unlink",
    ),
    _write("accounts.set_theme", "/theme", ANYONE, theme="dark"),
    _read("reading.guides", "/guides", ANYONE),
    _read("library.find", "/guides/tiny-guide/search", ANYONE, "/guides/nothing/search"),
    _read("library.glossary", "/guides/tiny-guide/glossary", ANYONE, "/guides/nothing/glossary"),
    _read("library.sources", "/guides/tiny-guide/sources", ANYONE, "/guides/nothing/sources"),
    _read(
        "library.download",
        "/guides/tiny-guide/download/epub",
        ANYONE,
        "/guides/nothing/download/epub",
        "/guides/tiny-guide/download/doc",
    ),
    _read("reading.guide", "/guides/tiny-guide", ANYONE, "/guides/nothing"),
    _read("reading.section", SECTION, ANYONE, "/guides/nothing/one-loop", "/guides/tiny-guide/nothing"),
    _read("reading.service_worker", "/service-worker.js", ANYONE),
    _read("reading.offline", "/offline", ANYONE),
    _read("health.alive", "/healthz", ANYONE),
    _read("health.ready", "/readyz", ANYONE),
    _read("static", "/static/css/base.css", ANYONE, "/static/css/nothing.css"),
    _read("reminders.calendar", "/calendar/a-token.ics", ANYONE, code=404),
    _read("reminders.unsubscribing", "/letters/stop/a-token", ANYONE, code=404),
    _write("reminders.unsubscribe", "/letters/stop/a-token", ANYONE, "/letters/stop/another"),
    _read("accounts.settings", "/settings", MEMBERS),
    _read("reminders.letters", "/settings/letters", MEMBERS),
    _write("reminders.choose_letters", "/settings/letters", MEMBERS, weekly="off"),
    _write("reminders.make_calendar", "/settings/calendar/make", MEMBERS),
    _write("reminders.end_calendar", "/settings/calendar/end", MEMBERS),
    _read("accounts.profile", "/settings/profile", MEMBERS),
    _read("accounts.address", "/settings/address", MEMBERS),
    _write("accounts.send_confirmation", "/settings/address/letter", MEMBERS),
    _read("accounts.changing_address", "/settings/address/change", MEMBERS),
    _write("accounts.change_address", "/settings/address/change", MEMBERS, email="new@example.org"),
    _write("accounts.keep_address", "/settings/address/keep", MEMBERS),
    _behind_a_link("accounts.new_address", "/settings/address/new", MEMBERS),
    _write("accounts.take_address", "/settings/address/new", MEMBERS),
    _read("accounts.password", "/settings/password", MEMBERS),
    _read("accounts.proof", "/settings/proof", MEMBERS),
    _write("accounts.prove", "/settings/proof", MEMBERS, password=PASSWORD),
    _read("accounts.authenticator", "/settings/authenticator", MEMBERS),
    _write("accounts.begin_authenticator", "/settings/authenticator/begin", MEMBERS),
    _write("accounts.confirm_authenticator", "/settings/authenticator", MEMBERS, code="000000"),
    _write("accounts.remove_authenticator", "/settings/authenticator/remove", MEMBERS),
    _read("accounts.passkeys", "/settings/passkeys", MEMBERS),
    _write("accounts.new_passkey_options", "/settings/passkeys/options", MEMBERS),
    _write("accounts.add_passkey", "/settings/passkeys", MEMBERS, name="Phone", credential="{}"),
    _passkey("rename", name="Laptop"),
    _passkey("remove"),
    _read("accounts.recovery_codes", "/settings/recovery-codes", MEMBERS),
    _write("accounts.renew_recovery_codes", "/settings/recovery-codes", MEMBERS),
    _write("accounts.recovery_codes_file", "/settings/recovery-codes/file", MEMBERS, codes=RECOVERY_CODES),
    _read("accounts.sessions", "/settings/sessions", MEMBERS),
    _write(
        "accounts.end_session",
        "/settings/sessions/999999/end",
        MEMBERS,
        "/settings/sessions/999999/end",
        "/settings/sessions/nothing/end",
    ),
    _write("accounts.end_other_sessions", "/settings/sessions/end-others", MEMBERS),
    _write("accounts.change_profile", "/settings/profile", MEMBERS, name="New Name", time_zone="UTC"),
    _write(
        "accounts.change_password",
        "/settings/password",
        MEMBERS,
        current_password=PASSWORD,
        new_password="another lantern in the rain",
    ),
    _read("accounts.data", "/settings/data", MEMBERS),
    _write("accounts.ask_for_export", "/settings/data/exports", MEMBERS, op_id="an-op-id"),
    Address(
        "accounts.get_export",
        "GET",
        "/settings/data/exports/999999",
        MEMBERS,
        unknown=("/settings/data/exports/999999",),
        code=404,
    ),
    _write("accounts.bring_archive", "/settings/data/import", MEMBERS, op_id="an-op-id", archive=AN_ARCHIVE),
    Address("accounts.show_import", "GET", IMPORT, MEMBERS, unknown=(IMPORT,), code=404),
    _write("accounts.confirm_import", f"{IMPORT}/confirm", MEMBERS, f"{IMPORT}/confirm"),
    _write("accounts.discard_import", f"{IMPORT}/discard", MEMBERS, f"{IMPORT}/discard"),
    _write("accounts.undo_import", f"{IMPORT}/undo", MEMBERS, f"{IMPORT}/undo"),
    _read("accounts.leave", "/settings/delete", MEMBERS),
    _write("accounts.delete_account", "/settings/delete", MEMBERS, email="nobody@example.org"),
    _read("dashboard.dashboard", "/dashboard", MEMBERS),
    _write("dashboard.choose_guide", "/dashboard/guide", MEMBERS, guide="tiny-guide"),
    _write(
        "reading.finish",
        f"{SECTION}/finish",
        MEMBERS,
        "/guides/nothing/one-loop/finish",
        "/guides/tiny-guide/nothing/finish",
        finished="1",
    ),
    _read("reading.place", "/guides/tiny-guide/place", MEMBERS, "/guides/nothing/place"),
    _write(
        "reading.operations",
        "/guides/tiny-guide/operations",
        MEMBERS,
        "/guides/nothing/operations",
        device="a-device-of-the-tests",
        operations='[{"op": "an-op-id", "sequence": 1, "base": 0, "kind": "finish", "section": "one-loop"}]',
    ),
    _write(
        "reading.restart", "/guides/tiny-guide/restart", MEMBERS, "/guides/nothing/restart", op_id="an-op-id", base="0"
    ),
    _write("reading.undo", "/guides/tiny-guide/undo", MEMBERS, "/guides/nothing/undo", undoes="an-op-id"),
    _write(
        "reading.import_",
        "/reading/import",
        MEMBERS,
        facts='[{"guide": "tiny-guide", "import": "an-import-of-the-tests", "finished": ["one-loop"]}]',
    ),
    _write("library.rate", "/guides/tiny-guide/rating", MEMBERS, "/guides/nothing/rating", stars="4"),
    _write(
        "library.answer",
        "/guides/tiny-guide/helpful",
        MEMBERS,
        "/guides/nothing/helpful",
        helpful="yes",
        comment="The second knot came too fast.",
    ),
    _read("reading.highlights", HIGHLIGHTS, MEMBERS, "/guides/nothing/highlights"),
    _read("reading.highlights_file", f"{HIGHLIGHTS}.md", MEMBERS, "/guides/nothing/highlights.md"),
    _write(
        "reading.add_highlight",
        f"{SECTION}/highlights",
        MEMBERS,
        "/guides/nothing/one-loop/highlights",
        "/guides/tiny-guide/nothing/highlights",
        highlight_id=NO_HIGHLIGHT,
        parts='[{"block": "how-it-holds", "quote": "it holds", "before": "How ", "after": ""}]',
        note="Dress it before loading.",
    ),
    _mark("reading.note_highlight", "note", note="Dress it before loading.", version="1"),
    _mark("reading.remove_highlight", "remove"),
    _mark("reading.restore_highlight", "restore"),
    *roadmap_addresses.ADDRESSES,
    *grants_addresses.ADDRESSES,
    *home_addresses.ADDRESSES,
    *mentees_addresses.ADDRESSES,
    *talk_addresses.ADDRESSES,
    *meetings_addresses.ADDRESSES,
)

READS = tuple(address for address in ADDRESSES if address.method == "GET")
WRITES = tuple(address for address in ADDRESSES if address.method == "POST")
PRIVATE_WRITES = tuple(address for address in WRITES if address.who == MEMBERS)
