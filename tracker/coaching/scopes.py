"""What a grant may let a coach see, in words. Pure.

A scope names everything that it shows, since a mentee decides by these words; what no scope names, no coach sees.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    id: str
    title: str
    shows: str
    """What a coach sees with it, as the mentee reads it before granting."""
    by_default: bool
    always: bool = False
    """Without this one there is nothing to look at."""


SCOPES = (
    Scope(
        "milestones",
        "Milestones",
        "Which milestones are to do, under way, blocked or done, ticked criteria, when each last changed, milestones "
        "you added or put away, and what is said on them; your name and time zone.",
        by_default=True,
        always=True,
    ),
    Scope(
        "evidence",
        "Evidence",
        "Links, texts and figures that you added as evidence, with their earlier versions. Needed for a review.",
        by_default=True,
    ),
    Scope(
        "pace",
        "Plan and pace",
        "Your target role and background, the plan's dates, days off, and how far ahead or behind it you are.",
        by_default=True,
    ),
    Scope("sections", "Sections you have read", "Which sections are finished. Never when or how long you read.", False),
)
ALWAYS = frozenset(scope.id for scope in SCOPES if scope.always)
DEFAULT = frozenset(scope.id for scope in SCOPES if scope.by_default)
KNOWN = frozenset(scope.id for scope in SCOPES)
NEVER = (
    "your private notes",
    "your e-mail address",
    "your hours",
    "your highlights",
    "where and when you read",
    "your devices and other settings",
)
"""What no grant shows, whatever its scopes."""


def chosen(ids: Iterable[str]) -> frozenset[str]:
    """Those that there are, with those that are always in."""
    return (frozenset(ids) & KNOWN) | ALWAYS


def listed(ids: Iterable[str]) -> tuple[Scope, ...]:
    """In the order of SCOPES."""
    wanted = set(ids)
    return tuple(scope for scope in SCOPES if scope.id in wanted)
