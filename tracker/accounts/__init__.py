"""People: who they are, and how a browser becomes one of them."""

from tracker.accounts.models import NAME_LENGTH, REMEMBERED_ABSOLUTE, Person, User
from tracker.accounts.passwords import complaint
from tracker.accounts.routes import THEME_COOKIE, blueprint

__all__ = ["NAME_LENGTH", "REMEMBERED_ABSOLUTE", "THEME_COOKIE", "Person", "User", "blueprint", "complaint"]
