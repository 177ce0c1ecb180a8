"""Nothing acknowledged is lost: the whole server is killed, again and again, while people are writing."""

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.browser.live import HOST, SETTINGS, becomes_ready, free_port
from tests.databases import new_database
from tracker.config import ROOT
from tracker.extensions import sqlite_module
from tracker.roadmap.models import operation_key

pytestmark = pytest.mark.slow

WORK = "/roadmap/ai-engineer"
MILESTONES = ("sk-gap-audit", "sk-python-services", "sk-llm-basics", "rs-evidence-log")
STATUSES = ("doing", "blocked", "todo")
"""Three in turn: whether or not the last one before a kill was carried out, the next one changes something."""
SECONDS_TO_LIVE = (0.5, 0.9, 0.7, 1.1)
"""At least: on a busy machine a life lasts until everybody was answered once, so that no two in a row go missing."""
PATIENCE_SECONDS = 30


@dataclass
class Writer:
    """Somebody at one milestone, who goes on setting its status and keeps what was acknowledged."""

    port: int
    milestone_id: str
    cookie: str
    token: str
    acknowledged: set[str] = field(default_factory=set)
    sent: int = 0

    def write_until(self, stop: threading.Event) -> None:
        with closing(http.client.HTTPConnection(HOST, self.port, timeout=10)) as connection:
            while not stop.is_set():
                self.sent += 1
                op_id = f"{self.milestone_id}-{self.sent}"
                status = STATUSES[self.sent % len(STATUSES)]
                body = urllib.parse.urlencode({"csrf_token": self.token, "op_id": op_id, "status": status})
                try:
                    connection.request("POST", f"{WORK}/{self.milestone_id}/status", body, form_of(self.cookie))
                    answer = connection.getresponse()
                    answer.read()
                except (ConnectionError, http.client.HTTPException):
                    return  # killed while it was answering: not acknowledged, so nothing is promised
                assert answer.status == 303
                self.acknowledged.add(operation_key(op_id, [status, "False"]))


def test_what_was_acknowledged_before_a_kill_is_there_after_it(tmp_path: Path) -> None:
    address = new_database(f"killed_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}", tmp_path)
    environment = {"INSTANCE_PATH": str(tmp_path / "instance"), "DATABASE_URL": address}
    port = free_port()
    writers: list[Writer] = []
    for seconds in SECONDS_TO_LIVE:
        with killed_at_the_end(environment, port):
            if not writers:
                cookie, token = signed_up(port)
                writers = [Writer(port, milestone_id, cookie, token) for milestone_id in MILESTONES]
            before = {writer.milestone_id: len(writer.acknowledged) for writer in writers}
            stop = threading.Event()
            threads = [threading.Thread(target=writer.write_until, args=[stop]) for writer in writers]
            for thread in threads:
                thread.start()
            stop.wait(seconds)
            end = time.monotonic() + PATIENCE_SECONDS
            while any(len(writer.acknowledged) <= before[writer.milestone_id] for writer in writers):
                assert time.monotonic() < end, "somebody was not answered once"
                stop.wait(0.05)
        stop.set()
        for thread in threads:
            thread.join()

    kept = operations(address)
    for writer in writers:
        assert writer.acknowledged <= kept
    if address.startswith("sqlite"):
        connection = sqlite_module().connect(address.removeprefix("sqlite:///"))
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.close()


@contextmanager
def killed_at_the_end(environment: dict[str, str], port: int) -> Iterator[None]:
    """The app as production serves it, in a process group of its own that is killed whole, without warning.

    Without companions, which would outlive the group for a moment.
    """
    kept = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    kept |= {"HOST": HOST, "PORT": str(port), "MAKE_DOWNLOADS": "no", "RUN_WORKER": "no", **environment}
    command = [sys.executable, "-m", "tracker.serve"]
    process = subprocess.Popen(command, cwd=ROOT, env=kept, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        assert becomes_ready(process, port, "/readyz")
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def signed_up(port: int) -> tuple[str, str]:
    """A new account's cookie and a CSRF token that goes with it."""
    with closing(http.client.HTTPConnection(HOST, port, timeout=10)) as connection:
        page, cookie = visited(connection, "/sign-up", "")
        fields = {
            "csrf_token": token_in(page),
            "name": "Ines",
            "email": "ines@example.org",
            "password": "seven plain words",
            "time_zone": "UTC",
        }
        connection.request("POST", "/sign-up", urllib.parse.urlencode(fields), form_of(cookie))
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 302
        cookie = cookie_of(answer)
        page, later = visited(connection, "/dashboard", cookie)
        return later or cookie, token_in(page)


def visited(connection: http.client.HTTPConnection, path: str, cookie: str) -> tuple[str, str]:
    """The page, and the cookie that came with it ("" where none did)."""
    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    page = answer.read().decode()
    assert answer.status == 200
    return page, cookie_of(answer)


def cookie_of(answer: http.client.HTTPResponse) -> str:
    """The session's, of all that the answer sets; empty where it sets none."""
    set_here = [line.partition(";")[0] for line in answer.headers.get_all("Set-Cookie", [])]
    return next((cookie for cookie in set_here if cookie.startswith("session=")), "")


def form_of(cookie: str) -> dict[str, str]:
    return {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}


def token_in(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found
    return found[1]


def operations(address: str) -> set[str]:
    """The keys of all operations in the history."""
    options = {"module": sqlite_module()} if address.startswith("sqlite") else {}
    engine = create_engine(address, **options)
    with engine.connect() as connection:
        kept = set(connection.scalars(text("SELECT op FROM milestone_events")))
    engine.dispose()
    return kept
