"""GET /privacy is true: it describes each cookie, each thing the browser keeps, and each table, and nothing else."""

import re
from pathlib import Path

from flask import Flask

from tests.apps import another_app
from tests.pages import Page
from tests.people import PASSWORD, Client, Member, make_member
from tracker.config import ROOT
from tracker.extensions import db

SCRIPTS = sorted(file for file in (ROOT / "static" / "js").rglob("*.js"))
STORAGE = ROOT / "static" / "js" / "reading" / "storage.js"
LITERAL = r"[`'\"]([a-z][a-z-]*:?)"
VERBS = re.compile(rf"(?:storage\.|\.\.\.|(?<![\w.]))(?:get|set|remove|names)\(\s*{LITERAL}")
BEGINNINGS = re.compile(r"(?<!CustomEvent\()`([a-z]+:)\$\{")
CACHE = re.compile(r"[`'\"](milepost-[a-z]+:)")
"""What is called so without a colon is no cache but a lock among tabs, which keeps nothing."""


def listed(page: Page, kind: str) -> dict[str, str]:
    """What the page lists of one kind, by name."""
    return {one[f"data-{kind}"]: one.text for one in page.all("div") if f"data-{kind}" in one.attributes}


def set_by(client: Client, email: str, **options: str) -> set[str]:
    """The names of all cookies that somebody is given who signs in, chooses colours, and signs out."""
    answers = [client.get("/sign-in", **options)]
    token = client.read(answers[0]).csrf_token
    form = {"csrf_token": token, "email": email, "password": PASSWORD, "theme": "dark", "remember": "y"}
    for path in ("/sign-in", "/theme", "/sign-out"):
        answers.append(client.raw.post(path, data=form, **options))
        form["csrf_token"] = client.read(client.get("/help", **options)).csrf_token
    assert all(answer.status_code in {200, 302, 303} for answer in answers)
    return {line.partition("=")[0] for answer in answers for line in answer.headers.getlist("Set-Cookie")}


def test_it_is_linked_from_every_page_and_from_help(anyone: Client, mia: Member) -> None:
    for client in (anyone, mia.client):
        for path in ("/guides", "/help"):
            page = client.page(path)
            assert "/privacy" in [link["href"] for link in page.one("footer").all("a")]
    assert "/privacy" in [link["href"] for link in anyone.page("/help").one("main").all("a")]


def test_every_cookie_is_described(anyone: Client, mia: Member) -> None:
    assert (
        set(listed(anyone.page("/privacy"), "cookie"))
        == set_by(anyone, mia.user.email)
        == {"session", "theme", "browser"}
    )


def test_over_tls_they_have_the_names_that_they_have_there(tmp_path: Path) -> None:
    with another_app(tmp_path, public_url="https://milepost.example.org") as app:
        make_member(app, "mia", "Mia Okafor", "UTC")
        client, address = Client(app), "https://milepost.example.org"
        names = set(listed(client.page("/privacy", base_url=address), "cookie"))
        assert names == {"__Host-session", "__Host-theme", "__Host-browser"}
        assert names == set_by(client, "mia@example.org", base_url=address)


def test_every_table_is_described_with_how_long_and_for_whom(app: Flask, anyone: Client) -> None:
    described = listed(anyone.page("/privacy"), "table")
    with app.app_context():
        tables = db.metadata.tables
    assert set(described) == set(tables), "say in tracker/dashboard/kept.py what the new table holds"
    for words in described.values():
        assert re.search(r"Kept: \w+.*\. Seen by: \w+.*\. In your export: (yes|no)\b.*\.$", words)


def test_it_says_truly_what_an_export_holds(app: Flask, anyone: Client) -> None:
    described = listed(anyone.page("/privacy"), "table")
    said = {name for name, words in described.items() if "In your export: yes" in words}
    held = {topic.table.__tablename__ for holding in app.extensions["holdings"] for topic in holding.topics}
    assert said == held, "put a new table into a holding, or say in tracker/dashboard/kept.py why it is left out"


def test_everything_that_the_browser_keeps_is_described(anyone: Client) -> None:
    texts = {file: file.read_text("utf-8") for file in SCRIPTS}
    storing = [text for file, text in texts.items() if "storage.js" in text or file == STORAGE]
    used = {key for text in storing for key in [*VERBS.findall(text), *BEGINNINGS.findall(text)]}
    described = {key.removeprefix("milepost:") for key in listed(anyone.page("/privacy"), "key")}
    assert used == described, "say in tracker/dashboard/kept.py what the new key holds"


def test_only_one_module_reaches_the_browsers_storage() -> None:
    for file in SCRIPTS:
        text = re.sub(r"//[^\n]*|/\*.*?\*/", "", file.read_text("utf-8"), flags=re.DOTALL)
        for home in ("localStorage", "sessionStorage"):
            assert home not in text or file == STORAGE, f"{file.name} goes past storage.js"
        for other in ("indexedDB", "document.cookie", "cookieStore"):
            assert other not in text, f"{file.name} uses {other}, which /privacy doesn't name"


def test_every_cache_is_described(anyone: Client) -> None:
    used = {name for file in SCRIPTS for name in CACHE.findall(file.read_text("utf-8"))}
    assert used == set(listed(anyone.page("/privacy"), "cache"))
