"""The steps of a grant as people take them, through the pages: invite, follow the link, accept, confirm, ask."""

from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import update
from werkzeug.test import TestResponse

from tests.people import Client, Member
from tracker import clock, inbox
from tracker.accounts.models import UserSession
from tracker.coaching.models import Grant, Sights
from tracker.extensions import db
from tracker.roadmap import new_op_id

BEHIND_A_LINK = "/coach/invitation"


def invite(mentee: Member, op_id: str | None = None, **fields: Any) -> str:
    """Make an invitation; the path of its link."""
    form = {"guide": "tiny-guide", "scopes": ["evidence"], "op_id": op_id or new_op_id(), **fields}
    page = mentee.client.read(mentee.client.post("/coaching/invite", **form))
    return str(page.one("input", id="link")["value"]).removeprefix("http://localhost")


def follow(client: Client, link: str) -> None:
    answer = client.get(link)
    assert (answer.status_code, answer.location) == (302, BEHIND_A_LINK)


def accept(coach: Member, link: str) -> TestResponse:
    follow(coach.client, link)
    return coach.client.post(BEHIND_A_LINK)


def confirm(mentee: Member, grant_id: str, *scopes: str) -> TestResponse:
    return mentee.client.post(f"/coaching/grants/{grant_id}/confirm", scopes=list(scopes))


def grants(app: Flask, **of: Any) -> list[Grant]:
    """Rows, oldest first."""
    with app.app_context():
        rows = list(db.session.query(Grant).filter_by(**of).order_by(Grant.made_at, Grant.id))
        db.session.expunge_all()
        return rows


def only_grant(app: Flask) -> Grant:
    (found,) = grants(app)
    return found


def sees(app: Flask, coach: Member) -> list[str]:
    with app.app_context():
        return [one.mentee.name for one in Sights(coach.person).all()]


def told(app: Flask, member: Member) -> list[str]:
    """What this person's notices say, newest first."""
    with app.app_context():
        notices = inbox.of(member.user.id)
        lines = inbox.lines(member.person, notices)
        return [lines[one.id].text for one in notices if one.id in lines]


def kinds(app: Flask, member: Member) -> list[str]:
    """Of the rows, whether or not they may be said."""
    with app.app_context():
        return [one.kind for one in inbox.of(member.user.id)]


def let_proof_go_stale(app: Flask, member: Member) -> None:
    """As if everything was proved an hour ago."""
    past = clock.now() - timedelta(hours=1)
    with app.app_context():
        db.session.execute(update(UserSession).values(proved_at=past, factor_proved_at=past))
        db.session.commit()
