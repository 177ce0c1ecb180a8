"""A milestone of the guide with one person's state of it, and what follows: locked by what, what is missing, what next.

Pure: the guide and the states go in, views come out. Pages, counts and lists all read from here, so that their sums
agree.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

from tracker.library import Guide, Milestone
from tracker.roadmap.progress import CLOSED, WORDS, Change, State, apply

UNTOUCHED = State()


@dataclass(frozen=True)
class Standing:
    """How one milestone stands."""

    milestone: Milestone
    state: State
    locked_by: tuple[Milestone, ...]
    """Prerequisites that are neither done, already had nor not applicable."""

    @property
    def id(self) -> str:
        return self.milestone.id

    @property
    def status(self) -> str:
        return self.state.status

    @property
    def word(self) -> str:
        return WORDS[self.state.status]

    @property
    def locked(self) -> bool:
        """Whether beginning it would overrule its prerequisites."""
        return bool(self.locked_by) and self.state.status in {"todo", "blocked"}

    @cached_property
    def met(self) -> frozenset[str]:
        return self.state.criteria & self.milestone.criterion_ids

    @property
    def fraction(self) -> float:
        """The share of criteria that are ticked, 0 to 1."""
        return len(self.met) / len(self.milestone.criteria)

    @property
    def missing(self) -> tuple[str, ...]:
        """What "done" still asks for, each as words that fit after "still open:"."""
        return missing(self.milestone, self.state)

    @property
    def overruled(self) -> bool:
        """Marked done by the person's own decision, although something was missing."""
        return self.state.status == "done" and self.state.overruled


def missing(milestone: Milestone, state: State) -> tuple[str, ...]:
    wanting = [criterion.text for criterion in milestone.criteria if criterion.id not in state.criteria]
    if milestone.evidence == "link" and not any(piece.kind == "link" for piece in state.evidence):
        wanting.append("Evidence: a link to what you made")
    if milestone.evidence == "text" and not state.has_proof:
        wanting.append("Evidence: a few lines of text, or a link")
    return tuple(wanting)


def judged(milestone: Milestone, before: State, change: Change) -> Change:
    """The change with `overruled` made true or false by what is missing afterwards."""
    if "overruled" not in change.data:
        return change
    after = apply(before, change)
    return Change(change.kind, {**change.data, "overruled": after.status == "done" and bool(missing(milestone, after))})


def standings(guide: Guide, states: Mapping[str, State]) -> tuple[Standing, ...]:
    """Every milestone of the guide, in walking order."""
    closed = {milestone_id for milestone_id, state in states.items() if state.status in CLOSED}
    return tuple(
        Standing(
            milestone,
            states.get(milestone.id, UNTOUCHED),
            tuple(guide.by_id[need] for need in milestone.needs if need not in closed),
        )
        for milestone in guide.milestones
    )


@dataclass(frozen=True)
class Tally:
    """Counts of one group of milestones.

    Done, already had and not applicable stay three numbers; `of` leaves not applicable out.
    """

    done: int
    had: int
    na: int
    doing: int
    blocked: int
    todo: int

    @classmethod
    def over(cls, group: Iterable[Standing]) -> "Tally":
        counts = dict.fromkeys(WORDS, 0)
        for standing in group:
            counts[standing.status] += 1
        return cls(**counts)

    @property
    def of(self) -> int:
        return self.total - self.na

    @property
    def total(self) -> int:
        return self.done + self.had + self.na + self.doing + self.blocked + self.todo

    @property
    def left(self) -> int:
        return self.todo + self.doing + self.blocked

    @property
    def percent(self) -> int:
        """Done in percent of what applies, rounded down: 100 only when nothing is left."""
        return 100 * self.done // self.of if self.of else 0

    @property
    def words(self) -> str:
        parts = [f"{self.done} done"]
        if self.had:
            parts.append(f"{self.had} already had")
        sentence = f"{', '.join(parts)}, of {self.of}"
        return f"{sentence} ({self.na} not applicable)" if self.na else sentence


class Itinerary(Protocol):
    """What a plan says of a milestone: its first day (date.max where it has none), and its days in words."""

    def first_day(self, milestone_id: str) -> date: ...

    def said(self, milestone_id: str) -> str: ...


@dataclass(frozen=True)
class Next:
    """A milestone to do next, and why."""

    standing: Standing
    why: str


def next_up(
    guide: Guide, all_standings: Sequence[Standing], count: int = 3, plan: Itinerary | None = None
) -> tuple[Next, ...]:
    """What to do next: first what is under way, then what is ready, in walking order; stretch milestones last.

    With a plan what is ready comes in the order of its days, and last what it gives none. Blocked and locked
    milestones are left out.
    """
    ready = [s for s in all_standings if s.status == "doing" or (s.status == "todo" and not s.locked)]
    first = plan.first_day if plan else lambda _: date.max
    ready.sort(key=lambda s: (s.status != "doing", first(s.id), s.milestone.stretch))
    open_ids = {s.id for s in all_standings if s.status not in CLOSED}
    return tuple(Next(standing, _why(guide, standing, open_ids, plan)) for standing in ready[:count])


def _why(guide: Guide, standing: Standing, open_ids: set[str], plan: Itinerary | None) -> str:
    milestone = standing.milestone
    reasons = []
    if standing.status == "doing":
        reasons.append("Under way")
    elif milestone.needs:
        reasons.append(
            "Ready: "
            + _listed([guide.by_id[need].title for need in milestone.needs])
            + (" is" if len(milestone.needs) == 1 else " are")
            + " behind you"
        )
    else:
        reasons.append("Ready: needs nothing first")
    reasons.append(plan.said(standing.id) if plan else milestone.window)
    unlocked = [other.title for other in guide.unlocks[milestone.id] if other.id in open_ids]
    if unlocked:
        reasons.append(
            "unlocks " + (_listed(unlocked) if len(unlocked) <= 2 else f"{unlocked[0]} and {len(unlocked) - 1} more")
        )
    elif milestone.stretch:
        reasons.append("a stretch, if you have the hours")
    return " · ".join(reasons)


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
