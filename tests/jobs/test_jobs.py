"""Jobs: committed with their cause or not at all, done once, tried again with growing pauses, given up on in sight."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from tests.crowd import at_once
from tests.people import Member
from tests.post import work
from tests.tables import contents
from tracker import clock, jobs
from tracker.extensions import db

NOW = clock.now().replace(microsecond=0)


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the handler of jobs of kind “noting” was given, in order."""
    given: list[dict[str, Any]] = []
    monkeypatch.setitem(jobs._handlers, "noting", given.append)
    return given


def fails(_payload: dict[str, Any]) -> None:
    raise ConnectionError("the secret words of the payload")


def gives_up(_payload: dict[str, Any]) -> None:
    raise jobs.GaveUp("nobody wants it")


def add(app: Flask, **options: Any) -> int | None:
    with app.app_context():
        job_id = jobs.add("noting", {"words": "canary"}, **options)
        db.session.commit()
    return job_id


def test_it_is_done_once_and_forgets_what_it_held(app: Flask, done: list[dict[str, Any]]) -> None:
    job_id = add(app)
    assert "canary" not in str(contents(app)["jobs"]), "what waits is sealed"
    assert work(app) == 1
    assert work(app) == 0
    assert done == [{"words": "canary", "job": job_id}]
    (row,) = contents(app)["jobs"]
    assert (row["state"], row["tries"], row["sealed"], row["problem"]) == ("done", 1, b"", "")


def test_what_is_rolled_back_is_never_done(app: Flask, done: list[dict[str, Any]]) -> None:
    with app.app_context():
        jobs.add("noting", {})
        db.session.rollback()
    assert work(app) == 0
    assert done == []


def test_a_commit_tells_the_queue_and_a_rollback_does_not(app: Flask, done: list[dict[str, Any]]) -> None:
    queue = app.extensions["queue"]
    queue.flush()
    with app.app_context():
        jobs.add("noting", {})
        db.session.rollback()
    assert (queue.pending_count(), queue.scheduled_count()) == (0, 0)
    add(app)
    assert queue.pending_count() + queue.scheduled_count() == 1
    queue.flush()


def test_a_queue_that_is_down_loses_nothing(
    app: Flask, done: list[dict[str, Any]], caplog: pytest.LogCaptureFixture
) -> None:
    class Down:
        def schedule(self, **_how: object) -> None:
            raise ConnectionError

    told = app.extensions["tell_worker"]
    app.extensions["tell_worker"] = Down()
    try:
        add(app)
    finally:
        app.extensions["tell_worker"] = told
    assert "the queue does not answer (ConnectionError)" in caplog.text
    assert work(app) == 1
    assert len(done) == 1


def test_what_may_be_done_once_only_is_added_once(app: Flask, done: list[dict[str, Any]]) -> None:
    assert add(app, key="letter 1 2026-W48") is not None
    assert add(app, key="letter 1 2026-W48") is None
    work(app)
    assert add(app, key="letter 1 2026-W48") is None, "also after it was done"
    assert len(done) == 1


def test_one_job_is_done_by_one_worker_of_many(app: Flask, done: list[dict[str, Any]]) -> None:
    job_id = add(app)
    assert job_id is not None

    def one_worker(_number: int) -> bool:
        with app.app_context():
            return jobs.carry_out(job_id)

    assert sorted(at_once(8, one_worker)) == [False] * 7 + [True]
    assert len(done) == 1


def test_failures_are_tried_again_with_growing_pauses_until_it_is_dead(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(jobs._handlers, "noting", fails)
    now = NOW
    with clock.stopped_at(now):
        add(app)
    pauses = []
    for _ in range(len(jobs.PAUSES) + 1):
        with clock.stopped_at(now):
            assert work(app) == 1
            assert work(app) == 0, "not before its time"
        (row,) = contents(app)["jobs"]
        pauses.append(row["due_at"] - now)
        now = row["due_at"]
    (row,) = contents(app)["jobs"]
    assert row["state"] == "dead"
    assert pauses[:-1] == list(jobs.PAUSES)
    assert pauses[0] == timedelta(seconds=5)
    assert pauses[-2] > timedelta(hours=20)
    assert row["problem"] == "ConnectionError"
    assert "secret words" not in str(contents(app)["jobs"])


def test_a_worker_that_died_in_the_middle_is_followed_by_another(app: Flask, done: list[dict[str, Any]]) -> None:
    with clock.stopped_at(NOW):
        job_id = add(app)
        with app.app_context():
            assert jobs._claim(int(job_id or 0)) is not None
        assert work(app) == 0
    with clock.stopped_at(NOW + jobs.LEASE):
        assert work(app) == 1
    assert len(done) == 1


def test_what_a_failing_handler_wrote_is_taken_back(app: Flask, mia: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(_payload: dict[str, Any]) -> None:
        jobs.add("noting", {"more": True})
        db.session.flush()
        raise ConnectionError

    monkeypatch.setitem(jobs._handlers, "noting", half)
    add(app)
    work(app)
    assert len(contents(app)["jobs"]) == 1


def test_giving_up_is_final_until_the_operator_says_otherwise(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(jobs._handlers, "noting", gives_up)
    job_id = add(app)
    work(app)
    run = app.test_cli_runner().invoke
    listed = run(args=["jobs", "list"]).output
    assert listed.split("\t")[:4] == [str(job_id), "dead", "noting", "1 try"]
    assert "nobody wants it" in listed
    seen: list[dict[str, Any]] = []
    monkeypatch.setitem(jobs._handlers, "noting", seen.append)
    assert "tried again now" in run(args=["jobs", "retry", str(job_id)]).output
    assert work(app) == 1
    assert seen[0]["words"] == "canary"
    assert run(args=["jobs", "list"]).output == ""
    assert run(args=["jobs", "retry", str(job_id)]).exit_code == 1


def test_a_dead_job_can_be_thrown_away(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(jobs._handlers, "noting", gives_up)
    job_id = add(app)
    work(app)
    run = app.test_cli_runner().invoke
    assert "It is gone." in run(args=["jobs", "forget", str(job_id)]).output
    assert contents(app)["jobs"] == []
    assert "no dead job" in run(args=["jobs", "forget", str(job_id)]).output


def test_duties_run_every_minute_and_what_is_long_done_is_forgotten(
    app: Flask, done: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    with clock.stopped_at(NOW):
        add(app)
        work(app)
    monkeypatch.setattr(jobs, "_each_minute", [lambda: jobs.add("noting", {}) and None])
    with app.app_context(), clock.stopped_at(NOW + jobs.KEEP_DONE + timedelta(seconds=1)):
        jobs.do_duties()
    (row,) = contents(app)["jobs"]
    assert (row["state"], len(done)) == ("done", 2), "the duty's own job is done, the old one forgotten"


def test_jobs_go_with_the_account(app: Flask, mia: Member, database: SQLAlchemy) -> None:
    add(app, user_id=mia.user.id)
    database.session.execute(db.metadata.tables["users"].delete())
    database.session.commit()
    assert contents(app)["jobs"] == []


def test_the_log_says_what_failed_but_not_what_it_held(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setitem(jobs._handlers, "noting", gives_up)
    add(app)
    work(app)
    assert "(noting) failed at try 1" in caplog.text
    assert "canary" not in caplog.text
