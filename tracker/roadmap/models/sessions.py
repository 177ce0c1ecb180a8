"""Hours that people worked: sessions that run, and entries that stand. `Worklog` is the only door.

Hides that one session runs at a time, what becomes of forgotten ones, entries across midnight, and repeated requests.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, case, delete, func, or_, select

from tracker import clock
from tracker.accounts import Person
from tracker.extensions import db
from tracker.library import Guide
from tracker.roadmap import worked
from tracker.roadmap.models.entries import Ended, FullDay, Started, WorkSession
from tracker.roadmap.models.turns import one_at_a_time, operation_key
from tracker.roadmap.tailoring import present_id
from tracker.roadmap.worked import DAY, LONGEST, Entry, Running, Sums, elapsed


class Worklog:
    """One person's hours."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def sums(self, guide: Guide) -> Sums:
        """How much on each milestone and today, what runs, and how many entries are asked about, in one statement."""
        whose = {"user_id": self.person.id, "guide_id": guide.id, "today": self.person.today()}
        rows = db.session.execute(_summing(), whose).all()
        here = [row for row in rows if row[0] == guide.id]
        minutes: dict[str | None, int] = {}
        begun: dict[str, date] = {}
        for _, milestone_id, spent, _, first, *_ in here:
            present = milestone_id and present_id(guide, milestone_id)
            minutes[present] = minutes.get(present, 0) + spent
            if present:
                begun[present] = min(first, begun.get(present, first))
        running = next((Running(row[6], row[0], row[1], row[7]) for row in rows if row[6]), None)
        return Sums(minutes, begun, sum(row[3] for row in here), sum(row[5] for row in here), running)

    def entries(self, guide: Guide, most: int | None = None) -> list[Entry]:
        """What stands, newest first."""
        table = WorkSession
        rows = db.session.execute(
            select(
                table.entry_id,
                table.day,
                table.minutes,
                table.milestone_id,
                table.started_at,
                table.ended_at,
                table.asked,
            )
            .where(table.user_id == self.person.id, table.guide_id == guide.id, table.minutes.is_not(None))
            .order_by(table.asked.desc(), table.day.desc(), table.created_at.desc(), table.entry_id)
            .limit(most)
        )
        return [
            Entry(entry_id, day, minutes or 0, milestone_id and present_id(guide, milestone_id), begun, ended, asked)
            for entry_id, day, minutes, milestone_id, begun, ended, asked in rows
        ]

    def by_day(self, guide: Guide, since: date) -> Mapping[date, int]:
        """Minutes of each day that has any."""
        rows = db.session.execute(
            select(WorkSession.day, func.sum(WorkSession.minutes))
            .where(
                WorkSession.user_id == self.person.id,
                WorkSession.guide_id == guide.id,
                WorkSession.day >= since,
                WorkSession.minutes.is_not(None),
            )
            .group_by(WorkSession.day)
        )
        return {day: minutes or 0 for day, minutes in rows}

    def days_on(self, guide: Guide) -> list[tuple[date, str, int]]:
        """Minutes of each day on each milestone, as the guide's ids are now."""
        table = WorkSession
        rows = db.session.execute(
            select(table.day, table.milestone_id, func.sum(table.minutes))
            .where(table.user_id == self.person.id, table.guide_id == guide.id)
            .where(table.minutes.is_not(None), table.milestone_id.is_not(None))
            .group_by(table.day, table.milestone_id)
        )
        known = ((day, present_id(guide, str(milestone_id)), minutes) for day, milestone_id, minutes in rows)
        return [(day, milestone_id, minutes or 0) for day, milestone_id, minutes in known if milestone_id]

    def start(self, op_id: str, guide: Guide, milestone_id: str) -> Started:
        """Begin a session; what ran until now ends. Does not commit."""
        one_at_a_time(self.person)
        key = operation_key(op_id, ["session", guide.id, milestone_id])
        running = self._running()
        if running and (running.guide_id, running.milestone_id) == (guide.id, milestone_id):
            return Started(fresh=False)
        if self._find(key):
            return Started(fresh=False)
        ended = self._end(running) if running else None
        now = clock.now()
        self._add(key, guide.id, milestone_id, clock.local_day(now, self.person.time_zone), started_at=now)
        return Started(True, ended)

    def stop(self, entry_id: str, told: int | None = None) -> Ended | None:
        """End this session, after `told` minutes where the person says so. None: it had ended before."""
        one_at_a_time(self.person)
        running = self._running()
        return self._end(running, told) if running and running.entry_id == entry_id else None

    def log(self, op_id: str, guide: Guide, day: date, minutes: int, milestone_id: str | None) -> bool:
        """Write down minutes of a day; False: this very request did so before. Raises FullDay."""
        one_at_a_time(self.person)
        key = operation_key(op_id, ["hours", guide.id, day.isoformat(), str(minutes), milestone_id or ""])
        if self._find(key):
            return False
        self._make_room(key, day, minutes)
        self._add(key, guide.id, milestone_id, day, minutes=minutes)
        return True

    def entry(self, entry_id: str) -> Entry | None:
        row = self._find(entry_id)
        if row is None or row.minutes is None:
            return None
        return Entry(row.entry_id, row.day, row.minutes, row.milestone_id, row.started_at, row.ended_at, row.asked)

    def change(self, entry_id: str, day: date, minutes: int, milestone_id: str | None) -> None:
        """Say an entry anew. Raises FullDay."""
        one_at_a_time(self.person)
        row = self._find(entry_id)
        if row is None or row.minutes is None:
            return
        row.milestone_id = milestone_id
        ran = elapsed(row.started_at, row.ended_at) if row.started_at and row.ended_at else 0
        if row.asked and row.day == day and minutes <= ran:
            self._spread(row, minutes)
            return
        self._make_room(entry_id, day, minutes)
        row.day, row.minutes, row.asked = day, minutes, False
        db.session.flush()

    def remove(self, entry_id: str) -> None:
        one_at_a_time(self.person)
        db.session.execute(
            delete(WorkSession).where(
                WorkSession.user_id == self.person.id,
                WorkSession.entry_id == entry_id,
                WorkSession.minutes.is_not(None),
            )
        )

    def _end(self, row: WorkSession, told: int | None = None) -> Ended:
        now = clock.now()
        ran = elapsed(row.started_at or now, now)
        row.ended_at = now
        if told is None and ran > LONGEST:
            row.minutes, row.asked = LONGEST, True
            db.session.flush()
            return Ended(row.milestone_id, LONGEST, capped=True)
        minutes = min(ran, told) if told is not None else ran
        if not minutes:
            db.session.delete(row)
            db.session.flush()
        else:
            self._spread(row, minutes)
        return Ended(row.milestone_id, minutes)

    def _spread(self, row: WorkSession, minutes: int) -> None:
        """The session's minutes on the days they fall on: this row has the first one's."""
        begun = row.started_at or clock.now()
        first, *others = worked.parts(begun, minutes, self.person.time_zone)
        row.day, row.minutes, row.ended_at, row.asked = first.day, first.minutes, first.ended, False
        db.session.flush()
        for part in others:
            key = operation_key(row.entry_id, [part.day.isoformat()])
            self._add(
                key,
                row.guide_id,
                row.milestone_id,
                part.day,
                minutes=part.minutes,
                started_at=part.begun,
                ended_at=part.ended,
            )

    def _add(
        self,
        key: str,
        guide_id: str,
        milestone_id: str | None,
        day: date,
        *,
        minutes: int | None = None,
        started_at: datetime | None = None,
        ended_at: datetime | None = None,
    ) -> None:
        db.session.add(
            WorkSession(
                user_id=self.person.id,
                entry_id=key,
                guide_id=guide_id,
                milestone_id=milestone_id,
                day=day,
                minutes=minutes,
                started_at=started_at,
                ended_at=ended_at,
                asked=False,
                created_at=clock.now(),
            )
        )
        db.session.flush()

    def _find(self, entry_id: str) -> WorkSession | None:
        return db.session.scalar(
            select(WorkSession).where(WorkSession.user_id == self.person.id, WorkSession.entry_id == entry_id)
        )

    def _running(self) -> WorkSession | None:
        return db.session.scalar(
            select(WorkSession).where(WorkSession.user_id == self.person.id, WorkSession.minutes.is_(None))
        )

    def _make_room(self, entry_id: str, day: date, minutes: int) -> None:
        others = db.session.scalar(
            select(func.coalesce(func.sum(WorkSession.minutes), 0)).where(
                WorkSession.user_id == self.person.id, WorkSession.day == day, WorkSession.entry_id != entry_id
            )
        )
        if (others or 0) + minutes > DAY:
            raise FullDay


@cache
def _summing() -> Any:
    """The statement of `Worklog.sums`, built once for all pages."""
    table, runs = WorkSession, WorkSession.minutes.is_(None)
    today = table.day == bindparam("today")
    return (
        select(
            table.guide_id,
            table.milestone_id,
            func.coalesce(func.sum(table.minutes), 0),
            func.coalesce(func.sum(case((today, table.minutes), else_=0)), 0),
            func.min(table.day),
            func.sum(case((table.asked, 1), else_=0)),
            func.max(case((runs, table.entry_id))),
            func.max(case((runs, table.started_at))),
        )
        .where(table.user_id == bindparam("user_id"), or_(table.guide_id == bindparam("guide_id"), runs))
        .group_by(table.guide_id, table.milestone_id)
    )
