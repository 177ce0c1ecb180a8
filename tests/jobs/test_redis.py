"""The queue in Redis: told of each commit, and nothing waits for it or is lost when it is away."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.apps import another_app
from tests.jobs.redis_server import Redis, redis_server
from tests.post import work
from tests.tables import contents
from tracker import jobs
from tracker.extensions import db

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redis]:
    with redis_server(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture
def redis_app(redis: Redis, tmp_path: Path) -> Iterator[Flask]:
    with another_app(tmp_path, redis_url=redis.url) as app:
        app.extensions["queue"].flush()
        yield app


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    given: list[dict[str, Any]] = []
    monkeypatch.setitem(jobs._handlers, "noting", given.append)
    return given


def add(app: Flask) -> None:
    with app.app_context():
        jobs.add("noting", {"words": "canary"})
        db.session.commit()


def test_a_commit_tells_redis_and_a_worker_does_it(
    redis_app: Flask, done: list[dict[str, Any]], tmp_path: Path
) -> None:
    queue = redis_app.extensions["queue"]
    add(redis_app)
    assert queue.pending_count() + queue.scheduled_count() == 1
    assert not (tmp_path / jobs.QUEUE_FILE).exists()
    task = queue.scheduled()[0] if queue.scheduled_count() else queue.pending()[0]
    assert "canary" not in str(task.data), "it carries a number, and nothing of what is to be done"
    queue.execute(task)
    assert [one["words"] for one in done] == ["canary"]
    assert contents(redis_app)["jobs"][0]["state"] == "done"


def test_a_redis_that_hangs_holds_no_request_up(redis_app: Flask, redis: Redis, done: list[dict[str, Any]]) -> None:
    redis.process.send_signal(signal.SIGSTOP)
    try:
        began = time.monotonic()
        add(redis_app)
        assert time.monotonic() - began < 2
        with redis_app.app_context():
            assert not jobs.queue_answers()
    finally:
        redis.process.send_signal(signal.SIGCONT)
    assert work(redis_app) == 1
    assert len(done) == 1


def test_without_it_nothing_is_lost_and_the_doctor_says_so(tmp_path: Path, done: list[dict[str, Any]]) -> None:
    (tmp_path / "redis").mkdir()
    with redis_server(tmp_path / "redis") as short:
        url = short.url
    with another_app(tmp_path, redis_url=url) as app:
        add(app)
        said = app.test_cli_runner().invoke(args=["doctor"])
        assert said.exit_code == 1
        assert "! Redis does not answer. Check REDIS_URL" in said.stderr
        assert "queue in Redis" in said.stdout
        assert work(app) == 1
    assert len(done) == 1
