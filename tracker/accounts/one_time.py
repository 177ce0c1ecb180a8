"""Codes that an authenticator app shows (TOTP, RFC 6238): six digits, a new one every thirty seconds. Pure.

Hides the library (pyotp), and how far a phone's clock may be off: one step, either way.
"""

import hmac
import re
from datetime import datetime

import pyotp

SECONDS = 30
ISSUER = "Milepost"


def new_seed() -> str:
    """160 random bits, in the letters and digits that apps take."""
    return pyotp.random_base32()


def matching_step(seed: str, code: str, moment: datetime) -> int | None:
    """The thirty seconds, counted since 1970, that this code belongs to, if they are now or next to it."""
    digits = re.sub(r"\s", "", code)
    now = int(moment.timestamp()) // SECONDS
    totp = pyotp.TOTP(seed)
    found = [step for step in (now, now - 1, now + 1) if hmac.compare_digest(totp.generate_otp(step), _ascii(digits))]
    return found[0] if found else None


def address(seed: str, account: str) -> str:
    """What the QR code says, as apps understand it (otpauth://…)."""
    return pyotp.TOTP(seed).provisioning_uri(name=account, issuer_name=ISSUER)


def grouped(seed: str) -> str:
    """The seed in groups of four, for typing."""
    return " ".join(re.findall(".{1,4}", seed))


def _ascii(text: str) -> str:
    """Whatever else was typed equals no code; comparing takes ASCII only."""
    return text if text.isascii() else ""
