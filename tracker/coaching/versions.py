"""A milestone's evidence with the versions that it had before, out of its history. Pure.

Hides versions that the mentee took back: what was undone is not what they gave.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tracker.roadmap import Event, Evidence


@dataclass(frozen=True)
class Version:
    evidence: Evidence
    at: datetime


@dataclass(frozen=True)
class Kept:
    """A piece of evidence as it is now. `at`: when it became so, where the history tells it."""

    now: Evidence
    at: datetime | None
    earlier: tuple[Version, ...]
    """Newest first."""


def with_versions(pieces: Iterable[Evidence], history: Iterable[Event]) -> dict[str, Kept]:
    """By the ids of the pieces, in their order. `history`: of the milestone, oldest first, from the beginning."""
    stand: list[Event] = []
    carried: list[Event] = []
    for event in history:
        if event.change.kind == "undo":
            if stand:
                stand.pop()
        elif event.change.kind == "adopt":
            carried, stand = [*carried, *stand, event], []
        else:
            stand.append(event)
    given = [version for event in [*carried, *stand] for version in _given(event)]
    return {piece.id: _kept(piece, [one for one in given if one.evidence.id == piece.id]) for piece in pieces}


def _given(event: Event) -> list[Version]:
    data = event.change.data
    if event.change.kind == "adopt":
        return [Version(Evidence.from_data(piece), event.at) for piece in data["state"]["evidence"]]
    return [Version(Evidence.from_data(data["put"]), event.at)] if "put" in data else []


def _kept(piece: Evidence, given: list[Version]) -> Kept:
    at = next((one.at for one in given if one.evidence == piece), None)
    earlier: dict[int, Version] = {}
    for one in given:
        if one.evidence.version < piece.version:
            earlier.setdefault(one.evidence.version, one)
    return Kept(piece, at, tuple(earlier[version] for version in sorted(earlier, reverse=True)))
