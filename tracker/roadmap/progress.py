"""One milestone as one person has it: its state, the changes that can happen to it, how a history replays to the state.

Pure. The database keeps a state and the list of events; `replay(events)` gives that state, and a test says so.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

STATUSES = ("todo", "doing", "blocked", "done", "had", "na")
WORDS = {
    "todo": "To do",
    "doing": "Doing",
    "blocked": "Blocked",
    "done": "Done",
    "had": "Already had",
    "na": "Not applicable",
}
CLOSED = frozenset({"done", "had", "na"})
"""Statuses that leave nothing to do; what needs such a milestone may begin."""

KINDS = ("status", "criterion", "evidence", "note", "undo", "adopt")
MOST_EVIDENCE = 30
"""Pieces of evidence one milestone may carry."""


@dataclass(frozen=True)
class Figure:
    """A measured value for one figure of a project's bar."""

    figure_id: str
    value: str
    n: int | None
    day: date | None
    commit: str

    def as_data(self) -> dict[str, Any]:
        return {
            "figure": self.figure_id,
            "value": self.value,
            "n": self.n,
            "day": self.day.isoformat() if self.day else None,
            "commit": self.commit,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Figure":
        return cls(
            data["figure"],
            data["value"],
            data["n"],
            date.fromisoformat(data["day"]) if data["day"] else None,
            data["commit"],
        )


@dataclass(frozen=True)
class Evidence:
    """One piece of evidence in its present version: a link, a text, or a figure; versions count from 1."""

    id: str
    version: int
    kind: str
    url: str = ""
    text: str = ""
    figure: Figure | None = None

    def as_data(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "version": self.version,
            "kind": self.kind,
            "url": self.url,
            "text": self.text,
            "figure": self.figure.as_data() if self.figure else None,
        }

    @property
    def mark(self) -> str:
        """Names the piece in the version that it has."""
        return f"{self.id}:{self.version}"

    def says_the_same(self, other: "Evidence") -> bool:
        return replace(self, id="", version=0) == replace(other, id="", version=0)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Evidence":
        figure = Figure.from_data(data["figure"]) if data["figure"] else None
        return cls(data["id"], data["version"], data["kind"], data["url"], data["text"], figure)


@dataclass(frozen=True)
class State:
    """`version` counts the changes; `note_version` is the version at which the note last changed."""

    status: str = "todo"
    criteria: frozenset[str] = frozenset()
    evidence: tuple[Evidence, ...] = ()
    note: str = ""
    overruled: bool = False
    version: int = 0
    note_version: int = 0

    def piece(self, evidence_id: str) -> Evidence | None:
        return next((piece for piece in self.evidence if piece.id == evidence_id), None)

    def says_the_same(self, other: "State") -> bool:
        return replace(self, version=0, note_version=0) == replace(other, version=0, note_version=0)

    @property
    def has_proof(self) -> bool:
        return any(piece.kind in {"link", "text"} for piece in self.evidence)

    def as_data(self) -> dict[str, Any]:
        """What an adopting milestone takes over; versions begin anew."""
        return {
            "status": self.status,
            "criteria": sorted(self.criteria),
            "evidence": [piece.as_data() for piece in self.evidence],
            "note": self.note,
            "overruled": self.overruled,
        }


@dataclass(frozen=True)
class Change:
    """Something a person does to a milestone: a kind and what it needs. Made by the functions below."""

    kind: str
    data: Mapping[str, Any]


def set_status(status: str, *, overruled: bool) -> Change:
    return Change("status", {"status": status, "overruled": overruled})


def set_criterion(criterion_id: str, *, met: bool, overruled: bool) -> Change:
    return Change("criterion", {"criterion": criterion_id, "met": met, "overruled": overruled})


def put_evidence(piece: Evidence, *, overruled: bool) -> Change:
    return Change("evidence", {"put": piece.as_data(), "overruled": overruled})


def remove_evidence(evidence_id: str, *, overruled: bool) -> Change:
    return Change("evidence", {"remove": evidence_id, "overruled": overruled})


def write_note(note: str) -> Change:
    return Change("note", {"note": note})


def undo() -> Change:
    return Change("undo", {})


def adopt(state: State, old_ids: Sequence[str]) -> Change:
    """Take over what was earned under ids that the content has renamed, split or merged since."""
    return Change("adopt", {"from": list(old_ids), "state": state.as_data()})


def apply(state: State, change: Change) -> State:
    """The state after one change (every kind but undo, which needs the history)."""
    version = state.version + 1
    data = change.data
    if change.kind == "status":
        return replace(state, status=data["status"], overruled=data["overruled"], version=version)
    if change.kind == "criterion":
        criteria = state.criteria | {data["criterion"]} if data["met"] else state.criteria - {data["criterion"]}
        return replace(state, criteria=criteria, overruled=data["overruled"], version=version)
    if change.kind == "evidence":
        return replace(state, evidence=_evidence(state.evidence, data), overruled=data["overruled"], version=version)
    if change.kind == "note":
        return replace(state, note=data["note"], version=version, note_version=version)
    if change.kind == "adopt":
        taken = data["state"]
        return State(
            status=taken["status"],
            criteria=frozenset(taken["criteria"]),
            evidence=tuple(Evidence.from_data(piece) for piece in taken["evidence"]),
            note=taken["note"],
            overruled=taken["overruled"],
            version=version,
            note_version=version,
        )
    raise ValueError(f"no such change: {change.kind}")


def replay(changes: Iterable[Change]) -> State:
    """The state that a history leads to.

    An undo takes back the latest change that still stands; an adoption can't be undone.
    """
    standing = [State()]
    note_version = 0
    for version, change in enumerate(changes, start=1):
        before = standing[-1]
        if change.kind == "undo":
            if len(standing) > 1:
                standing.pop()
        elif change.kind == "adopt":
            standing = [apply(replace(before, version=version - 1), change)]
        else:
            standing.append(apply(before, change))
        if standing[-1].note != before.note or change.kind in {"note", "adopt"}:
            note_version = version
        standing[-1] = replace(standing[-1], version=version, note_version=note_version)
    return standing[-1]


def standing(changes: Sequence[Change]) -> list[int]:
    """Positions of the changes that still stand, oldest first; the last one is what an undo takes back."""
    left: list[int] = []
    for at, change in enumerate(changes):
        if change.kind == "undo":
            if left:
                left.pop()
        elif change.kind == "adopt":
            left = []
        else:
            left.append(at)
    return left


def next_version(evidence_id: str, present: Evidence | None, changes: Iterable[Change]) -> int:
    """The version a piece of evidence gets next. None is given twice, even after an undo or a removal."""
    given = [present.version] if present else []
    for change in changes:
        put = [change.data["put"]] if "put" in change.data else change.data.get("state", {}).get("evidence", [])
        given.extend(piece["version"] for piece in put if piece["id"] == evidence_id)
    return 1 + max(given, default=0)


def merged(states: Sequence[State], renamed: Mapping[str, str | None]) -> State:
    """One state out of several (a merge, a split, a rename): nothing earned is lost.

    The furthest status wins; criteria and evidence are united; notes are joined. `renamed` maps old criterion ids to
    present ones.
    """
    rank = {status: at for at, status in enumerate(("todo", "na", "blocked", "doing", "had", "done"))}
    best = max(states, key=lambda state: rank[state.status])
    return State(
        status=best.status,
        criteria=present_criteria(frozenset().union(*(state.criteria for state in states)), renamed),
        evidence=_united(piece for state in states for piece in state.evidence),
        note="\n\n".join(dict.fromkeys(state.note for state in states if state.note)),
        overruled=best.overruled,
        version=max(state.version for state in states),
        note_version=max(state.note_version for state in states),
    )


def _united(pieces: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """All pieces, those that say the same once; a different piece with an id that is taken gets another id."""
    found: dict[str, Evidence] = {}
    for piece in pieces:
        number, one = 1, piece
        while one.id in found and not found[one.id].says_the_same(piece):
            number += 1
            one = replace(piece, id=f"{piece.id}-{number}")
        if one.id not in found or found[one.id].version < one.version:
            found[one.id] = one
    return tuple(found.values())


def present_criteria(criteria: frozenset[str], renamed: Mapping[str, str | None]) -> frozenset[str]:
    """Ticked criteria under their present ids."""
    return frozenset(present for criterion in criteria if (present := renamed.get(criterion, criterion)) is not None)


def _evidence(pieces: tuple[Evidence, ...], data: Mapping[str, Any]) -> tuple[Evidence, ...]:
    if "remove" in data:
        return tuple(piece for piece in pieces if piece.id != data["remove"])
    put = Evidence.from_data(data["put"])
    if any(piece.id == put.id for piece in pieces):
        return tuple(put if piece.id == put.id else piece for piece in pieces)
    return (*pieces, put)
