"""Which passwords are refused: short ones, ones that everybody tries first, and the person's own name or address."""

from zxcvbn.frequency_lists import FREQUENCY_LISTS

LEAST = 10
COMMON = frozenset(password.casefold() for password in FREQUENCY_LISTS["passwords"])


def complaint(password: str, *, name: str = "", email: str = "") -> str | None:
    """A sentence that says why this password won't do, or None."""
    if len(password) < LEAST:
        return f"Use at least {LEAST} characters. A few plain words are fine."
    folded = password.casefold()
    if folded in COMMON or (
        folded.strip("0123456789!?.*") in COMMON and len(folded.strip("0123456789!?.*")) >= LEAST - 2
    ):
        return "This password is on the lists that people try first. Choose another; a few plain words are fine."
    if len(set(folded)) < 4:
        return "This password repeats a few characters. Choose another; a few plain words are fine."
    if folded in {name.casefold(), email.casefold(), email.casefold().partition("@")[0]}:
        return "This is your name or your address. Choose something nobody can look up."
    return None
