"""What people do on a roadmap: a current state a milestone, and the append-only events that led there.

Hides the tables, locking, repeated requests, and ids that the content has renamed since. `Progress` is the only door.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, String, and_, bindparam, exists, select
from sqlalchemy.dialects import postgresql, sqlite

from tracker import clock
from tracker.accounts import Person
from tracker.extensions import db
from tracker.library import Guide, Milestone
from tracker.roadmap import progress
from tracker.roadmap.carry import Folded, Row, fold, present_changes
from tracker.roadmap.models.states import as_row, columns, notes, stored
from tracker.roadmap.models.tables import MilestoneEvent, MilestoneState
from tracker.roadmap.models.turns import one_at_a_time, operation_key
from tracker.roadmap.progress import Change, State
from tracker.roadmap.standing import Standing, judged


@dataclass(frozen=True)
class Event:
    """A line of a milestone's history."""

    version: int
    change: Change
    at: datetime


@dataclass(frozen=True)
class Outcome:
    """What a change came to. `repeated`: the same request had been carried out before, so nothing happened now.

    A change to what was so already is no event: it leaves `after` equal to `before`.
    """

    before: State
    after: State
    repeated: bool


Decide = Callable[[Standing], Change]
"""Looks at the milestone as it stands, under the lock, and says what to change; may raise to refuse."""


class Progress:
    """One person's work on one guide."""

    def __init__(self, person: Person, guide: Guide) -> None:
        self.person = person
        self.guide = guide

    def standings(self, *, note_of: str | None = None, away: bool = False) -> tuple[Standing, ...]:
        """Every milestone as it stands, in walking order; behind them, where asked for, those that are put `away`.

        Notes are left out but for the milestone `note_of`.
        """
        notes_of = self._lineage(note_of) if note_of else ()
        return stored(self.guide.id, [self.person.id], notes_of)[self.person.id].standings(self.guide, away=away)

    def history(self, milestone: Milestone, most: int | None = None) -> list[Event]:
        """Events of a milestone, newest first."""
        rows = db.session.execute(
            select(MilestoneEvent.version, MilestoneEvent.kind, MilestoneEvent.data, MilestoneEvent.created_at)
            .where(
                MilestoneEvent.user_id == self.person.id,
                MilestoneEvent.guide_id == self.guide.id,
                MilestoneEvent.milestone_id == milestone.id,
            )
            .order_by(MilestoneEvent.version.desc())
            .limit(most)
        )
        return [Event(version, Change(kind, data), at) for version, kind, data, at in rows]

    def change(self, milestone: Milestone, op_id: str, request: Sequence[str], decide: Decide) -> Outcome:
        """Carry out one change and record it; does not commit.

        `op_id` names the form that was sent and `request` what it asked for: both together are carried out once,
        however often they are sent.
        """
        op = operation_key(op_id, request)
        one_at_a_time(self.person)
        rows, seen = self._for_change(milestone, op)
        folded = fold(self.guide, rows)
        mine = folded.get(milestone.id, Folded(State()))
        before = mine.state
        if seen:
            return Outcome(before, before, repeated=True)
        closed = {need for need in milestone.needs if need in folded and folded[need].state.status in progress.CLOSED}
        change = decide(
            Standing(milestone, before, tuple(self.guide.by_id[need] for need in milestone.needs if need not in closed))
        )
        change = judged(milestone, before, change)
        if change.kind != "undo" and progress.apply(before, change).says_the_same(before):
            return Outcome(before, before, repeated=False)
        if mine.adoption:
            self._add_event(milestone, operation_key("adopt", mine.adopted), mine.adoption, before.version)
        after = self._undone(milestone) if change.kind == "undo" else progress.apply(before, change)
        self._add_event(milestone, op, change, after.version)
        self._put_state(milestone, after, mine.adopted)
        return Outcome(before, after, repeated=False)

    def _undone(self, milestone: Milestone) -> State:
        changes = [event.change for event in reversed(self.history(milestone))]
        return progress.replay([*present_changes(self.guide, milestone.id, changes), progress.undo()])

    def _lineage(self, milestone_id: str) -> tuple[str, ...]:
        """The id and the old ids whose progress counts for it."""
        return (milestone_id, *self.guide.ancestors.get(milestone_id, ()))

    def _for_change(self, milestone: Milestone, op: str) -> tuple[list[Row], bool]:
        """In one statement: rows of the milestone and what it needs, and whether this very change was made before."""
        ids = {known for milestone_id in (milestone.id, *milestone.needs) for known in self._lineage(milestone_id)}
        rows = db.session.execute(
            _looking(),
            {
                "user_id": self.person.id,
                "guide_id": self.guide.id,
                "milestone_id": milestone.id,
                "op": op,
                "ids": sorted(ids),
                "notes_of": self._lineage(milestone.id),
            },
        ).all()
        return [as_row(row[1:]) for row in rows if row[1] is not None], bool(rows[0][0])

    def _add_event(self, milestone: Milestone, op: str, change: Change, version: int) -> None:
        now = clock.now()
        db.session.add(
            MilestoneEvent(
                user_id=self.person.id,
                guide_id=self.guide.id,
                milestone_id=milestone.id,
                op=op,
                kind=change.kind,
                data=dict(change.data),
                version=version,
                day=clock.local_day(now, self.person.time_zone),
                created_at=now,
            )
        )
        db.session.flush()

    def _put_state(self, milestone: Milestone, state: State, adopted: Sequence[str]) -> None:
        values = {
            "user_id": self.person.id,
            "guide_id": self.guide.id,
            "milestone_id": milestone.id,
            "status": state.status,
            "criteria": sorted(state.criteria),
            "evidence": [piece.as_data() for piece in state.evidence],
            "note": state.note,
            "overruled": state.overruled,
            "version": state.version,
            "note_version": state.note_version,
            "adopted": list(adopted),
            "changed_at": clock.now(),
        }
        db.session.execute(_putting(db.engine.dialect.name), values)


# What a change looks at, and how it puts a state in its place: built once, as that takes longer than the database.


@cache
def _looking() -> Any:
    event, state = MilestoneEvent, MilestoneState
    user_id, guide_id = bindparam("user_id", type_=Integer), bindparam("guide_id", type_=String)
    here = event.user_id == user_id, event.guide_id == guide_id, event.milestone_id == bindparam("milestone_id")
    asked = select(exists().where(*here, event.op == bindparam("op")).label("seen")).subquery()
    wanted = state.milestone_id.in_(bindparam("ids", expanding=True))
    return (
        select(asked.c.seen, *columns(notes()))
        .select_from(asked)
        .outerjoin(state, and_(state.user_id == user_id, state.guide_id == guide_id, wanted))
    )


@cache
def _putting(dialect: str) -> Any:
    table: Any = MilestoneState.__table__
    row = (sqlite if dialect == "sqlite" else postgresql).insert(table)
    return row.on_conflict_do_update(
        index_elements=table.primary_key.columns,
        set_={column.name: row.excluded[column.name] for column in table.columns if not column.primary_key},
    )
