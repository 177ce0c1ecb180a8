"""People: who they are, and how a browser becomes one of them."""

from tracker.accounts import (  # noqa: F401  register their routes on the blueprint
    addresses,
    authenticator,
    factor_cards,
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
from tracker.accounts.devices import device
from tracker.accounts.models import NAME_LENGTH, REMEMBERED_ABSOLUTE, Person, User, hashed
from tracker.accounts.passwords import complaint
from tracker.accounts.routes import blueprint
from tracker.accounts.settings import Card, card
from tracker.accounts.unlocking import unlock

__all__ = [
    "NAME_LENGTH",
    "REMEMBERED_ABSOLUTE",
    "Card",
    "Person",
    "User",
    "blueprint",
    "card",
    "complaint",
    "device",
    "hashed",
    "openid",
    "unlock",
]
