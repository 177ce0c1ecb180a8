"""People, their sessions, what they were sent, and how often somebody has tried something."""

from tracker.accounts.models.archives import OFFERED_FOR, UNDOABLE_FOR, Archive, Import
from tracker.accounts.models.attempts import Attempts
from tracker.accounts.models.browsers import KNOWN_FOR, KnownBrowser
from tracker.accounts.models.digests import digest, hashed, matches
from tracker.accounts.models.person import FRESH, Person
from tracker.accounts.models.sessions import ABSOLUTE, IDLE, REMEMBERED_ABSOLUTE, REMEMBERED_IDLE, UserSession
from tracker.accounts.models.tickets import Ticket
from tracker.accounts.models.users import EMAIL_LENGTH, NAME_LENGTH, PASSWORD_LENGTH, User, normal

__all__ = [
    "ABSOLUTE",
    "EMAIL_LENGTH",
    "FRESH",
    "IDLE",
    "KNOWN_FOR",
    "NAME_LENGTH",
    "OFFERED_FOR",
    "PASSWORD_LENGTH",
    "REMEMBERED_ABSOLUTE",
    "REMEMBERED_IDLE",
    "UNDOABLE_FOR",
    "Archive",
    "Attempts",
    "Import",
    "KnownBrowser",
    "Person",
    "Ticket",
    "User",
    "UserSession",
    "digest",
    "hashed",
    "matches",
    "normal",
]
