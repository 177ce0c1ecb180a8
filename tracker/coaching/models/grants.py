"""How grants come to be, change and end: what a mentee offers and grants; what a coach takes, asks for and gives up.

Hides the steps: invited, accepted by a coach, confirmed by the mentee; or asked for. `Grants` is the mentee's door,
`Offers` the coach's. Verbs don't commit.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select, update

from tracker import clock
from tracker.accounts import Coach, Person, User
from tracker.coaching.models.sights import LASTS, Grant, Mentee, sound
from tracker.coaching.models.views import Block
from tracker.coaching.scopes import chosen
from tracker.extensions import db

INVITED_FOR = timedelta(days=7)
"""Also how long somebody may wait to confirm, or to answer a request."""
REFUSED_FOR = timedelta(days=30)
"""How long a coach's requests come to nothing with somebody who has refused one."""
REMIND = timedelta(days=14)
"""How long before a grant ends its mentee is told."""


class Grants:
    """What one mentee has offered, been asked for and granted. Verbs don't commit."""

    def __init__(self, mentee: Person) -> None:
        self.mentee = mentee

    def all(self) -> list[Grant]:
        """Newest first, ended ones too."""
        mine = select(Grant).where(Grant.user_id == self.mentee.id).order_by(Grant.made_at.desc(), Grant.id)
        return list(db.session.scalars(mine))

    def of(self, grant_id: str) -> Grant | None:
        return db.session.scalar(select(Grant).where(Grant.user_id == self.mentee.id, Grant.id == grant_id))

    def invite(
        self, guide_id: str, scopes: Iterable[str], token_hash: str, sent_to: str = "", grant_id: str | None = None
    ) -> Grant:
        now = clock.now()
        made = _new(self.mentee.id, guide_id, "invited", sorted(chosen(scopes)), now, grant_id)
        made.token_hash, made.sent_to, made.expires_at = token_hash, sent_to, now + INVITED_FOR
        db.session.add(made)
        db.session.flush()
        return made

    def invitations(self) -> int:
        """How many are open."""
        mine = (Grant.user_id == self.mentee.id, Grant.step == "invited", Grant.expires_at > clock.now())
        return db.session.scalar(select(func.count()).select_from(Grant).where(*mine)) or 0

    def in_force(self) -> int:
        """How many grants are, paused ones too."""
        mine = (Grant.user_id == self.mentee.id, Grant.step == "granted", Grant.ends_at > clock.now())
        return db.session.scalar(select(func.count()).select_from(Grant).where(*mine)) or 0

    def confirm(self, grant_id: str, scopes: Iterable[str]) -> bool:
        """Let this very person see it from now on; for what a coach accepted or asked for. False: it can't be any more.

        A grant that the same coach had for the same guide ends with this: one is in force.
        """
        now = clock.now()
        mine = (Grant.user_id == self.mentee.id, Grant.id == grant_id, Grant.step.in_(("accepted", "asked")))
        row = db.session.execute(
            select(Grant.coach_id, Grant.guide_id).where(*mine, Grant.expires_at > now).with_for_update()
        ).one_or_none()
        if row is None:
            return False
        same = (Grant.user_id == self.mentee.id, Grant.coach_id == row.coach_id, Grant.guide_id == row.guide_id)
        _end(now, "mentee", *same, Grant.step == "granted")
        values = {"step": "granted", "scopes": sorted(chosen(scopes)), "granted_at": now, "ends_at": now + LASTS}
        db.session.execute(update(Grant).where(*mine).values(**values, expires_at=None, token_hash=None))
        return True

    def rescope(self, grant_id: str, scopes: Iterable[str]) -> bool:
        return self._change(grant_id, scopes=sorted(chosen(scopes)))

    def renew(self, grant_id: str) -> bool:
        """For ninety days from now."""
        return self._change(grant_id, ends_at=clock.now() + LASTS, reminded_at=None)

    def pause(self, grant_id: str) -> bool:
        return self._change(grant_id, paused_at=clock.now())

    def resume(self, grant_id: str) -> bool:
        return self._change(grant_id, paused_at=None)

    def end(self, grant_id: str) -> bool:
        """Or take back an invitation, or refuse who accepted or asked. Ended twice is once."""
        return bool(_end(clock.now(), "mentee", Grant.user_id == self.mentee.id, Grant.id == grant_id))

    def block(self, coach_id: int) -> list[Grant]:
        """Want nothing from this coach any more: whatever is open between the two ends. Answers which."""
        Block.put(self.mentee, coach_id)
        return _rows(_end(clock.now(), "mentee", Grant.user_id == self.mentee.id, Grant.coach_id == coach_id))

    def _change(self, grant_id: str, **values: Any) -> bool:
        mine = (Grant.user_id == self.mentee.id, Grant.id == grant_id, Grant.step == "granted")
        changed = update(Grant).where(*mine, Grant.ends_at > clock.now()).values(**values).returning(Grant.id)
        return db.session.scalar(changed) is not None


