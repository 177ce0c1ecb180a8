"""`python -m bench`: Milepost's pages against a bare Flask view of the same size on the same server, side by side.

Both run at once and are asked in turns, so that whatever else the machine does falls on both. See README.md here.
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bench import scrolling
from bench.load import CONNECTIONS, Make, Request, Taken, run
from bench.person import GUIDE, Mia
from bench.servers import PROC, bare_beside, cpu_seconds
from tests.browser.live import Server, serving

ROUNDS = 3
PAGES_A_ROUND = 160
CHANGES_A_ROUND = 96
WARM_UP = 32
PATHS = {
    "dashboard": "/dashboard",
    "roadmap": f"/roadmap/{GUIDE}",
    "section page": f"/guides/{GUIDE}/skills",
    "plan": f"/roadmap/{GUIDE}/plan",
    "preview of a plan": f"/roadmap/{GUIDE}/plan/preview",
}


@dataclass
class Scenario:
    name: str
    make: Make
    size: int
    requests: int
    app: Taken = field(default_factory=Taken)
    bare: Taken = field(default_factory=Taken)


def main() -> None:
    if not PROC.is_dir():
        sys.exit("The bench reads the processor time of its servers from /proc: run it on Linux.")
    with tempfile.TemporaryDirectory() as folder:
        environment = {"INSTANCE_PATH": folder, "WEB_CONCURRENCY": "2"}
        with serving(environment, "--demo") as milepost, bare_beside(milepost, _demo_settings(folder)) as bare:
            scenarios = list(_scenarios(Mia(milepost.port)))
            for scenario in scenarios:
                _measure(scenario, milepost, bare)
            scrolled = scrolling.measure(milepost.port)
        _report(scenarios)
        scrolling.report(scrolled)
        _report_starts(folder)


def _demo_settings(folder: str) -> dict[str, str]:
    """The bare view imports the gate, and with it the app, which wants its settings."""
    return {"INSTANCE_PATH": f"{folder}/demo"}


def _scenarios(mia: Mia) -> Iterator[Scenario]:
    for compressed in (False, True):
        for name, path in PATHS.items():
            request = mia.gets(path, compressed=compressed)
            named = f"{name}, compressed" if compressed else name
            yield Scenario(named, _always(request), mia.size(request), PAGES_A_ROUND)
    for name, make in (("status change", mia.sets_a_status), ("saving a place", mia.saves_a_place)):
        yield _change(name, make, mia)


def _change(name: str, make: Make, mia: Mia) -> Scenario:
    """A write that is never the same twice."""
    counter = iter(range(10**9))
    size = mia.size(make(next(counter)))
    return Scenario(name, lambda _number: make(next(counter)), size, CHANGES_A_ROUND)


def _always(request: Request) -> Make:
    return lambda _number: request


def _measure(scenario: Scenario, milepost: Server, bare: Server) -> None:
    """In turns: the app, the bare view, the app, …, after a warm-up of both."""
    method = scenario.make(0).method
    same_size = Request(f"/{scenario.size}", method)
    run(milepost.port, scenario.make, WARM_UP)
    run(bare.port, _always(same_size), WARM_UP)
    for _ in range(ROUNDS):
        with _counting(milepost, scenario.app):
            _add(scenario.app, run(milepost.port, scenario.make, scenario.requests))
        with _counting(bare, scenario.bare):
            _add(scenario.bare, run(bare.port, _always(same_size), scenario.requests))


@contextmanager
def _counting(server: Server, taken: Taken) -> Iterator[None]:
    before = cpu_seconds(server)
    yield
    taken.cpu += cpu_seconds(server) - before


def _add(total: Taken, more: Taken) -> None:
    total.seconds += more.seconds
    total.times += more.times


def _report(scenarios: list[Scenario]) -> None:
    print(f"{CONNECTIONS} connections, {ROUNDS} rounds in turns; {os.cpu_count()} cores, shared with the load itself.")
    print(f"{'':28}{'bytes':>7}  {'CPU ms a request':^22}  {'requests/s':^12}  {'p50 ms':^12}  {'p99 ms':^12}")
    names = f"{'app':>6}{'bare':>6}"
    print(f"{'':35}  {names}{'ratio':>10}  {names}  {names}  {names}")
    for one in scenarios:
        app, bare = one.app, one.bare
        print(
            f"{one.name:28}{one.size:>7,}  {app.cpu_ms:6.2f}{bare.cpu_ms:6.2f}{app.cpu_ms / bare.cpu_ms:9.1f}×  "
            f"{app.rate:6.0f}{bare.rate:6.0f}  {app.percentile(50):6.1f}{bare.percentile(50):6.1f}  "
            f"{app.percentile(99):6.1f}{bare.percentile(99):6.1f}"
        )


def _report_starts(folder: str) -> None:
    """Seconds from `python -m tracker.serve` to the first 200 of /readyz, in a folder of its own."""
    seconds = []
    for _ in range(3):
        began = time.perf_counter()
        with serving({"INSTANCE_PATH": f"{folder}/starts", "WEB_CONCURRENCY": "2"}):
            seconds.append(time.perf_counter() - began)
    first, *later = seconds
    print(f"First start {first:.2f} s, with the key made and the database migrated; later starts", end=" ")
    print(", ".join(f"{one:.2f} s" for one in later) + " (asked: under 3 s).")


if __name__ == "__main__":
    main()
