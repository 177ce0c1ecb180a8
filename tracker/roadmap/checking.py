"""What a milestone's rows may hold that come out of an archive: everything the app could have written, nothing else.

Pure. A check raises ValueError, KeyError or TypeError where a row is none of ours.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tracker.roadmap import links
from tracker.roadmap.merging import changes_of, state_of
from tracker.roadmap.progress import STATUSES, replay

Row = Mapping[str, Any]
ID = re.compile(r"[A-Za-z0-9_-]{1,100}")
MOST = 200
"""Criteria, pieces of evidence and old ids of one milestone. The forms allow fewer; joined copies may have more."""
LONGEST = 20_000
"""Characters of a piece's text, which forms hold shorter."""


def check_state(row: Row) -> None:
    _require(row["status"] in STATUSES)
    _require(0 <= row["note_version"] <= row["version"] and row["version"] > 0)
    _check_ids(row["adopted"])
    _check_content(row)


def check_event(row: Row) -> None:
    _require(ID.fullmatch(row["op"]) is not None and row["version"] > 0)
    kind, data = row["kind"], row["data"]
    fields = {
        "status": {"status", "overruled"},
        "criterion": {"criterion", "met", "overruled"},
        "note": {"note"},
        "undo": set(),
        "adopt": {"from", "state"},
    }
    if kind == "evidence":
        _require(set(data) in ({"put", "overruled"}, {"remove", "overruled"}))
    else:
        _require(set(data) == fields[kind])
    _require(all(isinstance(data[name], bool) for name in ("overruled", "met") if name in data))
    if kind == "status":
        _require(data["status"] in STATUSES)
    if kind == "criterion":
        _require(ID.fullmatch(data["criterion"]) is not None)
    if kind == "note":
        _require(isinstance(data["note"], str))
    if kind == "adopt":
        _check_ids(data["from"])
        _require(set(data["state"]) == {"status", "criteria", "evidence", "note", "overruled"})
        _require(data["state"]["status"] in STATUSES and isinstance(data["state"]["overruled"], bool))
        _check_content(data["state"])
    if "put" in data:
        _check_piece(data["put"])
    if "remove" in data:
        _require(ID.fullmatch(data["remove"]) is not None)


def check_together(states: Sequence[Row], events: Sequence[Row]) -> None:
    """One state, and the events that lead to it."""
    _require(len(states) == 1)
    _require(sorted(event["version"] for event in events) == list(range(1, states[0]["version"] + 1)))
    _require(len({event["op"] for event in events}) == len(events))
    state, replayed = state_of(states[0]), replay(changes_of(events))
    # Criteria may have been renamed between.
    _require((state.status, state.evidence, state.note) == (replayed.status, replayed.evidence, replayed.note))


def _check_content(row: Row) -> None:
    _require(isinstance(row["note"], str))
    _check_ids(row["criteria"])
    _require(isinstance(row["evidence"], list) and len(row["evidence"]) <= MOST)
    for piece in row["evidence"]:
        _check_piece(piece)
    _require(len({piece["id"] for piece in row["evidence"]}) == len(row["evidence"]))


def _check_piece(piece: Row) -> None:
    _require(set(piece) == {"id", "version", "kind", "url", "text", "figure"})
    _require(ID.fullmatch(piece["id"]) is not None and piece["kind"] in {"link", "text", "figure"})
    _require(_is_count(piece["version"]) and piece["version"] > 0)
    _require(isinstance(piece["url"], str) and isinstance(piece["text"], str) and len(piece["text"]) <= LONGEST)
    _require(links.complaint(piece["url"]) is None if piece["kind"] == "link" else piece["url"] == "")
    figure = piece["figure"]
    _require((figure is not None) == (piece["kind"] == "figure"))
    if figure is not None:
        _require(set(figure) == {"figure", "value", "n", "day", "commit"})
        _require(all(isinstance(figure[name], str) and len(figure[name]) <= 200 for name in ("value", "commit")))
        _require(ID.fullmatch(figure["figure"]) is not None)
        _require(figure["n"] is None or _is_count(figure["n"]))
        _require(figure["day"] is None or date.fromisoformat(figure["day"]).isoformat() == figure["day"])


def _check_ids(ids: Any) -> None:
    _require(isinstance(ids, list) and len(ids) <= MOST and all(ID.fullmatch(one) for one in ids))


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31


def _require(what: bool) -> None:
    if not what:
        raise ValueError
