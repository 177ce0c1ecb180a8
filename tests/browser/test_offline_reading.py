"""What is done without a connection arrives later, once; and signing out leaves nothing private in the browser."""

from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser import copies
from tests.browser.conftest import OpenTab
from tests.browser.visiting import GUIDE, READ, sign_in

pytestmark = pytest.mark.browser

SECTION = GUIDE.sections[3]
PLACE = "async (path) => (await fetch(path)).json()"
PRIVATE = ("milepost:reader", "milepost:state:", "milepost:outbox:", "milepost:time:")
LEFT_OVER = """() => {
  localStorage.setItem('milepost:time:ai-engineer:evals', '77');
  const reader = JSON.parse(localStorage.getItem('milepost:reader'));
  for (const op of ['one', 'two', 'three']) {
    const operation = {op, sequence: 1, base: 0, kind: 'restart'};
    localStorage.setItem(`milepost:outbox:${reader}:ai-engineer:${op}`, JSON.stringify(operation));
  }
}"""


def state(tab: Page) -> dict[str, Any]:
    found: dict[str, Any] = tab.evaluate(PLACE, f"{READ}/place")["state"]
    return found


def waiting(tab: Page) -> int:
    return sum(entry.startswith("milepost:outbox:") for entry in copies.stored(tab))


def private(tab: Page) -> list[str]:
    """What this browser holds of the person: in its storage, its databases and its caches."""
    found = [entry for entry in copies.stored(tab) if entry.startswith(PRIVATE)]
    found += tab.evaluate(copies.DATABASES)
    held = {f"{name} {path}": text for name, files in copies.caches(tab).items() for path, text in files.items()}
    return found + [where for where, text in held.items() if "noor" in text.casefold() or "Haddad" in text]


def sign_out(tab: Page) -> None:
    tab.locator("details.menu > summary").click()
    tab.get_by_role("button", name="Sign out").click()


def test_a_place_and_a_finish_arrive_later_and_once(open_tab: OpenTab):
    tab = open_tab("carl", service_workers="allow")
    copies.open_and_keep(tab, GUIDE.id, f"{READ}/{SECTION.id}")
    before = state(tab)
    assert SECTION.id not in before["finished"]
    sent: list[Request] = []
    tab.context.on("request", lambda request: sent.append(request) if request.method == "POST" else None)

    tab.context.set_offline(True)
    tab.reload()
    expect(tab.get_by_text("You’re offline: this is the copy kept on")).to_be_visible()
    tab.wait_for_timeout(2100)  # the least time on a page that counts
    tab.mouse.move(300, 300)
    tab.mouse.wheel(0, 900)
    copies.until(tab, lambda: waiting(tab) == 1)
    tab.get_by_role("button", name="Mark section finished").click()
    assert waiting(tab) == 2
    tab.reload()
    assert waiting(tab) == 2, "they outlast the page"
    expect(tab.get_by_text("You’re offline: this is the copy kept on")).to_have_count(0)
    tab.goto(READ)
    expect(tab.get_by_text("this is the copy kept on")).to_contain_text("; what you read is sent later.")
    expect(tab.locator("#guest-continue")).to_contain_text(SECTION.title)
    for call in ("Make it your roadmap", "Start reading", "Sign in"):
        expect(tab.get_by_role("link", name=call).filter(visible=True)).to_have_count(0)
    tab.goto("/dashboard")
    expect(tab.locator("#kept-list")).to_contain_text(f"Continue in section 4, {SECTION.title}")
    tab.goto(f"{READ}/{SECTION.id}")
    sent.clear()

    tab.context.set_offline(False)
    copies.until(tab, lambda: waiting(tab) == 0)
    after = state(tab)
    assert SECTION.id in after["finished"]
    assert after["place"]["section"] == SECTION.id
    assert after["revision"] == before["revision"] + 2
    posts = len(sent)
    tab.reload()
    tab.goto(READ)
    assert state(tab)["revision"] == after["revision"]
    assert len(sent) == posts, "what arrived is not sent again"


def test_signing_out_leaves_nothing_private(open_tab: OpenTab):
    tab = open_tab(service_workers="allow")
    sign_in(tab, "noor")
    copies.open_and_keep(tab, GUIDE.id, f"{READ}/{SECTION.id}")
    assert private(tab)
    tab.goto("/dashboard")
    sign_out(tab)
    tab.wait_for_url("**/")
    expect(tab.get_by_text("You're signed out on this device.")).to_be_visible()
    assert private(tab) == []
    assert f"{READ}/{SECTION.id}" in copies.pages(tab, GUIDE.id), "the guide itself is nobody's secret"


def test_what_is_not_sent_yet_is_asked_about(open_tab: OpenTab):
    tab = open_tab()
    sign_in(tab, "noor")
    tab.goto(f"{READ}/{SECTION.id}")
    tab.context.route("**/operations", lambda route: route.abort("internetdisconnected"))
    tab.evaluate(LEFT_OVER)
    sign_out(tab)
    question = tab.get_by_role("alert")
    expect(question).to_have_text("3 things you read aren't sent yet. Sign out and lose them?")
    expect(question).to_be_focused()
    tab.get_by_role("button", name="Stay signed in").click()
    expect(tab.get_by_role("button", name="Sign out")).to_be_focused()
    assert waiting(tab) == 3
    tab.get_by_role("button", name="Sign out").press("Enter")
    tab.locator(".btn.danger", has_text="Sign out").click()
    tab.wait_for_url("**/")
    assert private(tab) == []
    tab.goto("/dashboard")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_what_can_be_sent_goes_first_without_a_question(open_tab: OpenTab):
    tab = open_tab()
    sign_in(tab, "noor")
    tab.goto(f"{READ}/{SECTION.id}")
    tab.evaluate(LEFT_OVER)
    with tab.expect_request("**/operations"):
        sign_out(tab)
    tab.wait_for_url("**/")
    assert private(tab) == []


def test_without_a_connection_nobody_is_signed_out_and_nothing_is_lost(open_tab: OpenTab):
    tab = open_tab(service_workers="allow")
    sign_in(tab, "noor")
    copies.open_and_keep(tab, GUIDE.id, f"{READ}/{SECTION.id}")
    held = private(tab)
    tab.context.set_offline(True)
    sign_out(tab)
    expect(tab.get_by_role("alert")).to_contain_text("Signing out needs a connection")
    assert private(tab) == held
    tab.context.set_offline(False)
    tab.get_by_role("button", name="Try again").click()
    tab.wait_for_url("**/")
    assert private(tab) == []
