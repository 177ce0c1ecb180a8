"""The reading page in a real browser on a processor slowed down four times: bytes of its scripts, and long tasks.

Minutes of scrolling are packed into twenty seconds: a turn of the wheel every 50 ms through the longest section.
"""

from dataclasses import dataclass

from playwright.sync_api import Page, sync_playwright

from tests.browser.chromium import launch_options
from tests.browser.live import HOST
from tests.browser.visiting import READ, sign_in
from tracker.config import ROOT
from tracker.library import load_guide

SLOWDOWN = 4
TURNS = 400
PIXELS = 40
PAUSE_MS = 50
WATCH = """
window.long = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.long.push([entry.startTime, entry.duration]);
}).observe({type: 'longtask', buffered: true});
"""


@dataclass(frozen=True)
class Scrolled:
    """`scripts`: bytes on the wire, compressed, headers left out. Durations in milliseconds."""

    scripts: int
    files: int
    saves: int
    while_loading: list[float]
    while_scrolling: list[float]


def measure(port: int) -> Scrolled:
    """Mia reads the longest section of the guide, signed in."""
    guide = load_guide(ROOT / "tracker" / "content" / "ai-engineer")
    longest = max(guide.sections, key=lambda section: section.words)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        tab = browser.new_context(base_url=f"http://{HOST}:{port}").new_page()
        tab.add_init_script(WATCH)
        sign_in(tab, "mia")
        network = tab.context.new_cdp_session(tab)
        network.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
        saves: list[str] = []
        tab.on("request", lambda request: saves.append(request.url) if request.url.endswith("/operations") else None)
        tab.goto(f"{READ}/{longest.id}")
        tab.get_by_role("button", name="Stay here").first.click()  # her place is on another device: saving begins here
        tab.wait_for_timeout(3000)
        began = tab.evaluate("performance.now()")
        _scroll(tab)
        tasks = tab.evaluate("window.long")
        scripts = tab.evaluate(
            "performance.getEntriesByType('resource').filter((one) => one.name.includes('.js'))"
            ".map((one) => one.encodedBodySize)"
        )
        browser.close()
    return Scrolled(
        scripts=sum(scripts),
        files=len(scripts),
        saves=len(saves),
        while_loading=[duration for start, duration in tasks if start < began],
        while_scrolling=[duration for start, duration in tasks if start >= began],
    )


def report(scrolled: Scrolled) -> None:
    print(
        f"Reading page: {scrolled.scripts:,} bytes of JavaScript in {scrolled.files} files, compressed "
        f"(asked: at most 12,288)."
    )
    for when, tasks, asked in (
        ("loading", scrolled.while_loading, ""),
        ("scrolling", scrolled.while_scrolling, " (asked: none)"),
    ):
        longest = f", the longest {max(tasks):.0f} ms" if tasks else ""
        print(f"Tasks over 50 ms while {when}, processor slowed {SLOWDOWN}×: {len(tasks)}{longest}{asked}.")
    print(f"{TURNS} turns of the wheel, during which the place was saved {scrolled.saves} times.")


def _scroll(tab: Page) -> None:
    tab.mouse.move(400, 400)
    for turn in range(TURNS):
        tab.mouse.wheel(0, PIXELS if turn % 100 < 80 else -PIXELS)
        tab.wait_for_timeout(PAUSE_MS)
    tab.wait_for_timeout(3000)
