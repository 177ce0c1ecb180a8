"""The tables of what people add to a roadmap and change on it: own milestones, and adjustments to the guide's.

Hides how both are written down, and that both are read in one statement, for one person or for many; what is done with
them stands in `tailoring.py`.
"""

from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, null, select, union_all
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import UtcDateTime, db
from tracker.library import Criterion
from tracker.roadmap.models.tables import ID_LENGTH, People, of_people, whose
from tracker.roadmap.tailoring import Adjustment, OwnMilestone

TITLE_LENGTH = 120
OUTCOME_LENGTH = 500


class OwnRow(db.Model):  # type: ignore[name-defined]
    """A milestone that a person added. Criteria are kept as {id, text}."""

    __tablename__ = "own_milestones"
    __table_args__ = (
        CheckConstraint("hours BETWEEN 1 AND 200 AND version > 0", name="numbers"),
        {"sqlite_with_rowid": False},
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    guide_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    milestone_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    outcome: Mapped[str] = mapped_column(String(OUTCOME_LENGTH))
    criteria: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    hours: Mapped[int]
    track: Mapped[str] = mapped_column(String(ID_LENGTH))
    phase: Mapped[str] = mapped_column(String(ID_LENGTH))
    needs: Mapped[list[str]] = mapped_column(JSON)
    evidence_kind: Mapped[str] = mapped_column(String(10))
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    counted: Mapped[bool]
    position: Mapped[int]
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int]


class AdjustmentRow(db.Model):  # type: ignore[name-defined]
    """What a person changed on a milestone of the guide. Kept when all is taken back: it outweighs older ids."""

    __tablename__ = "adjustments"
    __table_args__ = (
        CheckConstraint("hours BETWEEN 1 AND 200 AND version > 0", name="numbers"),
        {"sqlite_with_rowid": False},
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    guide_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    milestone_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    hidden: Mapped[bool]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    hours: Mapped[int | None]
    version: Mapped[int]


LaidOver = tuple[tuple[OwnMilestone, ...], dict[str, Adjustment]]
"""Own milestones in the person's order, archived ones too; and adjustments, by the ids they were made under."""


def laid_over(people: People) -> dict[tuple[int, str], LaidOver]:
    """What each of these people has laid over each guide, by user and guide id."""
    found: dict[tuple[int, str], list[Any]] = {(one, guide_id): [] for guide_id, ids in people.items() for one in ids}
    for row in db.session.execute(_both(len(people)), whose(people)):
        found[row.user_id, row.guide_id].append(row)
    return {key: _laid_over(rows) for key, rows in found.items()}


def _laid_over(rows: list[Any]) -> LaidOver:
    own = sorted((row for row in rows if row.position is not None), key=lambda row: (row.position, row.id))
    adjusted = {row.id: as_adjustment(row) for row in rows if row.position is None}
    return tuple(map(as_own, own)), adjusted


@cache
def _both(guides: int) -> Any:
    """Both tables in one statement: pages ask for it each time. An adjustment has no position."""
    own, adjusted = OwnRow, AdjustmentRow
    mine = select(
        own.user_id,
        own.guide_id,
        own.milestone_id.label("id"),
        own.title,
        own.outcome,
        own.criteria,
        own.hours,
        own.track,
        own.phase,
        own.needs,
        own.evidence_kind,
        own.starts_on,
        own.ends_on,
        own.counted.label("flag"),
        own.position,
        own.archived_at,
        own.version,
    ).where(of_people(own, guides))
    given = select(
        adjusted.user_id,
        adjusted.guide_id,
        adjusted.milestone_id,
        *(null() for _ in range(3)),
        adjusted.hours,
        *(null() for _ in range(4)),
        adjusted.starts_on,
        adjusted.ends_on,
        adjusted.hidden,
        *(null() for _ in range(2)),
        adjusted.version,
    ).where(of_people(adjusted, guides))
    return union_all(mine, given)


def as_own(row: Any) -> OwnMilestone:
    return OwnMilestone(
        id=row.id,
        title=row.title,
        outcome=row.outcome,
        criteria=tuple(Criterion(one["id"], one["text"]) for one in row.criteria),
        hours=row.hours,
        track=row.track,
        phase=row.phase,
        needs=tuple(row.needs),
        evidence=row.evidence_kind,
        start=row.starts_on,
        end=row.ends_on,
        counted=row.flag,
        archived=row.archived_at is not None,
        version=row.version,
    )


def as_adjustment(row: Any) -> Adjustment:
    return Adjustment(row.flag, row.starts_on, row.ends_on, row.hours, row.version)


def values(one: OwnMilestone) -> dict[str, Any]:
    """Its columns, but for where it stands and whether it is archived."""
    return {
        "title": one.title,
        "outcome": one.outcome,
        "criteria": [{"id": criterion.id, "text": criterion.text} for criterion in one.criteria],
        "hours": one.hours,
        "track": one.track,
        "phase": one.phase,
        "needs": list(one.needs),
        "evidence_kind": one.evidence,
        "starts_on": one.start,
        "ends_on": one.end,
        "counted": one.counted,
        "version": one.version,
    }


def said(one: OwnMilestone) -> list[str]:
    """What was asked for, whatever ids and versions it has: it makes the same request the same."""
    return [f"{name}={value}" for name, value in values(replace(one, version=0)).items()]
