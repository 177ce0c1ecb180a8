"""The order in which work waits to be placed: three queues, and the pieces that open together. Pure.

Hides how windows and prerequisites become one fixed order. `placing.py` says what the queues are for.
"""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

GRAIN = 5
"""Hours that are dealt out over weeks are dealt in steps of so many minutes."""
LAST = 10**6
"""Where something without a window stands in the order of windows."""


@dataclass(frozen=True)
class Task:
    """Work to place. `opens` is the minutes that the days from the start must have held before it may begin."""

    id: str
    minutes: int
    weeks: tuple[int, int] | None = None
    """The window in the guide's weeks; without one it fills what is left free."""
    opens: int = 0
    needs: tuple[str, ...] = ()
    market: bool = False
    build: bool = False
    start: date | None = None
    """Set by hand."""
    end: date | None = None
    worked: int = 0
    """Minutes of it that are behind already."""
    begun: date | None = None
    ended: date | None = None
    """Finished on this day: nothing is placed, but what follows counts from it."""

    @property
    def dated(self) -> bool:
        return self.start is not None or self.end is not None


@dataclass
class Piece:
    """A part of a task that opens together: all of a study task, one week's share of what is dealt out."""

    task: Task
    week: int
    """Counted from the first of its task, at 0."""
    left: int


@dataclass(frozen=True)
class Queues:
    by_hand: tuple[str, ...]
    line: tuple[Piece, ...]
    rest: tuple[str, ...]
    market: Mapping[str, int]
    """What goes by the market's clock, in order, with the first week of its window."""
    pieces: Mapping[str, Sequence[Piece]]


def queues(tasks: Sequence[Task]) -> Queues:
    """Raises ValueError where tasks need each other in a circle."""
    known = {task.id for task in tasks}
    needs = {task.id: [need for need in task.needs if need in known] for task in tasks}
    ordered = _in_order(tasks, needs)
    market_ids = _reached([task.id for task in tasks if task.market], ordered, needs)
    market = {task.id: task.weeks[0] for task in ordered if task.weeks and task.id in market_ids}
    loose = _reached([task.id for task in tasks if task.dated], ordered, needs)
    in_line = _in_line(ordered, needs, market) - loose
    pieces = {task.id: _pieces(task, dealt=task.id in market) for task in ordered}
    return Queues(
        by_hand=tuple(task.id for task in ordered if task.dated),
        line=_line(ordered, needs, market, in_line, pieces),
        rest=tuple(task.id for task in ordered if task.id not in in_line and not task.dated),
        market=market,
        pieces=pieces,
    )


def _in_order(tasks: Sequence[Task], needs: Mapping[str, Sequence[str]]) -> list[Task]:
    """By first week of the window, then last, then as given; but never before what it needs."""
    wanted: dict[str, list[int]] = {}
    missing = [len(needs[task.id]) for task in tasks]
    for at, task in enumerate(tasks):
        for need in needs[task.id]:
            wanted.setdefault(need, []).append(at)
    heap = [(*(task.weeks or (LAST, LAST)), at) for at, task in enumerate(tasks) if not missing[at]]
    heapq.heapify(heap)
    ordered = []
    while heap:
        _, _, at = heapq.heappop(heap)
        ordered.append(tasks[at])
        for other in wanted.get(tasks[at].id, ()):
            missing[other] -= 1
            if not missing[other]:
                heapq.heappush(heap, (*(tasks[other].weeks or (LAST, LAST)), other))
    if len(ordered) < len(tasks):
        raise ValueError("milestones need each other in a circle")
    return ordered


def _reached(first: Iterable[str], ordered: Sequence[Task], needs: Mapping[str, Sequence[str]]) -> set[str]:
    """These, and all that need them."""
    found = set(first)
    for task in ordered:
        if any(need in found for need in needs[task.id]):
            found.add(task.id)
    return found


def _in_line(ordered: Sequence[Task], needs: Mapping[str, Sequence[str]], market: Mapping[str, int]) -> set[str]:
    """All up to the first that goes by the market's clock, then those that do and what leads to them."""
    first = next((at for at, task in enumerate(ordered) if task.id in market), len(ordered))
    found = set(market)
    for task in reversed(ordered):
        if task.id in found:
            found.update(needs[task.id])
    found.update(task.id for task in ordered[:first])
    return {task.id for task in ordered if task.id in found and task.weeks}


def _pieces(task: Task, *, dealt: bool) -> list[Piece]:
    """What is dealt out gets an even share for each week of its window, or of the days set by hand."""
    weeks = 1
    if task.start and task.end:
        weeks = max(1, ceil(((task.end - task.start).days + 1) / 7))
    elif dealt and task.weeks and not task.dated:
        weeks = task.weeks[1] - task.weeks[0] + 1
    shares = [min(task.minutes, GRAIN * ceil(task.minutes * at / weeks / GRAIN)) for at in range(weeks + 1)]
    return [
        Piece(task, week, max(0, shares[week + 1] - max(shares[week], min(task.worked, task.minutes))))
        for week in range(weeks)
    ]


def _line(
    ordered: Sequence[Task],
    needs: Mapping[str, Sequence[str]],
    market: Mapping[str, int],
    in_line: set[str],
    pieces: Mapping[str, Sequence[Piece]],
) -> tuple[Piece, ...]:
    """The pieces in the order of the guide's weeks, all of a task before any of what needs it."""
    week = 0
    last: dict[str, int] = {}
    line: list[tuple[int, int, int, Piece]] = []
    for place, task in enumerate(ordered):
        if task.weeks is None:
            continue
        week = max(week, task.weeks[0])
        earliest = max([week, *(last.get(need, 0) for need in needs[task.id])])
        first = market.get(task.id, earliest)
        last[task.id] = max(earliest, first + len(pieces[task.id]) - 1)
        if task.id in in_line:
            line += [(max(earliest, first + piece.week), place, piece.week, piece) for piece in pieces[task.id]]
    return tuple(piece for *_, piece in sorted(line, key=lambda entry: entry[:3]))
