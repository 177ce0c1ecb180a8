"""Two copies of one milestone, each with its history, become one: nothing earned in either is lost. Pure.

A copy whose history holds all of the other's is its later self and counts alone. Where both went on, all changes of
both stay in the history, and a last one says what they come to: the further status, all criteria and evidence, both
notes.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from tracker.roadmap import progress
from tracker.roadmap.progress import Change, Evidence, State

Row = Mapping[str, Any]
OF_NOTES = {"note", "undo", "adopt"}
"""Kinds of changes after which a note may be another one."""


def state_of(row: Row) -> State:
    return State(
        status=row["status"],
        criteria=frozenset(row["criteria"]),
        evidence=tuple(Evidence.from_data(piece) for piece in row["evidence"]),
        note=row["note"],
        overruled=row["overruled"],
        version=row["version"],
        note_version=row["note_version"],
    )


def changes_of(events: Sequence[Row]) -> list[Change]:
    return [Change(event["kind"], event["data"]) for event in sorted(events, key=lambda one: one["version"])]


def joined(
    mine: tuple[Row, Sequence[Row]], theirs: tuple[Row, Sequence[Row]], now: datetime, day: date
) -> tuple[Row, Sequence[Row]]:
    """The state and the events of both together. A copy is (its state, its events)."""
    (state, events), (other, others) = mine, theirs
    known, brought = {event["op"] for event in events}, {event["op"] for event in others}
    new = sorted((event for event in others if event["op"] not in known), key=lambda one: one["version"])
    if not new:
        return mine
    if known <= brought:
        return theirs
    count = len(events) + len(new) + 1
    taken = progress.merged([state_of(state), state_of(other)], {})
    own = [event for event in events if event["op"] not in brought]
    taken = replace(taken, note=_note(state["note"], own, other["note"], new, taken.note))
    adoption = progress.adopt(taken, ())
    after = progress.apply(State(version=count - 1), adoption)
    moment = now.isoformat(timespec="microseconds").replace("+00:00", "Z")
    last = {
        **new[-1],
        "op": hashlib.sha256("\x1f".join(["joined", *(event["op"] for event in new)]).encode()).hexdigest()[:32],
        "kind": adoption.kind,
        "data": dict(adoption.data),
        "version": count,
        "day": day.isoformat(),
        "created_at": moment,
    }
    renumbered = [{**event, "version": number} for number, event in enumerate(new, start=len(events) + 1)]
    row = {
        **state,
        "status": after.status,
        "criteria": sorted(after.criteria),
        "evidence": [piece.as_data() for piece in after.evidence],
        "note": after.note,
        "overruled": after.overruled,
        "version": after.version,
        "note_version": after.note_version,
        "adopted": list(dict.fromkeys([*state["adopted"], *other["adopted"]])),
        "changed_at": moment,
    }
    return row, [*events, *renumbered, last]


def _note(note: str, own: Sequence[Row], other: str, new: Sequence[Row], both: str) -> str:
    """Both notes, unless only one copy has touched its own since the two were the same."""
    if not OF_NOTES & {event["kind"] for event in new}:
        return note
    if not OF_NOTES & {event["kind"] for event in own}:
        return other
    return note if other in note else both
