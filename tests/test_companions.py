"""Companions of a server: nobody's children, started again where they must not be missing, ended with their server.

The servers and companions here load that module alone: the whole app would take seconds in each.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tracker import companions, serve
from tracker.config import Settings

pytestmark = pytest.mark.slow

PATIENCE_SECONDS = 20
ONE = """
import os, sys, time
import companions
companions.end_with(int(sys.argv[sys.argv.index("--while") + 1]), lambda: os._exit(0))
with open(sys.argv[1], "a") as notes:
    print(os.getpid(), file=notes)
time.sleep(60)
"""
SERVER = """
import sys, time
import companions
companions.AGAIN_SECONDS = 0.1
companions.start(["-c", sys.argv[1], sys.argv[2]], keep=sys.argv[3] == "keep")
print("started", flush=True)
time.sleep(60)
"""
Start = Callable[[str], "subprocess.Popen[str]"]


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    return tmp_path / "pids"


@pytest.fixture
def start(notes: Path) -> Iterator[Start]:
    servers: list[subprocess.Popen[str]] = []

    def one(kept: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", SERVER, ONE, str(notes), kept]
        alone = os.environ | {"PYTHONPATH": str(Path(companions.__file__).parent)}
        servers.append(subprocess.Popen(command, env=alone, stdout=subprocess.PIPE, text=True))
        assert servers[-1].stdout is not None
        assert servers[-1].stdout.readline() == "started\n", "it returns at once"
        return servers[-1]

    yield one
    for server in servers:
        server.kill()
        server.communicate()


def soon(fact: Callable[[], bool]) -> bool:
    until = time.monotonic() + PATIENCE_SECONDS
    while not fact():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def pids(notes: Path) -> list[int]:
    return [int(line) for line in notes.read_text().split()] if notes.exists() else []


def test_one_that_is_kept_comes_back_and_ends_with_its_server(start: Start, notes: Path) -> None:
    server = start("keep")
    assert soon(lambda: len(pids(notes)) == 1)
    os.kill(pids(notes)[0], 9)
    assert soon(lambda: len(pids(notes)) == 2)
    second = pids(notes)[1]
    assert companions.is_alive(second)
    assert os.getpgid(second) != os.getpgid(server.pid), "a Ctrl-C is for the server"
    server.kill()
    server.wait()
    assert soon(lambda: not companions.is_alive(second))
    assert len(pids(notes)) == 2


def test_one_that_is_not_kept_stays_away(start: Start, notes: Path) -> None:
    server = start("once")
    assert soon(lambda: len(pids(notes)) == 1)
    os.kill(pids(notes)[0], 9)
    assert soon(lambda: not companions.is_alive(pids(notes)[0]))
    time.sleep(0.5)
    assert len(pids(notes)) == 1
    assert server.poll() is None


def test_who_is_alive() -> None:
    assert companions.is_alive(os.getpid())
    assert companions.is_alive(1), "also one that we may not signal"
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    assert not companions.is_alive(child.pid)


@pytest.mark.parametrize("makes", [True, False])
@pytest.mark.parametrize("runs", [True, False])
def test_a_server_starts_those_that_it_is_told_to(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, makes: bool, runs: bool
) -> None:
    """Up to where it becomes the production server: what would then stand beside it is noted, not started."""
    beside: list[str] = []
    monkeypatch.setattr(sys, "argv", ["serve"])
    monkeypatch.setattr(os, "umask", lambda _mask: 0)
    monkeypatch.setattr(serve, "_prepare", lambda _filled: replace(settings, makes_downloads=makes, runs_worker=runs))
    monkeypatch.setattr(companions, "start", lambda command, **_how: beside.append(command[-1]))
    monkeypatch.setattr(os, "execv", lambda _program, _arguments: beside.append("the server"))
    serve.main()
    assert beside == ["downloads"] * makes + ["tracker.worker"] * runs + ["the server"]
