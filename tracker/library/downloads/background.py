"""Makes what is missing beside a server that has just started, without slowing its start.

Hides the process: nobody's child, so that it leaves no zombie behind; it ends with its server.
"""

import os
import sys
import threading
import time

SERVER_FIRST = 5
"""Seconds that the server has for itself before anything is made."""
LOOK_SECONDS = 1


def make_in_background() -> None:
    """Run `flask guides downloads` beside this process and whatever program it becomes; returns at once."""
    server = os.getpid()
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return
    if os.fork():
        os._exit(0)
    os.setsid()  # a Ctrl-C is for the server
    os.nice(10)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    time.sleep(SERVER_FIRST)
    command = ["-m", "flask", "--app", "wsgi", "guides", "downloads", "--while", str(server)]
    os.execv(sys.executable, [sys.executable, *command])  # noqa: S606  our own interpreter, no shell


def end_with(pid: int) -> None:
    """End this process soon after that one has ended, whatever it is doing."""

    def watch() -> None:
        while _lives(pid):
            time.sleep(LOOK_SECONDS)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
