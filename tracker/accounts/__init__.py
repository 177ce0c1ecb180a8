"""People: who they are, and how a browser becomes one of them."""

from tracker.accounts.devices import device
from tracker.accounts.models import NAME_LENGTH, REMEMBERED_ABSOLUTE, Person, User
from tracker.accounts.passwords import complaint
from tracker.accounts.routes import blueprint

__all__ = ["NAME_LENGTH", "REMEMBERED_ABSOLUTE", "Person", "User", "blueprint", "complaint", "device"]
