"""Notices: what happened that somebody wants to know of. A row names whom, of what kind, and about what; no words.

What a notice says is told by its feature each time it is shown or sent, through the person it is for: so nothing is
said that this person may not see any more. Hides the tables, notices told once, and which kinds somebody wants by mail.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Boolean, ColumnElement, ForeignKey, Index, String, delete, func, select, true, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from tracker import clock, jobs
from tracker.extensions import UtcDateTime, db

KIND_LENGTH = 30
ABOUT_LENGTH = 24
KEEP = timedelta(days=180)
MOST = 100
"""How many of somebody's notices are looked at."""


class Notice(db.Model):  # type: ignore[name-defined]
    __tablename__ = "notices"
    __table_args__ = (Index("ix_notices_user_id_created_at", "user_id", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(KIND_LENGTH))
    about: Mapped[str | None] = mapped_column(String(ABOUT_LENGTH), index=True)
    """What must still stand for it to be said, such as a grant's id."""
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Ids and numbers that its words are made from; nothing that somebody wrote."""
    key: Mapped[str | None] = mapped_column(String(120), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class NoticeWish(db.Model):  # type: ignore[name-defined]
    """That somebody wants notices of a kind by mail, or not, where that isn't what everybody gets."""

    __tablename__ = "notice_wishes"
    __table_args__ = ({"sqlite_with_rowid": False},)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(KIND_LENGTH), primary_key=True)
    by_mail: Mapped[bool] = mapped_column(Boolean)


@dataclass(frozen=True)
class Line:
    """What a notice says, as a sentence, and where it leads (a path of ours)."""

    text: str
    url: str


@dataclass(frozen=True)
class Told:
    """A notice as a teller gets it."""

    id: int
    kind: str
    about: str | None
    facts: Mapping[str, Any]
    at: datetime
    read_at: datetime | None


@dataclass(frozen=True)
class Kind:
    name: str
    words: str
    """What somebody chooses in the settings: “A mentee asks for a review”."""
    by_mail: bool
    """Whether it also goes by mail, unless somebody wants otherwise."""
    for_coaches: bool


Teller = Callable[[Any, Sequence[Told]], Mapping[int, Line]]
"""Gets the person and notices of its kinds; answers what they say. One that it leaves out is not shown and not sent."""
_kinds: dict[str, Kind] = {}
_tellers: list[tuple[frozenset[str], Teller]] = []


def tells(*kinds: Kind) -> Callable[[Teller], Teller]:
    """Let this function put notices of these kinds into words."""

    def register(teller: Teller) -> Teller:
        _kinds.update({kind.name: kind for kind in kinds})
        _tellers.append((frozenset(kind.name for kind in kinds), teller))
        return teller

    return register


def kinds() -> tuple[Kind, ...]:
    return tuple(_kinds.values())


def tell(user_id: int, kind: str, *, about: str | None = None, key: str | None = None, **facts: Any) -> None:
    """Let somebody know once this transaction is committed. `key`: only once ever."""
    if key is not None and db.session.scalar(select(Notice.id).where(Notice.key == key)) is not None:
        return
    notice = Notice(user_id=user_id, kind=kind, about=about, facts=facts, key=key, created_at=clock.now(), read_at=None)
    db.session.add(notice)
    db.session.flush()
    jobs.add("notice", {"notice": notice.id, "user": user_id}, user_id=user_id)


def lines(person: Any, notices: Sequence[Told]) -> dict[int, Line]:
    """What these notices say to this person now, by id; those that may not be said any more are left out."""
    found: dict[int, Line] = {}
    for names, teller in _tellers:
        mine = [one for one in notices if one.kind in names]
        if mine:
            found |= teller(person, mine)
    return found


def of(user_id: int, most: int = MOST) -> list[Told]:
    """Somebody's notices, newest first."""
    return _told(Notice.user_id == user_id, most=most)


def one(user_id: int, notice_id: int) -> Told | None:
    return next(iter(_told(Notice.user_id == user_id, Notice.id == notice_id, most=1)), None)


def read(user_id: int, ids: Collection[int] | None = None) -> None:
    """Note that they have been read; by default all of them."""
    which = (Notice.id.in_(ids),) if ids is not None else ()
    unread = (Notice.user_id == user_id, Notice.read_at.is_(None), *which)
    db.session.execute(update(Notice).where(*unread).values(read_at=clock.now()))


def forget(about: str, user_id: int | None = None, kinds: Collection[str] = ()) -> None:
    """Take back what was said about something, to this person or to everybody, of these kinds or of all."""
    whose = (Notice.user_id == user_id,) if user_id is not None else ()
    which = (Notice.kind.in_(kinds),) if kinds else ()
    db.session.execute(delete(Notice).where(Notice.about == about, *whose, *which))


def unread_of(user_id: Any) -> ColumnElement[int]:
    """How many unread notices somebody has, as part of another statement. `user_id`: a column."""
    unread = select(func.count(Notice.id)).where(Notice.user_id == user_id, Notice.read_at.is_(None))
    return unread.correlate_except(Notice).scalar_subquery()


def wants_mail(user_id: int, kind: str) -> bool:
    wish = db.session.scalar(select(NoticeWish.by_mail).where(NoticeWish.user_id == user_id, NoticeWish.kind == kind))
    return _kinds[kind].by_mail if wish is None else wish


def wishes(user_id: int) -> dict[str, bool]:
    """For every kind whether it also goes by mail to this person."""
    said = dict(
        db.session.execute(select(NoticeWish.kind, NoticeWish.by_mail).where(NoticeWish.user_id == user_id)).all()
    )
    return {kind.name: said.get(kind.name, kind.by_mail) for kind in kinds()}


def wish(user_id: int, chosen: Mapping[str, bool]) -> None:
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    for kind, by_mail in chosen.items():
        row = dialect.insert(NoticeWish).values(user_id=user_id, kind=kind, by_mail=by_mail)
        keys = ["user_id", "kind"]
        db.session.execute(row.on_conflict_do_update(index_elements=keys, set_={"by_mail": by_mail}))


@jobs.each_minute
def forget_old() -> None:
    db.session.execute(delete(Notice).where(Notice.created_at < clock.now() - KEEP))


def _told(*which: ColumnElement[bool], most: int) -> list[Told]:
    found = select(Notice.id, Notice.kind, Notice.about, Notice.facts, Notice.created_at, Notice.read_at)
    rows: Iterable[Any] = db.session.execute(
        found.where(true(), *which).order_by(Notice.created_at.desc(), Notice.id.desc()).limit(most)
    )
    return [Told(*row) for row in rows]
