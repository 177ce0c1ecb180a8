"""A mentee and a coach at one table: their grant, and meetings through the pages of either."""

from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.coaching.doors import let_coach, let_look
from tests.pages import Page
from tests.people import Client, Member

DAY = {"day": "2026-12-01", "time": "18:00", "minutes": "45", "version": "0"}
"""Of a form that sets a meeting, in the time of whoever sends it."""


@dataclass(frozen=True)
class Table:
    mentee: Member
    coach: Member
    grant_id: str

    @property
    def coachs(self) -> str:
        return f"/coach/mentees/{self.grant_id}/meetings"

    @property
    def mentees(self) -> str:
        return f"/coaching/grants/{self.grant_id}/meetings"

    def set(self, op_id: str = "an-op-id", *, by_coach: bool = True, **fields: Any) -> str:
        """Answers the meeting's id."""
        answer = self.send(op_id, by_coach=by_coach, **fields)
        assert answer.status_code == 303, answer.text
        return str(answer.location).rpartition("/")[2]

    def send(self, op_id: str = "an-op-id", *, by_coach: bool = True, **fields: Any) -> TestResponse:
        client, path = (self.coach.client, self.coachs) if by_coach else (self.mentee.client, self.mentees)
        return client.post(path, op_id=op_id, **(DAY | fields))

    def page(self, meeting_id: str, *, by_coach: bool = True) -> Page:
        client, path = (self.coach.client, self.coachs) if by_coach else (self.mentee.client, self.mentees)
        return client.page(f"{path}/{meeting_id}")

    def change(self, meeting_id: str, *, by_coach: bool = True, **fields: Any) -> TestResponse:
        """From the page as it stands, with these fields changed."""
        client, path = (self.coach.client, self.coachs) if by_coach else (self.mentee.client, self.mentees)
        held = typed(self.page(meeting_id, by_coach=by_coach), f"{path}/{meeting_id}")
        return client.post(f"{path}/{meeting_id}", **(held | fields))


def laid(app: Flask, mentee: Member, coach: Member) -> Table:
    let_coach(app, coach)
    return Table(mentee, coach, let_look(app, mentee, coach))


def typed(page: Page, action: str) -> dict[str, str]:
    """What a form holds, as a browser would send it."""
    form = page.form(action)
    held = {field["name"]: field.get("value") for field in form.all("input")}
    held |= {area["name"]: "".join(map(str, area.children)).strip("\r\n") for area in form.all("textarea")}
    held.pop("csrf_token")
    return held


def unread(client: Client) -> list[str]:
    """What the inbox says that was not read yet, newest first."""
    return [line.one("button").text for line in client.page("/inbox").all("li", class_="unread")]
