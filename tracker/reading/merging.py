"""Two copies of one reading become one. Pure.

A copy whose operations hold all of the other's is its later self and counts alone. Where both went on, the account's
copy takes over what the other reached and finished, as it does from a device that was away: the place stays, and what
was started over, reopened or undone there is left there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from tracker.library import Guide
from tracker.reading.anchors import Anchor, heirs
from tracker.reading.operations import KEPT, MERGED, Operation, State, apply

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Copy:
    """The rows of one reading: its state, its operations in order, its finished sections."""

    state: Row
    operations: Sequence[Row]
    finished: Sequence[Row]


def brought(guide: Guide | None, mine: Copy, theirs: Copy) -> list[Row]:
    """What the other copy reached and finished that this one doesn't know of, in its order."""
    known = {row["op_id"] for row in mine.operations}
    undone = {row["undoes"] for row in theirs.operations if row["kind"] == "undo" and row["outcome"] == KEPT}
    finished = _sections(guide, [row["section_id"] for row in theirs.finished])
    return [
        row
        for row in theirs.operations
        if row["op_id"] not in known
        and not {row["op_id"], row["batch"]} & undone
        and (
            (row["kind"] == "read" and row["anchor"] is not None)
            or (row["kind"] == "finish" and bool(_sections(guide, [row["section_id"]]) & finished))
        )
    ]


def is_later(one: Copy, other: Copy) -> bool:
    """Whether the first holds every operation of the second."""
    return {row["op_id"] for row in other.operations} <= {row["op_id"] for row in one.operations}


def common(mine: Copy, theirs: Copy) -> int:
    """The revision up to which both are the same."""
    pairs = zip(mine.operations, theirs.operations, strict=False)
    return next((at for at, (one, other) in enumerate(pairs) if one["op_id"] != other["op_id"]), len(mine.operations))


def followed(guide: Guide, state: State, rows: Sequence[Row], since: int) -> tuple[State, list[dict[str, Any]]]:
    """The state after these operations, which knew of nothing later than `since`; and their rows here."""
    taken = []
    for revision, row in enumerate(rows, start=state.revision + 1):
        base = min(row["base"], since)
        state, outcome = apply(guide, state, operation_of({**row, "base": base}), revision)
        taken.append({**row, "revision": revision, "base": base, "outcome": outcome})
    return state, taken


def appended(revision: int, rows: Sequence[Row], since: int) -> list[dict[str, Any]]:
    """The same for a guide that isn't here: the operations are kept, whatever they would have come to."""
    numbered = enumerate(rows, start=revision + 1)
    return [{**row, "revision": at, "base": min(row["base"], since), "outcome": MERGED} for at, row in numbered]


def operation_of(row: Row) -> Operation:
    return Operation(
        op_id=row["op_id"],
        kind=row["kind"],
        device=row["device"],
        label=row["label"],
        sequence=row["sequence"],
        base=row["base"],
        at=datetime.fromisoformat(row["happened_at"]),
        section_id=row["section_id"],
        anchor=Anchor.from_data(row["anchor"]) if row["anchor"] else None,
        undoes=row["undoes"],
        batch=row["batch"],
    )


def beside(copy: Copy) -> list[Any]:
    """State and finished sections as the tables give them when they are read together."""
    state = dict(copy.state)
    state["place_at"] = datetime.fromisoformat(state["place_at"]) if state["place_at"] else None
    nothing = {"section_id": None, "finished_revision": 0, "finished_device": "", "finished_sequence": 0}
    done = [
        {
            "section_id": row["section_id"],
            "finished_revision": row["revision"],
            "finished_device": row["device"],
            "finished_sequence": row["sequence"],
        }
        for row in copy.finished
    ]
    return [SimpleNamespace(**state, **one) for one in done or [nothing]]


def later_mark(mine: Row, theirs: Row) -> dict[str, Any]:
    """One highlight out of two versions: the later one, with the other's note where its own doesn't hold that."""
    later, other = (theirs, mine) if theirs["changed_at"] > mine["changed_at"] else (mine, theirs)
    if not other["note"].strip() or other["note"] in later["note"]:
        return dict(later)
    note = f"{later['note']}\n\n{other['note']}" if later["note"].strip() else other["note"]
    return {**later, "note": note, "version": max(mine["version"], theirs["version"]) + 1}


def _sections(guide: Guide | None, ids: Sequence[str | None]) -> set[str]:
    """Under their present ids, where the guide is here."""
    if guide is None:
        return {one for one in ids if one}
    return {section.id for one in ids if one for section in heirs(guide, one)}
