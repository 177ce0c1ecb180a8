"""The coach's list put in order: sections, filters, sorting, and how many of each are shown at first. Pure.

Every mentee stands in exactly one section: the first that fits. Counts are always over everybody, whatever is filtered.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tracker.coaching.rows import Row
from tracker.roadmap import BANDS

FIRST = 25
"""Rows of a section that are shown until all are asked for."""
FEW = 12
"""Up to so many rows on the page have room around them."""
SECTIONS = {
    "waiting": "Waiting on you",
    "hand": "Needs a hand",
    "soon": "Within seven days",
    "quiet": "Quiet",
    "wins": "Recent wins",
    "others": "On their way",
}
SORTS = {"": "As it matters", "name": "Name", "pace": "Pace", "waiting": "Waiting", "output": "Last output"}
PACES = {band: word for band, word in BANDS.items() if band != "finished"} | {
    "finished": BANDS["finished"],
    "none": "Not shared, or no plan",
}
LATE = date.max


@dataclass(frozen=True)
class Filters:
    """What the address asks for. Whatever it doesn't know it leaves out."""

    q: str = ""
    group: str = ""
    section: str = ""
    track: str = ""
    pace: str = ""
    sort: str = ""
    all: str = ""
    """The section of which every row is shown."""

    @classmethod
    def of(cls, asked: Mapping[str, str], groups: Iterable[str], tracks: Iterable[str]) -> "Filters":
        known: dict[str, Iterable[str]] = {
            "group": groups,
            "section": SECTIONS,
            "track": tracks,
            "pace": PACES,
            "sort": SORTS,
            "all": SECTIONS,
        }
        chosen = {name: asked.get(name, "") for name in known}
        q = " ".join(asked.get("q", "").split())[:100]
        return cls(q=q, **{name: value for name, value in chosen.items() if value in set(known[name])})

    def address(self, **changes: str) -> dict[str, str]:
        """As arguments of an address; empty ones are left out."""
        values = vars(replace(self, **changes))
        return {name: value for name, value in values.items() if value}

    @property
    def narrows(self) -> bool:
        return bool(self.q or self.group or self.section or self.track or self.pace)

    def fits(self, row: Row) -> bool:
        words = self.q.casefold().split()
        return (
            all(word in row.name.casefold() for word in words)
            and (not self.group or self.group in row.given.groups)
            and (not self.section or self.section == section_of(row))
            and (not self.track or bool(row.current and row.current.track == self.track))
            and (not self.pace or self.pace == (row.pace.band if row.pace else "none"))
        )


@dataclass(frozen=True)
class Section:
    id: str
    title: str
    rows: tuple[Row, ...]
    """Those that fit, in order."""
    total: int
    """How many are in it, filtered or not."""
    limit: int | None

    @property
    def shown(self) -> tuple[Row, ...]:
        return self.rows[: self.limit]


@dataclass(frozen=True)
class Home:
    sections: tuple[Section, ...]
    total: int
    """Everybody who lets this coach look."""

    @property
    def rows(self) -> tuple[Row, ...]:
        """All that fit, in the order of the sections."""
        return tuple(row for section in self.sections for row in section.rows)

    @property
    def shown(self) -> tuple[Row, ...]:
        return tuple(row for section in self.sections for row in section.shown)

    @property
    def roomy(self) -> bool:
        return len(self.shown) <= FEW

    def total_of(self, section_id: str) -> int:
        return next(section.total for section in self.sections if section.id == section_id)


def section_of(row: Row) -> str:
    if row.turn.who == "coach":
        return "waiting"
    if row.flags:
        return "hand"
    if row.soon:
        return "soon"
    if row.quiet:
        return "quiet"
    return "wins" if row.wins else "others"


def arranged(rows: Sequence[Row], filters: Filters) -> Home:
    every: dict[str, list[Row]] = {section_id: [] for section_id in SECTIONS}
    for row in rows:
        every[section_of(row)].append(row)
    sections = []
    for section_id, inside in every.items():
        fitting = [row for row in inside if filters.fits(row)]
        order = ORDERS[section_id] if filters.sort not in ORDERS else ORDERS[filters.sort]
        ordered = tuple(sorted(sorted(fitting, key=_by_name), key=order))
        limit = None if section_id in {filters.all, filters.section} else FIRST
        sections.append(Section(section_id, SECTIONS[section_id], ordered, len(inside), limit))
    return Home(tuple(sections), len(rows))


def oldest_wait(rows: Iterable[Row]) -> Row | None:
    """Whoever has waited longest on the coach."""
    waiting = [row for row in rows if row.turn.who == "coach"]
    return min(waiting, key=_by_wait, default=None)


def _by_name(row: Row) -> tuple[str, str]:
    return row.name.casefold(), row.id


def _by_wait(row: Row) -> float:
    waits = row.turn.who == "coach" and row.turn.since
    return waits.timestamp() if waits else float("inf")


def _by_pace(row: Row) -> tuple[bool, int]:
    """The furthest behind first; those of whom no pace is said last."""
    number = row.pace.days if row.pace else None
    return number is None, number or 0


def _by_output(row: Row) -> float:
    """The newest first."""
    return -row.output.at.timestamp() if row.output else float("inf")


def _by_win(row: Row) -> int:
    return -row.wins[0].day.toordinal() if row.wins else 0


ORDERS: Mapping[str, Callable[[Row], Any]] = {
    "name": _by_name,
    "pace": _by_pace,
    "output": _by_output,
    "waiting": _by_wait,
    "hand": lambda row: row.flags[0].since if row.flags else LATE,
    "soon": lambda row: row.soon[0].day if row.soon else LATE,
    "quiet": lambda row: row.quiet.day if row.quiet else LATE,
    "wins": _by_win,
    "others": _by_name,
}
"""Of each section, and of each way to sort. Waiting is ordered the same by both: the oldest first."""
