"""The two servers under test: Milepost as `python -m tracker.serve` starts it, and the bare view beside it.

Hides how the second gets exactly the first's options, and where Linux says how much processor time they took.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser.live import Server, free_port, running

BARE_APP = "bench.bare:app"
PROC = Path("/proc")


@contextmanager
def bare_beside(milepost: Server, environment: dict[str, str]) -> Iterator[Server]:
    """The bare view, started with the command line of the server that runs: another port, another app."""
    port = free_port()
    command = (PROC / str(milepost.pid) / "cmdline").read_text().rstrip("\0").split("\0")
    command[command.index("--port") + 1] = str(port)
    command[-1] = BARE_APP
    with running(command, port, "/1", environment) as server:
        yield server


def cpu_seconds(server: Server) -> float:
    """Processor time that the server's processes have used so far."""
    nanoseconds = 0
    for pid in _family(server.pid):
        for task in (PROC / str(pid) / "task").iterdir():
            nanoseconds += int((task / "schedstat").read_text().split()[0])
    return nanoseconds / 1e9


def _family(pid: int) -> list[int]:
    """A process and its descendants."""
    family = [pid]
    for task in (PROC / str(pid) / "task").iterdir():
        for child in (task / "children").read_text().split():
            family += _family(int(child))
    return family
