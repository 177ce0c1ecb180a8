"""People: who they are, and how a browser becomes one of them."""

from tracker.accounts import (  # noqa: F401  they register routes and jobs
    addresses,
    authenticator,
    data,
    deleting,
    factor_cards,
    importing,
    letters,
    openid,
    passkeys,
    proof,
    recovery,
    resets,
    second_step,
    sessions,
    signing_up,
)
from tracker.accounts.archive import making  # noqa: F401
from tracker.accounts.deleting import forget_again
from tracker.accounts.devices import device
from tracker.accounts.holdings import File, Holding, Key, Reader, Topic, Unit, Units, When, hand_over
from tracker.accounts.limits import client
from tracker.accounts.models import NAME_LENGTH, REMEMBERED_ABSOLUTE, Person, User, digest, hashed
from tracker.accounts.models.rows import Row, Unfit
from tracker.accounts.own import HOLDINGS
from tracker.accounts.passwords import complaint
from tracker.accounts.routes import blueprint
from tracker.accounts.settings import Card, card, when_zone_changes
from tracker.accounts.unlocking import unlock

__all__ = [
    "HOLDINGS",
    "NAME_LENGTH",
    "REMEMBERED_ABSOLUTE",
    "Card",
    "File",
    "Holding",
    "Key",
    "Person",
    "Reader",
    "Row",
    "Topic",
    "Unfit",
    "Unit",
    "Units",
    "User",
    "When",
    "blueprint",
    "card",
    "client",
    "complaint",
    "device",
    "digest",
    "forget_again",
    "hand_over",
    "hashed",
    "openid",
    "unlock",
    "when_zone_changes",
]
