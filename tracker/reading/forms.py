"""What browsers send about reading: operations, facts of a reader without an account, and the forms of the pages.

Hides the reading of JSON: whatever it holds, the answer is operations that make sense, or a sentence.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import AnyOf, InputRequired, Length, Optional, Regexp

from tracker import clock
from tracker.library import Guide
from tracker.reading.anchors import QUOTE_LENGTH, Anchor
from tracker.reading.operations import KINDS, Operation

MOST_OPERATIONS = 50
MOST_GUIDES = 20
LARGEST = 2**31 - 1
FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)
"""Imports count the seconds since then: a later one of the same browser comes after an earlier one."""
OP_ID = re.compile(r"[A-Za-z0-9:_-]{8,64}")
DEVICE = re.compile(r"[A-Za-z0-9-]{8,36}")
ITEM_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
ITEM_LENGTH = 80
UNREADABLE = "What this browser sent about your reading can't be understood. Reload the page and go on reading."


class Unreadable(ValueError):
    """The request holds no operations that can be understood."""


class FinishForm(FlaskForm):
    finished = StringField(validators=[AnyOf(["1", "0"])])
    op_id = StringField(validators=[Optional(), Regexp(OP_ID.pattern + "$")])
    base = StringField(validators=[Optional(), Regexp(r"[0-9]{1,9}$")])


class RestartForm(FlaskForm):
    op_id = StringField(validators=[InputRequired(), Regexp(OP_ID.pattern + "$")])
    base = StringField(validators=[InputRequired(), Regexp(r"[0-9]{1,9}$")])


class UndoForm(FlaskForm):
    undoes = StringField(validators=[InputRequired(), Regexp(r"[A-Za-z0-9:_-]{8,100}$")])


class OperationsForm(FlaskForm):
    reader = StringField(validators=[Optional(), Length(max=64)])
    """Whose operations these are, as the browser knows it: a page may be older than the session."""
    device = StringField(validators=[InputRequired(), Regexp(DEVICE.pattern + "$")])
    operations = StringField(validators=[InputRequired()])


class ImportForm(FlaskForm):
    facts = StringField(validators=[InputRequired(), Length(max=100_000)])


def read_operations(text: str, device: str, label: str) -> tuple[list[Operation], list[str]]:
    """The operations of a request, in order, and the ids of those that make no sense. Raises Unreadable."""
    entries = _list(text, MOST_OPERATIONS)
    operations, senseless = [], []
    for entry in entries:
        if not isinstance(entry, dict) or not _matches(entry.get("op"), OP_ID):
            raise Unreadable(UNREADABLE)
        operation = _operation(entry, device, label)
        if operation:
            operations.append(operation)
        else:
            senseless.append(entry["op"])
    return operations, senseless


def read_facts(text: str, guides: Mapping[str, Guide], label: str) -> list[tuple[Guide, list[Operation]]]:
    """What a reader without an account has read, as operations of one batch a guide. Raises Unreadable.

    They are based on nothing, so they never move a place that the account has already.
    """
    found = []
    for entry in _list(text, MOST_GUIDES):
        if not isinstance(entry, dict) or not _matches(entry.get("import"), DEVICE):
            raise Unreadable(UNREADABLE)
        guide = guides.get(str(entry.get("guide")))
        if guide is None:
            continue
        batch = str(entry["import"])
        anchors = [_anchor(entry.get("furthest")), _anchor(entry.get("place"))]
        finished = entry.get("finished")
        sections = [name for name in finished if _matches(name, ITEM_ID)] if isinstance(finished, dict | list) else []
        steps: list[dict[str, Any]] = [{"kind": "read", "anchor": anchor} for anchor in anchors if anchor]
        steps += [{"kind": "finish", "section_id": section_id} for section_id in sections[:MOST_OPERATIONS]]
        since = int((clock.now() - FIRST_DAY).total_seconds())
        operations = [
            Operation(
                op_id=f"{batch}:{_digest(step)}",
                device=batch,
                label=label,
                sequence=since + number,
                base=0,
                at=clock.now(),
                batch=batch,
                **step,
            )
            for number, step in enumerate(steps, start=1)
        ]
        if operations:
            found.append((guide, operations))
    return found


def _digest(step: Mapping[str, Any]) -> str:
    """Names a step by what it says: an import that is sent again with more in it brings what is new."""
    said = [step["kind"], step.get("section_id"), step["anchor"].as_data() if "anchor" in step else None]
    return hashlib.blake2b(json.dumps(said, sort_keys=True).encode(), digest_size=8).hexdigest()


def _list(text: str, most: int) -> list[Any]:
    try:
        entries = json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable(UNREADABLE) from None
    if not isinstance(entries, list) or not 0 < len(entries) <= most:
        raise Unreadable(UNREADABLE)
    return entries


def _operation(entry: dict[str, Any], device: str, label: str) -> Operation | None:
    kind, section_id, undoes = entry.get("kind"), entry.get("section"), entry.get("undoes")
    anchor = _anchor(entry.get("anchor"))
    makes_sense = {
        "read": anchor is not None,
        "restart": True,
        "finish": _matches(section_id, ITEM_ID),
        "unfinish": _matches(section_id, ITEM_ID),
        "undo": _matches(undoes, OP_ID),
    }
    if kind not in KINDS or not makes_sense[kind] or not _count(entry.get("sequence")) or not _count(entry.get("base")):
        return None
    return Operation(
        op_id=entry["op"],
        kind=kind,
        device=device,
        label=label,
        sequence=entry["sequence"],
        base=entry["base"],
        at=clock.now(),
        section_id=section_id if kind in {"finish", "unfinish"} else None,
        anchor=anchor if kind == "read" else None,
        undoes=undoes if kind == "undo" else None,
    )


def _anchor(data: object) -> Anchor | None:
    if not isinstance(data, dict):
        return None
    quote, number = data.get("quote"), data.get("number")
    if not _matches(data.get("section"), ITEM_ID) or not _matches(data.get("block"), ITEM_ID):
        return None
    if not isinstance(quote, str) or not _count(number) or not _matches(data.get("revision"), ITEM_ID):
        return None
    fraction, through = _share(data.get("fraction")), _share(data.get("through"))
    if fraction is None or through is None:
        return None
    printable = "".join(letter for letter in quote if letter.isprintable())[:QUOTE_LENGTH]
    return Anchor(data["section"], data["number"], data["block"], printable, fraction, through, data["revision"])


def _matches(value: object, pattern: re.Pattern[str]) -> bool:
    return isinstance(value, str) and len(value) <= ITEM_LENGTH and pattern.fullmatch(value) is not None


def _count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST


def _share(value: object) -> float | None:
    """A number from 0 to 1, as it is kept: a browser's rounding may go a hair beyond."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not -0.01 <= value <= 1.01:
        return None
    return round(min(max(float(value), 0.0), 1.0), 4)
