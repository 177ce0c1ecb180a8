"""What holds of any operations whatever, however they contradict each other: bases and numbers are arbitrary here."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reading.made_guides import FOUR_PARTS
from tracker.reading.anchors import Anchor, find
from tracker.reading.operations import ASKS, KEPT, KINDS, MERGED, REFUSED, Operation, State, apply, replay

pytestmark = pytest.mark.slow

ANCHORS = [Anchor.at(FOUR_PARTS, section, block) for section in FOUR_PARTS.sections for block in section.blocks]
SECTIONS = [*(section.id for section in FOUR_PARTS.sections), "nowhere"]
operations = st.builds(
    Operation,
    op_id=st.sampled_from([f"op-{number}" for number in range(12)]),
    kind=st.sampled_from(KINDS),
    device=st.sampled_from(["phone", "laptop", ""]),
    label=st.just(""),
    sequence=st.integers(0, 6),
    base=st.integers(0, 20),
    at=st.integers(0, 10**9).map(lambda second: datetime.fromtimestamp(second, UTC)),
    section_id=st.sampled_from(SECTIONS) | st.none(),
    anchor=st.sampled_from(ANCHORS) | st.none(),
    undoes=st.sampled_from([f"op-{number}" for number in range(12)] + ["batch"]) | st.none(),
    batch=st.sampled_from([None, None, None, "batch"]),
)
logs = st.lists(operations, max_size=20).map(lambda found: list(enumerate(found, start=1)))
several = settings(max_examples=400)


def rank(anchor: Anchor | None) -> tuple[int, int, float]:
    found = find(FOUR_PARTS, anchor) if anchor else None
    return found.rank if found else (0, 0, 0.0)


def doing(log: list[tuple[int, Operation]]) -> list[tuple[int, Operation]]:
    return [(revision, operation) for revision, operation in log if operation.kind != "undo"]


@several
@given(logs)
def test_nothing_raises_and_the_revision_is_the_last_ones(log: list[tuple[int, Operation]]) -> None:
    state = replay(FOUR_PARTS, log)
    assert state.revision == len(log)
    assert not state.finished.keys() & state.reopened.keys()
    assert state.finished.keys() <= FOUR_PARTS.section_by_id.keys()
    assert all(mark.revision <= state.revision for mark in (state.began, state.place_mark, *state.finished.values()))


@several
@given(logs)
def test_without_undo_replaying_is_applying_one_by_one(log: list[tuple[int, Operation]]) -> None:
    state = State()
    for revision, operation in doing(log):
        state, _ = apply(FOUR_PARTS, state, operation, revision)
    assert replay(FOUR_PARTS, doing(log)) == state


@several
@given(logs, operations)
def test_each_outcome_says_what_was_done(log: list[tuple[int, Operation]], last: Operation) -> None:
    before = replay(FOUR_PARTS, log)
    last = replace(last, kind="read") if last.kind == "undo" else last
    after, outcome = apply(FOUR_PARTS, before, last, before.revision + 1)
    assert outcome in {KEPT, MERGED, ASKS, REFUSED}
    if outcome in {ASKS, REFUSED}:
        assert replace(after, revision=before.revision) == before
    if outcome == MERGED:
        assert replace(after, revision=before.revision, furthest=before.furthest) == before
    if last.kind != "restart":
        assert rank(after.furthest) >= rank(before.furthest)
    if last.kind == "read" and outcome == KEPT:
        assert after.place is not None
        assert (after.place.anchor, after.place.at) == (last.anchor, last.at)
    if last.kind in {"finish", "unfinish"} and outcome == KEPT:
        assert (last.section_id in after.finished) is (last.kind == "finish")


@several
@given(logs, operations)
def test_an_undo_is_as_if_it_had_never_been(log: list[tuple[int, Operation]], mistake: Operation) -> None:
    """But for the revisions, and that others have to see the place that came back."""
    log = doing(log)
    number = len(log) + 21
    mistake = replace(mistake, op_id="the-mistake", batch=None, kind="read" if mistake.kind == "undo" else mistake.kind)
    undo = replace(mistake, op_id="the-undo", kind="undo", undoes="the-mistake")
    before = replay(FOUR_PARTS, log)
    after = replay(FOUR_PARTS, [*log, (number, mistake), (number + 1, undo)])
    place = after.place and replace(after.place, restored=before.place.restored if before.place else 0)
    assert replace(after, revision=before.revision, place=place) == before


@several
@given(logs, operations)
def test_who_has_seen_everything_is_never_stale(log: list[tuple[int, Operation]], last: Operation) -> None:
    before = replay(FOUR_PARTS, log)
    fresh = replace(last, base=before.revision, kind="read" if last.kind == "undo" else last.kind)
    assert apply(FOUR_PARTS, before, fresh, before.revision + 1)[1] in {KEPT, REFUSED}
