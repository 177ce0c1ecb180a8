"""One person's reading of one guide: the only door to the tables of places, operations and finished sections.

Hides locking, repeated operations, and ids that the content has renamed since.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from tracker import clock
from tracker.accounts import Person
from tracker.extensions import db
from tracker.library import Guide
from tracker.reading.anchors import Anchor
from tracker.reading.models.finished import FinishedSection
from tracker.reading.models.places import ReadingOperation, ReadingState
from tracker.reading.models.states import NOTHING, STATES, columns_of, present, state_of
from tracker.reading.operations import ASKS, KEPT, MERGED, REFUSED, Operation, State, apply, replay

UNDOABLE_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Answer:
    """What became of an operation: the same however often it is sent."""

    op_id: str
    outcome: str
    revision: int


@dataclass(frozen=True)
class Step:
    """An operation that a form of a page stands for. Without a base it is based on the present state."""

    kind: str
    op_id: str | None = None
    base: int | None = None
    section_id: str | None = None
    anchor: Anchor | None = None
    undoes: str | None = None


@dataclass(frozen=True)
class Undoable:
    """A start over, or an import, that can still be taken back. `undoes` is what the undo has to name."""

    undoes: str
    kind: str
    at: datetime
    place: Anchor | None = None
    """A place that an import brought and that did not become the account's."""


