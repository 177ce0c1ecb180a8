"""How secrets are kept: passwords by a slow hash that is costly to guess, random tokens by a fast one."""

import hashlib
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type, hash_secret_raw

TIME_COST, MEMORY_KIB = 2, 19 * 1024
HASHER = PasswordHasher(time_cost=TIME_COST, memory_cost=MEMORY_KIB, parallelism=1)
NOBODY = HASHER.hash(secrets.token_urlsafe(16))
"""What a password is compared with where there is no account, so that it takes as long."""


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def hashed(password: str) -> str:
    return HASHER.hash(password)


def matches(password_hash: str, password: str) -> bool:
    try:
        return HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(password_hash: str) -> bool:
    """Whether it was made at another cost than today's."""
    return HASHER.check_needs_rehash(password_hash)


def stretched(code: str, salt: bytes) -> str:
    """Of a code that is too short for a fast hash: a slow one with a given salt, so that it can be looked up."""
    raw = hash_secret_raw(
        code.encode(),
        salt,
        time_cost=TIME_COST,
        memory_cost=MEMORY_KIB,
        parallelism=1,
        hash_len=32,
        type=Type.ID,
    )
    return raw.hex()
