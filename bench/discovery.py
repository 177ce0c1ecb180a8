"""`python -m bench.discovery`: whether answers to known and unknown addresses take as long, so that nobody is found.

Signs in with a wrong password, signs up, and forgets a password: 200 times each with addresses that have an account and
200 times with ones that have none, in a shuffled order, against Milepost as it is served, with mail set up and its
worker running. See README.md here.
"""

import http.client
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from tests import databases
from tests.browser.live import HOST, serving
from tests.people import make_account
from tests.post import mail_server
from tracker import create_app
from tracker.config import Settings, make_key
from tracker.extensions import db

EACH = 200
WARM_UP = 10
GOAL_PERCENT = 10
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
ASKED: dict[str, tuple[str, int, dict[str, str]]] = {
    "sign-in": ("/sign-in", 422, {"password": "not the password of anybody"}),
    "sign-up": ("/sign-up", 302, {"name": "Ann", "password": "four plain lantern words", "time_zone": "UTC"}),
    "reset": ("/reset", 302, {}),
}


class Visitor:
    """A browser that has opened a form, as many people at once: a proxy that we play says where each comes from."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.sent = 0
        connection = http.client.HTTPConnection(HOST, port, timeout=30)
        connection.request("GET", "/sign-in")
        answer = connection.getresponse()
        self.token = re.findall(r'name="csrf_token" value="([^"]+)"', answer.read().decode())[0]
        self.cookie = f"session={SimpleCookie(answer.headers['Set-Cookie'])['session'].value}"
        connection.close()

    def seconds(self, path: str, fields: Mapping[str, str], code: int) -> float:
        """From the first byte sent to the last byte read, over a connection that is open already."""
        self.sent += 1
        address = f"10.{self.sent >> 16 & 255}.{self.sent >> 8 & 255}.{self.sent & 255}"  # so that no limit is reached
        headers = {**FORM, "Cookie": self.cookie, "X-Forwarded-For": address}
        connection = http.client.HTTPConnection(HOST, self.port, timeout=30)
        connection.connect()
        began = time.perf_counter()
        connection.request("POST", path, urlencode({**fields, "csrf_token": self.token}), headers)
        answer = connection.getresponse()
        answer.read()
        taken = time.perf_counter() - began
        connection.close()
        if answer.status != code:
            raise LookupError(f"POST {path} answered {answer.status}, not {code}")
        return taken


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, mail_server() as postbox:
        environment = {
            "INSTANCE_PATH": folder,
            "SMTP_URL": postbox.url,
            "MAIL_FROM": "Milepost <milepost@example.org>",
            "TRUSTED_HOPS": "1",
            "RUN_WORKER": "yes",
            "WEB_CONCURRENCY": "2",
        }
        _make_accounts(environment)
        with serving(environment) as server:
            visitor = Visitor(server.port)
            worst = max(abs(_measure(visitor, what)) for what in ASKED)
    if worst > GOAL_PERCENT:
        sys.exit(f"They differ by {worst:.1f} %; {GOAL_PERCENT} % is the most.")


def _known(number: int) -> str:
    return f"known{number:03}@example.org"


def _make_accounts(environment: dict[str, str]) -> None:
    settings = dict(environment)
    make_key(Settings.instance_from(settings))
    app = create_app(Settings.from_environment(settings))
    databases.migrate(app)
    with app.app_context():
        for number in range(EACH + WARM_UP):
            make_account("Kim Known", _known(number), "UTC")
        db.session.commit()
    databases.let_go(app)


def _measure(visitor: Visitor, what: str) -> float:
    """Print a line; by how many percent an answer to a known address takes longer."""
    path, code, fields = ASKED[what]
    addresses: dict[str, Callable[[int], str]] = {
        "known": _known,
        "unknown": lambda number: f"never{number:03}-{what}@example.org",
    }
    for address in addresses.values():
        for number in range(EACH, EACH + WARM_UP):
            visitor.seconds(path, {**fields, "email": address(number)}, code)
    turns = [(name, number) for name in addresses for number in range(EACH)]
    random.Random(5).shuffle(turns)
    times: dict[str, list[float]] = {name: [] for name in addresses}
    for name, number in turns:
        times[name].append(visitor.seconds(path, {**fields, "email": addresses[name](number)}, code))
    known, unknown = (1000 * statistics.median(times[name]) for name in ("known", "unknown"))
    difference = 100 * (known - unknown) / unknown
    print(f"{what:8} known {known:6.1f} ms · unknown {unknown:6.1f} ms · {difference:+.1f} % (medians of {EACH} each)")
    return difference


if __name__ == "__main__":
    main()
