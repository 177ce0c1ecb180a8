"""One address of the app in words: what the lists of them are written with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ANYONE = "anyone"
MEMBERS = "members"
HALF = "half signed in"
"""Somebody who has shown a password, and not yet the second factor that they have."""


@dataclass(frozen=True)
class Address:
    """One method of one route. `unknown`: the same address with an id that leads nowhere.

    `code`: what it answers to whoever may use it. 302: it leads on; 404: not every member has such a thing; 410: it is
    behind a link that nobody has followed.
    """

    endpoint: str
    method: str
    path: str
    who: str
    form: Mapping[str, Any] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    code: int = 200

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def read(endpoint: str, path: str, who: str, *unknown: str, code: int = 200) -> Address:
    return Address(endpoint, "GET", path, who, unknown=unknown, code=code)


def write(endpoint: str, path: str, who: str, *unknown: str, **form: Any) -> Address:
    return Address(endpoint, "POST", path, who, form, unknown)
