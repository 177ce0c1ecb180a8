"""The app as production serves it: `python -m tracker.serve` on a free port of this machine, stopped by its pid.

Hides the wait until it is ready, and keeps the settings of whoever runs the tests out of it.
"""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from tracker.config import ROOT

HOST = "127.0.0.1"
OF_THE_APP = {"INSTANCE_PATH", "DATABASE_URL", "SECRET_KEY", "CONTENT_PATH", "TRUSTED_HOPS"}
OF_LETTERS = {"SMTP_URL", "MAIL_FROM", "REDIS_URL"}
OF_A_PROVIDER = {"OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_NAME"}
OF_THE_SERVER = {"PUBLIC_URL", "HOST", "PORT", "WEB_CONCURRENCY", "MAKE_DOWNLOADS", "RUN_WORKER"}
SETTINGS = OF_THE_APP | OF_LETTERS | OF_A_PROVIDER | OF_THE_SERVER
ONE_PROCESS = {"WEB_CONCURRENCY": "1", "MAKE_DOWNLOADS": "no", "RUN_WORKER": "no"}
"""Each more would take seconds that the tests need; tests/faults and tests/jobs have those that they are about."""
PATIENCE_SECONDS = 30
STOP_SECONDS = 15
POLL_SECONDS = 0.01


class NotServing(RuntimeError):
    """The server ended or never became ready; the message is what it printed."""


@dataclass(frozen=True)
class Server:
    port: int
    pid: int

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"


@contextmanager
def serving(environment: Mapping[str, str], *arguments: str) -> Iterator[Server]:
    """Milepost, started with these settings; within, it is ready."""
    with running([sys.executable, "-m", "tracker.serve", *arguments], free_port(), "/readyz", environment) as server:
        yield server


@contextmanager
def running(command: list[str], port: int, path: str, environment: Mapping[str, str]) -> Iterator[Server]:
    """A server process that listens on `port`; within, `path` answers 200."""
    kept = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    kept |= {"HOST": HOST, "PORT": str(port), "PUBLIC_URL": f"http://{HOST}:{port}"}
    kept |= {**ONE_PROCESS, **environment}
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, cwd=ROOT, env=kept, stdout=said, stderr=subprocess.STDOUT)
        try:
            if not becomes_ready(process, port, path):
                said.seek(0)
                raise NotServing(f"{' '.join(command)} is not ready. It said:\n{said.read()}")
            yield Server(port, process.pid)
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


def becomes_ready(process: "subprocess.Popen[bytes]", port: int, path: str, host: str = HOST) -> bool:
    for _ in range(int(PATIENCE_SECONDS / POLL_SECONDS)):
        if _answers(port, path, host):
            return True
        try:
            process.wait(POLL_SECONDS)
        except subprocess.TimeoutExpired:
            continue
        return False
    return False


def _answers(port: int, path: str, host: str) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except ConnectionError:
        return False
    finally:
        connection.close()
