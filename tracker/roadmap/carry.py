"""Carries progress over when the content renames, splits, merges or retires ids. Pure.

What stands under an old id counts for its successors; each adopts it for good with its next change.
"""

from collections.abc import Sequence
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
    """A state under its present id; `adoption` is still to be recorded, for the old ids in `pending`."""

    state: State
    adoption: Change | None = None
    adopted: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()


def fold(guide: Guide, rows: Sequence[Row]) -> dict[str, Folded]:
    """Stored states under the guide's present ids."""
    changes = guide.changes
    if not changes.milestones and not changes.criteria:
        return {row.milestone_id: Folded(row.state) for row in rows}
    own = {row.milestone_id: row for row in rows}
    folded = ((milestone.id, _folded(guide, milestone.id, own)) for milestone in guide.milestones)
    return {milestone_id: found for milestone_id, found in folded if found is not None}


def _folded(guide: Guide, milestone_id: str, own: dict[str, Row]) -> Folded | None:
    row = own.get(milestone_id)
    state, adopted = (row.state, row.adopted) if row else (State(), ())
    pending = tuple(old for old in guide.ancestors.get(milestone_id, ()) if old in own and old not in adopted)
    renamed = {old: new for (owner, old), new in guide.changes.criteria.items() if owner == milestone_id}
    if pending:
        taken = progress.merged([own[known].state for known in (milestone_id, *pending) if known in own], renamed)
        adoption = progress.adopt(taken, pending)
        return Folded(progress.apply(state, adoption), adoption, adopted, pending)
    if row is None:
        return None
    return Folded(replace(state, criteria=progress.present_criteria(state.criteria, renamed)), None, adopted)
