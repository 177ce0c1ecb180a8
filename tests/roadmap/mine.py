"""Somebody with milestones of their own on a guide, at its pages; what is typed is what the page's form would send."""

import secrets
from dataclasses import dataclass
from typing import Any

from werkzeug.test import TestResponse

from tests.pages import Element, Page
from tests.people import Client

FORM = {
    "title": "A talk on knots",
    "outcome": "You have shown thirty people the bowline.",
    "criteria": "Slides with three figures\nHeld once",
    "hours": "6",
    "track": "knots",
    "phase": "weekend",
    "evidence": "none",
    "counted": "y",
}


@dataclass(frozen=True)
class Mine:
    client: Client
    guide_id: str = "tiny-guide"

    @property
    def path(self) -> str:
        return f"/roadmap/{self.guide_id}"

    def send(self, action: str, **fields: Any) -> TestResponse:
        """Post to an address below the roadmap's, with an op_id of its own unless one is given."""
        return self.client.post(f"{self.path}/{action}", **{"op_id": secrets.token_urlsafe(8)} | fields)

    def add(self, **fields: Any) -> str:
        """A milestone of one's own; its id."""
        answer = self.send("own/new", **FORM | fields)
        assert answer.status_code == 303, answer.text[:3000]
        return str(answer.location).rpartition("/")[2]

    def change(self, milestone_id: str, **fields: Any) -> TestResponse:
        return self.send(f"{milestone_id}/change", **FORM | {"version": 1} | fields)

    def page(self, where: str = "own") -> Page:
        return self.client.page(self.path + ("/" if where and not where.startswith("?") else "") + where)

    def listed(self, heading: str = "added") -> list[str]:
        """The titles under a heading of the page of own milestones."""
        return titles(section(self.page(), heading))


def section(page: Page, heading: str) -> Element:
    (found,) = [one for one in page.all("section") if one.get("aria-labelledby") == heading]
    return found


def titles(part: Element) -> list[str]:
    rows = [row for one in part.all("ul", class_="rows") for row in one.children if isinstance(row, Element)]
    return [row.all("a")[0].text for row in rows]
