"""`python -m bench.coach_home`: what the coach's list costs with 3, 25 and 200 mentees, side by side in one run.

Statements, milliseconds of processor time for the whole request (the best of some, once it is warm), and kilobytes as
they travel. In one process without a server, so that nothing but the page is measured.
"""

import gc
import tempfile
import time

from flask import Flask
from flask_migrate import upgrade

from tests.coaching.many import make_many
from tests.databases import counted
from tests.people import Client, make_account
from tracker import create_app
from tracker.accounts import Authenticator, Coach, new_seed
from tracker.accounts.models import UserSession
from tracker.config import Settings
from tracker.extensions import db

SIZES = (3, 25, 200)
ROUNDS = 7
KEY = "the-key-of-the-bench-0123456789-abcdefgh"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings.from_environment({"INSTANCE_PATH": folder, "SECRET_KEY": KEY}))
        with app.app_context():
            upgrade()
        clients = {size: _coach(app, size) for size in SIZES}
        gc.collect()
        gc.freeze()  # as a server that has been up for a while
        _report(app, clients)


def _coach(app: Flask, size: int) -> Client:
    with app.app_context():
        user = make_account("Carl Lindqvist", f"carl-{size}@example.org", "Europe/Stockholm")
        user.confirm()
        Coach.put(user.id, name=user.name, helps_with="Evals.", promise_days=2)
        Authenticator.put(user.id, new_seed(), 0)
        make_many(user.id, size, app.extensions["catalogue"].guides[0])
        token = UserSession.begin(user.id, remembered=False, device="the bench")
        db.session.commit()
    client = Client(app)
    client.sign_in_as(token)
    return client


def _report(app: Flask, clients: dict[int, Client]) -> None:
    print(f"{'mentees':>8} {'statements':>11} {'first, ms':>10} {'then, ms':>9} {'KB (br)':>8} {'KB (gzip)':>10}")
    for size, client in clients.items():
        first = _milliseconds(client)
        with counted(app) as said:
            client.get("/coach")
        then = min(_milliseconds(client) for _ in range(ROUNDS))
        sizes = [len(client.get("/coach", headers={"Accept-Encoding": one}).data) / 1024 for one in ("br", "gzip")]
        print(f"{size:>8} {len(said):>11} {first:>10.0f} {then:>9.0f} {sizes[0]:>8.1f} {sizes[1]:>10.1f}")


def _milliseconds(client: Client) -> float:
    begun = time.process_time()
    assert client.get("/coach").status_code == 200
    return 1000 * (time.process_time() - begun)


if __name__ == "__main__":
    main()
