"""The plans a person has made of a guide, one behind the other, and their days off. `Plans` is the only door.

Hides the two tables, requests that come twice, and plans made from an older one. A plan is never altered: the newest
counts, those before it are baselines.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Date,
    ForeignKey,
    String,
    UniqueConstraint,
    func,
    literal,
    null,
    select,
    type_coerce,
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from tracker import clock
from tracker.accounts import Person
from tracker.extensions import UtcDateTime, db
from tracker.library import Guide
from tracker.roadmap.keeping import plan_data, plan_from
from tracker.roadmap.models.tables import ID_LENGTH
from tracker.roadmap.models.turns import OP_LENGTH, one_at_a_time, operation_key
from tracker.roadmap.plan import Plan
from tracker.roadmap.setup import Break
from tracker.roadmap.taken import WHYS, Taken, Told

MOST_BREAKS = 40
"""Days off that somebody may have told for one guide, not counting those taken back."""


class PlanRow(db.Model):  # type: ignore[name-defined]
    """One plan, as it was made. `day` is the person's calendar day then."""

    __tablename__ = "plans"
    __table_args__ = (
        UniqueConstraint("user_id", "guide_id", "version"),
        UniqueConstraint("user_id", "guide_id", "op"),
        CheckConstraint(f"why IN {WHYS}", name="why"),
        CheckConstraint("version > 0", name="version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    guide_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    version: Mapped[int]
    op: Mapped[str] = mapped_column(String(OP_LENGTH))
    why: Mapped[str] = mapped_column(String(7))
    plan: Mapped[dict[str, Any]] = mapped_column(JSON)
    """What was said and what came of it, as keeping.py writes it."""
    left_out: Mapped[list[str]] = mapped_column(JSON)
    day: Mapped[date]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class BreakRow(db.Model):  # type: ignore[name-defined]
    """Days off, both ends included; planned or told afterwards."""

    __tablename__ = "breaks"
    __table_args__ = (
        UniqueConstraint("user_id", "guide_id", "first", "last"),
        CheckConstraint("first <= last", name="order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    guide_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    first: Mapped[date]
    last: Mapped[date]
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class OfferRow(db.Model):  # type: ignore[name-defined]
    """Setting out is offered until somebody puts the offer away; the pages stay where they are."""

    __tablename__ = "plan_offers"
    __table_args__ = ({"sqlite_with_rowid": False},)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    guide_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    put_away_at: Mapped[datetime] = mapped_column(UtcDateTime)


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
        return _told(db.session.execute(self._breaks()))

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
        """Plans, the newest first, days off, and whether the offer was put away: pages ask for all of it each time."""
        plan, pause, offer = PlanRow, BreakRow, OfferRow
        plans = select(
            literal("plan").label("what"),
            plan.version.label("number"),
            plan.day,
            type_coerce(null(), Date).label("last"),
            plan.made_at,
            plan.why,
            plan.plan,
            plan.left_out,
        ).where(*self._mine(plan))
        if newest:
            latest = select(func.max(plan.version)).where(*self._mine(plan)).scalar_subquery()
            plans = plans.where(plan.version == latest)
        nothing = (null(), null(), null())
        pauses = self._breaks(literal("break"), pause.id, pause.first, pause.last, pause.told_at, *nothing)
        put_away = select(literal("offer"), literal(0), null(), null(), offer.put_away_at, *nothing)
        rows = db.session.execute(union_all(plans, pauses, put_away.where(*self._mine(offer)))).all()
        told = _told((row.number, row.day, row.last, row.made_at) for row in rows if row.what == "break")
        found = sorted((row for row in rows if row.what == "plan"), key=lambda row: -row.number)
        return tuple(self._read(row, told) for row in found), any(row.what == "offer" for row in rows)

    def _read(self, row: Any, told: tuple[Told, ...]) -> Taken:
        plan = plan_from(row.plan, self.guide)
        return Taken(row.number, row.why, row.day, row.made_at, plan, tuple(row.left_out), told)

    def _breaks(self, *columns: Any) -> Any:
        wanted = columns or (BreakRow.id, BreakRow.first, BreakRow.last, BreakRow.told_at)
        return select(*wanted).where(*self._mine(BreakRow), BreakRow.taken_back_at.is_(None))

    def _mine(self, table: type[PlanRow] | type[BreakRow] | type[OfferRow]) -> tuple[Any, ...]:
        return table.user_id == self.person.id, table.guide_id == self.guide.id


def _told(rows: Any) -> tuple[Told, ...]:
    """(id, first, last, told at) of each, in order of their days."""
    return tuple(sorted((Told(*row) for row in rows), key=lambda one: (one.first, one.last)))
