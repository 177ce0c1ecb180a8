"""What tests of letters share: mia where mail is set up, a letter that has just arrived, and its link followed."""

from email.message import EmailMessage

from flask import Flask
from werkzeug.test import TestResponse

from tests.people import PASSWORD, Client, Member, make_member
from tests.post import Postbox, link_in, work

ANN = {"name": "Ann Arbor", "email": "ann@example.org", "password": PASSWORD, "time_zone": "Asia/Kathmandu"}
NEW_PASSWORD = "another lantern in the rain"


def mailing_mia(mailing_app: Flask) -> Member:
    return make_member(mailing_app, "mia", "Mia Okafor", "Europe/Berlin")


def arrived(app: Flask, postbox: Postbox, address: str) -> EmailMessage:
    """The newest letter to this address, once the worker has done what it can."""
    work(app)
    letters = postbox.to(address)
    assert letters, f"no letter to {address}; there are {[str(letter['To']) for letter in postbox.letters]}"
    return letters[-1]


def follow(client: Client, letter: EmailMessage) -> str:
    """Follow the letter's one link as a browser does; the address of the page behind it."""
    return follow_path(client, link_in(letter))


def follow_path(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer.location.count("/") <= 3, "the token has left the address"
    return str(answer.location)


def signed_in(client: Client) -> bool:
    return client.get("/dashboard").status_code == 200


def sign_in(client: Client, email: str, password: str = PASSWORD) -> TestResponse:
    return client.post("/sign-in", email=email, password=password)
