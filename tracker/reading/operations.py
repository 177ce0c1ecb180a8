"""What a reader does, as operations, and the state they lead to. Pure.

Every operation names the revision of the state it was based on; the server orders them, and no clock of a client
decides anything. A stale one never moves the place; what it reached and finished counts all the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from tracker.library import Guide
from tracker.reading.anchors import Anchor, find, heirs

KINDS = ("read", "restart", "finish", "unfinish", "undo")
KEPT = "kept"
"""It did what it says."""
MERGED = "merged"
"""It was stale: the place stayed, what it reached was merged."""
ASKS = "asks"
"""Something newer, made elsewhere, speaks against it: nothing changed, and the reader may be asked."""
REFUSED = "refused"
"""It can't be understood, such as an unknown section."""


@dataclass(frozen=True)
class Mark:
    """Which operation set something: its revision, and the device's own count."""

    revision: int = 0
    device: str = ""
    sequence: int = 0


@dataclass(frozen=True)
class Operation:
    """`base`: the revision of the state that the device had accepted; `sequence`: counts up on the device.

    `undoes`: an operation, or a batch (the operations of one import).
    """

    op_id: str
    kind: str
    device: str
    label: str
    sequence: int
    base: int
    at: datetime
    section_id: str | None = None
    anchor: Anchor | None = None
    undoes: str | None = None
    batch: str | None = None

    def knows(self, mark: Mark) -> bool:
        """Whether whoever did this had seen that: in the state it was based on, or by doing it on the same device."""
        return self.base >= mark.revision or (self.device == mark.device and self.sequence > mark.sequence)

    def mark(self, revision: int) -> Mark:
        return Mark(revision, self.device, self.sequence)


@dataclass(frozen=True)
class Place:
    """`restored`: the revision of the undo that brought it back; until then others saw it cleared or elsewhere."""

    anchor: Anchor
    mark: Mark
    label: str
    at: datetime
    restored: int = 0


@dataclass(frozen=True)
class State:
    """Three separate facts: the place, the furthest block reached, and the finished sections.

    `began` marks the latest start over; `reopened` the sections unticked by hand since they were finished.
    """

    revision: int = 0
    began: Mark = Mark()
    place: Place | None = None
    furthest: Anchor | None = None
    finished: Mapping[str, Mark] = field(default_factory=dict)
    reopened: Mapping[str, Mark] = field(default_factory=dict)

    @property
    def place_mark(self) -> Mark:
        """What a device has to know before it may move the place."""
        if self.place is None:
            return self.began
        return replace(self.place.mark, revision=max(self.place.mark.revision, self.place.restored))


def apply(guide: Guide, state: State, operation: Operation, revision: int) -> tuple[State, str]:
    """The state after this operation, which gets this revision, and its outcome. An undo is `replay`'s."""
    after, outcome = _BY_KIND[operation.kind](guide, state, operation, revision)
    return replace(after, revision=revision), outcome


def replay(guide: Guide, operations: Iterable[tuple[int, Operation]]) -> State:
    """The state that all these (revision, operation) lead to, in order of revision, without what was undone."""
    log = list(operations)
    undone = {operation.undoes for _, operation in log if operation.kind == "undo" and operation.undoes}
    moving = {name for _, operation in log if operation.kind in _MOVES for name in (operation.op_id, operation.batch)}
    state = State()
    for revision, operation in log:
        if operation.kind == "undo":
            if state.place and operation.undoes and operation.undoes in moving:
                state = replace(state, place=replace(state.place, restored=revision))
        elif not {operation.op_id, operation.batch} & undone:
            state, _ = apply(guide, state, operation, revision)
    return replace(state, revision=log[-1][0] if log else 0)


def _read(guide: Guide, state: State, operation: Operation, revision: int) -> tuple[State, str]:
    anchor = operation.anchor
    if anchor is None:
        return state, REFUSED
    if not operation.knows(state.began):  # it belongs to a reading that was started over since
        return state, MERGED
    state = replace(state, furthest=_further(guide, state.furthest, anchor))
    if not operation.knows(state.place_mark):
        return state, MERGED
    return replace(state, place=Place(anchor, operation.mark(revision), operation.label, operation.at)), KEPT


def _restart(_guide: Guide, state: State, operation: Operation, revision: int) -> tuple[State, str]:
    if not operation.knows(state.place_mark) or not operation.knows(state.began):
        return state, ASKS
    return replace(state, began=operation.mark(revision), place=None, furthest=None), KEPT


def _finish(guide: Guide, state: State, operation: Operation, revision: int) -> tuple[State, str]:
    return _tick(guide, state, operation, revision, wanted=True)


def _unfinish(guide: Guide, state: State, operation: Operation, revision: int) -> tuple[State, str]:
    return _tick(guide, state, operation, revision, wanted=False)


def _tick(guide: Guide, state: State, operation: Operation, revision: int, *, wanted: bool) -> tuple[State, str]:
    """Tick or untick. What was done to the section the other way, unknown to this device, wins until it is asked."""
    sections = heirs(guide, operation.section_id or "")
    if not sections:
        return state, REFUSED
    there, other = dict(state.finished), dict(state.reopened)
    if not wanted:
        there, other = other, there
    outcome = KEPT
    for section in sections:
        if section.id in other and not operation.knows(other[section.id]):
            outcome = ASKS
            continue
        other.pop(section.id, None)
        there[section.id] = _joined(there.get(section.id), operation, revision)
    finished, reopened = (there, other) if wanted else (other, there)
    return replace(state, finished=finished, reopened=reopened), outcome


def _joined(mark: Mark | None, operation: Operation, revision: int) -> Mark:
    """The mark of what was done twice the same way: whoever knows it knows of both."""
    if mark is None or operation.knows(mark):
        return operation.mark(revision)
    if mark.device and mark.device == operation.device:  # a later one of the same device came first
        return mark
    return Mark(revision)


def _further(guide: Guide, one: Anchor | None, other: Anchor) -> Anchor:
    if one is None:
        return other
    first, second = find(guide, one), find(guide, other)
    return other if first is None or (second is not None and second.rank > first.rank) else one


_MOVES = {"read", "restart"}
_BY_KIND = {"read": _read, "restart": _restart, "finish": _finish, "unfinish": _unfinish}
