"""What people add to a roadmap and change on it for themselves. `Tailoring` is the only door.

Hides order, and forms that were made from an older version.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import update

from tracker import clock
from tracker.accounts import Person
from tracker.extensions import db
from tracker.library import OWN_PREFIX, Guide
from tracker.roadmap.models.own import AdjustmentRow, OwnRow, laid_over, said, values
from tracker.roadmap.models.turns import one_at_a_time, operation_key
from tracker.roadmap.tailoring import (
    MOST_KEPT,
    MOST_OWN,
    Adjustment,
    OwnMilestone,
    carried,
    moved,
    tailored,
    waits_in_a_circle,
)

KEY_LENGTH = 8
"""How much of the operation's key names a milestone: plenty among a few hundred."""


class Stale(Exception):
    """The form was made from an older version. `present` is what stands now."""

    def __init__(self, present: OwnMilestone | Adjustment) -> None:
        super().__init__(present.version)
        self.present: Any = present


class TooMany(Exception):
    """There is no room for one more."""


class Circle(Exception):
    """It would wait, by way of others, for itself."""


class Tailoring:
    """One person's own milestones on a guide, and what they changed on the guide's."""

    def __init__(self, person: Person, guide: Guide) -> None:
        self.person = person
        self.guide = guide

    def read(self) -> tuple[tuple[OwnMilestone, ...], dict[str, Adjustment]]:
        """Own milestones in the person's order, archived ones too; and adjustments, by the ids they were made under."""
        return laid_over({self.guide.id: [self.person.id]})[self.person.id, self.guide.id]

    def personal(self) -> Guide:
        """The guide as this person has it."""
        return tailored(self.guide, *self.read())

    def add(self, op_id: str, wanted: OwnMilestone) -> OwnMilestone:
        """A new one behind the others, with an id of its own. Sent twice it is added once. Raises TooMany."""
        one_at_a_time(self.person)
        own, _ = self.read()
        key = operation_key(op_id, ["own", self.guide.id, *said(wanted)])
        new = replace(wanted, id=f"{OWN_PREFIX}{key[:KEY_LENGTH]}", version=1)
        for one in own:
            if one.id == new.id:
                return one
        if len(own) >= MOST_KEPT or sum(not one.archived for one in own) >= MOST_OWN:
            raise TooMany
        place = {"user_id": self.person.id, "guide_id": self.guide.id, "milestone_id": new.id}
        db.session.add(OwnRow(**place, **values(new), position=len(own), created_at=clock.now(), archived_at=None))
        db.session.flush()
        return new

    def edit(self, milestone_id: str, version: int | None, wanted: Callable[[OwnMilestone], OwnMilestone]) -> None:
        """Say it anew: `wanted` makes it from what stands.

        Raises Stale where the form was made from an older version, and Circle where it would need itself.
        """
        one_at_a_time(self.person)
        own = self.read()[0]
        present = next(one for one in own if one.id == milestone_id)
        new = wanted(present)
        if new.says_the_same(present):
            return
        if waits_in_a_circle(milestone_id, new.needs, own):
            raise Circle
        if version != present.version:
            raise Stale(present)
        self._write(milestone_id, **values(replace(new, version=present.version + 1)))

    def archive(self, milestone_id: str, *, archived: bool) -> None:
        """Put an own one away, or bring it back. Raises TooMany."""
        one_at_a_time(self.person)
        own = self.read()[0]
        present = next(one for one in own if one.id == milestone_id)
        if present.archived == archived:
            return
        if not archived and sum(not one.archived for one in own) >= MOST_OWN:
            raise TooMany
        self._write(milestone_id, archived_at=clock.now() if archived else None, version=present.version + 1)

    def move(self, milestone_id: str, *, before: str | None = None, after: str | None = None) -> None:
        """Let it stand right before or right behind another own one."""
        one_at_a_time(self.person)
        order = [one.id for one in self.read()[0]]
        wanted = moved(order, milestone_id, before=before, after=after)
        if wanted == order:
            return
        for position, each in enumerate(wanted):
            self._write(each, position=position)

    def adjust(self, milestone_id: str, version: int | None, wanted: Callable[[Adjustment], Adjustment]) -> None:
        """Change what the guide says for this person alone; `version` None: whatever stands. Raises Stale."""
        one_at_a_time(self.person)
        written = self.read()[1]
        present = carried(self.guide, written).get(milestone_id, Adjustment())
        new = wanted(present)
        if new.says_the_same(present):
            return
        if version is not None and version != present.version:
            raise Stale(present)
        facts = {"hidden": new.hidden, "starts_on": new.start, "ends_on": new.end, "hours": new.hours}
        place = {"user_id": self.person.id, "guide_id": self.guide.id, "milestone_id": milestone_id}
        if milestone_id in written:
            row = update(AdjustmentRow).filter_by(**place)
            db.session.execute(row.values(**facts, version=present.version + 1))
        else:
            db.session.add(AdjustmentRow(**place, **facts, version=1))
            db.session.flush()

    def _write(self, milestone_id: str, **facts: Any) -> None:
        db.session.execute(
            update(OwnRow)
            .where(
                OwnRow.user_id == self.person.id,
                OwnRow.guide_id == self.guide.id,
                OwnRow.milestone_id == milestone_id,
            )
            .values(**facts)
        )


def personal(person: Person, guide: Guide) -> Guide:
    """The guide as this person has it: with their own milestones, hours and dates, without what they put away."""
    return Tailoring(person, guide).personal()


def personals(wanted: Iterable[tuple[int, Guide]]) -> dict[tuple[int, str], Guide]:
    """The same for many people, by user and guide id: one statement."""
    guides = {(user_id, guide.id): guide for user_id, guide in wanted}
    people: dict[str, list[int]] = {}
    for user_id, guide_id in guides:
        people.setdefault(guide_id, []).append(user_id)
    laid = laid_over(people) if people else {}
    return {key: tailored(guide, *laid[key]) for key, guide in guides.items()}
