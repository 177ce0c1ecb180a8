"""What reading holds of one person: where they are in each guide and how they got there, and what they marked."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from flask import current_app

from tracker import clock
from tracker.accounts import File, Holding, Key, Reader, Topic, Unit, Units, When
from tracker.library import catalogue
from tracker.reading.anchors import heirs
from tracker.reading.checking import check_finished, check_highlight, check_operation, check_place, check_together
from tracker.reading.merging import Copy, appended, beside, brought, common, followed, is_later, later_mark
from tracker.reading.models import FinishedSection, Highlight, ReadingOperation, ReadingState
from tracker.reading.models.highlights import MOST_HIGHLIGHTS
from tracker.reading.models.states import columns_of, state_of
from tracker.reading.notebook import as_markdown, kept_words
from tracker.reading.operations import State
from tracker.reading.passages import Marked, Part, placed
from tracker.words import said_day


def _copy(unit: Unit) -> Copy:
    return Copy(unit["places"][0], unit.get("operations", []), unit.get("finished", []))


def _joined(mine: Unit, theirs: Unit, _when: When) -> Unit:
    one, other = _copy(mine), _copy(theirs)
    if is_later(one, other):
        return mine
    if is_later(other, one):
        return theirs
    guide = catalogue().get(str(one.state["guide_id"]))
    rows, since = brought(guide, one, other), common(one, other)
    if not rows:
        return mine
    if guide is None:
        return _kept(one, other, appended(one.state["revision"], rows, since))
    before = state_of(guide, beside(one))
    after, taken = followed(guide, before, rows, since)
    when = {section.id: row for row in other.finished for section in heirs(guide, row["section_id"])}
    last = {"day": taken[-1]["day"], "finished_at": taken[-1]["happened_at"]}
    new = [
        {"guide_id": guide.id, "section_id": section_id, **_dated(when.get(section_id, last)), **vars(mark)}
        for section_id, mark in after.finished.items()
        if section_id not in before.finished
    ]
    still = [
        {**row, **vars(after.finished[row["section_id"]])} if row["section_id"] in after.finished else dict(row)
        for row in one.finished
    ]
    state = {"guide_id": guide.id, **_written(after)}
    return {"places": [state], "operations": [*map(dict, one.operations), *taken], "finished": [*still, *new]}


def _kept(mine: Copy, theirs: Copy, taken: list[dict[str, Any]]) -> Unit:
    """Of a guide that isn't here: all that is finished in either, and the place of this account."""
    known = {row["section_id"] for row in mine.finished}
    state = {**mine.state, "revision": taken[-1]["revision"]}
    more = [dict(row) for row in theirs.finished if row["section_id"] not in known]
    more = [{**row, "revision": min(row["revision"], mine.state["revision"])} for row in more]
    return {
        "places": [state],
        "operations": [*map(dict, mine.operations), *taken],
        "finished": [*map(dict, mine.finished), *more],
    }


def _dated(row: Any) -> dict[str, Any]:
    return {name: row[name] for name in ("day", "finished_at")}


def _written(state: State) -> dict[str, Any]:
    columns = columns_of(state)
    at = columns["place_at"]
    written = at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z") if at else None
    return {**columns, "place_at": written}


def _later_mark(mine: Unit, theirs: Unit, _when: When) -> Unit:
    return {"highlights": [later_mark(mine["highlights"][0], theirs["highlights"][0])]}


def _title(key: Key, _unit: Unit) -> str:
    guide = catalogue().get(key[0])
    return guide.title if guide else f"{key[0]}, which is no guide here now"


def _quote(_key: Key, unit: Unit) -> str:
    words = " … ".join(str(part["quote"]) for part in unit["highlights"][0]["parts"])
    return f"“{words[:80]}{'…' if len(words) > 80 else ''}”"


def _too_many(units: Units) -> str | None:
    counts: dict[str, int] = {}
    for unit in units.values():
        row = unit["highlights"][0]
        if row["removed_at"] is None:
            counts[row["guide_id"]] = counts.get(row["guide_id"], 0) + 1
    if max(counts.values(), default=0) <= MOST_HIGHLIGHTS:
        return None
    return f"Together that would be more than {MOST_HIGHLIGHTS} highlights in one guide. Remove some here first."


def _files(units: Units, reader: Reader) -> Iterator[File]:
    found = [unit["highlights"][0] for unit in units.values() if unit["highlights"][0]["removed_at"] is None]
    found.sort(key=lambda row: str(row["guide_id"]))
    for guide_id, rows in groupby(found, key=lambda row: str(row["guide_id"])):
        marked = [_as_marked(row) for row in rows]
        guide = catalogue().get(guide_id)
        text = (
            as_markdown(
                guide,
                placed(guide, marked),
                current_app.config["PUBLIC_URL"],
                lambda moment: said_day(clock.local_day(moment, reader.time_zone)),
            )
            if guide
            else kept_words(guide_id, marked)
        )
        what = "The passages that you marked in the guide, with your private notes, in reading order"
        yield File(f"notes/{guide_id}-highlights.md", text, what, len(marked))


def _as_marked(row: dict[str, Any]) -> Marked:
    return Marked(
        row["id"],
        row["section_id"],
        row["section_number"],
        tuple(map(Part.from_data, row["parts"])),
        row["note"],
        row["version"],
        datetime.fromisoformat(row["created_at"]),
        None,
    )


_READING = Holding(
    "reading",
    (
        Topic(
            "places",
            ReadingState,
            ("guide_id",),
            ("place in a guide", "places in guides"),
            "Where you stopped in each guide, and the furthest you came",
            check_place,
        ),
        Topic(
            "operations",
            ReadingOperation,
            ("guide_id", "revision"),
            ("step of reading", "steps of reading"),
            "Each place that was saved, each section finished or reopened, and each start over, in order",
            check_operation,
        ),
        Topic(
            "finished",
            FinishedSection,
            ("guide_id", "section_id"),
            ("finished section", "finished sections"),
            "The sections that you finished, with the day",
            check_finished,
        ),
    ),
    unit=("guide_id",),
    words=("guide that you read", "guides that you read"),
    rule="Your place here stays. The furthest you came and the sections finished in either are kept; a section that "
    "you reopened here stays open.",
    merge=_joined,
    called=_title,
    check=lambda unit: check_together(unit.get("places", []), unit.get("operations", []), unit.get("finished", [])),
)
_HIGHLIGHTS = Holding(
    "reading",
    (
        Topic(
            "highlights",
            Highlight,
            ("id",),
            ("highlight", "highlights"),
            "The passages that you marked, with your notes; what you removed within the last day too",
            check_highlight,
        ),
    ),
    unit=("id",),
    words=("highlight", "highlights"),
    rule="The later version counts; a note that only the other has is added to its note.",
    merge=_later_mark,
    called=_quote,
    limit=_too_many,
    files=_files,
)
HOLDINGS = (_READING, _HIGHLIGHTS)
