"""The plans a person has made of a guide, one behind the other, and their days off. `Plans` is the only door.

Hides the two tables, requests that come twice, and plans made from an older one. A plan is never altered: the newest
counts, those before it are baselines.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from tracker import clock
from tracker.accounts import Person
from tracker.extensions import db
from tracker.library import Guide
from tracker.roadmap.keeping import plan_data
from tracker.roadmap.models.plan_rows import BreakRow, OfferRow, PlanRow, as_told, read_plans
from tracker.roadmap.models.turns import one_at_a_time, operation_key
from tracker.roadmap.plan import Plan
from tracker.roadmap.setup import Break
from tracker.roadmap.taken import Taken, Told

MOST_BREAKS = 40
"""Days off that somebody may have told for one guide, not counting those taken back."""


class StalePlan(Exception):
    """The new plan was made from an older one. `present` is the plan that counts now."""

    def __init__(self, present: Taken | None) -> None:
        super().__init__(present.version if present else 0)
        self.present = present


class TooManyBreaks(Exception):
    """There is no room for one more."""


class Plans:
    """One person's plans for one guide."""

    def __init__(self, person: Person, guide: Guide) -> None:
        self.person = person
        self.guide = guide

    def current(self) -> Taken | None:
        """The plan that counts, with the days off known now; None before there is one. One statement."""
        return self.at_hand()[0]

    def at_hand(self) -> tuple[Taken | None, bool]:
        """The same, and whether setting out is to be offered. One statement."""
        taken, put_away = self._read_all(newest=True)
        return next(iter(taken), None), not taken and not put_away

    def history(self) -> tuple[Taken, ...]:
        """Every plan, the one that counts first. One statement."""
        return self._read_all(newest=False)[0]

    def dated_at(self) -> datetime | None:
        """When the dates of the plan that counts were last set: by making it, or by days off; None without a plan."""
        made = select(func.max(PlanRow.made_at)).where(*self._mine(PlanRow)).scalar_subquery()
        pauses = select(made, func.max(BreakRow.told_at), func.max(BreakRow.taken_back_at))
        first, *more = db.session.execute(pauses.where(*self._mine(BreakRow))).one()
        return max([first, *(one for one in more if one)]) if first else None

    def breaks(self) -> tuple[Told, ...]:
        """Days off, in order, also where there is no plan yet."""
        return as_told(db.session.execute(self._breaks()))

    def take(self, plan: Plan, *, why: str, left_out: Sequence[str] = (), op_id: str, based_on: int) -> bool:
        """Let this plan count from now on, and keep its days off. False: this very request had been carried out before.

        `based_on` is the version of the plan it was made from, 0 for none. Raises StalePlan where another counts.
        """
        one_at_a_time(self.person)
        data = plan_data(plan)
        op = operation_key(op_id, [why, str(data["setup"]), *left_out])
        version, seen = db.session.execute(
            select(func.coalesce(func.max(PlanRow.version), 0), func.count(PlanRow.id).filter(PlanRow.op == op)).where(
                *self._mine(PlanRow)
            )
        ).one()
        if seen:
            return False
        if version != based_on:
            raise StalePlan(self.current())
        now = clock.now()
        db.session.add(
            PlanRow(
                user_id=self.person.id,
                guide_id=self.guide.id,
                version=version + 1,
                op=op,
                why=why,
                plan=data,
                left_out=list(left_out),
                day=clock.local_day(now, self.person.time_zone),
                made_at=now,
            )
        )
        db.session.flush()
        self._keep_breaks(plan.setup.breaks)
        return True

    def tell_break(self, pause: Break) -> None:
        """Note days off, planned or after the fact; told twice they are one. Raises TooManyBreaks."""
        one_at_a_time(self.person)
        known = [one.days for one in self.breaks()]
        if pause not in known and len(known) >= MOST_BREAKS:
            raise TooManyBreaks
        if pause not in known:
            self._put_break(pause)

    def take_back_break(self, break_id: int) -> bool:
        """Days off that are study days after all. False: there are none of this number; taken back twice is once."""
        one_at_a_time(self.person)
        mine = (*self._mine(BreakRow), BreakRow.id == break_id)
        if db.session.scalar(select(BreakRow.id).where(*mine)) is None:
            return False
        db.session.execute(
            update(BreakRow).where(*mine, BreakRow.taken_back_at.is_(None)).values(taken_back_at=clock.now())
        )
        return True

    def put_offer_away(self) -> None:
        """Setting out is offered no more; putting it away twice is once."""
        dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
        row = dialect.insert(OfferRow).values(user_id=self.person.id, guide_id=self.guide.id, put_away_at=clock.now())
        db.session.execute(row.on_conflict_do_nothing())

    def _keep_breaks(self, wanted: Sequence[Break]) -> None:
        """Exactly these days off are known from now on."""
        known = self.breaks()
        for one in known:
            if one.days not in wanted:
                self.take_back_break(one.id)
        for pause in wanted:
            if pause not in [one.days for one in known]:
                self._put_break(pause)

    def _put_break(self, pause: Break) -> None:
        dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
        place = {"user_id": self.person.id, "guide_id": self.guide.id, "first": pause.first, "last": pause.last}
        values = {"told_at": clock.now(), "taken_back_at": None}
        row = dialect.insert(BreakRow).values(**place, **values)
        db.session.execute(row.on_conflict_do_update(index_elements=list(place), set_=values))

    def _read_all(self, *, newest: bool) -> tuple[tuple[Taken, ...], bool]:
        """Plans, the newest first, days off, and whether setting out is offered no more."""
        return read_plans([(self.person.id, self.guide)], newest=newest)[self.person.id, self.guide.id]

    def _breaks(self) -> Any:
        wanted = select(BreakRow.id, BreakRow.first, BreakRow.last, BreakRow.told_at)
        return wanted.where(*self._mine(BreakRow), BreakRow.taken_back_at.is_(None))

    def _mine(self, table: type[PlanRow] | type[BreakRow] | type[OfferRow]) -> tuple[Any, ...]:
        return table.user_id == self.person.id, table.guide_id == self.guide.id
