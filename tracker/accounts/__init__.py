"""People: who they are, and how a browser becomes one of them."""

from tracker.accounts import (  # noqa: F401  they register routes and jobs
    addresses,
    authenticator,
    data,
    deleting,
    factor_cards,
    importing,
    letters,
    links,
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
from tracker.accounts.arriving import greeted
from tracker.accounts.deleting import forget_again, when_leaving
from tracker.accounts.devices import device
from tracker.accounts.holdings import File, Holding, Key, Reader, Topic, Unit, Units, When, hand_over
from tracker.accounts.letters import gone
from tracker.accounts.limits import client, is_limited, may_write
from tracker.accounts.models import (
    HELPS_LENGTH,
    NAME_LENGTH,
    PROMISES,
    REMEMBERED_ABSOLUTE,
    Authenticator,
    Coach,
    Person,
    User,
    coaches,
    digest,
    hashed,
    normal,
    owns_factor,
)
from tracker.accounts.models.rows import Row, Unfit
from tracker.accounts.one_time import address as otpauth
from tracker.accounts.one_time import new_seed
from tracker.accounts.own import HOLDINGS
from tracker.accounts.passwords import complaint
from tracker.accounts.routes import blueprint
from tracker.accounts.settings import Card, card, when_zone_changes
from tracker.accounts.unlocking import unlock

__all__ = [
    "HELPS_LENGTH",
    "HOLDINGS",
    "NAME_LENGTH",
    "PROMISES",
    "REMEMBERED_ABSOLUTE",
    "Authenticator",
    "Card",
    "Coach",
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
    "coaches",
    "complaint",
    "device",
    "digest",
    "forget_again",
    "gone",
    "greeted",
    "hand_over",
    "hashed",
    "is_limited",
    "links",
    "may_write",
    "new_seed",
    "normal",
    "openid",
    "otpauth",
    "owns_factor",
    "unlock",
    "when_leaving",
    "when_zone_changes",
]
