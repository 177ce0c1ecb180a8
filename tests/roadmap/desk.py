"""Somebody at the page of one milestone: reads it, and presses its buttons with what the page's own forms carry."""

import re
import secrets
from dataclasses import dataclass, replace
from typing import Any

from werkzeug.test import TestResponse

from tests.pages import Page
from tests.people import Client

ACTIONS = ("status", "criteria", "evidence", "note", "undo")


@dataclass(frozen=True)
class Desk:
    client: Client
    milestone_id: str = "tk-bowline"
    guide_id: str = "tiny-guide"

    @property
    def path(self) -> str:
        return f"/roadmap/{self.guide_id}/{self.milestone_id}"

    def at(self, milestone_id: str) -> "Desk":
        """The same person at another milestone."""
        return replace(self, milestone_id=milestone_id)

    def page(self) -> Page:
        return self.client.page(self.path)

    def read(self, answer: TestResponse, code: int) -> Page:
        return self.client.read(answer, code)

    def form(self, action: str) -> dict[str, str]:
        """The hidden fields of the page's first form for this action."""
        return hidden(self.page().form(f"{self.path}/{action}").all("input", type_="hidden"))

    def send(self, action: str, **fields: Any) -> TestResponse:
        """Send an action from a page of its own: op_id and version are new unless given; None leaves a field out."""
        form = {"op_id": secrets.token_urlsafe(8), "version": 0, **fields}
        if action == "undo" and "version" not in fields:
            form["version"] = self.version
        return self.client.post(f"{self.path}/{action}", **form)

    def do(self, action: str, **fields: Any) -> Page:
        """Send it, hold it to have worked, and follow to the page."""
        answer = self.send(action, **fields)
        assert answer.status_code == 303, answer.text[:3000]
        assert str(answer.location).startswith(f"{self.path}#")
        return self.page()

    @property
    def version(self) -> int:
        return int(self.form("status")["version"])

    @property
    def status(self) -> str:
        return status(self.page())

    @property
    def ticked(self) -> set[str]:
        return {button["value"] for button in self.page().all("button", name_="untick")}

    @property
    def note(self) -> str:
        return note(self.page())

    @property
    def evidence(self) -> list[str]:
        return [piece.text for piece in evidence(self.page())]

    @property
    def history(self) -> list[str]:
        """What the history says, newest first, without the times."""
        items = self.page().all("ol", class_="history")
        lines = [line.one("div") for line in items[0].all("li")] if items else []
        return [re.sub(re.escape(line.one("time").text) + "$", "", line.text).strip() for line in lines]


def hidden(inputs: list[Any]) -> dict[str, str]:
    return {field["name"]: field.get("value") for field in inputs}


def status(page: Page) -> str:
    (pressed,) = [
        button
        for button in page.all("button", name_="status")
        if button.get("id").startswith("to-") and button["aria-pressed"] == "true"
    ]
    return pressed["value"]


def note(page: Page) -> str:
    """The text in the note's own field, as a browser would send it back."""
    return raw(page.one("textarea", id="note-text"))


def raw(area: Any) -> str:
    """A text area's value: browsers drop the first line end."""
    return "".join(str(child) for child in area.children).removeprefix("\n")


def evidence(page: Page) -> list[Any]:
    lists = page.all("ul", class_="evidence")
    return [item for item in lists[0].children if not isinstance(item, str)] if lists else []


def said(page: Page) -> str:
    """What the page tells at its top after an action."""
    return " ".join(notice.text for notice in page.all("p", class_="notice"))
