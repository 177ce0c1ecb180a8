"""What a guide changes for different people, as frozen objects: by background, by target role, and when time is short.

Hides nothing: `personal.py` reads them from guide.md, the scheduler (`tracker/roadmap/plan.py`) uses them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Weight:
    """How the hours of one milestone change: first times, then plus hours. `why` is for the person to read."""

    times: float = 1.0
    add: int = 0
    why: str = ""


@dataclass(frozen=True)
class Profile:
    """A background or a target role. `people` is how its people are called ("Backend engineers"); empty for a role."""

    id: str
    title: str
    people: str
    about: str
    """One sentence on what it changes, for the person who chooses it; may be empty."""
    hours: Mapping[str, Weight] = field(default_factory=dict)
    weeks: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Other windows for some milestones: another order of the work."""


@dataclass(frozen=True)
class Cut:
    """Milestones that go together when a plan must shrink, after the stretch ones; cuts are made in their order."""

    title: str
    milestones: tuple[str, ...]
