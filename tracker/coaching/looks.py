"""The log of what coaches looked at, as a mentee reads it: a line a day and coach, with what, when and how often. Pure.

Hides that what the tables hold are looks at single things, and that several of them are one visit.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Protocol
from zoneinfo import ZoneInfo

A_VISIT = timedelta(minutes=30)
"""What is longer apart is another visit."""
ONCE: Mapping[str, str] = {"plan": "your roadmap", "list": "your line in their list"}
MANY: Mapping[str, tuple[str, str]] = {"milestone": ("milestone", "milestones"), "meeting": ("meeting", "meetings")}
TAKEN = {"export": "saved a file that you are in", "print": "printed a list that you are in"}
LOOKS_KNOWN = {*ONCE, *MANY, *TAKEN}


class Look(Protocol):
    """One visit to one thing."""

    @property
    def coach_id(self) -> int | None: ...
    @property
    def coach(self) -> str | None: ...
    @property
    def look(self) -> str: ...
    @property
    def target(self) -> str: ...
    @property
    def guide_id(self) -> str: ...
    @property
    def begun_at(self) -> datetime: ...
    @property
    def until_at(self) -> datetime: ...


@dataclass(frozen=True)
class Line:
    """One coach's day. `milestones`: guide and id of each, in the order they were looked at."""

    coach: str
    what: str
    first: datetime
    last: datetime
    visits: int
    milestones: tuple[tuple[str, str], ...]


def by_day(looks: Iterable[Look], zone: str) -> list[tuple[date, list[Line]]]:
    """Days newest first, as they are in this zone; within one, who came last at the top."""

    def day(look: Look) -> date:
        return look.begun_at.astimezone(ZoneInfo(zone)).date()

    newest_first = sorted(looks, key=lambda look: look.begun_at, reverse=True)
    return [(one, _lines(list(found))) for one, found in groupby(newest_first, key=day)]


def _lines(looks: Sequence[Look]) -> list[Line]:
    found: dict[tuple[int | None, str | None], list[Look]] = {}
    for look in reversed(looks):
        found.setdefault((look.coach_id, look.coach), []).append(look)
    lines = [_line(of_coach) for of_coach in found.values()]
    return sorted(lines, key=lambda line: line.last, reverse=True)


def _line(looks: Sequence[Look]) -> Line:
    """Of one coach's looks in one day, oldest first."""
    last, visits = looks[0].until_at, 1
    for look in looks[1:]:
        visits += look.begun_at - last >= A_VISIT
        last = max(last, look.until_at)
    milestones = dict.fromkeys((look.guide_id, look.target) for look in looks if look.look == "milestone")
    name = looks[0].coach or "Somebody who no longer coaches"
    return Line(name, _what(looks), looks[0].begun_at, last, visits, tuple(milestones))


def _what(looks: Sequence[Look]) -> str:
    """Looked at your roadmap, 3 milestones and your line in their list; saved a file that you are in."""
    seen = {(look.look, look.guide_id, look.target) for look in looks}
    kinds = {look for look, *_ in seen}
    parts = [ONCE["plan"]] if "plan" in kinds else []
    for kind, (word, words) in MANY.items():
        many = sum(1 for look, _, target in seen if look == kind and target)
        opened = [f"{many} {word if many == 1 else words}"] if many else []
        if any(look == kind and not target for look, _, target in seen):
            opened = [f"your {words} ({many} of them opened)" if many else f"your {words}"]
        parts += opened
    parts += [ONCE["list"]] if "list" in kinds else []
    said = [f"looked at {_listed(parts)}"] if parts else []
    return "; ".join(said + [words for kind, words in TAKEN.items() if kind in kinds])


def _listed(parts: Sequence[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]
