"""What every test can ask for: the app on a database of its own, the guides, the cast, and how pages are read.

The cast: mia (a mentee), carl (her coach), otto (a coach without a grant), noor (another member); anyone is signed out.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import cache
from pathlib import Path

import hypothesis
import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from tests import databases
from tests.pages import Page
from tests.people import Client, Member, make_member
from tests.post import Postbox, mail_server
from tracker import create_app
from tracker.accounts.models import digests
from tracker.config import ROOT, Settings
from tracker.extensions import db
from tracker.library import Catalogue, Guide, load_guide
from tracker.openid_settings import OpenIdSettings

TINY_GUIDE = Path(__file__).parent / "content" / "tiny-guide"
REAL_GUIDE = ROOT / "tracker" / "content" / "ai-engineer"
NOBODYS_PROVIDER = OpenIdSettings("http://127.0.0.1:9", "milepost", "a-secret-of-the-tests", "Elsewhere")
"""Set up, so that its pages are among those that every test looks at, but nothing answers there: see tests/openid."""
SECRET_KEY = "the-key-of-the-tests-0123456789-abcdefgh"

# The same examples on every run, however slow the machine; `--hypothesis-profile=explore` tries new ones.
hypothesis.settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis.settings.register_profile("explore", deadline=None)
hypothesis.settings.load_profile("steady")


@cache
def loaded(folder: Path) -> Guide:
    """A guide, read once in a process: it never changes."""
    return load_guide(folder)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow files first, so that no worker is still at one of them when the others have nothing left to do."""
    patient = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in patient and item.get_closest_marker("browser") is None)


@pytest.fixture(scope="session", autouse=True)
def own_hasher() -> Iterator[PasswordHasher]:
    """The app's own, laid aside: thousands of passwords are hashed here, and what that costs matters to few tests."""
    own, digests.HASHER = digests.HASHER, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    yield own
    digests.HASHER = own


@pytest.fixture
def slow_hashes(own_hasher: PasswordHasher, monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are hashed as they are where Milepost is served."""
    monkeypatch.setattr(digests, "HASHER", own_hasher)


@pytest.fixture(scope="session")
def content_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the real guide and the tiny one, so that nothing is built for one guide only."""
    folder = tmp_path_factory.mktemp("content")
    for guide in (REAL_GUIDE, TINY_GUIDE):
        (folder / guide.name).symlink_to(guide, target_is_directory=True)
    return folder


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory, content_path: Path, worker_id: str) -> Settings:
    """What the operator would have set; every worker has a database of its own."""
    instance = tmp_path_factory.mktemp("instance")
    return Settings(
        instance_path=instance,
        secret_key=SECRET_KEY,
        database_url=databases.new_database(f"milepost_{worker_id}", instance),
        public_url="http://localhost",
        host="127.0.0.1",
        port=8000,
        trusted_hops=0,
        content_path=content_path,
        openid=NOBODYS_PROVIDER,
    )


@pytest.fixture(scope="session")
def app(settings: Settings) -> Iterator[Flask]:
    """The app as it is served, its tables made by the migrations. CSRF protection is on."""
    made = create_app(settings)
    databases.migrate(made)
    yield made
    databases.let_go(made)


@pytest.fixture(autouse=True)
def _empty_tables(request: pytest.FixtureRequest) -> None:
    """Each test that uses an app begins with empty tables."""
    for name in {"app", "mailing_app", "openid_app"} & set(request.fixturenames):
        databases.empty(request.getfixturevalue(name))


@pytest.fixture
def database(app: Flask) -> Iterator[SQLAlchemy]:
    """The models' database inside an app context, for tests without requests (it may hold SQLite's write lock)."""
    with app.app_context():
        yield db
        db.session.rollback()


@pytest.fixture
def statements(app: Flask) -> Callable[[], AbstractContextManager[list[str]]]:
    """`with statements() as said:` gathers the SQL that was sent, but for BEGIN, COMMIT, ROLLBACK and PRAGMA."""
    return lambda: databases.counted(app)


@pytest.fixture(scope="session")
def catalogue(app: Flask) -> Catalogue:
    found: Catalogue = app.extensions["catalogue"]
    return found


@pytest.fixture(scope="session")
def guide() -> Guide:
    """The real guide."""
    return loaded(REAL_GUIDE)


@pytest.fixture(scope="session")
def tiny_guide() -> Guide:
    return loaded(TINY_GUIDE)


@pytest.fixture
def mia(app: Flask) -> Member:
    return make_member(app, "mia", "Mia Okafor", "Europe/Berlin")


@pytest.fixture
def carl(app: Flask) -> Member:
    return make_member(app, "carl", "Carl Lindqvist", "Europe/Stockholm")


@pytest.fixture
def otto(app: Flask) -> Member:
    return make_member(app, "otto", "Otto Brandt", "Europe/Vienna")


@pytest.fixture
def noor(app: Flask) -> Member:
    return make_member(app, "noor", "Noor Haddad", "Asia/Kathmandu")


@pytest.fixture
def anyone(app: Flask) -> Client:
    """Somebody who is signed out."""
    return Client(app)


@pytest.fixture
def page() -> Callable[..., Page]:
    """`page(mia.client, "/dashboard")`: the page, held to what every page must keep. Also: `code=404`, `headers=…`."""
    return Client.page


@pytest.fixture(scope="session")
def _mail_server() -> Iterator[Postbox]:
    with mail_server() as postbox:
        yield postbox


@pytest.fixture
def postbox(_mail_server: Postbox) -> Postbox:
    """A real mail server, empty."""
    _mail_server.letters.clear()
    _mail_server.raw.clear()
    _mail_server.answer = _mail_server.of_recipients = None
    return _mail_server


@pytest.fixture(scope="session")
def mailing_app(
    settings: Settings, tmp_path_factory: pytest.TempPathFactory, _mail_server: Postbox, worker_id: str
) -> Iterator[Flask]:
    """The app of an operator who has set up mail, on a database of its own."""
    folder = tmp_path_factory.mktemp("mailing")
    made = create_app(
        replace(
            settings,
            instance_path=folder,
            database_url=databases.new_database(f"mailing_{worker_id}", folder),
            smtp_url=_mail_server.url,
            mail_from="Milepost <milepost@example.org>",
            openid=None,
        )
    )
    databases.migrate(made)
    yield made
    databases.let_go(made)
