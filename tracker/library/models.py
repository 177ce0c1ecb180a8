"""What members say of a guide (stars, whether it helped) and how often it was downloaded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, and_, delete, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from tracker import clock
from tracker.accounts import Person
from tracker.extensions import UtcDateTime, db
from tracker.library.outline import Guide

ID_LENGTH = 80
FORMATS = ("pdf", "epub", "md")
MOST_STARS = 5


@dataclass(frozen=True)
class Answer:
    """What somebody said to “Was this helpful?”, and when."""

    helpful: bool
    comment: str
    at: datetime


@dataclass(frozen=True)
class Opinions:
    """What all members say of a guide, and what one of them said."""

    counts: tuple[int, ...]
    """How many gave one star, two stars, and so on."""
    own_stars: int | None = None
    own_answer: Answer | None = None

    @cached_property
    def count(self) -> int:
        return sum(self.counts)

    @property
    def average(self) -> float | None:
        """Of all stars; None where nobody has rated yet."""
        total = sum(stars * count for stars, count in enumerate(self.counts, start=1))
        return total / self.count if self.count else None

    @property
    def bars(self) -> list[tuple[int, int, float]]:
        """(stars, how many gave them, in percent), from five stars down."""
        return [
            (stars, self.counts[stars - 1], 100 * self.counts[stars - 1] / max(1, self.count))
            for stars in range(MOST_STARS, 0, -1)
        ]


class GuideRating(db.Model):  # type: ignore[name-defined]
    """One member's stars for a guide."""

    __tablename__ = "guide_ratings"
    __table_args__ = (CheckConstraint("stars BETWEEN 1 AND 5", name="stars"), {"sqlite_with_rowid": False})

    guide_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    stars: Mapped[int]
    rated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @classmethod
    def give(cls, person: Person, guide: Guide, stars: int) -> None:
        """Rate, or change the rating; the same stars again are no change."""
        row = _insert(cls).values(guide_id=guide.id, user_id=person.id, stars=stars, rated_at=clock.now())
        new = row.excluded
        db.session.execute(
            row.on_conflict_do_update(
                index_elements=[cls.guide_id, cls.user_id],
                set_={"stars": new.stars, "rated_at": new.rated_at},
                where=cls.stars != new.stars,
            )
        )

    @classmethod
    def remove(cls, person: Person, guide: Guide) -> None:
        db.session.execute(delete(cls).where(cls.guide_id == guide.id, cls.user_id == person.id))

    @classmethod
    def averages(cls) -> dict[str, tuple[int, float]]:
        """For each guide that somebody rated: how many did, and their average."""
        rows = db.session.execute(select(cls.guide_id, func.count(), func.avg(cls.stars)).group_by(cls.guide_id))
        return {guide_id: (count, float(average)) for guide_id, count, average in rows}


class GuideAnswer(db.Model):  # type: ignore[name-defined]
    """One member's answer to “Was this helpful?”."""

    __tablename__ = "guide_answers"
    __table_args__ = ({"sqlite_with_rowid": False},)

    guide_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    helpful: Mapped[bool]
    comment: Mapped[str] = mapped_column(Text)
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @classmethod
    def give(cls, person: Person, guide: Guide, *, helpful: bool, comment: str) -> None:
        """Answer, or change the answer; the same words again are no change."""
        row = _insert(cls).values(
            guide_id=guide.id, user_id=person.id, helpful=helpful, comment=comment, answered_at=clock.now()
        )
        new = row.excluded
        db.session.execute(
            row.on_conflict_do_update(
                index_elements=[cls.guide_id, cls.user_id],
                set_={"helpful": new.helpful, "comment": new.comment, "answered_at": new.answered_at},
                where=or_(cls.helpful != new.helpful, cls.comment != new.comment),
            )
        )

    @classmethod
    def remove(cls, person: Person, guide: Guide) -> None:
        db.session.execute(delete(cls).where(cls.guide_id == guide.id, cls.user_id == person.id))

    @classmethod
    def all_given(cls) -> "Sequence[tuple[str, Answer]]":
        """(guide id, answer) for every answer, the latest first within a guide. Nobody is named."""
        rows = db.session.execute(
            select(cls.guide_id, cls.helpful, cls.comment, cls.answered_at).order_by(
                cls.guide_id, cls.answered_at.desc(), cls.user_id
            )
        )
        return [(guide_id, Answer(helpful, comment, at)) for guide_id, helpful, comment, at in rows]


class GuideDownload(db.Model):  # type: ignore[name-defined]
    """How often a guide was downloaded in a format. Nobody is named."""

    __tablename__ = "guide_downloads"
    __table_args__ = (CheckConstraint(f"format IN {FORMATS}", name="format"), {"sqlite_with_rowid": False})

    guide_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    format: Mapped[str] = mapped_column(String(4), primary_key=True)
    count: Mapped[int]

    @classmethod
    def add(cls, guide_id: str, form: str) -> None:
        """Count one more, in a transaction of its own, as the page that asks may only read.

        Ends the request's own transaction, so that one request never holds two connections.
        """
        db.session.rollback()
        row = _insert(cls).values(guide_id=guide_id, format=form, count=1)
        more = row.on_conflict_do_update(index_elements=[cls.guide_id, cls.format], set_={"count": cls.count + 1})
        with db.engine.connect().execution_options(writes=True) as connection, connection.begin():
            connection.execute(more)

    @classmethod
    def counts(cls, guide_id: str) -> Mapping[str, int]:
        """How often, by format."""
        rows = db.session.execute(select(cls.format, cls.count).where(cls.guide_id == guide_id))
        return dict(rows.all())


def opinions(person: Person | None, guide: Guide) -> Opinions:
    """What members say of the guide, and what this person said, in one statement."""
    rating, answer = GuideRating, GuideAnswer
    counts = (
        select(*(func.count().filter(rating.stars == stars) for stars in range(1, MOST_STARS + 1)))
        .where(rating.guide_id == guide.id)
        .subquery()
    )
    if person is None:
        return Opinions(tuple(db.session.execute(select(counts)).one()))
    mine = select(rating.stars).where(rating.guide_id == guide.id, rating.user_id == person.id).scalar_subquery()
    is_mine = and_(answer.guide_id == guide.id, answer.user_id == person.id)
    *numbers, own_stars, helpful, comment, at = db.session.execute(
        select(counts, mine, answer.helpful, answer.comment, answer.answered_at).outerjoin_from(counts, answer, is_mine)
    ).one()
    return Opinions(tuple(numbers), own_stars, None if helpful is None else Answer(helpful, comment, at))


def _insert(table: type[db.Model]) -> Any:  # type: ignore[name-defined]
    """An INSERT that may say what to do on a conflict, in the words of the database in use."""
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    return dialect.insert(table)