class Reading:
    """What `person` has read of `guide`."""

    def __init__(self, person: Person, guide: Guide) -> None:
        self.person = person
        self.guide = guide

    @classmethod
    def everywhere(cls, person: Person, guides: Iterable[Guide]) -> Mapping[str, State]:
        """The state of each guide, by its id, in one statement."""
        by_id = {guide.id: guide for guide in guides}
        rows: dict[str, list[Any]] = {}
        for row in db.session.execute(STATES.where(ReadingState.user_id == person.id)):
            rows.setdefault(row.guide_id, []).append(row)
        return {guide_id: state_of(guide, rows.get(guide_id, [])) for guide_id, guide in by_id.items()}

    def state(self) -> State:
        return self.state_and_days()[0]

    def state_and_days(self) -> tuple[State, Mapping[str, date]]:
        """The state, and the day on which each section was finished, in one statement."""
        rows = db.session.execute(STATES.where(*self._mine(ReadingState))).all()
        days = {row.section_id: row.day for row in rows if row.section_id is not None}
        return state_of(self.guide, rows), present(self.guide, days)

    def act(self, step: Step, label: str = "") -> Answer:
        """Carry out one step that was not made by a script: it has no device, and its base alone tells what it knew."""
        operation = Operation(
            op_id=step.op_id or secrets.token_urlsafe(16),
            kind=step.kind,
            device="",
            label=label,
            sequence=0,
            base=self.state().revision if step.base is None else step.base,
            at=clock.now(),
            section_id=step.section_id,
            anchor=step.anchor,
            undoes=step.undoes,
        )
        answers, _ = self.take([operation])
        return answers[0]

    def take(self, operations: Sequence[Operation]) -> tuple[list[Answer], State]:
        """Record what was done, in the order given; answers what became of each, and the state after all.

        What was recorded before is answered as it was then.
        """
        before = state = self._lock()
        known = self._recorded([operation.op_id for operation in operations])
        answers = []
        for operation in operations:
            if operation.op_id not in known:
                revision = state.revision + 1
                if operation.kind == "undo":
                    state, outcome = self._undo(operation, state, revision)
                else:
                    state, outcome = apply(self.guide, state, operation, revision)
                known[operation.op_id] = Answer(operation.op_id, outcome, revision)
                self._record(operation, known[operation.op_id])
            answers.append(known[operation.op_id])
        if state != before:
            self._put(state)
            FinishedSection.put(self.person, self.guide, before.finished, state.finished)
        return answers, state

    def replayed(self) -> State:
        """The state as its operations alone give it."""
        return replay(self.guide, self._log())

    def undoable(self) -> list[Undoable]:
        """Starts over and imports of the last seven days that were not taken back, latest first."""
        table = ReadingOperation
        rows = db.session.execute(
            select(table.op_id, table.kind, table.batch, table.undoes, table.happened_at, table.anchor, table.outcome)
            .where(
                *self._mine(table),
                table.kind.in_(("restart", "undo")) | table.batch.is_not(None),
                table.happened_at > clock.now() - UNDOABLE_FOR,
                table.outcome != ASKS,
            )
            .order_by(table.revision.desc())
        ).all()
        undone = {row.undoes for row in rows if row.undoes and row.outcome == KEPT}
        found: dict[str, Undoable] = {}
        for row in rows:
            if row.kind == "undo" or {row.op_id, row.batch} & undone:
                continue
            name, kind = (row.batch, "import") if row.batch else (row.op_id, "restart")
            place = found[name].place if name in found else None
            if place is None and row.kind == "read" and row.outcome == MERGED:
                place = Anchor.from_data(row.anchor)
            found[name] = Undoable(name, kind, row.happened_at, place)
        return list(found.values())

    def _undo(self, operation: Operation, state: State, revision: int) -> tuple[State, str]:
        log = self._log()
        named = [one for _, one in log if operation.undoes in {one.op_id, one.batch} and one.kind != "undo"]
        if not named or min(one.at for one in named) < clock.now() - UNDOABLE_FOR:
            return replace(state, revision=revision), REFUSED
        return replay(self.guide, [*log, (revision, operation)]), KEPT

    def _mine(self, table: type[ReadingState] | type[ReadingOperation]) -> tuple[Any, ...]:
        return table.user_id == self.person.id, table.guide_id == self.guide.id

    def _lock(self) -> State:
        """The state, with nobody else changing it until the transaction ends."""
        rows = self._locked_rows()
        if not rows:
            dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
            row = dialect.insert(ReadingState).values(user_id=self.person.id, guide_id=self.guide.id, **NOTHING)
            db.session.execute(row.on_conflict_do_nothing())
            rows = self._locked_rows()
        return state_of(self.guide, rows)

    def _locked_rows(self) -> Sequence[Any]:
        """PostgreSQL locks first and reads then: a join that waited would show what stood beside the row before.

        What wasn't there to be locked is not read either, though it may have come since.
        """
        mine = self._mine(ReadingState)
        if db.engine.dialect.name != "sqlite":
            locked = db.session.scalar(select(ReadingState.revision).where(*mine).with_for_update())
            if locked is None:
                return []
        return db.session.execute(STATES.where(*mine)).all()

    def _recorded(self, op_ids: Sequence[str]) -> dict[str, Answer]:
        table = ReadingOperation
        rows = db.session.execute(
            select(table.op_id, table.outcome, table.revision).where(*self._mine(table), table.op_id.in_(op_ids))
        )
        return {row.op_id: Answer(*row) for row in rows}

    def _log(self) -> list[tuple[int, Operation]]:
        table = ReadingOperation
        rows = db.session.scalars(select(table).where(*self._mine(table)).order_by(table.revision))
        return [
            (
                row.revision,
                Operation(
                    op_id=row.op_id,
                    kind=row.kind,
                    device=row.device,
                    label=row.label,
                    sequence=row.sequence,
                    base=row.base,
                    at=row.happened_at,
                    section_id=row.section_id,
                    anchor=Anchor.from_data(row.anchor) if row.anchor else None,
                    undoes=row.undoes if row.outcome == KEPT else None,
                    batch=row.batch,
                ),
            )
            for row in rows
        ]

    def _record(self, operation: Operation, answer: Answer) -> None:
        db.session.add(
            ReadingOperation(
                user_id=self.person.id,
                guide_id=self.guide.id,
                revision=answer.revision,
                op_id=operation.op_id,
                device=operation.device,
                label=operation.label,
                sequence=operation.sequence,
                base=operation.base,
                kind=operation.kind,
                section_id=operation.section_id,
                anchor=operation.anchor.as_data() if operation.anchor else None,
                undoes=operation.undoes,
                batch=operation.batch,
                outcome=answer.outcome,
                day=clock.local_day(operation.at, self.person.time_zone),
                happened_at=operation.at,
            )
        )
        db.session.flush()

    def _put(self, state: State) -> None:
        db.session.execute(update(ReadingState).where(*self._mine(ReadingState)).values(**columns_of(state)))