class Offers:
    """What one coach was invited to, asks for, and gives up. Verbs don't commit."""

    def __init__(self, coach: Person) -> None:
        self.coach = coach

    def accept(self, token_hash: str) -> Grant | None:
        """Take an invitation, once: it is this coach's now, and shows nothing before the mentee confirms.

        None where there is none, it is their own, or its mentee wants nothing from them: they can't tell which.
        """
        now = clock.now()
        taken = (
            update(Grant)
            .where(
                Grant.token_hash == token_hash,
                Grant.step == "invited",
                Grant.expires_at > now,
                Grant.user_id != self.coach.id,
                ~_blocked(self.coach.id),
            )
            .values(step="accepted", coach_id=self.coach.id, accepted_at=now, sent_to="", expires_at=now + INVITED_FOR)
            .returning(Grant.id)
            .execution_options(synchronize_session=False)
        )
        return next(iter(_rows(list(db.session.scalars(taken)))), None)

    def invitation(self, token_hash: str) -> tuple[Grant, str] | None:
        """The open invitation behind a link, or the one that this coach took by it, with the mentee's name.

        None to whom its mentee wants nothing from, as where there is none. Changes nothing.
        """
        found = select(Grant, Mentee.name).join(Mentee, Mentee.id == Grant.user_id)
        still = (Grant.token_hash == token_hash, Grant.expires_at > clock.now(), Mentee.disabled_at.is_(None))
        whose = or_(Grant.step == "invited", (Grant.step == "accepted") & (Grant.coach_id == self.coach.id))
        row = db.session.execute(found.where(*still, whose, ~_blocked(self.coach.id))).one_or_none()
        return (row[0], row[1]) if row else None

    def may_ask(self, mentee_id: int, guide_id: str) -> bool:
        """Whether a request to this person would reach them: nothing is open already, nor was one refused lately."""
        between = (Grant.user_id == mentee_id, Grant.coach_id == self.coach.id, Grant.guide_id == guide_id)
        open_ = Grant.step.in_(("asked", "accepted", "granted"))
        never = Grant.accepted_at.is_(None) & Grant.granted_at.is_(None)
        refused = (Grant.ended_by == "mentee") & (Grant.ended_at > clock.now() - REFUSED_FOR) & never
        stands = exists().where(*between, or_(open_, refused))
        blocked = exists().where(Block.user_id == mentee_id, Block.coach_id == self.coach.id)
        return mentee_id != self.coach.id and not db.session.scalar(select(or_(stands, blocked)))

    def ask(self, mentee_id: int, guide_id: str) -> Grant:
        """It shows nothing until the mentee grants it."""
        now = clock.now()
        made = _new(mentee_id, guide_id, "asked", [], now)
        made.coach_id, made.expires_at = self.coach.id, now + INVITED_FOR
        db.session.add(made)
        db.session.flush()
        return made

    def end(self, grant_id: str) -> list[Grant]:
        return _rows(_end(clock.now(), "coach", Grant.coach_id == self.coach.id, Grant.id == grant_id))

    def has_ended(self, grant_id: str) -> bool:
        """Whether this coach ended it: the same request may come twice."""
        mine = (Grant.coach_id == self.coach.id, Grant.id == grant_id, Grant.ended_by == "coach")
        return bool(db.session.scalar(select(exists().where(*mine))))

    def end_all(self) -> list[Grant]:
        """Stop coaching: whatever is open ends. Answers which."""
        return _rows(_end(clock.now(), "coach", Grant.coach_id == self.coach.id))


def invitation(token_hash: str) -> tuple[Grant, str] | None:
    """An invitation that is open still, with the mentee's name. Changes nothing."""
    found = select(Grant, Mentee.name).join(Mentee, Mentee.id == Grant.user_id)
    still = (Grant.token_hash == token_hash, Grant.step == "invited", Grant.expires_at > clock.now())
    row = db.session.execute(found.where(*still, Mentee.disabled_at.is_(None))).one_or_none()
    return (row[0], row[1]) if row else None


def sound_coach(user_id: int) -> User | None:
    """The account, if its owner may coach now."""
    return db.session.scalar(select(User).join(Coach, Coach.user_id == User.id).where(User.id == user_id, *sound()))


def of_either(user_id: int) -> list[Grant]:
    """All between this person and others, in either role, ended ones too."""
    return list(db.session.scalars(select(Grant).where(or_(Grant.user_id == user_id, Grant.coach_id == user_id))))


def end_overdue() -> list[Grant]:
    """Note of grants and invitations whose time is over that they ended: nothing was seen since. Answers which."""
    now = clock.now()
    over = (Grant.step == "granted") & (Grant.ends_at <= now) | (Grant.step != "ended") & (Grant.expires_at <= now)
    return _rows(_end(now, "time", over))


def end_soon() -> list[Grant]:
    """Note of grants that end within two weeks that their mentees are reminded of it. Answers which, each once."""
    now = clock.now()
    soon = (Grant.step == "granted", Grant.ends_at > now, Grant.ends_at <= now + REMIND, Grant.reminded_at.is_(None))
    noted = update(Grant).where(*soon).values(reminded_at=now).returning(Grant.id)
    return _rows(list(db.session.scalars(noted.execution_options(synchronize_session=False))))


def _blocked(coach_id: int) -> ColumnElement[bool]:
    """Of a row of grants: whether its mentee wants nothing from this coach."""
    return exists().where(Block.user_id == Grant.user_id, Block.coach_id == coach_id)


def _end(now: datetime, by: str, *which: ColumnElement[bool]) -> list[str]:
    values = {"step": "ended", "ended_at": now, "ended_by": by, "token_hash": None, "sent_to": ""}
    ended = update(Grant).where(*which, Grant.step != "ended").values(values).returning(Grant.id)
    return list(db.session.scalars(ended.execution_options(synchronize_session=False)))


def _rows(ids: list[str]) -> list[Grant]:
    if not ids:
        return []
    anew = select(Grant).where(Grant.id.in_(ids)).order_by(Grant.made_at).execution_options(populate_existing=True)
    return list(db.session.scalars(anew))


def _new(
    user_id: int, guide_id: str, step: str, scopes: list[str], now: datetime, grant_id: str | None = None
) -> Grant:
    return Grant(
        id=grant_id or secrets.token_hex(12),
        user_id=user_id,
        guide_id=guide_id,
        step=step,
        scopes=scopes,
        sent_to="",
        made_at=now,
    )
