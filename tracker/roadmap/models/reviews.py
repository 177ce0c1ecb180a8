"""The tables of what a mentee and their coaches say on a milestone: posts, reviews among them, and whose turn it is.

Hides how both are written down; what is done with them stands in `talk.py`.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import UtcDateTime, db
from tracker.roadmap.models.tables import ID_LENGTH
from tracker.roadmap.models.turns import OP_LENGTH
from tracker.roadmap.review import POST_KINDS, SIDES, TURNS, VERDICTS


class ReviewState(db.Model):  # type: ignore[name-defined]
    """Whose turn it is on a milestone, since when, and the latest review. One row where anything was ever said."""

    __tablename__ = "review_states"
    __table_args__ = (
        CheckConstraint(f"turn IN {TURNS}", name="turn"),
        CheckConstraint(f"verdict IN {VERDICTS}", name="verdict"),
        {"sqlite_with_rowid": False},
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    guide_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    milestone_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    turn: Mapped[str] = mapped_column(String(7))
    since_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    asked: Mapped[bool]
    """Whether what the coach is asked for is a review, and not only an answer."""
    verdict: Mapped[str | None] = mapped_column(String(9))
    """Of the latest review."""
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    approved: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    """Marks of the evidence that was approved last, as review.py makes them; None: none ever was."""
    nudges: Mapped[int]
    """How many reminders this turn has had."""
    adopted: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Old ids whose row this one has taken over."""


class Post(db.Model):  # type: ignore[name-defined]
    """One thing said on a milestone. A review is one too; it is never changed, and holds the evidence it answers."""

    __tablename__ = "milestone_posts"
    __table_args__ = (
        UniqueConstraint("user_id", "guide_id", "milestone_id", "op"),
        CheckConstraint(f"kind IN {POST_KINDS}", name="kind"),
        CheckConstraint(f"side IN {SIDES}", name="side"),
        Index("ix_milestone_posts_author_id", "author_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    """Whose milestone it is."""
    guide_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    milestone_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    """None: nobody said it, it happened. With a coach's account goes all that they said."""
    side: Mapped[str] = mapped_column(String(7))
    kind: Mapped[str] = mapped_column(String(9))
    text: Mapped[str] = mapped_column(Text)
    evidence: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    op: Mapped[str] = mapped_column(String(OP_LENGTH))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Then its text is empty."""
