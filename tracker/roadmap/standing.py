"""A milestone of the guide with one person's state of it, and what follows: locked by what, what is missing, what next.

Pure: the guide and the states go in, views come out. Pages, counts and lists all read from here, so that their sums
agree.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Protocol

from tracker.library import Guide, Milestone
from tracker.roadmap import review as reviews
from tracker.roadmap.progress import CLOSED, WORDS, Change, State, apply
from tracker.roadmap.review import Review
from tracker.roadmap.tailoring import Tailored

UNTOUCHED = State()
NOTHING_SAID: Mapping[str, Review] = {}
SOON = timedelta(days=7)
"""A milestone wanted by a day comes first from so long before it."""


@dataclass(frozen=True)
class Standing:
    """How one milestone stands."""

    milestone: Milestone
    state: State
    locked_by: tuple[Milestone, ...]
    """Prerequisites that are neither done, already had nor not applicable."""
    review: Review = reviews.NONE

    @property
    def id(self) -> str:
        return self.milestone.id

    @property
    def own(self) -> bool:
        """Whether the person added it."""
        return isinstance(self.milestone, Tailored) and self.milestone.own

    @property
    def beside(self) -> bool:
        """Whether it counts in no percentage, as the person wanted."""
        return isinstance(self.milestone, Tailored) and self.milestone.beside

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
        return len(self.met) / len(self.milestone.criteria) if self.milestone.criteria else 0.5

    @property
    def missing(self) -> tuple[str, ...]:
        """What "done" still asks for, each as words that fit after "still open:"."""
        return missing(self.milestone, self.state)

    @property
    def overruled(self) -> bool:
        """Marked done by the person's own decision, although something was missing."""
        return self.state.status == "done" and self.state.overruled

    @property
    def reviewed(self) -> bool:
        """Done, and a coach has approved the evidence as it stands now."""
        approved = self.review.approved
        return approved is not None and self.status == "done" and approved == reviews.marks(self.state.evidence)

    @property
    def changed_since_review(self) -> bool:
        """A coach had approved it, and the evidence is another now."""
        return self.review.approved is not None and self.review.approved != reviews.marks(self.state.evidence)

    @property
    def my_turn(self) -> bool:
        """Whether a coach answered, and the person is to do something next."""
        return self.review.turn == "mentee"

    @property
    def evidence_marks(self) -> str:
        """The evidence in the versions it has, as a form carries them."""
        return " ".join(sorted(reviews.marks(self.state.evidence)))


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


def standings(
    guide: Guide, states: Mapping[str, State], said: Mapping[str, Review] = NOTHING_SAID, *, away: bool = False
) -> tuple[Standing, ...]:
    """Every milestone of the guide, in walking order; behind them, where asked for, those that are put `away`."""
    closed = {milestone_id for milestone_id, state in states.items() if state.status in CLOSED}
    return tuple(
        Standing(
            milestone,
            states.get(milestone.id, UNTOUCHED),
            tuple(guide.by_id[need] for need in milestone.needs if need not in closed),
            said.get(milestone.id, reviews.NONE),
        )
        for milestone in (*guide.milestones, *(guide.away if away else ()))
    )


def counted(group: Iterable[Standing]) -> tuple[Standing, ...]:
    """Those that count in the percentages: all but own ones that the person keeps beside them."""
    return tuple(standing for standing in group if not standing.beside)


@dataclass(frozen=True)
class Tally:
    """Counts of one group of milestones.

    Done, already had and not applicable stay three numbers; `of` leaves not applicable out. Own milestones that are
    kept beside the percentages are in none of them.
    """

    done: int
    had: int
    na: int
    doing: int
    blocked: int
    todo: int
    reviewed: int = 0
    """Of those done: how many a coach has approved as they stand. Claimed and reviewed are two numbers."""
    talked: int = 0
    """On how many something was ever said with a coach. Where it is none, nobody asks what is reviewed."""

    @classmethod
    def over(cls, group: Iterable[Standing]) -> "Tally":
        return cls._of(counted(group))

    @classmethod
    def beside(cls, group: Iterable[Standing]) -> "Tally":
        """Only over those that the other tallies leave out."""
        return cls._of(standing for standing in group if standing.beside)

    @classmethod
    def _of(cls, group: Iterable[Standing]) -> "Tally":
        counts, reviewed, talked = dict.fromkeys(WORDS, 0), 0, 0
        for standing in group:
            counts[standing.state.status] += 1
            if standing.review is not reviews.NONE:
                reviewed += standing.reviewed
                talked += standing.review.since is not None
        return cls(**counts, reviewed=reviewed, talked=talked)

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
        if self.done and self.talked:
            parts.append(f"{self.reviewed} of them reviewed")
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
    guide: Guide,
    all_standings: Sequence[Standing],
    count: int = 3,
    today: date | None = None,
    plan: Itinerary | None = None,
    of_another: bool = False,
) -> tuple[Next, ...]:
    """What to do next: what is under way, then what the person dated for about now, then what is ready, in walking
    order or, with a plan, in the order of its days; stretch milestones and what the plan gives no days last.

    Blocked and locked milestones are left out, and those that the person put off until a later day than `today`.
    `of_another`: the reasons are for somebody else than the person to read.
    """
    first = plan.first_day if plan else lambda _: date.max
    ready = [s for s in all_standings if s.status == "doing" or (s.status == "todo" and not s.locked)]
    ready = [s for s in ready if s.status == "doing" or not _is_put_off(s.milestone, today)]
    ready.sort(key=lambda s: (s.status != "doing", *_due(s.milestone, today), first(s.id), s.milestone.stretch))
    open_ids = {s.id for s in all_standings if s.status not in CLOSED}
    return tuple(Next(standing, _why(guide, standing, open_ids, plan, of_another)) for standing in ready[:count])


def _is_dated(milestone: Milestone) -> bool:
    """Whether the person set days for it by hand."""
    return isinstance(milestone, Tailored) and bool(milestone.start or milestone.end)


def _is_put_off(milestone: Milestone, today: date | None) -> bool:
    start = milestone.start if isinstance(milestone, Tailored) else None
    return bool(today and start and start > today)


def _due(milestone: Milestone, today: date | None) -> tuple[bool, date]:
    """Dated ones whose days have come first, the earliest end at the top."""
    if not today or not isinstance(milestone, Tailored) or not (milestone.start or milestone.end):
        return True, date.max
    end = milestone.end or date.max
    comes = milestone.start or end - SOON
    return (False, end) if comes <= today else (True, date.max)


def _why(guide: Guide, standing: Standing, open_ids: set[str], plan: Itinerary | None, of_another: bool) -> str:
    milestone = standing.milestone
    reasons = []
    if standing.status == "doing":
        reasons.append("Under way")
    elif milestone.needs:
        reasons.append(
            "Ready: "
            + _listed([guide.by_id[need].title for need in milestone.needs])
            + (" is" if len(milestone.needs) == 1 else " are")
            + (" behind them" if of_another else " behind you")
        )
    else:
        reasons.append("Ready: needs nothing first")
    when = plan.said(standing.id) if plan and not _is_dated(milestone) else milestone.window
    if when:
        reasons.append(when)
    unlocked = [other.title for other in guide.unlocks[milestone.id] if other.id in open_ids]
    if unlocked:
        reasons.append(
            "unlocks " + (_listed(unlocked) if len(unlocked) <= 2 else f"{unlocked[0]} and {len(unlocked) - 1} more")
        )
    elif milestone.stretch:
        reasons.append("a stretch, if there are hours for it" if of_another else "a stretch, if you have the hours")
    return " · ".join(reasons)


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
