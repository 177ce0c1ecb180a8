"""The people of the tests and the browsers they sit at.

Hides how somebody is signed in without typing, and where a form's CSRF token comes from. CSRF protection stays on.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import flask
from flask import Flask
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from werkzeug.test import TestResponse

from tests.pages import Page
from tracker import clock
from tracker.accounts import Person, User
from tracker.accounts.models import UserSession
from tracker.accounts.models.digests import hashed
from tracker.extensions import db

PASSWORD = "four plain lantern words"


class Client:
    """A browser. `raw` is Flask's own test client, for requests that send no token."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.raw: FlaskClient = app.test_client()

    def get(self, url: str, **options: Any) -> TestResponse:
        return self.raw.get(url, **options)

    def page(self, url: str, code: int = 200, **options: Any) -> Page:
        """The page at this address, parsed and checked. `code` is the status it must come with."""
        return self.read(self.get(url, **options), code)

    def read(self, response: TestResponse, code: int = 200) -> Page:
        """The page that an answer holds, parsed and checked."""
        where = f"{response.request.method} {response.request.path}"
        assert response.status_code == code, f"{where} answered {response.status}, not {code}:\n{response.text[:2000]}"
        assert response.mimetype == "text/html", f"{where} is {response.mimetype}"
        return Page(response.text, where).check()

    def token(self) -> str:
        """A CSRF token of this browser's session, as any page would carry it."""
        with self.raw.session_transaction() as session, self.app.test_request_context():
            flask.session.update(session)
            made = generate_csrf()
            session.update(flask.session)
        return made

    def post(self, url: str, /, *, headers: Any = None, **fields: Any) -> TestResponse:
        """Send a form with its token. A given `csrf_token` is sent as it is; fields that are None are left out."""
        form = {name: value for name, value in fields.items() if value is not None}
        form.setdefault("csrf_token", self.token())
        return self.raw.post(url, data=form, headers=headers)

    def sign_in_as(self, token: str) -> None:
        """Hold the session cookie that signing in would have given."""
        with self.raw.session_transaction() as session:
            session["_user_id"] = token
            session["_fresh"] = True


@dataclass(frozen=True)
class Account:
    """What a test needs to know of somebody's account."""

    id: int
    name: str
    email: str
    time_zone: str


@dataclass(frozen=True)
class Member:
    """Somebody with an account, at a browser that is signed in."""

    user: Account
    client: Client
    token: str
    password: str = PASSWORD

    @property
    def person(self) -> Person:
        """The same member as models know them."""
        return Person(self.user.id, self.user.name, self.user.email, self.user.time_zone, None, self.token)

    def another_browser(self) -> Client:
        """A second device, signed in with a session of its own."""
        client = Client(self.client.app)
        with self.client.app.app_context():
            user = User.by_id(self.user.id)
            client.sign_in_as(UserSession.begin(user.id, remembered=False, device="another browser"))
            db.session.commit()
        return client


def make_account(name: str, email: str, time_zone: str) -> User:
    """A row for somebody whose password is PASSWORD, hashed once for all. Does not commit."""
    user = User(name=name, email=email, password_hash=_hash(), time_zone=time_zone, created_at=clock.now())
    db.session.add(user)
    db.session.flush()
    return user


def make_member(app: Flask, name: str, full_name: str, time_zone: str) -> Member:
    client = Client(app)
    with app.app_context():
        user = make_account(full_name, f"{name}@example.org", time_zone)
        token = UserSession.begin(user.id, remembered=False, device="the tests' browser")
        account = Account(user.id, user.name, user.email, user.time_zone)
        db.session.commit()
    client.sign_in_as(token)
    return Member(account, client, token)


@cache
def _hash() -> str:
    return hashed(PASSWORD)
