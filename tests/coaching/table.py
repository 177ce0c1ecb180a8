"""Carl at the milestone of a mentee: what he sends, and what became of it, without the page that he sends it from."""

import secrets
from dataclasses import dataclass, replace
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.coaching.doors import let_coach, let_look
from tests.people import Member
from tracker.extensions import db
from tracker.library import catalogue
from tracker.roadmap import Evidence, Progress, Standing, Talk, Thread, changes, personal

LINK = Evidence("knot", 1, "link", url="https://example.org/knot")


@dataclass(frozen=True)
class Table:
    """Where a coach and a mentee sit: one milestone, and the grant by which the coach sits there."""

    app: Flask
    mentee: Member
    coach: Member
    grant_id: str
    milestone_id: str = "tk-bowline"
    guide_id: str = "tiny-guide"

    @property
    def path(self) -> str:
        return f"/coach/mentees/{self.grant_id}/{self.milestone_id}"

    def by(self, coach: Member, **changed: Any) -> "Table":
        return replace(self, coach=coach, **changed)

    def send(self, action: str, **fields: Any) -> TestResponse:
        """As the coach, with a new op_id unless one is given."""
        return self.coach.client.post(f"{self.path}/{action}", **{"op_id": secrets.token_urlsafe(8), **fields})

    def review(self, verdict: str, text: str = "", **fields: Any) -> TestResponse:
        marks = self.standing().evidence_marks
        return self.send("review", **{"verdict": verdict, "text": text, "marks": marks, **fields})

    def ask(self, action: str = "ask", **fields: Any) -> TestResponse:
        """As the mentee."""
        path = f"/roadmap/{self.guide_id}/{self.milestone_id}/{action}"
        return self.mentee.client.post(path, **{"op_id": secrets.token_urlsafe(8), "text": "", **fields})

    def show(self, piece: Evidence = LINK) -> None:
        """The mentee puts evidence there, or a newer version of it."""
        with self.app.app_context():
            guide = personal(self.mentee.person, catalogue().get(self.guide_id) or catalogue().guides[0])
            change = changes.put_evidence(piece, overruled=False)
            milestone = guide.by_id[self.milestone_id]
            Progress(self.mentee.person, guide).change(milestone, secrets.token_hex(4), [], lambda _: change)
            db.session.commit()

    def standing(self) -> Standing:
        with self.app.app_context():
            guide = personal(self.mentee.person, catalogue().get(self.guide_id) or catalogue().guides[0])
            every = Progress(self.mentee.person, guide).standings()
            return next(one for one in every if one.id == self.milestone_id)

    def thread(self) -> Thread:
        with self.app.app_context():
            guide = personal(self.mentee.person, catalogue().get(self.guide_id) or catalogue().guides[0])
            return Talk(self.mentee.person, guide).on(guide.by_id[self.milestone_id])

    @property
    def said(self) -> list[str]:
        return [post.kind for post in self.thread().posts]


def seated(app: Flask, mentee: Member, coach: Member) -> Table:
    """Somebody becomes a coach, and this mentee's."""
    let_coach(app, coach)
    return Table(app, mentee, coach, let_look(app, mentee, coach))
