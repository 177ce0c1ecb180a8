"""What a cohort's page may say of the people in it: sums and groups from which nobody's own state follows. Pure.

Hides how groups of people are put together: each that is shown is empty or holds at least five, and as groups never
overlap, whatever is added or taken away between them is empty or holds five again. Fewer than five in all: nothing.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.library import Guide
from tracker.roadmap import BANDS, Standing, Tally

LEAST = 5
UNSAID = "No pace to say"
"""First week, not begun, no plan, or a plan that isn't shown: one group, so that who shows theirs is in no number."""
ORDER = (*(BANDS[band] for band in ("finished", "ahead", "on-track", "slipping", "off-plan")), UNSAID)


@dataclass(frozen=True)
class Share:
    """Some of the people. `names`: of the groups that were put together, neighbours in their order."""

    names: tuple[str, ...]
    people: int
    of: int

    @property
    def words(self) -> str:
        """Ahead; Ahead or on track."""
        first, *more = self.names
        rest = [f"{name[:1].lower()}{name[1:]}" for name in more]
        return " or ".join([first, *rest]) if len(rest) < 2 else f"{', '.join([first, *rest[:-1]])} or {rest[-1]}"

    @property
    def percent(self) -> int:
        return round(100 * self.people / self.of)


def shares(counts: Sequence[tuple[str, int]], least: int = LEAST) -> tuple[Share, ...]:
    """Groups of people in an order of theirs, as they may be shown: none of 1 to `least` − 1."""
    total = sum(number for _, number in counts)
    if total < least:
        return ()
    shown: list[tuple[list[str], int]] = []
    names: list[str] = []
    number = 0
    for name, people in counts:
        if names and not number and people >= least:
            shown.append((names, 0))
            names = []
        names, number = [*names, name], number + people
        if number >= least:
            shown.append((names, number))
            names, number = [], 0
    if number:
        last = max(at for at, (_, people) in enumerate(shown) if people)
        rest = [name for group, _ in shown[last + 1 :] for name in group]
        shown[last:] = [([*shown[last][0], *rest, *names], shown[last][1] + number)]
    elif names:
        shown.append((names, 0))
    return tuple(Share(tuple(group), people, total) for group, people in shown)


def paces(bands: Iterable[str | None], least: int = LEAST) -> tuple[Share, ...]:
    """Of the band of each, None where there is none to say; over all of them, so that no other sum stands beside it."""
    counted = Counter(BANDS[band] if band and BANDS[band] in ORDER else UNSAID for band in bands)
    return shares([(name, counted[name]) for name in ORDER], least)


@dataclass(frozen=True)
class Part:
    """How far people are with one phase or track, all of them together: milestones done or already had, of those that
    apply to each."""

    title: str
    counted: int
    of: int

    @property
    def percent(self) -> int:
        return 100 * self.counted // self.of if self.of else 0


def parts(guide: Guide, people: Sequence[Sequence[Standing]], by: str, least: int = LEAST) -> tuple[Part, ...]:
    """By phase or by track. Every sum is over all of the people; nothing where they are too few."""
    if len(people) < least:
        return ()
    found = []
    for kind in guide.phases if by == "phase" else guide.tracks:
        tallies = [Tally.over(one for one in mine if getattr(one.milestone, by).id == kind.id) for mine in people]
        counted = sum(tally.done + tally.had for tally in tallies)
        found.append(Part(kind.title, counted, sum(tally.of for tally in tallies)))
    return tuple(found)
