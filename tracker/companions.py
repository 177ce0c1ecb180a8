"""Processes beside a server that has just started: the worker for jobs, and the maker of PDFs.

Hides that each is nobody's child, so that it leaves no zombie behind, that it ends with its server, and that one which
must not be missing comes back when it dies.
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence

LOOK_SECONDS = 1
AGAIN_SECONDS = 5
"""Before one that died is started again, so that one which can't live doesn't keep the machine busy."""


def start(command: Sequence[str], *, after: float = 0, nice: int = 0, keep: bool = False) -> None:
    """Run `python <command> --while <pid>` beside this process and whatever program it becomes; returns at once.

    It starts `after` seconds from now. `keep`: it is started again whenever it ends, as long as the server lives.
    """
    server = os.getpid()
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return
    if os.fork():
        os._exit(0)
    os.setsid()  # a Ctrl-C is for the server
    os.nice(nice)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)  # what goes wrong is still said, on the server's standard error
    time.sleep(after)
    arguments = [sys.executable, *command, "--while", str(server)]
    if not keep:
        os.execv(sys.executable, arguments)  # noqa: S606  our own interpreter, no shell
    while is_alive(server):
        subprocess.run(arguments, check=False)  # noqa: S603  our own interpreter, no shell
        if is_alive(server):
            time.sleep(AGAIN_SECONDS)
    os._exit(0)


def end_with(pid: int, end: Callable[[], None]) -> None:
    """Call `end` soon after that process has ended, whatever this one is doing."""

    def watch() -> None:
        while is_alive(pid):
            time.sleep(LOOK_SECONDS)
        end()

    threading.Thread(target=watch, daemon=True).start()


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
