"""What a person added and changed by hand, and the hours they logged, as the scheduler looks at them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from tracker.library import Guide
from tracker.roadmap.gathering import WorkDays
from tracker.roadmap.inputs import Adjusted, Own
from tracker.roadmap.tailoring import Adjustment, OwnMilestone, carried, present_id, waits_in_a_circle


def own_wishes(guide: Guide, own: Sequence[OwnMilestone]) -> tuple[Own, ...]:
    """Own milestones in the person's order, those beside the percentages too: they take time like all. No archived.

    Two copies of an account that became one may have left some waiting for each other: what closes a circle is dropped.
    """
    kept: list[OwnMilestone] = []
    for one in own:
        needs = (found for need in one.needs if (found := present_id(guide, need)))
        kept.append(replace(one, needs=tuple(need for need in needs if not waits_in_a_circle(one.id, (need,), kept))))
    return tuple(
        Own(
            id=one.id,
            title=one.title,
            hours=float(one.hours),
            track=one.track,
            needs=one.needs,
            start=one.start,
            end=one.end,
        )
        for one in kept
        if not one.archived
    )


def given_wishes(guide: Guide, adjustments: Mapping[str, Adjustment]) -> dict[str, Adjusted]:
    """What was changed on the guide's, by present ids. Whoever gives a milestone days wants it, stretch or not."""
    return {
        milestone_id: Adjusted(
            hours=None if one.hours is None else float(one.hours),
            start=one.start,
            end=one.end,
            hidden=one.hidden,
            wanted=bool(one.start or one.end),
        )
        for milestone_id, one in carried(guide, adjustments).items()
    }


def begun_by_log(days: Mapping[str, WorkDays], begun: Mapping[str, date]) -> dict[str, WorkDays]:
    """The same days of work, begun on the first day with logged hours where that was earlier."""
    return {
        milestone_id: replace(known, begun=min(known.begun, begun.get(milestone_id, known.begun)))
        for milestone_id, known in days.items()
    }
