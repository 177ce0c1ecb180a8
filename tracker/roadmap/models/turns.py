"""One writer a person at a time, and what makes a request the same request.

Hides that SQLite's write transaction has the lock already.
"""

import hashlib
from collections.abc import Sequence

from sqlalchemy import select

from tracker.accounts import Person, User
from tracker.extensions import db

OP_LENGTH = 32


def one_at_a_time(person: Person) -> None:
    """Until the transaction ends, no other request of this person changes anything here."""
    if db.engine.dialect.name != "sqlite":
        # Rows that point at this person may be written meanwhile: a notice to a coach waits for nothing they do.
        db.session.execute(select(User.id).where(User.id == person.id).with_for_update(key_share=True))


def operation_key(op_id: str, request: Sequence[str]) -> str:
    """What makes a request the same request: the form it came from, and what it asked for."""
    return hashlib.sha256("\x1f".join([op_id, *request]).encode()).hexdigest()[:OP_LENGTH]
