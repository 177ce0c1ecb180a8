"""The tables of plans and days off, and how they are read: for one person or for many, in one statement.

Hides that plans, days off and an offer that was put away travel together; what is done with them stands in `plans.py`.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache
from json import loads
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Date,
    ForeignKey,
    String,
    Text,
    UniqueConstraint,
    cast,
    func,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column

from tracker.extensions import UtcDateTime, db
from tracker.library import Guide, Phase
from tracker.roadmap.keeping import plan_from
from tracker.roadmap.models.tables import ID_LENGTH, of_people, whose
from tracker.roadmap.models.turns import OP_LENGTH
from tracker.roadmap.plan import Plan
from tracker.roadmap.taken import WHYS, Taken, Told

OUTLINES = 1000
"""How many plans a process keeps as it has read them."""
_outlines: dict[tuple[bytes, tuple[Phase, ...]], Plan] = {}


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


def read_plans(
    wanted: Sequence[tuple[int, Guide]], *, newest: bool, days: bool = True
) -> dict[tuple[int, str], tuple[tuple[Taken, ...], bool]]:
    """By user and guide id: plans, the newest first, with days off; and whether setting out is offered no more.

    `newest`: only the plan that counts. `days` False: without the work of single days, which sums and dates don't need.
    """
    people = defaultdict[str, list[int]](list)
    for user_id, guide in wanted:
        people[guide.id].append(user_id)
    plans, pauses, offers = defaultdict[Any, list[Any]](list), defaultdict[Any, list[Any]](list), set[Any]()
    for row in db.session.execute(_all_three(len(people), newest=newest), whose(people)):
        key = row.user_id, row.guide_id
        if row.what == "plan":
            plans[key].append(row)
        elif row.what == "break":
            pauses[key].append((row.number, row.day, row.last, row.made_at))
        else:
            offers.add(key)
    found = {}
    for user_id, guide in wanted:
        key = user_id, guide.id
        told = as_told(pauses[key])
        mine = sorted(plans[key], key=lambda row: -row.number)
        found[key] = tuple(_taken(row, guide, told, days=days) for row in mine), key in offers
    return found


@cache
def _all_three(guides: int, *, newest: bool) -> Any:
    plan, pause, offer = PlanRow, BreakRow, OfferRow
    plans = select(
        literal("plan").label("what"),
        plan.user_id,
        plan.guide_id,
        plan.version.label("number"),
        plan.day,
        type_coerce(null(), Date).label("last"),
        plan.made_at,
        plan.why,
        cast(plan.plan, Text).label("plan"),
        plan.left_out,
    ).where(of_people(plan, guides))
    if newest:
        other = aliased(PlanRow)
        same = (other.user_id == plan.user_id, other.guide_id == plan.guide_id)
        latest = select(func.max(other.version)).where(*same).correlate(plan).scalar_subquery()
        plans = plans.where(plan.version == latest)
    nothing = (null(), null(), null())
    pauses = select(
        literal("break"), pause.user_id, pause.guide_id, pause.id, pause.first, pause.last, pause.told_at, *nothing
    ).where(of_people(pause, guides), pause.taken_back_at.is_(None))
    put_away = select(
        literal("offer"), offer.user_id, offer.guide_id, literal(0), null(), null(), offer.put_away_at, *nothing
    ).where(of_people(offer, guides))
    return union_all(plans, pauses, put_away)


def _taken(row: Any, guide: Guide, told: tuple[Told, ...], *, days: bool) -> Taken:
    plan = plan_from(loads(row.plan), guide) if days else _outline(row.plan, guide)
    return Taken(row.number, row.why, row.day, row.made_at, plan, tuple(row.left_out), told)


def _outline(text: str, guide: Guide) -> Plan:
    """A plan without the work of single days, read once: plans never change, and there are many in a coach's list.

    It goes by what the text says, so it is never another's, nor one of yesterday.
    """
    key = hashlib.blake2b(text.encode(), digest_size=16).digest(), guide.phases
    if key not in _outlines:
        if len(_outlines) >= OUTLINES:
            _outlines.clear()
        _outlines[key] = plan_from(loads(text), guide, days=False)
    return _outlines[key]


def as_told(rows: Iterable[Any]) -> tuple[Told, ...]:
    """(id, first, last, told at) of each, in order of their days."""
    return tuple(sorted((Told(*row) for row in rows), key=lambda one: (one.first, one.last)))
