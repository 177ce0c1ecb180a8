"""A guide as one person has it: with the milestones they added, their hours and dates, and without what they put away.

Hides where own milestones stand, what becomes of prerequisites that are put away, and ids that the content has changed.
Pure: everything else reads the tailored guide as it reads any other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from markupsafe import Markup

from tracker.library import OWN_PREFIX, Criterion, Guide, Milestone
from tracker.roadmap.wording import said_span

MOST_OWN = 100
"""Own milestones that somebody may have on one roadmap, not counting archived ones."""
MOST_KEPT = 400
"""The same with the archived ones."""


@dataclass(frozen=True)
class OwnMilestone:
    """A milestone that a person added. `hours` are whole; `track`, `phase` and `needs` are ids."""

    id: str
    title: str
    outcome: str
    criteria: tuple[Criterion, ...]
    hours: int
    track: str
    phase: str
    needs: tuple[str, ...] = ()
    evidence: str = "none"
    start: date | None = None
    end: date | None = None
    counted: bool = True
    """Whether it counts in the percentages, or is kept beside them."""
    archived: bool = False
    version: int = 1

    def says_the_same(self, other: "OwnMilestone") -> bool:
        return replace(self, version=0) == replace(other, version=0)


@dataclass(frozen=True)
class Adjustment:
    """What a person changed for themselves on a milestone of the guide; None leaves what the guide says."""

    hidden: bool = False
    start: date | None = None
    """Not before this day."""
    end: date | None = None
    """Wanted by this day."""
    hours: int | None = None
    version: int = 0

    def says_the_same(self, other: "Adjustment") -> bool:
        return replace(self, version=0) == replace(other, version=0)


@dataclass(frozen=True, kw_only=True)
class Tailored(Milestone):
    """A milestone that isn't quite the guide's: the person's own, or one of the guide's that they changed or hid."""

    own: bool = False
    beside: bool = False
    """Own, and in no percentage."""
    archived: bool = False
    hidden: bool = False
    start: date | None = None
    end: date | None = None
    guide_hours: int | None = None
    """The guide's own, where the person's differ."""
    version: int = 0
    """Of what the person wrote: a form made from an older one is stale."""

    @property
    def window(self) -> str:
        if self.start or self.end:
            return said_span(self.start, self.end)
        return "" if self.own else super().window


def is_own(milestone_id: str) -> bool:
    return milestone_id.startswith(OWN_PREFIX)


def tailored(guide: Guide, own: Sequence[OwnMilestone], adjustments: Mapping[str, Adjustment]) -> Guide:
    """The person's guide. `own` in the person's order: in each phase they stand behind the guide's milestones."""
    if not own and not adjustments:
        return guide
    adjusted = carried(guide, adjustments)
    given = [_adjusted(milestone, adjusted.get(milestone.id)) for milestone in guide.milestones]
    every = sorted([*given, *(_as_milestone(guide, one) for one in own)], key=lambda one: one.phase.number)
    put_away = {one.id for one in every if isinstance(one, Tailored) and (one.archived or one.hidden)}
    shown = {one.id for one in every} - put_away
    every = [_with_needs(one, shown) for one in every]
    return replace(
        guide,
        milestones=tuple(one for one in every if one.id in shown),
        away=tuple(one for one in every if one.id in put_away),
    )


def undated(guide: Guide) -> Guide:
    """A person's guide without the days and hours that they set for themselves: for whom they don't show their plan."""
    return replace(guide, milestones=tuple(map(_undated, guide.milestones)), away=tuple(map(_undated, guide.away)))


def carried(guide: Guide, adjustments: Mapping[str, Adjustment]) -> dict[str, Adjustment]:
    """Adjustments under the guide's present ids.

    What stands under the present id wins. Else a renamed milestone takes everything along, the parts of a split one
    all but the hours, and a merge nothing: what it went into is another milestone.
    """
    found = ((milestone.id, _carried(guide, milestone.id, adjustments)) for milestone in guide.milestones)
    return {milestone_id: adjustment for milestone_id, adjustment in found if adjustment is not None}


