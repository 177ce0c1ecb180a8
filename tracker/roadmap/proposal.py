"""A plan to look at before it is taken: what it spares and changes, and what deserves a second look. Pure."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tracker.roadmap.cautions import Caution, cautions
from tracker.roadmap.inputs import Inputs
from tracker.roadmap.keeping import plan_data
from tracker.roadmap.plan import Entry, Plan, make_plan
from tracker.roadmap.standing import Standing
from tracker.roadmap.taken import Taken


@dataclass(frozen=True)
class Proposal:
    inputs: Inputs
    counts: Taken | None
    """The plan that counts until this one is taken."""
    standings: Sequence[Standing]

    @cached_property
    def plan(self) -> Plan:
        return make_plan(self.inputs)

    @cached_property
    def digest(self) -> str:
        return digest(self.plan)

    @property
    def version(self) -> int:
        return self.counts.version if self.counts else 0

    @property
    def cautions(self) -> tuple[Caution, ...]:
        return cautions(self.plan, self.inputs)

    @property
    def markable(self) -> tuple[Entry, ...]:
        """What the plan takes as already had or not applicable, and the roadmap still has as to do."""
        untouched = {one.id for one in self.standings if one.status == "todo"}
        return tuple(entry for entry in self.plan.entries if entry.state in {"had", "na"} and entry.id in untouched)

    @property
    def spared(self) -> tuple[Entry, ...]:
        """All that is taken as already had or not applicable."""
        return tuple(entry for entry in self.plan.entries if entry.state in {"had", "na"})

    @property
    def changed(self) -> tuple[Entry, ...]:
        """What takes other hours than the guide's, with why."""
        return tuple(
            entry
            for entry in self.plan.active
            if entry.reasons and entry.minutes != entry.guide_minutes and not entry.own
        )

    @property
    def left_out(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.plan.entries if entry.state in {"hidden", "left-out"})

    @property
    def finish_before(self) -> date | None:
        """The finish of the plan that counts, where this one ends on another day."""
        return self.counts.finish if self.counts and self.counts.finish != self.plan.finish else None


def digest(plan: Plan) -> str:
    """Two plans with the same are the same plan."""
    text = json.dumps(plan_data(plan), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
