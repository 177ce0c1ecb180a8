"""The worker that starts with the server: letters arrive through it, it comes back when killed, and ends with both."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.apps import another_app
from tests.browser.live import HOST, SETTINGS, Server, serving
from tests.conftest import SECRET_KEY, TINY_GUIDE
from tests.jobs.redis_server import redis_server
from tests.people import Client
from tests.post import Postbox
from tracker import companions, jobs
from tracker.config import ROOT

PATIENCE_SECONDS = 45

pytestmark = pytest.mark.slow


@pytest.fixture
def environment(tmp_path: Path, postbox: Postbox) -> dict[str, str]:
    """The settings of an installation with the tiny guide, whose letters go to the postbox."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "tiny-guide").symlink_to(TINY_GUIDE, target_is_directory=True)
    return {
        "INSTANCE_PATH": str(tmp_path),
        "CONTENT_PATH": str(tmp_path / "content"),
        "SECRET_KEY": SECRET_KEY,
        "SMTP_URL": postbox.url,
        "MAIL_FROM": "Milepost <milepost@example.org>",
        "RUN_WORKER": "yes",
    }


@contextmanager
def working(environment: dict[str, str]) -> Iterator[None]:
    """Within, a worker runs that nobody started beside a server."""
    kept = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    worker = subprocess.Popen([sys.executable, "-m", "tracker.worker"], cwd=ROOT, env=kept | environment)
    try:
        yield
    finally:
        worker.terminate()
        worker.wait(PATIENCE_SECONDS)


def soon(fact: Callable[[], object]) -> bool:
    until = time.monotonic() + PATIENCE_SECONDS
    while not fact():
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def worker_of(server: Server) -> int | None:
    """The pid of the worker that runs beside this server."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,args="], capture_output=True, text=True, check=True).stdout
    pids = [int(line.split()[0]) for line in listed.splitlines() if f"-m tracker.worker --while {server.pid}" in line]
    assert len(pids) <= 1
    return pids[0] if pids else None


def forgot(server: Server, email: str) -> None:
    """Ask for a letter as a browser does."""
    connection = HTTPConnection(HOST, server.port, timeout=30)
    connection.request("GET", "/reset")
    answer = connection.getresponse()
    (token,) = re.findall(r'action="/reset".*?name="csrf_token" value="([^"]+)"', answer.read().decode(), re.DOTALL)
    cookie = SimpleCookie(answer.headers["Set-Cookie"])["session"].value
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"session={cookie}"}
    connection.request("POST", "/reset", urlencode({"email": email, "csrf_token": token}), headers)
    assert connection.getresponse().status == 302
    connection.close()


def test_letters_arrive_and_a_killed_worker_comes_back(environment: dict[str, str], postbox: Postbox) -> None:
    with serving(environment) as server:
        forgot(server, "ann@example.org")
        assert soon(lambda: postbox.to("ann@example.org"))
        first = worker_of(server)
        assert first is not None
        os.kill(first, 9)
        forgot(server, "ben@example.org")
        assert soon(lambda: postbox.to("ben@example.org"))
        second = worker_of(server)
        assert second not in {None, first}
        assert len(postbox.letters) == 2
    assert soon(lambda: not companions.is_alive(int(second or 0)))


def test_with_redis_they_go_through_it(environment: dict[str, str], postbox: Postbox, tmp_path: Path) -> None:
    """One process asks and another one, a worker, answers; all that they share are the database and Redis."""
    (tmp_path / "own").mkdir()
    with (
        redis_server(tmp_path) as redis,
        another_app(tmp_path / "own", redis_url=redis.url, smtp_url=postbox.url, mail_from="m@example.org") as app,
    ):
        queue, database = app.extensions["queue"], app.extensions["settings"].database_url
        assert Client(app).post("/reset", email="ann@example.org").status_code == 302
        assert queue.pending_count() + queue.scheduled_count() == 1
        with working({**environment, "DATABASE_URL": database, "REDIS_URL": redis.url}):
            assert soon(lambda: postbox.to("ann@example.org"))
            assert soon(lambda: queue.pending_count() + queue.scheduled_count() == 0), "it takes what Redis holds"
    assert not list(tmp_path.rglob(jobs.QUEUE_FILE))
    assert len(postbox.letters) == 1