def present_id(guide: Guide, milestone_id: str) -> str | None:
    """Where what was recorded under this id stands now: at the first of its successors, or nowhere."""
    if milestone_id not in guide.changes.milestones:
        return milestone_id
    return next(iter(guide.changes.milestones[milestone_id]), None)


def waits_in_a_circle(milestone_id: str, needs: Iterable[str], own: Iterable[OwnMilestone]) -> bool:
    """Whether an own milestone with these needs would wait, by way of other own ones, for itself."""
    needs_of = {one.id: one.needs for one in own} | {milestone_id: tuple(needs)}
    waiting, met = list(needs_of[milestone_id]), set[str]()
    while waiting:
        need = waiting.pop()
        if need == milestone_id:
            return True
        if need not in met:
            met.add(need)
            waiting += needs_of.get(need, ())
    return False


def moved(ids: Sequence[str], milestone_id: str, *, before: str | None = None, after: str | None = None) -> list[str]:
    """The order in which this one stands right before or right behind the other, wherever it stood."""
    rest = [one for one in ids if one != milestone_id]
    if milestone_id not in ids or (before or after) not in rest:
        return list(ids)
    at = rest.index(before) if before else rest.index(str(after)) + 1
    return [*rest[:at], milestone_id, *rest[at:]]


def _carried(guide: Guide, milestone_id: str, adjustments: Mapping[str, Adjustment]) -> Adjustment | None:
    if milestone_id in adjustments:
        return adjustments[milestone_id]
    for old in guide.predecessors.get(milestone_id, ()):
        before = None if old in guide.changes.merged else _carried(guide, old, adjustments)
        if before is not None:
            is_part = len(guide.changes.steps[old]) > 1
            return replace(before, hours=None if is_part else before.hours, version=0)
    return None


def _adjusted(milestone: Milestone, adjustment: Adjustment | None) -> Milestone:
    if adjustment is None:
        return milestone
    hours = adjustment.hours or milestone.hours
    return Tailored(
        **_facts(milestone) | {"hours": hours},
        hidden=adjustment.hidden,
        start=adjustment.start,
        end=adjustment.end,
        guide_hours=milestone.hours if hours != milestone.hours else None,
        version=adjustment.version,
    )


def _as_milestone(guide: Guide, own: OwnMilestone) -> Tailored:
    """As one of the guide's kind. A track or phase that the guide has given up becomes its last."""
    phase = next((phase for phase in guide.phases if phase.id == own.phase), guide.phases[-1])
    needs = (present_id(guide, need) for need in own.needs)
    return Tailored(
        id=own.id,
        title=own.title,
        outcome=own.outcome,
        track=next((track for track in guide.tracks if track.id == own.track), guide.tracks[-1]),
        phase=phase,
        weeks=phase.weeks,
        hours=own.hours,
        needs=tuple(dict.fromkeys(need for need in needs if need is not None)),
        evidence=own.evidence,
        criteria=own.criteria,
        bar=(),
        skips=(),
        sources=(),
        stretch=False,
        market=False,
        project=None,
        body=Markup(""),
        text="",
        own=True,
        beside=not own.counted,
        archived=own.archived,
        start=own.start,
        end=own.end,
        version=own.version,
    )


def _undated(milestone: Milestone) -> Milestone:
    if not isinstance(milestone, Tailored):
        return milestone
    return replace(milestone, start=None, end=None, hours=milestone.guide_hours or milestone.hours, guide_hours=None)


def _with_needs(milestone: Milestone, shown: set[str]) -> Milestone:
    """Without prerequisites that are put away: what isn't on the roadmap holds nothing up."""
    needs = tuple(need for need in milestone.needs if need in shown)
    return milestone if needs == milestone.needs else replace(milestone, needs=needs)


def _facts(milestone: Milestone) -> dict[str, Any]:
    return {one.name: getattr(milestone, one.name) for one in fields(Milestone)}
