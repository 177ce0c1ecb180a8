"""People: who they are, and how a browser becomes one of them."""

from tracker.accounts.models import NAME_LENGTH, Person, User
from tracker.accounts.passwords import complaint
from tracker.accounts.routes import THEME_COOKIE, accounts

__all__ = ["NAME_LENGTH", "THEME_COOKIE", "Person", "User", "accounts", "complaint"]
