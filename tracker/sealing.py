"""Text that the database may hold but nobody who reads it may understand: sealed with a key made of the secret key.

Hides the cipher (Fernet: AES-CBC with an HMAC, as the `cryptography` package makes it) and that each purpose has a key
of its own, so that what was sealed for one opens for no other.
"""

import base64
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app


def seal(text: str, purpose: str) -> bytes:
    return _cipher(current_app.config["SECRET_KEY"], purpose).encrypt(text.encode())


def unseal(sealed: bytes, purpose: str) -> str:
    """Raises cryptography.fernet.InvalidToken where it was sealed for another purpose or under another secret key."""
    return _cipher(current_app.config["SECRET_KEY"], purpose).decrypt(sealed).decode()


def mark(text: str, purpose: str) -> str:
    """64 hexadecimal digits that only this site makes of this text for this purpose, the same each time."""
    return hmac.new(_key(current_app.config["SECRET_KEY"], purpose), text.encode(), "sha256").hexdigest()


@lru_cache(maxsize=32)
def _cipher(secret_key: str, purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key(secret_key, purpose)))


def _key(secret_key: str, purpose: str) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=f"milepost {purpose}".encode()).derive(secret_key.encode())
