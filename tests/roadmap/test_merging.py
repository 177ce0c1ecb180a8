"""Two copies of one milestone become one: histories together, nothing earned is lost, once or twice alike."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.roadmap.test_progress_replay import facts, histories
from tracker.roadmap.checking import check_event, check_together
from tracker.roadmap.merging import Row, changes_of, joined, state_of
from tracker.roadmap.progress import Change, replay, set_status, write_note

NOW = datetime(2026, 11, 25, 18, tzinfo=UTC)
DAY = date(2026, 11, 25)
Copy = tuple[Row, Sequence[Row]]


def copy(changes: Sequence[Change], names: Sequence[str]) -> Copy:
    """A milestone with this history; `names` make each change the same one in both copies, or not."""
    events: list[dict[str, Any]] = [
        {
            "guide_id": "g",
            "milestone_id": "m",
            "op": name,
            "kind": change.kind,
            "data": dict(change.data),
            "version": number,
            "day": "2026-11-01",
            "created_at": "2026-11-01T12:00:00.000000Z",
        }
        for number, (change, name) in enumerate(zip(changes, names, strict=True), start=1)
    ]
    state = replay(changes)
    row = {
        "guide_id": "g",
        "milestone_id": "m",
        **state.as_data(),
        "version": state.version,
        "note_version": state.note_version,
        "adopted": [],
        "changed_at": "2026-11-01T12:00:00.000000Z",
    }
    return row, events


def both(common: list[Change], mine: list[Change], theirs: list[Change]) -> tuple[Copy, Copy]:
    shared = [f"c{number}" for number in range(len(common))]
    return (
        copy([*common, *mine], [*shared, *(f"m{number}" for number in range(len(mine)))]),
        copy([*common, *theirs], [*shared, *(f"t{number}" for number in range(len(theirs)))]),
    )


some = st.lists(st.sampled_from([set_status("done", overruled=False), write_note("x")]), min_size=1, max_size=3)


@given(histories, histories, histories)
def test_all_changes_are_in_it_and_they_lead_to_its_state(
    common: list[Change], mine: list[Change], theirs: list[Change]
) -> None:
    one, other = both(common, mine, theirs)
    if not one[1] or not other[1]:
        return
    state, events = joined(one, other, NOW, DAY)
    assert {event["op"] for event in [*one[1], *other[1]]} <= {event["op"] for event in events}
    assert [event["version"] for event in events] == list(range(1, len(events) + 1))
    assert facts(replay(changes_of(events))) == facts(state_of(state))
    assert replay(changes_of(events)).version == state["version"]
    again = joined((state, events), other, NOW, DAY)
    assert again == (state, events)


@given(histories, some)
def test_a_later_self_counts_alone(common: list[Change], more: list[Change]) -> None:
    older, later = both(common, [], more)
    if not older[1]:
        return
    assert joined(older, later, NOW, DAY) == later
    assert joined(later, older, NOW, DAY) == later


def test_a_note_that_only_one_copy_touched_since_is_not_doubled() -> None:
    done, note, other = set_status("done", overruled=False), write_note("first"), write_note("second")
    one, two = both([note], [done], [other])
    assert joined(one, two, NOW, DAY)[0]["note"] == "second"
    assert joined(two, one, NOW, DAY)[0]["note"] == "second"
    one, two = both([note], [write_note("mine")], [other])
    assert joined(one, two, NOW, DAY)[0]["note"] == "mine\n\nsecond"


def test_what_comes_of_it_is_what_an_archive_may_hold() -> None:
    one, two = both([write_note("a")], [set_status("done", overruled=True)], [set_status("had", overruled=False)])
    state, events = joined(one, two, NOW, DAY)
    for event in events:
        check_event(event)
    check_together([state], events)
    assert state["status"] == "done"
