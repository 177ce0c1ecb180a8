"""Mia of the demo, half-way through her roadmap, as the bench sends her requests: signed in through the form."""

import http.client
import json
import re
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from bench.load import Request
from tests.browser.live import HOST
from tracker.config import ROOT
from tracker.demo import PASSWORD
from tracker.library import load_guide
from tracker.reading import Anchor

GUIDE = "ai-engineer"
READ = load_guide(ROOT / "tracker" / "content" / GUIDE)
READY_TO_CHANGE = ("rs-bullets", "pf-gateway-build", "iv-stories", "sk-context", "sk-lora", "sk-serving")
"""Milestones whose status goes back and forth; all are open in the demo, and may be started all the same."""


class Mia:
    def __init__(self, port: int) -> None:
        self.port = port
        self.cookie = ""
        self.token = ""
        self._open("/sign-in")
        form = {"email": "mia@example.org", "password": PASSWORD, "csrf_token": self.token}
        self._send(Request("/sign-in", "POST", urlencode(form), {**FORM, "Cookie": self.cookie}, expected=302))
        self._open("/dashboard")

    def gets(self, path: str, *, compressed: bool) -> Request:
        coding = {"Accept-Encoding": "br, gzip"} if compressed else {}
        return Request(path, headers={"Cookie": self.cookie, **coding})

    def sets_a_status(self, number: int) -> Request:
        milestone = READY_TO_CHANGE[number % len(READY_TO_CHANGE)]
        form = {
            "csrf_token": self.token,
            "op_id": f"bench-{self.port}-{number}",
            "status": ("blocked", "doing")[number // len(READY_TO_CHANGE) % 2],
            "overrule": "1",
        }
        path = f"/roadmap/{GUIDE}/{milestone}/status"
        return Request(path, "POST", urlencode(form), {**FORM, "Cookie": self.cookie}, expected=303)

    def saves_a_place(self, number: int) -> Request:
        """As a reading page does: the next block of the section, based on nothing old."""
        section = READ.sections[3]
        block = section.blocks[number % len(section.blocks)]
        operation = {
            "op": f"bench-{self.port}-place-{number}",
            "sequence": number + 1,
            "base": number + 1000,
            "kind": "read",
            "anchor": Anchor.at(READ, section, block).as_data(),
        }
        form = {"csrf_token": self.token, "device": "the-bench", "operations": json.dumps([operation])}
        path = f"/guides/{GUIDE}/operations"
        return Request(path, "POST", urlencode(form), {**FORM, "Cookie": self.cookie}, expected=200)

    def size(self, request: Request) -> int:
        """Bytes in the answer's body."""
        return len(self._send(request))

    def _open(self, path: str) -> None:
        page = self._send(Request(path, headers={"Cookie": self.cookie})).decode()
        found = re.search(r'name="csrf_token" value="([^"]+)"', page) or re.search(r'value="([^"]+)"[^>]*csrf', page)
        if found is None:
            raise LookupError(f"{path} holds no CSRF token")
        self.token = found[1]

    def _send(self, request: Request) -> bytes:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=30)
        try:
            connection.request(request.method, request.path, request.body, dict(request.headers))
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        if answer.status != request.expected:
            raise LookupError(f"{request.method} {request.path} answered {answer.status}")
        for line in answer.headers.get_all("Set-Cookie", []):
            if (session := SimpleCookie(line).get("session")) is not None:
                self.cookie = f"session={session.value}"
        return body


FORM = {"Content-Type": "application/x-www-form-urlencoded"}
