"""The tables of what people do on a roadmap: a current state a milestone, and the append-only events that led there."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    and_,
    bindparam,
    false,
    or_,
)
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import UtcDateTime, db
from tracker.roadmap.models.turns import OP_LENGTH
from tracker.roadmap.progress import KINDS, STATUSES

ID_LENGTH = 80

People = Mapping[str, Collection[int]]
"""Whose rows are asked for, in one statement for one or for many: guide id → user ids."""


def of_people(table: Any, guides: int) -> ColumnElement[bool]:
    """Rows of the people who are named by `whose` when the statement is sent, of any table kept by user and guide.

    A statement for so many `guides` is built once for all: to build it takes longer than to send it.
    """
    each = [
        and_(
            table.guide_id == bindparam(f"guide_{number}", type_=String),
            table.user_id.in_(bindparam(f"people_{number}", type_=Integer, expanding=True)),
        )
        for number in range(guides)
    ]
    return or_(*each) if each else false()


def whose(people: People) -> dict[str, Any]:
    """What `of_people` leaves open."""
    named: dict[str, Any] = {}
    for number, (guide_id, user_ids) in enumerate(people.items()):
        named |= {f"guide_{number}": guide_id, f"people_{number}": list(user_ids)}
    return named


class MilestoneState(db.Model):  # type: ignore[name-defined]
    """The present state, one row a person and milestone; versions count its events."""

    __tablename__ = "milestone_states"
    __table_args__ = (
        CheckConstraint(f"status IN {STATUSES}", name="status"),
        CheckConstraint("version > 0 AND note_version >= 0 AND note_version <= version", name="versions"),
        {"sqlite_with_rowid": False},
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    guide_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    milestone_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    status: Mapped[str] = mapped_column(String(7))
    criteria: Mapped[list[str]] = mapped_column(JSON)
    evidence: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(Text)
    overruled: Mapped[bool]
    version: Mapped[int]
    note_version: Mapped[int]
    adopted: Mapped[list[str]] = mapped_column(JSON)
    """Old ids whose state this row has taken over."""
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class MilestoneEvent(db.Model):  # type: ignore[name-defined]
    """One change, never altered. `day` is the person's calendar day, for the heat map."""

    __tablename__ = "milestone_events"
    __table_args__ = (
        UniqueConstraint("user_id", "guide_id", "milestone_id", "op"),
        UniqueConstraint("user_id", "guide_id", "milestone_id", "version"),
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        Index("ix_milestone_events_user_id_day", "user_id", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    guide_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    milestone_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    op: Mapped[str] = mapped_column(String(OP_LENGTH))
    kind: Mapped[str] = mapped_column(String(10))
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    version: Mapped[int]
    day: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
