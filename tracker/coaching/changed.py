"""What happened on a mentee's milestones, in words for a coach: since a moment, and since when something is as it is.

Pure. Hides which events a grant doesn't show: notes never, evidence by its scope; an undo shows as what it took back,
and where that isn't shown, neither is the undo.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.library import Milestone
from tracker.roadmap import Event, Evidence, Standing, event_words

SHARED = frozenset({"status", "criterion", "adopt"})


@dataclass(frozen=True)
class Line:
    words: str
    at: datetime


@dataclass(frozen=True)
class Changed:
    """One milestone with what happened on it, newest first."""

    standing: Standing
    lines: tuple[Line, ...]

    @property
    def at(self) -> datetime:
        return self.lines[0].at


def told(milestone: Milestone, history: Iterable[Event], *, evidence: bool) -> tuple[Line, ...]:
    """A milestone's history in words, newest first. `history`: oldest first, from the beginning."""
    shared = SHARED | {"evidence"} if evidence else SHARED
    lines: list[Line] = []
    stand: list[Event] = []
    for event in history:
        kind, words = event.change.kind, ""
        if kind == "undo":
            taken = stand.pop() if stand else None
            if taken and taken.change.kind in shared:
                words = f"Undone: “{_words(taken, milestone)}”"
        else:
            stand = [] if kind == "adopt" else [*stand, event]
            words = _words(event, milestone) if kind in shared else ""
        if words:
            lines.append(Line(words, event.at))
    return tuple(reversed(lines))


def changed_since(
    every: Iterable[Standing], histories: Mapping[str, Sequence[Event]], since: datetime, *, evidence: bool
) -> list[Changed]:
    """Milestones on which something happened, those that it happened on last at the top."""
    found = []
    for standing in every:
        history = histories.get(standing.id, ())
        if history and history[-1].at > since:
            lines = [line for line in told(standing.milestone, history, evidence=evidence) if line.at > since]
            if lines:
                found.append(Changed(standing, tuple(lines)))
    return sorted(found, key=lambda one: one.at, reverse=True)


def so_since(standing: Standing, history: Iterable[Event]) -> datetime | None:
    """Since when it has had the status that it has; None where no event says it. `history`: as `told` takes it."""
    stand: list[tuple[str, datetime] | None] = []
    for event in history:
        if event.change.kind == "undo":
            if stand:
                stand.pop()
        elif event.change.kind == "adopt":
            stand = [(event.change.data["state"]["status"], event.at)]
        else:
            status = event.change.data.get("status") if event.change.kind == "status" else None
            stand.append((status, event.at) if status else None)
    since = None
    for one in filter(None, reversed(stand)):
        if one[0] != standing.status:
            break
        since = one[1]
    return since


@dataclass(frozen=True)
class Piece:
    """A piece of evidence as it stands, where it stands, and when it came."""

    standing: Standing
    evidence: Evidence
    at: datetime


def latest_evidence(
    every: Iterable[Standing], histories: Mapping[str, Sequence[Event]], most: int
) -> tuple[Piece, ...]:
    """What came last and stands still, newest first."""
    found = []
    for standing in every:
        marks = {(piece.id, piece.version): piece for piece in standing.state.evidence}
        for event in histories.get(standing.id, ()):
            put = event.change.data.get("put")
            piece = marks.pop((put["id"], put["version"]), None) if put else None
            if piece:
                found.append(Piece(standing, piece, event.at))
    return tuple(sorted(found, key=lambda piece: piece.at, reverse=True)[:most])


def _words(event: Event, milestone: Milestone) -> str:
    return event_words(event.change, milestone, "their")
