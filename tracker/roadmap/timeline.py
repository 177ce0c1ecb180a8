"""The timeline: weeks across, milestones as bars in rows, today's line. Ready to draw. Pure.

Hides all geometry, in pixels of the drawing. A bar's words stand to its right, or to its left where they would not fit;
bars of a phase share rows as long as neither they nor their words meet, so that seventy of them fit a sheet of paper.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.library import Guide, Phase
from tracker.roadmap.outlook import Outlook
from tracker.roadmap.progress import WORDS
from tracker.roadmap.standing import Standing
from tracker.words import said_days

WIDTH = 960
LEAST_WEEK, MOST_WEEK = 12, 40
ROW, HEAD, TITLE = 24, 40, 28
"""Heights: of a row, of what stands above all, and of a phase's title."""
LETTER, MOST_LETTERS = 6.6, 34
"""How wide a letter is at most times, and how many of a title are drawn."""
GAP = 10
LABEL, LABEL_EVERY = 52, 88
"""Pixels that a label of the scale takes, and how far two stand apart, at least."""
DAYS = 7


@dataclass(frozen=True)
class Span:
    """A milestone with its days counted from the first that is drawn; `last` is included."""

    id: str
    title: str
    status: str
    first: int
    last: int
    said: str
    """Its days or weeks, in words."""
    hours: float


@dataclass(frozen=True)
class Bar:
    span: Span
    x: float
    y: int
    width: float
    words: str
    """Its title, as much of it as is drawn."""
    words_x: float
    is_left: bool
    """Whether the words stand before it."""

    @property
    def area(self) -> tuple[float, float]:
        """Where what belongs to it begins, and how wide it is: all of it can be pressed."""
        wide = LETTER * len(self.words)
        first = self.words_x - wide if self.is_left else self.x
        end = self.x + self.width if self.is_left else self.words_x + wide
        return round(first, 1), round(end - first, 1)

    @property
    def word(self) -> str:
        return WORDS[self.span.status]


@dataclass(frozen=True)
class Band:
    """One phase: its title above its rows."""

    phase: Phase
    y: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Timeline:
    width: int
    height: int
    bands: tuple[Band, ...]
    scale: tuple[tuple[float, str], ...]
    """Where a label stands, and what it says."""
    weeks: tuple[float, ...]
    """Where weeks begin."""
    today: float | None
    without: int
    """Open milestones that have no days."""

    @property
    def narrow_today(self) -> float | None:
        return None if self.today is None else self.share(self.today)

    def share(self, x: float) -> float:
        """Percent of the width, for drawings as wide as their page."""
        return round(100 * x / self.width, 1)

    @property
    def bars(self) -> int:
        return sum(len(band.bars) for band in self.bands)


def planned(outlook: Outlook) -> Timeline:
    """By the plan that counts: what is done stays where it was planned."""
    taken, today = outlook.taken, outlook.today
    by_id = {one.id: one for one in outlook.standings}
    dates = {entry.id: taken.dates[entry.id] for entry in outlook.dated if entry.id in taken.dates}
    monday = _monday(min([first for first, _ in dates.values()], default=taken.plan.start))
    last = max([last for _, last in dates.values()], default=taken.plan.start)
    spans: dict[int, list[Span]] = {}
    for entry in outlook.dated:
        known = by_id.get(entry.id)
        phase = known.milestone.phase.number if known else entry.phase
        if entry.id in dates and phase is not None:
            first, end = dates[entry.id]
            status = "done" if entry.id in outlook.done else known.status if known else "todo"
            days = (first - monday).days, (end - monday).days
            said = said_days(first, end, today)
            spans.setdefault(phase, []).append(Span(entry.id, entry.title, status, *days, said, entry.hours))
    weeks = (last - monday).days // DAYS + 1
    moves = outlook.guide.changes.milestones
    drawn = {new for group in spans.values() for span in group for new in (span.id, *moves.get(span.id, ()))}
    left = [one.id for one in outlook.standings if one.status in {"todo", "doing", "blocked"}]
    without = sum(1 for milestone_id in left if milestone_id not in drawn)
    mondays = [monday + timedelta(weeks=number) for number in range(weeks)]
    now = (today - monday).days if monday <= today <= last else None
    return _drawn(outlook.guide, spans, weeks, [_said_monday(day, mondays[0]) for day in mondays], now, without)


def of_guide(guide: Guide, standings: Sequence[Standing]) -> Timeline:
    """By the guide's own weeks, before there is a plan."""
    spans: dict[int, list[Span]] = {}
    for one in standings:
        if one.status not in {"had", "na"}:
            first, last = one.milestone.weeks
            days = DAYS * (first - 1), DAYS * last - 1
            span = Span(
                one.id,
                one.milestone.title,
                one.status,
                *days,
                one.milestone.window or "no days yet",
                one.milestone.hours,
            )
            spans.setdefault(one.milestone.phase.number, []).append(span)
    return _drawn(guide, spans, guide.weeks, [f"Week {number + 1}" for number in range(guide.weeks)], None, 0)


def _drawn(
    guide: Guide,
    spans: Mapping[int, Iterable[Span]],
    weeks: int,
    labels: Sequence[str],
    today: int | None,
    without: int,
) -> Timeline:
    week = max(LEAST_WEEK, min(MOST_WEEK, WIDTH / max(1, weeks)))
    width = max(WIDTH, round(week * weeks))
    bands, y = [], HEAD
    for phase in guide.phases:
        inside = sorted(spans.get(phase.number, ()), key=lambda span: (span.first, span.last, span.id))
        if inside:
            bars = tuple(_placed(inside, week / DAYS, width, y + TITLE))
            bands.append(Band(phase, y, bars))
            y = max(bar.y for bar in bars) + ROW
    step = max(1, -(-LABEL_EVERY // round(week)))
    labelled = [number for number in range(0, weeks, step) if number == 0 or week * number < width - LABEL]
    scale = tuple((round(week * number, 1), labels[number]) for number in labelled)
    grid = tuple(round(week * number, 1) for number in range(weeks + 1))
    now = None if today is None else round((today + 0.5) * week / DAYS, 1)
    return Timeline(width, y + GAP, tuple(bands), scale, grid, now, without)


def _placed(spans: Iterable[Span], day: float, width: int, top: int) -> Iterable[Bar]:
    """Each in the first row that has room for it and its words."""
    rows: list[list[tuple[float, float]]] = []
    for span in spans:
        x, wide = span.first * day, max(4.0, (span.last - span.first + 1) * day)
        words = span.title if len(span.title) <= MOST_LETTERS else span.title[: MOST_LETTERS - 1].rstrip() + "…"
        room = LETTER * len(words) + GAP / 2
        is_left = x + wide + room > width and x - room > 0
        begin, end = (x - room, x + wide) if is_left else (x, x + wide + room)
        row = next((at for at, taken in enumerate(rows) if _is_free(taken, begin, end)), len(rows))
        if row == len(rows):
            rows.append([])
        rows[row].append((begin, end))
        words_x = x - GAP / 2 if is_left else x + wide + GAP / 2
        yield Bar(span, round(x, 1), top + ROW * row, round(wide, 1), words, round(words_x, 1), is_left)


def _is_free(taken: Iterable[tuple[float, float]], begin: float, end: float) -> bool:
    return all(end + GAP <= first or begin >= last + GAP for first, last in taken)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _said_monday(day: date, first: date) -> str:
    """30 Nov; the year with the first label and in each January."""
    year = f" {day.year}" if day == first or (day.month == 1 and day.day <= DAYS) else ""
    return f"{day.day} {day:%b}{year}"
