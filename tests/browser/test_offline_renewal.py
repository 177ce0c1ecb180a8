"""A copy of a guide follows the guide: renewed as a whole, never mixed, and left whole when that breaks off."""

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import databases
from tests.browser import copies
from tests.browser.conftest import PATIENCE_MS, SECRET_KEY
from tests.browser.live import free_port, running
from tests.browser.watching import Watch
from tests.conftest import TINY_GUIDE

pytestmark = pytest.mark.browser

TINY = "tiny-guide"
READ = f"/guides/{TINY}"
SERVE = [sys.executable, "-m", "tracker.serve"]
WORDINGS = ("keeps most of the strength", "keeps nearly all of the strength", "keeps all of the strength")


@pytest.fixture
def restart(tmp_path: Path, worker_id: str) -> Iterator[Callable[[], str]]:
    """`restart()`: a server of the tiny guide as its files are now, at the same address and on the same database."""
    shutil.copytree(TINY_GUIDE, tmp_path / "content" / TINY)
    environment = {
        "INSTANCE_PATH": str(tmp_path),
        "DATABASE_URL": databases.new_database(f"milepost_renewal_{worker_id}", tmp_path),
        "SECRET_KEY": SECRET_KEY,
        "CONTENT_PATH": str(tmp_path / "content"),
    }
    port = free_port()
    with ExitStack() as started:

        def start() -> str:
            started.close()
            return started.enter_context(running(SERVE, port, "/readyz", environment)).address

        yield start


@pytest.fixture
def tab(browser: Browser, restart: Callable[[], str]) -> Iterator[Page]:
    """A tab of a reader who keeps the whole tiny guide."""
    site = restart()
    watch = Watch(site)
    with browser.new_context(base_url=site, service_workers="allow", reduced_motion="reduce") as context:
        context.set_default_timeout(PATIENCE_MS)
        watch.over(context)
        tab = context.new_page()
        tab.goto(READ)
        tab.get_by_role("button", name="Keep offline").click()
        copies.until(tab, lambda: "Kept on this device" in tab.locator("#keep-state").inner_text())
        yield tab
    watch.found_nothing()


def edit(tmp_path: Path, old: str, new: str) -> None:
    page = tmp_path / "content" / TINY / "sections" / "02-two-ropes.md"
    assert old in page.read_text("utf-8")
    page.write_text(page.read_text("utf-8").replace(old, new), "utf-8")


def offline_text(tab: Page, path: str) -> str:
    """What the page says without a connection."""
    tab.context.set_offline(True)
    tab.goto(path)
    assert tab.locator("html").get_attribute("data-kept"), f"{path} is a kept copy"
    tab.context.set_offline(False)
    return tab.locator("main").inner_text()


def editions(tab: Page) -> set[str]:
    """The editions that the kept pages themselves name, as one may read them without a connection."""
    found = set()
    for path in sorted(copies.pages(tab, TINY)):
        offline_text(tab, path)
        found.add(tab.locator("script[data-edition]").get_attribute("data-edition") or "")
    return found


def test_an_edited_guide_replaces_the_copy_as_a_whole(tab: Page, restart: Callable[[], str], tmp_path: Path):
    old, new, newest = WORDINGS
    changed = f"{READ}/two-ropes"
    (before,) = editions(tab)
    held = copies.pages(tab, TINY)
    edit(tmp_path, old, new)
    restart()

    tab.context.route(f"**{READ}/sources", lambda route: route.abort())
    tab.goto(changed)
    expect(tab.locator("main")).to_contain_text(new)
    copies.until(tab, lambda: len(copies.copies(tab, TINY)) == 2)
    tab.wait_for_timeout(300)  # time to go wrong in
    assert copies.pages(tab, TINY) == held
    assert editions(tab) == {before}, "the renewal broke off, so the copy that may be read is the old one, whole"
    assert old in offline_text(tab, changed)

    tab.context.unroute_all()
    tab.goto(f"{READ}/one-loop")
    copies.until(tab, lambda: len(copies.copies(tab, TINY)) == 1 and before not in str(copies.copies(tab, TINY)))
    assert copies.pages(tab, TINY) == held
    (after,) = editions(tab)
    assert after != before
    assert new in offline_text(tab, changed)

    tab.goto(READ)
    tab.get_by_role("button", name="Remove from this device").click()
    edit(tmp_path, new, newest)
    restart()
    tab.get_by_role("button", name="Keep offline").click()  # on a page of the edition before
    copies.until(tab, lambda: f"Kept on this device: {len(held)} pages" in tab.locator("#keep-state").inner_text())
    assert not editions(tab) & {before, after}
    assert newest in offline_text(tab, changed)
