"""A history replays to the state: step by step, with undo, and through adoption."""

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.roadmap.progress import (
    STATUSES,
    Change,
    Evidence,
    Figure,
    State,
    adopt,
    apply,
    merged,
    present_criteria,
    put_evidence,
    remove_evidence,
    replay,
    set_criterion,
    set_status,
    standing,
    undo,
    write_note,
)

pytestmark = pytest.mark.slow

CRITERIA = ("a", "b", "c")

ids = st.sampled_from(["one", "two", "figure-x"])
figures = st.builds(
    Figure,
    st.sampled_from(["x", "y"]),
    st.text(max_size=5),
    st.none() | st.integers(1, 10**9),
    st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.text(max_size=5),
)
pieces = st.builds(
    Evidence,
    id=ids,
    version=st.integers(1, 5),
    kind=st.sampled_from(["link", "text", "figure"]),
    url=st.sampled_from(["", "https://example.org/a"]),
    text=st.text(max_size=8),
    figure=st.none() | figures,
)
states = st.builds(
    State,
    status=st.sampled_from(STATUSES),
    criteria=st.frozensets(st.sampled_from(CRITERIA)),
    evidence=st.lists(pieces, max_size=3, unique_by=lambda piece: piece.id).map(tuple),
    note=st.text(max_size=10),
    overruled=st.booleans(),
)
verbs = st.one_of(
    st.builds(set_status, st.sampled_from(STATUSES), overruled=st.booleans()),
    st.builds(set_criterion, st.sampled_from(CRITERIA), met=st.booleans(), overruled=st.booleans()),
    st.builds(put_evidence, pieces, overruled=st.booleans()),
    st.builds(remove_evidence, ids, overruled=st.booleans()),
    st.builds(write_note, st.text(max_size=10)),
)
adoptions = st.builds(adopt, states, st.just(["old"]))
histories = st.lists(st.one_of(verbs, verbs, st.builds(undo), adoptions), max_size=15)


def facts(state: State) -> tuple[object, ...]:
    """All of a state but its versions."""
    return state.status, state.criteria, state.evidence, state.note, state.overruled


@given(st.lists(verbs, max_size=15))
def test_without_undo_replaying_is_applying_one_by_one(history: list[Change]) -> None:
    state = State()
    for change in history:
        state = apply(state, change)
    assert replay(history) == state


@given(histories)
def test_every_change_counts_one_version(history: list[Change]) -> None:
    state = replay(history)
    assert state.version == len(history)
    assert 0 <= state.note_version <= state.version


@given(histories, verbs)
def test_undo_brings_back_the_state_before_but_for_the_versions(history: list[Change], change: Change) -> None:
    before = replay(history)
    after = replay([*history, change, undo()])
    assert facts(after) == facts(before)
    assert after.version == before.version + 2


@given(histories, st.lists(verbs, min_size=1, max_size=5))
def test_undoing_as_often_as_one_changed_leads_back(history: list[Change], changes: list[Change]) -> None:
    assert facts(replay([*history, *changes, *[undo()] * len(changes)])) == facts(replay(history))


@given(histories)
def test_replaying_only_what_still_stands_gives_the_same(history: list[Change]) -> None:
    last_adoption = max((at for at, change in enumerate(history) if change.kind == "adopt"), default=-1)
    begin = history[: last_adoption + 1]
    left = [history[at] for at in standing(history)]
    assert all(at > last_adoption for at in standing(history))
    assert facts(replay([*begin, *left])) == facts(replay(history))


@given(histories, states)
def test_an_adoption_takes_everything_over_and_is_not_undone(history: list[Change], state: State) -> None:
    after = replay([*history, adopt(state, ["old"]), undo(), undo()])
    assert facts(after) == facts(state)
    assert after.version == len(history) + 3


@given(histories)
def test_a_note_version_moves_exactly_when_the_note_may_have_changed(history: list[Change]) -> None:
    for at in range(len(history)):
        before, after = replay(history[:at]), replay(history[: at + 1])
        if after.note != before.note:
            assert after.note_version == after.version
        if after.note_version == before.note_version:
            assert after.note == before.note


@given(st.lists(pieces, max_size=4))
def test_evidence_is_one_piece_an_id_and_the_latest_wins(put: list[Evidence]) -> None:
    state = replay([put_evidence(piece, overruled=False) for piece in put])
    assert len({piece.id for piece in state.evidence}) == len(state.evidence)
    for piece in put:
        assert state.piece(piece.id) == next(later for later in reversed(put) if later.id == piece.id)


@given(pieces)
def test_evidence_survives_being_stored(piece: Evidence) -> None:
    assert Evidence.from_data(piece.as_data()) == piece


def test_undo_of_nothing_changes_nothing_but_counts() -> None:
    assert replay([undo(), undo()]) == State(version=2)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="no such change: flip"):
        apply(State(), Change("flip", {}))


@given(st.lists(states, min_size=1, max_size=4))
def test_merging_loses_no_criterion_no_evidence_no_note_and_nothing_earned(several: Sequence[State]) -> None:
    one = merged(several, {})
    order = ("todo", "na", "blocked", "doing", "had", "done")
    assert order.index(one.status) == max(order.index(state.status) for state in several)
    assert one.criteria == frozenset().union(*(state.criteria for state in several))
    for state in several:
        assert state.note in one.note
        for piece in state.evidence:
            assert any(kept.says_the_same(piece) and kept.version >= piece.version for kept in one.evidence)
    assert len({piece.id for piece in one.evidence}) == len(one.evidence)


@given(states)
def test_merging_what_is_the_same_changes_nothing(state: State) -> None:
    assert merged([state, state], {}) == merged([state], {})
    assert facts(merged([state], {})) == facts(state)


@given(states, st.sampled_from([{}, {"a": "b"}, {"a": "z"}, {"a": None, "b": "z"}]))
def test_criteria_move_to_their_present_ids(state: State, renamed: dict[str, str | None]) -> None:
    present = present_criteria(state.criteria, renamed)
    for criterion in state.criteria:
        where = renamed.get(criterion, criterion)
        assert where is None or where in present
    assert not present & {old for old, new in renamed.items() if old not in renamed.values()}
