"""Recovery codes as they look: three groups of four, without letters and digits that are taken for each other. Pure."""

import re
import secrets

HOW_MANY = 10
GROUPS, GROUP = 3, 4
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""No i, l, o, 0 or 1. Twelve of these are 59 bits; what is stored of them is a slow hash."""
PATTERN = re.compile(rf"[{ALPHABET}]{{4}}(-[{ALPHABET}]{{4}}){{2}}")


def new_codes() -> list[str]:
    return [_in_groups("".join(secrets.choice(ALPHABET) for _ in range(GROUPS * GROUP))) for _ in range(HOW_MANY)]


def tidied(typed: str) -> str | None:
    """The code as it was shown, however it was typed; None if it can't be one."""
    code = _in_groups(re.sub(r"[\s\-–]", "", typed).lower())
    return code if PATTERN.fullmatch(code) else None


def _in_groups(letters: str) -> str:
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))
