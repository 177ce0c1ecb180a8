"""Bytes on the wire, headers included, as the browser counts them, and how it comes to have nothing at hand."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page


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


def forget_files(tab: Page) -> None:
    """Leave this browser nothing of what it has fetched."""
    network = tab.context.new_cdp_session(tab)
    network.send("Network.clearBrowserCache")
    network.detach()
