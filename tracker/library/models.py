"""What members say of a guide (stars, whether it helped) and how often it was downloaded."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import UtcDateTime, db

ID_LENGTH = 80
FORMATS = ("pdf", "epub", "md")


class GuideRating(db.Model):  # type: ignore[name-defined]
    """One member's stars for a guide."""

    __tablename__ = "guide_ratings"
    __table_args__ = (CheckConstraint("stars BETWEEN 1 AND 5", name="stars"), {"sqlite_with_rowid": False})

    guide_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    stars: Mapped[int]
    rated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class GuideAnswer(db.Model):  # type: ignore[name-defined]
    """One member's answer to “Was this helpful?”."""

    __tablename__ = "guide_answers"
    __table_args__ = ({"sqlite_with_rowid": False},)

    guide_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    helpful: Mapped[bool]
    comment: Mapped[str] = mapped_column(Text)
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)


class GuideDownload(db.Model):  # type: ignore[name-defined]
    """How often a guide was downloaded in a format. Nobody is named."""

    __tablename__ = "guide_downloads"
    __table_args__ = (CheckConstraint(f"format IN {FORMATS}", name="format"), {"sqlite_with_rowid": False})

    guide_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    format: Mapped[str] = mapped_column(String(4), primary_key=True)
    count: Mapped[int]
