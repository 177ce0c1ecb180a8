"""What each kind of operation does, fresh and stale, and what it is answered: kept, merged, asks or refused."""

import pytest

from tests.reading.made_guides import FOUR_PARTS, made
from tests.reading.operation_log import AT, A, B, C, Log, at
from tracker.library.outline import Changes
from tracker.reading.operations import Mark, State, replay


@pytest.fixture
def log() -> Log:
    return Log()


def test_a_place_may_go_backwards_the_furthest_may_not(log: Log) -> None:
    assert log.take("phone", 1, 0, "read", at(3)) == "kept"
    assert log.take("phone", 2, 1, "read", at(1, 2)) == "kept"
    assert (log.place, log.state.furthest) == (at(1, 2), at(3))


def test_a_place_is_marked_with_device_label_and_the_servers_time(log: Log) -> None:
    log.take("phone", 7, 0, "read", at(2))
    place = log.state.place
    assert place is not None
    assert (place.mark, place.label, place.at) == (Mark(1, "phone", 7), "phone", AT)


def test_a_stale_base_never_moves_the_place_but_furthest_and_finished_merge(log: Log) -> None:
    log.take("phone", 1, 0, "read", at(1, 1))
    assert log.take("laptop", 1, 0, "read", at(4, 2)) == "merged"
    assert log.take("laptop", 2, 0, "finish", B) == "kept"
    assert (log.place, log.state.furthest, log.finished) == (at(1, 1), at(4, 2), {B})
    assert log.take("laptop", 3, 0, "read", at(2)) == "merged", "the question is still open"
    assert log.take("laptop", 4, 4, "read", at(2)) == "kept", "answered: stay here"
    assert (log.place, log.state.furthest) == (at(2), at(4, 2))


def test_a_device_need_not_have_heard_of_its_own_place(log: Log) -> None:
    """Its answers were lost: it knows its own place all the same."""
    for sequence in (1, 2, 3):
        assert log.take("phone", sequence, 0, "read", at(sequence)) == "kept"
    assert log.place == at(3)


def test_of_one_device_a_lower_number_never_overwrites_a_higher_one(log: Log) -> None:
    log.take("phone", 5, 0, "read", at(2))
    assert log.take("phone", 4, 0, "read", at(3)) == "merged"
    assert (log.place, log.state.furthest) == (at(2), at(3))
    log.take("phone", 8, 0, "unfinish", A)
    assert log.take("phone", 7, 0, "finish", A) == "asks"
    assert log.finished == set(), "its last word was that the section is open"
    log.take("phone", 9, 0, "finish", A)
    assert log.take("phone", 6, 0, "finish", A) == "kept"
    assert log.take("phone", 8, 0, "unfinish", A) == "asks"
    assert log.finished == {A}
    log.take("phone", 12, 0, "restart")
    assert log.take("phone", 11, 0, "read", at(4)) == "merged"
    assert (log.place, log.state.furthest) == (None, None)


def test_a_read_without_an_anchor_is_refused(log: Log) -> None:
    assert log.take("phone", 1, 0, "read") == "refused"
    assert log.state == State(revision=1)


@pytest.mark.parametrize("kind", ["finish", "unfinish"])
def test_an_unknown_section_is_refused(log: Log, kind: str) -> None:
    assert log.take("phone", 1, 0, kind, "nowhere") == "refused"
    assert log.state == State(revision=1)


def test_finish_and_unfinish_and_again(log: Log) -> None:
    for revision, (kind, finished) in enumerate([("finish", {A}), ("unfinish", set()), ("finish", {A})]):
        assert log.take("phone", revision + 1, revision, kind, A) == "kept"
        assert log.finished == finished
    assert set(log.state.reopened) == set()


def test_a_finish_counts_however_stale_its_base(log: Log) -> None:
    log.take("phone", 1, 0, "finish", A)
    log.take("phone", 2, 1, "read", at(3))
    assert log.take("laptop", 1, 0, "finish", B) == "kept"
    assert log.take("laptop", 2, 0, "finish", A) == "kept"
    assert log.finished == {A, B}


def test_an_unfinish_after_the_base_wins_until_it_is_asked(log: Log) -> None:
    log.take("phone", 1, 0, "finish", A)
    log.take("phone", 2, 1, "unfinish", A)
    assert log.take("laptop", 1, 1, "finish", A) == "asks"
    assert log.finished == set()
    assert log.take("laptop", 2, 3, "finish", A) == "kept", "asked, the reader said yes"
    assert log.finished == {A}


