"""Reading without a connection: opened pages, the whole guide on request, what isn't kept, and nothing private ever."""

import re
from collections import Counter

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from tests.browser import copies, reader
from tests.browser.conftest import OpenTab
from tests.browser.visiting import GUIDE, READ

pytestmark = pytest.mark.browser

FIRST, SECOND = (f"{READ}/{section.id}" for section in GUIDE.sections[:2])
WHOLE = 1 + len(GUIDE.sections) + len(GUIDE.appendices) + 2
FACES = "() => document.fonts.ready.then(() => [...document.fonts].filter((face) => face.status === 'loaded').length)"
STYLED = "() => getComputedStyle(document.querySelector('.prose')).maxWidth"


def keep_offline(tab: Page) -> None:
    tab.goto(READ)
    tab.get_by_role("button", name="Keep offline").click()
    copies.until(tab, lambda: f"Kept on this device: {WHOLE} pages" in tab.locator("#keep-state").inner_text())


def test_an_opened_section_is_there_without_a_connection_as_it_looked(open_tab: OpenTab):
    tab = open_tab("mia", service_workers="allow")
    copies.open_and_keep(tab, GUIDE.id, FIRST)
    text, width = tab.locator("article").inner_text(), tab.evaluate(STYLED)
    assert tab.evaluate(FACES) > 0
    tab.context.set_offline(True)
    tab.goto(FIRST)
    assert tab.locator("html").get_attribute("data-kept")
    assert tab.locator("article").inner_text() == text
    assert tab.evaluate(STYLED) == width
    assert tab.evaluate(FACES) > 0, "the reading face comes with the copy"
    tab.get_by_role("link", name="All sections").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text(GUIDE.title)
    tab.context.set_offline(False)
    tab.goto(FIRST)
    assert tab.locator("html").get_attribute("data-kept") is None, "with a connection, the network answers"
    expect(tab.locator(".top")).to_contain_text("Mia")


@pytest.mark.parametrize("trouble", ["down", "hanging"])
def test_a_server_that_does_not_answer_is_no_connection_either(browser: Browser, site: str, trouble: str):
    tab = browser.new_page(base_url=site, service_workers="allow")  # the watch would mind a 503
    copies.open_and_keep(tab, GUIDE.id, FIRST)
    held: list[Route] = []

    def answer(route: Route) -> None:
        if trouble == "hanging":
            held.append(route)
        else:
            route.fulfill(status=503, body="The proxy has nobody to ask.")

    # What is asked for while the worker starts can't be held up from here.
    tab.evaluate("async () => { await (await navigator.serviceWorker.ready).navigationPreload.disable(); }")
    tab.context.route(re.compile(f"{FIRST}$|{SECOND}$"), answer)
    tab.goto(FIRST)
    assert tab.locator("html").get_attribute("data-kept")
    if trouble == "down":
        tab.goto(SECOND)
        expect(tab.locator("body")).to_have_text("The proxy has nobody to ask.")
    tab.close()


def test_what_is_not_kept_says_so_and_names_what_is(open_tab: OpenTab):
    tab = open_tab(service_workers="allow")
    copies.open_and_keep(tab, GUIDE.id, FIRST)
    tab.context.set_offline(True)
    for path in (SECOND, "/dashboard", "/nowhere"):
        tab.goto(path)
        expect(tab.get_by_role("heading", level=1)).to_have_text("This page needs a connection")
        expect(tab.locator("#kept-list li")).to_contain_text("2 pages")
    tab.locator("#kept-list").get_by_role("link", name=GUIDE.title).click()
    expect(tab.get_by_role("heading", level=1)).to_have_text(GUIDE.title)
    tab.goto(SECOND)
    tab.context.set_offline(False)
    tab.get_by_role("link", name="Try again").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text(GUIDE.sections[1].title)


def test_the_whole_guide_on_request_and_its_removal(open_tab: OpenTab):
    tab = open_tab("otto", service_workers="allow")
    keep_offline(tab)
    assert len(copies.pages(tab, GUIDE.id)) == WHOLE
    tab.context.set_offline(True)
    for path in (f"{READ}/{GUIDE.appendices[0].id}", f"{READ}/glossary", f"{READ}/sources", SECOND):
        tab.goto(path)
        assert tab.locator("html").get_attribute("data-kept"), path
    tab.goto(READ)
    expect(tab.locator("#keep-state")).to_contain_text("Kept on this device")
    tab.context.set_offline(False)
    tab.reload()
    expect(tab.locator("#keep-state")).to_have_text(re.compile(r"\d+ KB, as of \d"))
    expect(tab.get_by_role("button", name="Keep offline")).to_be_hidden()
    edge = reader.starts_at(tab.locator("#keep-state"))
    assert abs(reader.starts_at(tab.get_by_role("button", name="Remove from this device")) - edge) < 1
    tab.get_by_role("button", name="Remove from this device").press("Enter")
    expect(tab.locator("#keep-state")).to_have_text("Removed from this device.")
    expect(tab.get_by_role("button", name="Keep offline")).to_be_focused()
    assert copies.copies(tab, GUIDE.id) == []


