"""What a browser holds of guides for reading offline, and waiting until it does. Asks the browser, not the scripts."""

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

PATIENCE_SECONDS = 15
POLL_MS = 50

ALL_CACHES = """async () => {
  const found = {};
  for (const name of await caches.keys()) {
    if (!await caches.has(name)) continue; // deleted meanwhile: opening it would make it again
    const cache = await caches.open(name);
    found[name] = {};
    for (const request of await cache.keys()) {
      const answer = await cache.match(request, {ignoreVary: true});
      const words = [...answer.headers].map((pair) => pair.join(': '));
      found[name][request.url.replace(location.origin, '')] = [...words, await answer.text()].join('\\n');
    }
  }
  return found;
}"""
STORED = "() => Object.entries(localStorage).map((pair) => pair.join(' = '))"
DATABASES = "async () => (await indexedDB.databases()).map((one) => one.name)"


def caches(tab: Page) -> dict[str, dict[str, str]]:
    """Everything that is kept: cache → address → headers and text."""
    found: dict[str, dict[str, str]] = tab.evaluate(ALL_CACHES)
    return found


def names(tab: Page) -> set[str]:
    """Which caches there are. Looks into none: opening one that a worker has just deleted would make it again."""
    return set(tab.evaluate("() => caches.keys()"))


def stored(tab: Page) -> list[str]:
    entries: list[str] = tab.evaluate(STORED)
    return entries


def copies(tab: Page, guide: str) -> list[dict[str, str]]:
    """The guide's caches, those that may be read and those in the making."""
    return [files for name, files in caches(tab).items() if name.startswith(f"milepost-guide:{guide}:")]


def pages(tab: Page, guide: str) -> set[str]:
    """The pages of the guide's one copy that may be read."""
    whole = [files for files in copies(tab, guide) if "/kept-facts" in files]
    assert len(whole) <= 1, "one copy at a time"
    return {path for files in whole for path in files if path.startswith("/guides/")}


def until(tab: Page, come_true: Callable[[], Any]) -> None:
    """Wait for it; at the end of the patience it fails with what it said last."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not (said := come_true()):
        assert time.monotonic() < end, f"{said!r}, and it stays so"
        tab.wait_for_timeout(POLL_MS)


def open_and_keep(tab: Page, guide: str, path: str) -> None:
    """Go there, and wait until the page is kept."""
    tab.goto(path)
    until(tab, lambda: path in pages(tab, guide))
