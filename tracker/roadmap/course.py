"""How one person's roadmap stands: their guide, standings and plan as their own pages have them, with some days. Pure.

Made for one or for many by `courses` (models/courses.py); sums and pace come from the same functions for everybody, so
that whoever may look on reads what its owner reads.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar

from tracker.library import Guide, Phase
from tracker.roadmap.outlook import Outlook
from tracker.roadmap.standing import Standing, Tally
from tracker.roadmap.taken import Taken

Kept = TypeVar("Kept", date, datetime)


@dataclass(frozen=True)
class Course:
    """Evidence is in the standings only where some was approved (see `stored_of`): enough for every sum."""

    guide: Guide
    """As this person has it."""
    standings: tuple[Standing, ...]
    taken: Taken | None = None
    """The plan that counts; None where there is none, or whoever asked may not see it."""
    changed: Mapping[str, datetime] = field(default_factory=dict)
    """When each milestone was last changed."""
    since: Mapping[str, date] = field(default_factory=dict)
    """Since which day those have their status that are under way, blocked, overruled or lately changed."""
    away: tuple[Standing, ...] = ()
    """What they have put away: in no list and no sum, though something may have been said on it."""

    @cached_property
    def tally(self) -> Tally:
        return Tally.over(self.standings)

    @cached_property
    def phases(self) -> tuple[tuple[Phase, Tally], ...]:
        groups: dict[str, list[Standing]] = {phase.id: [] for phase in self.guide.phases}
        for standing in self.standings:
            groups[standing.milestone.phase.id].append(standing)
        return tuple((phase, Tally.over(groups[phase.id])) for phase in self.guide.phases)

    def outlook(self, today: date) -> Outlook | None:
        return Outlook(self.guide, self.taken, self.standings, today) if self.taken else None


def present(guide: Guide, kept: Mapping[str, Kept]) -> dict[str, Kept]:
    """Moments or days under the guide's present ids: the latest of a milestone's own and its predecessors'."""
    if not guide.changes.milestones:
        return dict(kept)
    found = {}
    for milestone_id in guide.by_id:
        mine = [kept[one] for one in _lineage(guide, milestone_id) if one in kept]
        if mine:
            found[milestone_id] = max(mine)
    return found


def _lineage(guide: Guide, milestone_id: str) -> Iterable[str]:
    return (milestone_id, *guide.ancestors.get(milestone_id, ()))
