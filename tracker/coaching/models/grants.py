"""How grants come to be, change and end: what a mentee offers and grants; what a coach takes, asks for and gives up.

Hides the steps: invited, accepted by a coach, confirmed by the mentee; or asked for. `Grants` is the mentee's door,
`Offers` the coach's. Verbs don't commit.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select, update

from tracker import clock
from tracker.accounts import Person
from tracker.coaching.models.sights import Grant, Mentee
from tracker.coaching.scopes import chosen
from tracker.extensions import db

INVITED_FOR = timedelta(days=7)
"""Also how long somebody may wait to confirm, or to answer a request."""
LASTS = timedelta(days=90)


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

    def invite(self, guide_id: str, scopes: Iterable[str], token_hash: str, sent_to: str = "") -> Grant:
        now = clock.now()
        made = _new(self.mentee.id, guide_id, "invited", sorted(chosen(scopes)), now)
        made.token_hash, made.sent_to, made.expires_at = token_hash, sent_to, now + INVITED_FOR
        db.session.add(made)
        db.session.flush()
        return made

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
        db.session.execute(update(Grant).where(*mine).values(**values, expires_at=None))
        return True

    def rescope(self, grant_id: str, scopes: Iterable[str]) -> bool:
        return self._change(grant_id, scopes=sorted(chosen(scopes)))

    def renew(self, grant_id: str) -> bool:
        """For ninety days from now."""
        return self._change(grant_id, ends_at=clock.now() + LASTS)

    def pause(self, grant_id: str) -> bool:
        return self._change(grant_id, paused_at=clock.now())

    def resume(self, grant_id: str) -> bool:
        return self._change(grant_id, paused_at=None)

    def end(self, grant_id: str) -> bool:
        """Or take back an invitation, or refuse who accepted or asked. Ended twice is once."""
        return bool(_end(clock.now(), "mentee", Grant.user_id == self.mentee.id, Grant.id == grant_id))

    def _change(self, grant_id: str, **values: Any) -> bool:
        mine = (Grant.user_id == self.mentee.id, Grant.id == grant_id, Grant.step == "granted")
        changed = update(Grant).where(*mine, Grant.ends_at > clock.now()).values(**values).returning(Grant.id)
        return db.session.scalar(changed) is not None


class Offers:
    """What one coach was invited to, asks for, and gives up. Verbs don't commit."""

    def __init__(self, coach: Person) -> None:
        self.coach = coach

    def accept(self, token_hash: str) -> Grant | None:
        """Take an invitation, once: it is this coach's now, and shows nothing before the mentee confirms."""
        now = clock.now()
        taken = (
            update(Grant)
            .where(
                Grant.token_hash == token_hash,
                Grant.step == "invited",
                Grant.expires_at > now,
                Grant.user_id != self.coach.id,
            )
            .values(
                step="accepted",
                coach_id=self.coach.id,
                accepted_at=now,
                token_hash=None,
                sent_to="",
                expires_at=now + INVITED_FOR,
            )
            .returning(Grant.id)
        )
        grant_id = db.session.scalar(taken)
        return db.session.get(Grant, grant_id, populate_existing=True) if grant_id else None

    def ask(self, mentee_id: int, guide_id: str) -> Grant:
        """It shows nothing until the mentee grants it."""
        now = clock.now()
        made = _new(mentee_id, guide_id, "asked", [], now)
        made.coach_id, made.expires_at = self.coach.id, now + INVITED_FOR
        db.session.add(made)
        db.session.flush()
        return made

    def of(self, grant_id: str) -> Grant | None:
        """One of this coach's, whatever has become of it."""
        return db.session.scalar(select(Grant).where(Grant.coach_id == self.coach.id, Grant.id == grant_id))

    def end(self, grant_id: str) -> bool:
        return bool(_end(clock.now(), "coach", Grant.coach_id == self.coach.id, Grant.id == grant_id))

    def end_all(self) -> list[str]:
        """Stop coaching: whatever is open ends. Answers which."""
        return _end(clock.now(), "coach", Grant.coach_id == self.coach.id)


def invitation(token_hash: str) -> tuple[Grant, str] | None:
    """An invitation that is open still, with the mentee's name. Changes nothing."""
    found = select(Grant, Mentee.name).join(Mentee, Mentee.id == Grant.user_id)
    still = (Grant.token_hash == token_hash, Grant.step == "invited", Grant.expires_at > clock.now())
    row = db.session.execute(found.where(*still, Mentee.disabled_at.is_(None))).one_or_none()
    return (row[0], row[1]) if row else None


def end_overdue() -> list[Grant]:
    """Note of grants and invitations whose time is over that they ended: nothing was seen since. Answers which."""
    now = clock.now()
    over = (Grant.step == "granted") & (Grant.ends_at <= now) | (Grant.step != "ended") & (Grant.expires_at <= now)
    ids = _end(now, "time", over)
    return list(db.session.scalars(select(Grant).where(Grant.id.in_(ids)))) if ids else []


def _end(now: datetime, by: str, *which: ColumnElement[bool]) -> list[str]:
    values = {"step": "ended", "ended_at": now, "ended_by": by, "token_hash": None, "sent_to": ""}
    ended = update(Grant).where(*which, Grant.step != "ended").values(values).returning(Grant.id)
    return list(db.session.scalars(ended.execution_options(synchronize_session=False)))


def _new(user_id: int, guide_id: str, step: str, scopes: list[str], now: datetime) -> Grant:
    return Grant(
        id=secrets.token_hex(12), user_id=user_id, guide_id=guide_id, step=step, scopes=scopes, sent_to="", made_at=now
    )
