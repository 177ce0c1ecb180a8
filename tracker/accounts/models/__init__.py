"""People, their sessions, what they were sent, and how often somebody has tried something."""

from tracker.accounts.models.attempts import Attempts
from tracker.accounts.models.browsers import KNOWN_FOR, KnownBrowser
from tracker.accounts.models.digests import digest, hashed, matches
from tracker.accounts.models.identities import Identity
from tracker.accounts.models.person import FRESH, LONG_AGO, Person
from tracker.accounts.models.sessions import ABSOLUTE, IDLE, REMEMBERED_ABSOLUTE, REMEMBERED_IDLE, UserSession
from tracker.accounts.models.tickets import FINISH_WITHIN, RESET_WITHIN, Ticket
from tracker.accounts.models.users import EMAIL_LENGTH, NAME_LENGTH, PASSWORD_LENGTH, User, normal

__all__ = [
    "ABSOLUTE",
    "EMAIL_LENGTH",
    "FINISH_WITHIN",
    "FRESH",
    "IDLE",
    "KNOWN_FOR",
    "LONG_AGO",
    "NAME_LENGTH",
    "PASSWORD_LENGTH",
    "REMEMBERED_ABSOLUTE",
    "REMEMBERED_IDLE",
    "RESET_WITHIN",
    "Attempts",
    "Identity",
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