def test_a_connection_that_breaks_off_is_told_and_keeping_goes_on_later(open_tab: OpenTab):
    tab = open_tab(service_workers="allow")
    tab.context.route(f"**{READ}/glossary", lambda route: route.abort())
    tab.goto(READ)
    keep = tab.get_by_role("button", name="Keep offline")
    keep.click()
    expect(tab.locator("#keep-state")).to_contain_text("The connection broke off.")
    expect(tab.locator("#keep-state")).to_contain_text(f"of {WHOLE} pages; “Keep offline” goes on from there.")
    assert 0 < len(copies.pages(tab, GUIDE.id)) < WHOLE
    tab.context.unroute_all()
    tab.goto(FIRST)  # opening any page of the guide goes on with it
    copies.until(tab, lambda: len(copies.pages(tab, GUIDE.id)) == WHOLE)


def test_a_device_without_room_says_so(open_tab: OpenTab, site: str):
    tab = open_tab(service_workers="allow")
    copies.open_and_keep(tab, GUIDE.id, READ)
    browser = tab.context.new_cdp_session(tab)
    browser.send("Storage.overrideQuotaForOrigin", {"origin": site, "quotaSize": 1})
    tab.get_by_role("button", name="Keep offline").click()
    expect(tab.locator("#keep-state")).to_contain_text("This device has no room for all of it.")
    assert READ in copies.pages(tab, GUIDE.id), "what was kept before stays"


def test_a_page_is_kept_once_and_after_it_has_loaded(open_tab: OpenTab):
    tab = open_tab("otto", service_workers="allow")
    asked: list[str] = []

    def note(request: Request) -> None:
        if request.service_worker:
            asked.append(request.url)

    tab.context.on("request", note)
    loaded: list[int] = []
    tab.on("load", lambda _page: loaded.append(len(asked)))
    copies.open_and_keep(tab, GUIDE.id, FIRST)
    assert loaded[0] == 0, "nothing was fetched for the copy before the page had loaded"
    pages = Counter(url for url in asked if "/guides/" in url)
    assert set(pages.values()) == {1}
    assert {url.partition(READ)[2] for url in pages} == {"", FIRST.partition(READ)[2]}
    copied = len(asked)
    tab.reload()
    tab.evaluate("() => navigator.serviceWorker.ready.then(() => new Promise((go) => setTimeout(go, 300)))")
    again = [url for url in asked[copied:] if "/guides/" in url and not url.endswith(FIRST)]
    assert again == []


def test_nothing_private_is_ever_kept(open_tab: OpenTab):
    tab = open_tab("mia", service_workers="allow")
    copies.open_and_keep(tab, GUIDE.id, FIRST)
    keep_offline(tab)
    token = tab.locator("[name=csrf_token]").first.input_value()
    cookies = [cookie.get("value", "") for cookie in tab.context.cookies()]
    for path in (
        "/dashboard",
        "/settings",
        f"/roadmap/{GUIDE.id}",
        f"/roadmap/{GUIDE.id}/sk-llm-api",
        "/guides",
        "/offline",
    ):
        tab.goto(path)
    assert tab.locator(".top").inner_text().count("Mia")
    held = copies.caches(tab)
    names = {name.rpartition(":")[0] for name in held}
    assert names == {"milepost-shell", f"milepost-guide:{GUIDE.id}"}
    private = ["Mia", "mia@", token, *cookies, "Sign out", "Set-Cookie"]
    for name, files in held.items():
        for path, text in files.items():
            found = [word for word in private if word and word.casefold() in text.casefold()]
            assert found == [], f"{name} holds {path} with {found}"
            tokens = re.findall(r'name="csrf_token" value="([^"]*)"', text)
            assert set(tokens) <= {""}, f"{name} holds {path} with a token"


def test_without_a_worker_or_without_scripts_nothing_is_promised(open_tab: OpenTab):
    for options in ({"java_script_enabled": False}, {}):
        tab = open_tab("otto", **options)
        tab.goto(READ)
        expect(tab.get_by_role("heading", level=1)).to_have_text(GUIDE.title)
        expect(tab.get_by_text("Read offline")).to_be_hidden()


def test_chosen_colours_hold_offline(open_tab: OpenTab):
    tab = open_tab(service_workers="allow")
    tab.goto(READ)
    tab.locator(".foot").get_by_role("button", name="Dark").click()
    copies.open_and_keep(tab, GUIDE.id, FIRST)
    tab.context.set_offline(True)
    tab.reload()
    assert tab.locator("html").get_attribute("data-theme") == "dark"


def test_a_new_worker_clears_away_what_it_does_not_know_and_breaks_no_open_page(open_tab: OpenTab):
    tab = open_tab(service_workers="allow")
    copies.open_and_keep(tab, GUIDE.id, FIRST)
    held = copies.pages(tab, GUIDE.id)
    tab.goto(READ)
    known = copies.names(tab)
    for name in ("milepost-shell:00000000", "of-long-ago"):
        tab.evaluate("async (name) => { await caches.open(name); }", name)

    def cleared() -> bool:
        """Asked for again each time: the page's own registration, when it is idle, may have put the other one off."""
        tab.evaluate("async () => { await navigator.serviceWorker.register('/service-worker.js?another'); }")
        return copies.names(tab) == known

    copies.until(tab, cleared)
    assert copies.pages(tab, GUIDE.id) == held
    tab.get_by_role("button", name="Keep offline").click()
    copies.until(tab, lambda: f"Kept on this device: {WHOLE} pages" in tab.locator("#keep-state").inner_text())
