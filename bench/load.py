"""Requests over kept-alive connections: a fixed number, each timed from the first byte sent to the last byte read."""

import http.client
import statistics
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.browser.live import HOST

CONNECTIONS = 8


@dataclass(frozen=True)
class Request:
    path: str
    method: str = "GET"
    body: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    expected: int = 200


@dataclass
class Taken:
    """What a number of requests took; more rounds add up."""

    seconds: float = 0
    cpu: float = 0
    times: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.times) / self.seconds

    @property
    def cpu_ms(self) -> float:
        """The server's processor time for one request."""
        return 1000 * self.cpu / len(self.times)

    def percentile(self, percent: int) -> float:
        """Milliseconds within which this percentage was answered."""
        return 1000 * statistics.quantiles(self.times, n=100, method="inclusive")[percent - 1]


Make = Callable[[int], Request]


def run(port: int, make: Make, requests: int) -> Taken:
    """Send `make(0)`, `make(1)`, … over all connections at once."""
    taken = Taken()
    failures: list[BaseException] = []
    start = threading.Barrier(CONNECTIONS + 1)

    def keep_sending(first: int) -> None:
        connection = http.client.HTTPConnection(HOST, port, timeout=30)
        connection.connect()
        start.wait()
        try:
            for number in range(first, requests, CONNECTIONS):
                taken.times.append(_timed(connection, make(number)))
        except (OSError, http.client.HTTPException, UnexpectedAnswer) as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=keep_sending, args=(first,)) for first in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    taken.seconds = time.perf_counter() - began
    if failures:
        raise failures[0]
    return taken


class UnexpectedAnswer(Exception):
    """An answer with another status than the scenario expects: its time would say nothing."""


def _timed(connection: http.client.HTTPConnection, request: Request) -> float:
    began = time.perf_counter()
    connection.request(request.method, request.path, request.body, dict(request.headers))
    answer = connection.getresponse()
    answer.read()
    took = time.perf_counter() - began
    if answer.status != request.expected:
        raise UnexpectedAnswer(f"{request.method} {request.path} answered {answer.status}, not {request.expected}")
    return took
