"""Somebody who marks passages of the tiny guide: sends what a browser's scripts would send, and reads the list."""

import json
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from flask import Flask
from werkzeug.test import TestResponse

from tests.pages import Element, Page
from tests.people import Client, Member
from tracker.extensions import db
from tracker.reading.models import Highlights
from tracker.reading.passages import Part

GUIDE = "/guides/tiny-guide"
SECTION = f"{GUIDE}/one-loop"
FIRST = {
    "block": "b-ed274bb7",
    "quote": "the bowline",
    "before": "Begin with ",
    "after": ". It makes a bight that never sl",
}
SECOND = {"block": "b-1eb164af", "quote": "rope bought", "before": "", "after": ""}


def an_id(number: int) -> str:
    return str(uuid5(NAMESPACE_URL, str(number)))


def mark(client: Client, number: int = 1, /, *parts: dict[str, Any], to: str = SECTION, **fields: Any) -> TestResponse:
    """Send a highlight; without parts, of the tiny guide's first words."""
    form = {"highlight_id": an_id(number), "parts": json.dumps(parts or (FIRST,)), "note": ""} | fields
    return client.post(f"{to}/highlights", **form)


def press(client: Client, number: int, action: str, **fields: Any) -> TestResponse:
    """A button or form on a highlight: note, remove or restore."""
    return client.post(f"{GUIDE}/highlights/{an_id(number)}/{action}", **fields)


def marks(page: Page) -> list[Element]:
    """What is listed, without what was removed."""
    return [item for item in page.all("li", class_="mark") if item.get("id")]


def quotes(page: Page) -> list[str]:
    return [item.one("blockquote").text for item in marks(page)]


def fill(app: Flask, member: Member, many: int) -> None:
    """So many highlights of the tiny guide's first words. Needs an app context, and commits."""
    guide = app.extensions["catalogue"].get("tiny-guide")
    parts = [Part.from_data(FIRST)]
    shelf = Highlights(member.person, guide)
    for number in range(many):
        assert shelf.add(an_id(number), guide.sections[0], parts, f"note {number}")
    db.session.commit()
