"""People, their sessions and second factors, what they were sent, and how often somebody has tried something."""

from tracker.accounts.models.archives import OFFERED_FOR, UNDOABLE_FOR, Archive, Import
from tracker.accounts.models.attempts import Attempts
from tracker.accounts.models.authenticators import Authenticator
from tracker.accounts.models.browsers import KNOWN_FOR, KnownBrowser
from tracker.accounts.models.coaches import HELPS_LENGTH, PROMISES, Coach, coaches
from tracker.accounts.models.digests import digest, hashed, matches
from tracker.accounts.models.factors import Factors, has_second_factor, owns_factor, remove_factors
from tracker.accounts.models.identities import Identity
from tracker.accounts.models.passkeys import MOST_PASSKEYS, PASSKEY_NAME_LENGTH, Passkey
from tracker.accounts.models.person import FRESH, LONG_AGO, Person
from tracker.accounts.models.recovery import RecoveryCode
from tracker.accounts.models.sessions import ABSOLUTE, IDLE, REMEMBERED_ABSOLUTE, REMEMBERED_IDLE, UserSession
from tracker.accounts.models.tickets import FINISH_WITHIN, HALF_WAY, RESET, RESET_WITHIN, Ticket
from tracker.accounts.models.users import EMAIL_LENGTH, NAME_LENGTH, PASSWORD_LENGTH, User, normal

__all__ = [
    "ABSOLUTE",
    "EMAIL_LENGTH",
    "FINISH_WITHIN",
    "FRESH",
    "HALF_WAY",
    "HELPS_LENGTH",
    "IDLE",
    "KNOWN_FOR",
    "LONG_AGO",
    "MOST_PASSKEYS",
    "NAME_LENGTH",
    "OFFERED_FOR",
    "PASSKEY_NAME_LENGTH",
    "PASSWORD_LENGTH",
    "PROMISES",
    "REMEMBERED_ABSOLUTE",
    "REMEMBERED_IDLE",
    "RESET",
    "RESET_WITHIN",
    "UNDOABLE_FOR",
    "Archive",
    "Attempts",
    "Authenticator",
    "Coach",
    "Factors",
    "Identity",
    "Import",
    "KnownBrowser",
    "Passkey",
    "Person",
    "RecoveryCode",
    "Ticket",
    "User",
    "UserSession",
    "coaches",
    "digest",
    "has_second_factor",
    "hashed",
    "matches",
    "normal",
    "owns_factor",
    "remove_factors",
]
