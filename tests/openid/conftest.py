"""What the tests of OpenID Connect can ask for: a real provider, a Milepost registered there, its people."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from tests import databases
from tests.openid.provider import TestProvider, running
from tests.people import Client, Member, make_member
from tests.post import Postbox
from tracker import create_app
from tracker.config import Settings


@pytest.fixture(scope="session")
def elsewhere() -> Iterator[TestProvider]:
    with running() as provider:
        yield provider


@pytest.fixture(scope="session")
def openid_app(
    settings: Settings,
    tmp_path_factory: pytest.TempPathFactory,
    elsewhere: TestProvider,
    _mail_server: Postbox,
    worker_id: str,
) -> Iterator[Flask]:
    """The app of an operator who has set up a provider, and mail."""
    folder = tmp_path_factory.mktemp("openid")
    made = create_app(
        replace(
            settings,
            instance_path=folder,
            database_url=databases.new_database(f"openid_{worker_id}", folder),
            openid=elsewhere.register(settings.public_url),
            smtp_url=_mail_server.url,
            mail_from="Milepost <milepost@example.org>",
        )
    )
    databases.migrate(made)
    yield made
    databases.let_go(made)


@pytest.fixture
def ada(openid_app: Flask) -> Client:
    """Somebody who is signed out."""
    return Client(openid_app)


@pytest.fixture
def mia(openid_app: Flask) -> Member:
    return make_member(openid_app, "mia", "Mia Okafor", "Europe/Berlin")


@pytest.fixture
def otto(openid_app: Flask) -> Member:
    return make_member(openid_app, "otto", "Otto Brandt", "Europe/Vienna")
