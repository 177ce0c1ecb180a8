"""A real Redis for the tests of its queue: where its server is, how to start one here, how to get one.

`make test` runs this file first, which installs Debian's package where there is none and says what it does.
"""

import os
import platform
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.browser.live import HOST, free_port

PROGRAM = "redis-server"
PATIENCE_SECONDS = 10
ELSEWHERE = "the tests of its queue need a redis-server (on a Mac: brew install redis)."


@dataclass(frozen=True)
class Redis:
    port: int
    process: "subprocess.Popen[bytes]"

    @property
    def url(self) -> str:
        return f"redis://{HOST}:{self.port}/0"


@contextmanager
def redis_server(folder: Path) -> Iterator[Redis]:
    """A Redis of one's own that keeps nothing; within, it answers."""
    port = free_port()
    options = ["--port", str(port), "--bind", HOST, "--save", "", "--appendonly", "no", "--dir", str(folder)]
    process = subprocess.Popen([PROGRAM, *options], stdout=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield Redis(port, process)
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
            return
        except ConnectionRefusedError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)


def _can_install() -> bool:
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    system = platform.freedesktop_os_release()
    return "debian" in {system.get("ID"), *system.get("ID_LIKE", "").split()}


def _install() -> None:
    print(f"Redis: installing Debian's package {PROGRAM} …", flush=True)
    # RUNLEVEL=1 keeps the package from starting a server of its own.
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", PROGRAM]):
        subprocess.run(["apt-get", *command], env=quiet, stdin=subprocess.DEVNULL, check=True)


def main() -> int:
    """Install it where it is missing and can be had."""
    try:
        if shutil.which(PROGRAM) is None and _can_install():
            _install()
    except subprocess.CalledProcessError as problem:
        print(f"Redis: {problem}", flush=True)
    found = shutil.which(PROGRAM)
    print(f"Redis: {found or ELSEWHERE}", flush=True)
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
