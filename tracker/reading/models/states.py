"""How the state of a reading lies in its row, and in the rows of finished sections beside it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import and_, select

from tracker.library import Guide
from tracker.reading.anchors import Anchor
from tracker.reading.models.finished import FinishedSection
from tracker.reading.models.places import ReadingState
from tracker.reading.operations import Mark, Place, State

_done = FinishedSection
STATES = select(
    ReadingState.guide_id,
    ReadingState.revision,
    ReadingState.began,
    ReadingState.began_device,
    ReadingState.began_sequence,
    ReadingState.place,
    ReadingState.place_revision,
    ReadingState.place_device,
    ReadingState.place_label,
    ReadingState.place_sequence,
    ReadingState.place_at,
    ReadingState.furthest,
    ReadingState.reopened,
    _done.section_id,
    _done.day,
    _done.revision.label("finished_revision"),
    _done.device.label("finished_device"),
    _done.sequence.label("finished_sequence"),
).outerjoin(_done, and_(_done.user_id == ReadingState.user_id, _done.guide_id == ReadingState.guide_id))
"""States, each with every section that is finished beside it."""

RESTORED = "restored"
"""Beside the anchor of a place that an undo brought back: the revision of the undo."""


def state_of(guide: Guide, rows: Sequence[Any]) -> State:
    if not rows:
        return State()
    first = rows[0]
    place = None
    if first.place is not None:
        mark = Mark(first.place_revision, first.place_device, first.place_sequence)
        anchor = {**first.place}
        restored = anchor.pop(RESTORED, 0)
        place = Place(Anchor.from_data(anchor), mark, first.place_label, first.place_at, restored)
    finished = {
        row.section_id: Mark(row.finished_revision, row.finished_device, row.finished_sequence)
        for row in rows
        if row.section_id is not None
    }
    return State(
        revision=first.revision,
        began=Mark(first.began, first.began_device, first.began_sequence),
        place=place,
        furthest=Anchor.from_data(first.furthest) if first.furthest else None,
        finished=present(guide, finished),
        reopened=present(guide, {section_id: Mark(*mark) for section_id, mark in first.reopened.items()}),
    )


def present(guide: Guide, by_stored_id: Mapping[str, Any]) -> dict[str, Any]:
    """The same by present ids of sections: those that an old id became, without those that are gone."""
    return {
        present: value
        for stored, value in by_stored_id.items()
        for present in guide.changes.sections.get(stored, (stored,))
        if present in guide.section_by_id
    }


def columns_of(state: State) -> dict[str, Any]:
    """What the row of a state holds; finished sections have rows of their own."""
    place = state.place
    return {
        "revision": state.revision,
        "began": state.began.revision,
        "began_device": state.began.device,
        "began_sequence": state.began.sequence,
        "place": place.anchor.as_data() | ({RESTORED: place.restored} if place.restored else {}) if place else None,
        "place_revision": place.mark.revision if place else 0,
        "place_device": place.mark.device if place else "",
        "place_label": place.label if place else "",
        "place_sequence": place.mark.sequence if place else 0,
        "place_at": place.at if place else None,
        "furthest": state.furthest.as_data() if state.furthest else None,
        "reopened": {
            section_id: [mark.revision, mark.device, mark.sequence] for section_id, mark in state.reopened.items()
        },
    }


NOTHING = columns_of(State())
