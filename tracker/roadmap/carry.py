"""Carries progress over when the content renames, splits, merges or retires ids. Pure.

What stands under an old id counts for its successors; each adopts it for good with its next change. Old ids are
followed one step at a time, so that what was changed under a newer id is not overlaid by what stood under an older one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.library import Guide
from tracker.roadmap import progress
from tracker.roadmap.progress import Change, State


@dataclass(frozen=True)
class Row:
    """A stored state, under the id it was stored with."""

    milestone_id: str
    state: State
    adopted: tuple[str, ...]


@dataclass(frozen=True)
class Folded:
    """A state under its present id.

    `adopted` are the old ids whose progress is in it; `adoption`, where there is one, is still to be recorded.
    """

    state: State
    adoption: Change | None = None
    adopted: tuple[str, ...] = ()


def fold(guide: Guide, rows: Sequence[Row]) -> dict[str, Folded]:
    """Stored states under the guide's present ids."""
    changes = guide.changes
    if not changes.milestones and not changes.criteria:
        return {row.milestone_id: Folded(row.state, None, row.adopted) for row in rows}
    own = {row.milestone_id: row for row in rows}
    folded = ((milestone_id, _folded(guide, milestone_id, own)) for milestone_id in guide.by_id)
    return {milestone_id: found for milestone_id, found in folded if found is not None}


def present_changes(guide: Guide, milestone_id: str, changes: Iterable[Change]) -> list[Change]:
    """A milestone's history with criteria under their present ids, so that replaying it gives the present state."""
    renamed = _renamed_criteria(guide, milestone_id)
    return [_present_change(change, renamed) for change in changes]


def _folded(guide: Guide, milestone_id: str, own: Mapping[str, Row]) -> Folded | None:
    """What stands under an id, gone or not: its own row, and what its predecessors have that it hasn't adopted yet."""
    row = own.get(milestone_id)
    state, adopted = (row.state, row.adopted) if row else (State(), ())
    pending = {
        old: before
        for old in guide.predecessors.get(milestone_id, ())
        if old not in adopted and (before := _folded(guide, old, own)) is not None
    }
    renamed = _renamed_criteria(guide, milestone_id)
    if pending:
        states = [state] if row else []
        taken = progress.merged([*states, *(before.state for before in pending.values())], renamed)
        adoption = progress.adopt(taken, tuple(pending))
        known = dict.fromkeys(known for old, before in pending.items() for known in (old, *before.adopted))
        return Folded(progress.apply(state, adoption), adoption, (*adopted, *known))
    if row is None:
        return None
    return Folded(replace(state, criteria=progress.present_criteria(state.criteria, renamed)), None, adopted)


def _renamed_criteria(guide: Guide, milestone_id: str) -> dict[str, str | None]:
    return {old: new for (owner, old), new in guide.changes.criteria.items() if owner == milestone_id}


def _present_change(change: Change, renamed: Mapping[str, str | None]) -> Change:
    if change.kind == "criterion":
        criterion = change.data["criterion"]
        return Change(change.kind, {**change.data, "criterion": renamed.get(criterion) or criterion})
    if change.kind == "adopt":
        state = change.data["state"]
        criteria = progress.present_criteria(frozenset(state["criteria"]), renamed)
        return Change(change.kind, {**change.data, "state": {**state, "criteria": sorted(criteria)}})
    return change
