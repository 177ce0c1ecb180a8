"""`python -m bench.forecasting`: how often the forecast holds, on simulated people whose end is known.

Each simulated person has a usual week, weeks that vary around it, quiet weeks, a slow drift, and milestones of two to
nine hours, which earn nothing until they are done. At a week drawn by chance a forecast is made from what is known
then, and the simulation goes on to the real end. A range that holds has half of the ends up to its first day and 85 %
up to its last.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tracker.roadmap.effort import Week
from tracker.roadmap.forecast import forecast
from tracker.roadmap.setup import Setup

START = date(2027, 1, 11)
SETUP = Setup(START, (2, 2, 2, 2, 2, 0, 0))
TOTAL = 265 * 60


@dataclass(frozen=True)
class Kind:
    """How somebody works: a week's spread around the usual, how often one is quiet, and the drift over half a year."""

    name: str
    spread: float
    quiet: float
    drift: float


KINDS = (
    Kind("steady", 0.25, 0.05, 1.0),
    Kind("uneven", 0.5, 0.15, 1.0),
    Kind("with long gaps", 0.4, 0.35, 1.0),
    Kind("slowing down", 0.35, 0.15, 0.75),
    Kind("speeding up", 0.35, 0.15, 1.3),
)


@dataclass(frozen=True)
class Coverage:
    """Of `n` forecasts that named two days: the share of ends up to the first and the last, and the days between."""

    kind: str
    n: int
    likely: float
    sure: float
    width: float


def coverage(kind: Kind, people: int, seed: int = 6) -> Coverage:
    found = [one for number in range(people) for one in _checked(kind, Random(f"{seed} {kind.name} {number}"))]
    n = len(found)
    return Coverage(
        kind.name,
        n,
        sum(end <= likely for end, likely, _ in found) / n,
        sum(end <= sure for end, _, sure in found) / n,
        sum((sure - likely).days for _, likely, sure in found) / n,
    )


def _checked(kind: Kind, chance: Random) -> Iterator[tuple[date, date, date]]:
    """The real end of one person, and the two days that were forecast at some week on the way."""
    weeks = _history(kind, chance)
    end = START + timedelta(weeks=len(weeks)) - timedelta(days=3)
    at = chance.randrange(4, max(5, len(weeks) - 2))
    known = [Week(START + timedelta(weeks=number), earned, 1.0) for number, earned in enumerate(weeks[:at])]
    remaining = TOTAL - sum(weeks[:at])
    made = forecast(known, remaining, SETUP, START + timedelta(weeks=at))
    if made.likely and made.sure:
        yield end, made.likely, made.sure


def _history(kind: Kind, chance: Random) -> list[float]:
    """The planned minutes that each week earns until all is done."""
    usual = 60 * chance.uniform(6, 12)
    left, doing, weeks = TOTAL, 0.0, list[float]()
    milestone = 60 * chance.randint(2, 9)
    while left > 0:
        trend = kind.drift ** (len(weeks) / 26)
        worked = 0.0 if chance.random() < kind.quiet else max(0.0, usual * trend * chance.gauss(1, kind.spread))
        doing += worked
        earned = 0
        while left and doing >= min(milestone, left):
            done = min(milestone, left)
            doing, left, earned = doing - done, left - done, earned + done
            milestone = 60 * chance.randint(2, 9)
        weeks.append(earned)
    return weeks


def main() -> None:
    print("| Kind of person | Forecasts | End by the 50 % day | End by the 85 % day | Days between |")
    print("|---|---|---|---|---|")
    for kind in KINDS:
        found = coverage(kind, 400)
        print(f"| {found.kind} | {found.n} | {found.likely:.0%} | {found.sure:.0%} | {found.width:.0f} |")


if __name__ == "__main__":
    main()
