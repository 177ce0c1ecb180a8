"""Becoming a coach and being granted something, through the models: the pages for it have tests of their own."""

from collections.abc import Iterable

from flask import Flask

from tests.people import Member
from tests.second_steps import give_app
from tracker.accounts import Coach, User
from tracker.coaching.models import Grants, Offers
from tracker.coaching.scopes import DEFAULT
from tracker.extensions import db


def let_coach(app: Flask, member: Member, *, promise_days: int = 2) -> None:
    """Let somebody be a coach: a confirmed address, a second factor, a profile."""
    with app.app_context():
        User.by_id(member.user.id).confirm()
        name, helps = member.user.name, "Evals, system design, and the third interview."
        Coach.put(member.user.id, name=name, helps_with=helps, promise_days=promise_days)
        db.session.commit()
    give_app(app, member)


def let_look(
    app: Flask, mentee: Member, coach: Member, scopes: Iterable[str] = DEFAULT, guide_id: str = "tiny-guide"
) -> str:
    """A grant in force, by all its steps; answers its id."""
    with app.app_context():
        made = Grants(mentee.person).invite(guide_id, scopes, f"hash of {mentee.user.id} {coach.user.id} {guide_id}")
        db.session.commit()
        taken = Offers(coach.person).accept(str(made.token_hash))
        assert taken is not None
        assert Grants(mentee.person).confirm(taken.id, scopes)
        db.session.commit()
        return taken.id
