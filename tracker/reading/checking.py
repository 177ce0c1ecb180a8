"""What rows about reading may hold that come out of an archive: what the app could have written, nothing else. Pure.

A check raises ValueError, KeyError or TypeError where a row is none of ours.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from tracker.reading.operations import ASKS, KEPT, KINDS, MERGED, REFUSED

Row = Mapping[str, Any]
ITEM_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
HIGHLIGHT_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
OP_ID = re.compile(r"[A-Za-z0-9:_-]{1,100}")
DEVICE = re.compile(r"[A-Za-z0-9-]{0,36}")
ANCHOR = {"section", "number", "block", "quote", "fraction", "through", "revision"}
PART = {"block", "quote", "before", "after"}
MOST_PARTS = 60
LONGEST_QUOTE = 2_000
MOST_SECTIONS = 1_000
"""Of one guide, that were reopened."""


def check_place(row: Row) -> None:
    _require(0 <= row["began"] <= row["revision"] and 0 <= row["place_revision"] <= row["revision"])
    _require(DEVICE.fullmatch(row["began_device"]) and DEVICE.fullmatch(row["place_device"]))
    _require((row["place"] is None) == (row["place_at"] is None))
    if row["place"] is not None:
        place = dict(row["place"])
        _require(_is_count(place.pop("restored", 0)))
        _check_anchor(place)
    if row["furthest"] is not None:
        _check_anchor(row["furthest"])
    _require(len(row["reopened"]) <= MOST_SECTIONS)
    for section_id, (revision, device, sequence) in row["reopened"].items():
        _require(_is_item(section_id) and _is_count(revision) and DEVICE.fullmatch(device) and _is_count(sequence))


def check_operation(row: Row) -> None:
    _require(row["kind"] in KINDS and row["outcome"] in {KEPT, MERGED, ASKS, REFUSED})
    _require(OP_ID.fullmatch(row["op_id"]) and DEVICE.fullmatch(row["device"]))
    _require(all(row[name] is None or OP_ID.fullmatch(row[name]) for name in ("undoes", "batch")))
    _require(row["section_id"] is None or _is_item(row["section_id"]))
    _require(row["revision"] > 0 and row["base"] >= 0 and row["sequence"] >= 0)
    if row["anchor"] is not None:
        _check_anchor(row["anchor"])


def check_finished(row: Row) -> None:
    _require(_is_item(row["section_id"]) and row["revision"] >= 0 and row["sequence"] >= 0)
    _require(DEVICE.fullmatch(row["device"]))


def check_together(states: Sequence[Row], operations: Sequence[Row], finished: Sequence[Row]) -> None:
    """One state, the operations that it counts, and what is finished by them."""
    _require(len(states) == 1)
    revision = states[0]["revision"]
    _require(sorted(row["revision"] for row in operations) == list(range(1, revision + 1)))
    _require(len({row["op_id"] for row in operations}) == len(operations))
    _require(all(row["revision"] <= revision for row in finished))


def check_highlight(row: Row) -> None:
    _require(HIGHLIGHT_ID.fullmatch(row["id"]) and _is_item(row["guide_id"]) and _is_item(row["section_id"]))
    _require(row["version"] > 0 and row["section_number"] >= 0)
    _require(isinstance(row["parts"], list) and 0 < len(row["parts"]) <= MOST_PARTS)
    for part in row["parts"]:
        _require(set(part) == PART and _is_item(part["block"]))
        _require(all(isinstance(part[name], str) and len(part[name]) <= LONGEST_QUOTE for name in PART))
        _require(part["quote"])


def _check_anchor(anchor: Row) -> None:
    _require(set(anchor) == ANCHOR and _is_item(anchor["section"]) and _is_item(anchor["block"]))
    _require(_is_count(anchor["number"]) and isinstance(anchor["quote"], str) and len(anchor["quote"]) <= LONGEST_QUOTE)
    _require(isinstance(anchor["revision"], str) and len(anchor["revision"]) <= 80)
    for name in ("fraction", "through"):
        share = anchor[name]
        _require(isinstance(share, int | float) and not isinstance(share, bool) and 0 <= share <= 1)


def _is_item(value: object) -> bool:
    return isinstance(value, str) and len(value) <= 80 and ITEM_ID.fullmatch(value) is not None


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31


def _require(what: object) -> None:
    if not what:
        raise ValueError
