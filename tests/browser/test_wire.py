"""Bytes on the wire, headers included, as the browser counts them: a first visit to each page, and a later one."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenTab
from tests.browser.visits import VISITS, Visit, sign_in

pytestmark = pytest.mark.browser

KB = 1024
FIRST_VISIT = {"Document": 14 * KB, "Stylesheet": 14 * KB, "Script": 20 * KB, "Font": 45 * KB}
LATER_VISIT = 20 * KB
SHOWN = [visit for visit in VISITS if visit.code == 200 and visit.do is None]


@contextmanager
def counted(tab: Page) -> Iterator[Counter[str]]:
    """Within, the counter grows by the bytes of each kind of resource that came over the wire."""
    kinds: dict[str, str] = {}
    came: Counter[str] = Counter()
    network = tab.context.new_cdp_session(tab)

    def began(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"]

    def ended(event: dict[str, Any]) -> None:
        if event["requestId"] in kinds:  # else it was under way before
            came[kinds[event["requestId"]]] += int(event["encodedDataLength"])

    network.on("Network.requestWillBeSent", began)
    network.on("Network.loadingFinished", ended)
    network.send("Network.enable")
    yield came
    network.detach()


@pytest.mark.parametrize("visit", SHOWN, ids=lambda visit: visit.name)
def test_a_page_stays_within_the_budget(open_tab: OpenTab, visit: Visit):
    tab = open_tab(visit.who)
    with counted(tab) as first:
        visit(tab)
        tab.evaluate("() => document.fonts.ready.then(() => undefined)")
    reading = tab.locator(".prose, .mark-quote").count() > 0
    for kind, most in FIRST_VISIT.items():
        assert first[kind] <= most, f"{kind}: {first[kind]} bytes, {most} allowed"
    assert (first["Font"] > 0) == reading, "the reading face comes with text to read, and only there"
    assert set(first) <= {*FIRST_VISIT, "Image", "Other"}

    with counted(tab) as later:
        visit(tab)
    assert sum(later.values()) <= LATER_VISIT


def test_signing_in_costs_no_second_download(open_tab: OpenTab):
    tab = open_tab()
    tab.goto("/guides")
    sign_in(tab, "otto")
    with counted(tab) as later:
        tab.goto("/guides")
    assert later["Document"] > 0
    assert later["Stylesheet"] == 0
