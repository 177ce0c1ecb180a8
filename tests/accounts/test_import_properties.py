"""Whatever somebody did: exported and imported into an empty account it is the same; two copies lose nothing."""

import io
import secrets
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings

from tests.accounts.boxes import rows_in
from tests.accounts.histories import HISTORIES, Act, live
from tests.people import make_account
from tracker import clock
from tracker.accounts import Person, Reader, User
from tracker.accounts.archive import making, taking
from tracker.extensions import db
from tracker.library import Guide
from tracker.reading import Reading
from tracker.roadmap import Plans, Progress, changes

pytestmark = pytest.mark.slow

FEW = settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
OF_THE_ROADMAP = (
    ("roadmap/own.jsonl", "milestone_id"),
    ("roadmap/adjustments.jsonl", "milestone_id"),
    ("roadmap/hours.jsonl", "entry_id"),
    ("roadmap/plans.jsonl", "op"),
    ("roadmap/breaks.jsonl", "first"),
    ("roadmap/offers.jsonl", "guide_id"),
)
RANK = ("todo", "na", "blocked", "doing", "had", "done")


def somebody() -> Person:
    user = make_account("Ann", f"{secrets.token_hex(8)}@example.org", "Asia/Kathmandu")
    db.session.commit()
    return Person(user.id, user.name, user.email, user.time_zone, None, "")


def archive_of(person: Person) -> bytes:
    db.session.commit()
    made = io.BytesIO()
    making.write(made, person.id, Reader(person.name, person.time_zone), {"email": person.email}, lambda *_: None)
    return made.getvalue()


def take(person: Person, archive: bytes) -> list[Any]:
    """Import it; answers what undoing needs."""
    user = User.by_id(person.id)
    _, fitting = taking.read(io.BytesIO(archive))
    _, steps = taking.carry_out(user, fitting)
    db.session.commit()
    return steps


def states(rows: dict[str, list[Any]]) -> dict[str, Any]:
    return {row["milestone_id"]: row for row in rows["roadmap/states.jsonl"]}


@FEW
@given(HISTORIES)
def test_into_an_empty_account_it_is_the_same(app: Flask, tiny_guide: Guide, history: list[Act]) -> None:
    with app.app_context():
        ann, bob = somebody(), somebody()
        live(ann, tiny_guide, history)
        archive = archive_of(ann)
        take(bob, archive)
        assert rows_in(archive_of(bob)) == rows_in(archive)
        assert take(bob, archive) == [], "the second time there is nothing to do"


@FEW
@given(HISTORIES, HISTORIES, HISTORIES)
def test_of_two_copies_that_went_on_nothing_earned_is_lost_and_all_can_be_undone(
    app: Flask, tiny_guide: Guide, both: list[Act], first: list[Act], second: list[Act]
) -> None:
    """Ann's account is copied to Bob's; both go on; then Ann's is imported into Bob's once more."""
    with app.app_context():
        ann, bob = somebody(), somebody()
        live(ann, tiny_guide, both)
        take(bob, archive_of(ann))
        later = clock.now() - timedelta(hours=10)
        live(ann, tiny_guide, first, later)
        live(bob, tiny_guide, second, later + timedelta(seconds=30))
        archive, before = archive_of(ann), rows_in(archive_of(bob))

        steps = take(bob, archive)

        after, brought = rows_in(archive_of(bob)), rows_in(archive)
        hold_together(bob, tiny_guide, after)
        for copy in (before, brought):
            for milestone_id, row in states(copy).items():
                now = states(after)[milestone_id]
                assert RANK.index(now["status"]) >= RANK.index(row["status"]) or is_older(copy, after, milestone_id)
            for name, key in (("roadmap/events.jsonl", "op"), ("reading/highlights.jsonl", "id"), *OF_THE_ROADMAP):
                assert {row[key] for row in copy[name]} <= {row[key] for row in after[name]}
        plans = after["roadmap/plans.jsonl"]
        assert [row["version"] for row in plans] == list(range(1, len(plans) + 1))
        assert [row["made_at"] for row in plans] == sorted(row["made_at"] for row in plans), "the newest counts"
        present = Plans(bob, tiny_guide).current()
        assert (present.version if present else 0) == len(plans)
        mine = {row["section_id"] for row in before["reading/finished.jsonl"]}
        assert mine <= {row["section_id"] for row in after["reading/finished.jsonl"]} or is_later(brought, before)
        assert take(bob, archive) == [], "the second time there is nothing to do"

        taking.undo(User.by_id(bob.id), steps)
        assert rows_in(archive_of(bob)) == before


def is_older(copy: dict[str, list[Any]], after: dict[str, list[Any]], milestone_id: str) -> bool:
    """Whether this copy's history is only the beginning of what there is now, in which its status was changed."""
    mine = [row["op"] for row in copy["roadmap/events.jsonl"] if row["milestone_id"] == milestone_id]
    now = [row for row in after["roadmap/events.jsonl"] if row["milestone_id"] == milestone_id]
    return mine == [row["op"] for row in now][: len(mine)] and not any(_is_join(row) for row in now[len(mine) :])


def _is_join(row: dict[str, Any]) -> bool:
    return row["kind"] == "adopt" and row["data"]["from"] == []


def is_later(one: dict[str, list[Any]], other: dict[str, list[Any]]) -> bool:
    ids = [{row["op_id"] for row in rows["reading/operations.jsonl"]} for rows in (one, other)]
    return ids[1] <= ids[0]


def hold_together(person: Person, guide: Guide, rows: dict[str, list[Any]]) -> None:
    """States are what their histories lead to."""
    reading = Reading(person, guide)
    state, replayed = reading.state(), reading.replayed()
    assert (set(state.finished), state.revision) == (set(replayed.finished), replayed.revision)
    assert state.place == replayed.place
    assert state.furthest == replayed.furthest
    for standing in Progress(person, guide).standings():
        history = [event.change for event in reversed(Progress(person, guide).history(standing.milestone))]
        if history:
            again = changes.replay(history)
            assert again.says_the_same(changes.State(**{**vars(standing.state), "note": again.note}))
            assert again.version == standing.state.version
            assert again.note == states(rows)[standing.id]["note"]
