"""What an undo takes back: a start over, a finish, an unfinish, a place, a whole import; and what it leaves."""

from dataclasses import replace

import pytest

from tests.reading.made_guides import FOUR_PARTS
from tests.reading.operation_log import A, B, Log, at
from tracker.reading.operations import Mark, replay


@pytest.fixture
def log() -> Log:
    return Log()


def test_undo_of_a_restart_brings_place_and_furthest_back(log: Log) -> None:
    log.take("phone", 1, 0, "read", at(3))
    log.take("phone", 2, 1, "read", at(2))
    log.take("phone", 3, 2, "restart")
    log.take("phone", 4, 3, "undo", "phone-3")
    assert (log.place, log.state.furthest, log.state.began) == (at(2), at(3), Mark())


def test_what_was_read_after_a_restart_stays_when_the_restart_is_undone(log: Log) -> None:
    log.take("phone", 1, 0, "read", at(3))
    log.take("phone", 2, 1, "restart")
    log.take("phone", 3, 2, "read", at(1, 1))
    log.take("phone", 4, 3, "undo", "phone-2")
    assert (log.place, log.state.furthest) == (at(1, 1), at(3))


def test_a_place_that_an_undo_brought_back_is_not_moved_by_who_saw_it_cleared(log: Log) -> None:
    log.take("phone", 1, 0, "read", at(3))
    log.take("phone", 2, 1, "restart")
    log.take("phone", 3, 2, "undo", "phone-2")
    assert log.take("laptop", 1, 2, "read", at(1)) == "merged"
    assert log.take("laptop", 2, 2, "restart") == "asks"
    assert log.place == at(3)
    assert log.take("phone", 4, 2, "read", at(4)) == "kept", "whose place it is"
    assert log.take("laptop", 3, 6, "read", at(1)) == "kept"
    assert log.state.place is not None
    assert log.state.place.restored == 0


def test_undo_of_a_finish_opens_it_without_speaking_against_others(log: Log) -> None:
    log.take("phone", 1, 0, "finish", A)
    log.take("phone", 2, 1, "undo", "phone-1")
    assert (log.finished, dict(log.state.reopened)) == (set(), {})
    assert log.take("laptop", 1, 0, "finish", A) == "kept"


def test_undo_of_one_of_two_finishes_leaves_the_other(log: Log) -> None:
    log.take("phone", 1, 0, "finish", A)
    log.take("laptop", 1, 1, "finish", A)
    log.take("phone", 2, 2, "undo", "phone-1")
    assert dict(log.state.finished) == {A: Mark(2, "laptop", 1)}


def test_undo_of_an_unfinish_and_of_a_read(log: Log) -> None:
    log.take("phone", 1, 0, "finish", A)
    log.take("phone", 2, 1, "unfinish", A)
    log.take("phone", 3, 2, "undo", "phone-2")
    assert (log.finished, dict(log.state.reopened)) == ({A}, {})
    log.take("phone", 4, 3, "read", at(1))
    log.take("phone", 5, 4, "read", at(4))
    log.take("phone", 6, 5, "undo", "phone-5")
    assert (log.place, log.state.furthest) == (at(1), at(1))


def test_undo_of_an_import_takes_all_of_it_back_and_nothing_else(log: Log) -> None:
    log.take("guest", 1, 0, "read", at(4), batch="the-import")
    log.take("guest", 2, 0, "read", at(2), batch="the-import")
    log.take("guest", 3, 0, "finish", A, batch="the-import")
    assert (log.place, log.state.furthest, log.finished) == (at(2), at(4), {A})
    log.take("phone", 1, 3, "finish", B)
    log.take("phone", 2, 4, "undo", "the-import")
    assert (log.place, log.state.furthest, log.finished) == (None, None, {B})


def test_an_import_never_moves_a_place_that_is_there(log: Log) -> None:
    log.take("phone", 1, 0, "read", at(1, 3))
    assert log.take("guest", 1, 0, "read", at(3), batch="the-import") == "merged"
    assert log.take("guest", 2, 0, "read", at(2), batch="the-import") == "merged"
    assert (log.place, log.state.furthest) == (at(1, 3), at(3))


def test_an_undo_that_was_refused_takes_back_nothing(log: Log) -> None:
    """Its `undoes` is not kept, so it names neither an operation nor those without a batch."""
    log.take("phone", 1, 0, "read", at(2))
    refused = replace(log.taken[0][1], op_id="phone-2", kind="undo", anchor=None, undoes=None)
    after = replay(FOUR_PARTS, [*log.taken, (2, refused)])
    assert after == replace(log.state, revision=2)
