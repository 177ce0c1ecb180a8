"""scratch"""
import pytest
from tests.browser import reader
@pytest.mark.parametrize("mode", ["with", "without", "with2"])
def test_long(open_tab, mode):
    tab = open_tab("carl")
    if mode == "without":
        tab.route("**/section.js*", lambda r: r.fulfill(body="", content_type="text/javascript"))
        tab.route("**/highlights.js*", lambda r: r.fulfill(body="", content_type="text/javascript"))
    cdp = tab.context.new_cdp_session(tab)
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    reader.open_section(tab)
    tab.wait_for_timeout(1500)
    tab.evaluate("() => { window.long = []; new PerformanceObserver((l) => long.push(...l.getEntries().map((e) => [Math.round(e.startTime), e.duration]))).observe({type: 'longtask'}); new PerformanceObserver((l) => long.push(...l.getEntries().map((e) => ['frame', Math.round(e.startTime), Math.round(e.duration), e.scripts.map((s) => [s.invoker, Math.round(s.duration), Math.round(s.forcedStyleAndLayoutDuration)])]))).observe({type: 'long-animation-frame'}); }")
    tab.mouse.move(400, 300)
    for _ in range(50):
        tab.mouse.wheel(0, 80); tab.wait_for_timeout(50)
    tab.wait_for_timeout(2500)
    print("LONG", mode, tab.evaluate("long"))
