"""A browser as the server knows it: it sends operations, and keeps the revision it was answered."""

import json
from itertools import count
from typing import Any

from werkzeug.test import TestResponse

from tests.people import Client
from tracker.library import Guide
from tracker.reading import Anchor

GUIDE = "/guides/tiny-guide"


def anchor(guide: Guide, number: int, block: int = 0, fraction: float = 0.0) -> dict[str, Any]:
    """The place at a block of a section, both by number (the section's from 1)."""
    section = guide.sections[number - 1]
    return Anchor.at(guide, section, section.blocks[block], fraction).as_data()


def told(answer: TestResponse) -> dict[str, Any]:
    """The JSON of an answer."""
    assert answer.mimetype == "application/json", answer.text
    data: dict[str, Any] = answer.get_json()
    return data


class Reader:
    """One device of a member, reading the tiny guide."""

    def __init__(self, client: Client, device: str, guide: Guide) -> None:
        self.client = client
        self.device = device
        self.guide = guide
        self.base = 0
        self.numbers = count(1)
        self.token = client.token()

    def operation(self, kind: str, **what: Any) -> dict[str, Any]:
        number = next(self.numbers)
        return {"op": f"{self.device}-{number}", "sequence": number, "base": self.base, "kind": kind, **what}

    def send(self, *operations: dict[str, Any]) -> TestResponse:
        return self.client.post(
            f"{GUIDE}/operations", csrf_token=self.token, device=self.device, operations=json.dumps(operations)
        )

    def do(self, kind: str, **what: Any) -> str:
        """Send one operation, accept the state that comes back; answers the outcome."""
        answer = self.send(self.operation(kind, **what))
        assert answer.status_code == 200, answer.text
        self.base = told(answer)["state"]["revision"]
        outcome: str = told(answer)["outcomes"][0]["outcome"]
        return outcome

    def read(self, number: int, block: int = 0, fraction: float = 0.0) -> str:
        return self.do("read", anchor=anchor(self.guide, number, block, fraction))

    def state(self) -> dict[str, Any]:
        state: dict[str, Any] = told(self.client.get(f"{GUIDE}/place"))["state"]
        return state
