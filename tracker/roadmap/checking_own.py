"""What own milestones, adjustments and hours may hold that come out of an archive: what the app could have written.

Pure. A check raises ValueError, KeyError or TypeError where a row is none of ours.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from tracker.library import OWN_PREFIX
from tracker.roadmap.checking import ID
from tracker.roadmap.tailoring import MOST_KEPT, MOST_OWN

Row = Mapping[str, Any]
OWN = re.compile(rf"{re.escape(OWN_PREFIX)}[0-9a-f]{{8}}")
MOST_HOURS = 200
MOST_LISTED = 100
"""Criteria or needs of one milestone; forms allow fewer."""
DAY = 24 * 60


def check_own(row: Row) -> None:
    _require(OWN.fullmatch(row["milestone_id"]) is not None and bool(row["title"].strip()))
    _require(row["hours"] in range(1, MOST_HOURS + 1) and row["version"] > 0 and row["position"] >= 0)
    _require(row["evidence_kind"] in {"none", "text", "link"})
    _require(all(ID.fullmatch(row[name]) for name in ("track", "phase")))
    for name in ("criteria", "needs"):
        _require(isinstance(row[name], list) and len(row[name]) <= MOST_LISTED)
    _require(all(ID.fullmatch(need) for need in row["needs"]))
    for one in row["criteria"]:
        _require(set(one) == {"id", "text"} and ID.fullmatch(one["id"]) is not None and isinstance(one["text"], str))
    _require(len({one["id"] for one in row["criteria"]}) == len(row["criteria"]))
    _check_days(row)


def check_adjustment(row: Row) -> None:
    _require(row["hours"] is None or row["hours"] in range(1, MOST_HOURS + 1))
    _require(row["version"] > 0 and OWN.fullmatch(row["milestone_id"]) is None)
    _check_days(row)


def check_hours(row: Row) -> None:
    """Of an entry that is over: what runs doesn't go along."""
    _require(row["minutes"] in range(1, DAY + 1) and ID.fullmatch(row["guide_id"]) is not None)
    _require(row["milestone_id"] is None or ID.fullmatch(row["milestone_id"]) is not None)
    begun, ended = row["started_at"], row["ended_at"]
    _require((begun is None) == (ended is None) and (begun is None or begun <= ended))
    _require(begun is not None or not row["asked"])


def too_many_own(rows: Iterable[Row]) -> str | None:
    """A sentence, where all own milestones together would be more than a roadmap holds."""
    kept: dict[str, int] = {}
    shown: dict[str, int] = {}
    for row in rows:
        kept[row["guide_id"]] = kept.get(row["guide_id"], 0) + 1
        shown[row["guide_id"]] = shown.get(row["guide_id"], 0) + (row["archived_at"] is None)
    if max(shown.values(), default=0) > MOST_OWN or max(kept.values(), default=0) > MOST_KEPT:
        return f"Together that would be more than {MOST_OWN} milestones of your own on one roadmap. Archive some first."
    return None


def too_full_a_day(rows: Iterable[Row]) -> str | None:
    """A sentence, where a day would hold more than 24 hours."""
    days: dict[str, int] = {}
    for row in rows:
        days[row["day"]] = days.get(row["day"], 0) + row["minutes"]
    full = sorted(day for day, minutes in days.items() if minutes > DAY)
    return f"Together {full[0]} would hold more than 24 hours. Shorten an entry of that day first." if full else None


def _check_days(row: Row) -> None:
    start, end = row["starts_on"], row["ends_on"]
    _require(start is None or end is None or start <= end)


def _require(what: bool) -> None:
    if not what:
        raise ValueError