def test_an_unfinish_wins_even_where_it_found_nothing_to_take_away(log: Log) -> None:
    log.take("phone", 1, 0, "unfinish", A)
    assert log.take("laptop", 1, 0, "finish", A) == "asks"


def test_a_stale_unfinish_does_not_take_away_a_newer_finish(log: Log) -> None:
    log.take("phone", 1, 0, "finish", A)
    log.take("laptop", 1, 1, "unfinish", A)
    log.take("phone", 2, 2, "finish", A)
    assert log.take("tablet", 1, 2, "unfinish", A) == "asks"
    assert log.finished == {A}


def test_a_finish_made_twice_holds_against_who_knows_of_one_only(log: Log) -> None:
    log.take("phone", 1, 0, "finish", A)
    log.take("laptop", 1, 0, "finish", A)
    assert log.take("phone", 2, 1, "unfinish", A) == "asks"
    assert log.take("laptop", 2, 1, "unfinish", A) == "asks"
    assert log.take("phone", 3, 4, "unfinish", A) == "kept"
    assert log.finished == set()


def test_an_unfinish_made_twice_holds_the_same_way(log: Log) -> None:
    log.take("phone", 1, 0, "finish", A)
    log.take("phone", 2, 1, "unfinish", A)
    log.take("laptop", 1, 1, "unfinish", A)
    assert log.take("phone", 3, 2, "finish", A) == "asks"
    assert log.take("phone", 4, 4, "finish", A) == "kept"


def test_a_restart_clears_place_and_furthest_and_nothing_else(log: Log) -> None:
    log.take("phone", 1, 0, "read", at(3))
    log.take("phone", 2, 1, "finish", A)
    assert log.take("phone", 3, 2, "restart") == "kept"
    assert (log.place, log.state.furthest, log.finished) == (None, None, {A})
    assert log.state.began == Mark(3, "phone", 3)


def test_after_a_restart_reads_based_before_it_change_nothing(log: Log) -> None:
    log.take("phone", 1, 0, "read", at(2))
    log.take("phone", 2, 1, "restart")
    assert log.take("laptop", 1, 1, "read", at(4)) == "merged"
    assert (log.place, log.state.furthest) == (None, None)
    assert log.take("phone", 3, 1, "read", at(1)) == "kept", "the device that started over need not have heard"
    assert (log.place, log.state.furthest) == (at(1), at(1))
    assert log.take("laptop", 2, 4, "read", at(2)) == "kept"


def test_finishing_is_no_matter_of_epochs(log: Log) -> None:
    log.take("phone", 1, 0, "restart")
    assert log.take("laptop", 1, 0, "finish", C) == "kept"
    assert log.finished == {C}


def test_a_stale_restart_asks(log: Log) -> None:
    log.take("phone", 1, 0, "read", at(2))
    assert log.take("laptop", 1, 0, "restart") == "asks"
    assert log.place == at(2)
    log.take("phone", 2, 1, "restart")
    assert log.take("laptop", 2, 2, "restart") == "asks", "another one has started over since"
    assert log.take("laptop", 3, 4, "restart") == "kept"


def test_finishing_a_section_that_was_split_finishes_its_parts() -> None:
    became = Changes(sections={"old": ("one", "two"), "gone": ()})
    log = Log(made({"one": ["First."], "two": ["Second."]}, became))
    assert log.take("phone", 1, 0, "finish", "old") == "kept"
    assert log.finished == {"one", "two"}
    assert log.take("phone", 2, 1, "finish", "gone") == "refused"
    assert log.take("phone", 3, 1, "unfinish", "two") == "kept"
    assert log.take("laptop", 1, 1, "finish", "old") == "asks"
    assert log.finished == {"one"}


def test_nothing_leads_to_nothing() -> None:
    assert replay(FOUR_PARTS, []) == State()
    assert State().place_mark == Mark()


def test_without_text_the_first_place_reached_stays_the_furthest() -> None:
    log = Log(made({}))
    assert log.take("phone", 1, 0, "read", at(1)) == "kept"
    assert log.take("phone", 2, 1, "read", at(2)) == "kept"
    assert log.place == at(2)
