"""All that a plan is made of: the guide, the person, what they changed by hand, and what they have done already.

Hides nothing: frozen objects without behaviour. Ids of own milestones and of the guide's share one space. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tracker.library import Guide
from tracker.roadmap.setup import Setup


@dataclass(frozen=True)
class Adjusted:
    """What a person changed by hand on one milestone; None leaves the guide's value."""

    hours: float | None = None
    start: date | None = None
    """Not before this day; from then on it comes first."""
    end: date | None = None
    """Wanted by this day; without `start` it begins just early enough."""
    hidden: bool = False
    wanted: bool = False
    """Planned although it could be skipped or is a stretch."""


@dataclass(frozen=True)
class Own:
    """A milestone that the person added.

    Undated it fills the hours that the guide's leave free, in the order given; dated it comes first from its day on.
    """

    id: str
    title: str
    hours: float
    track: str | None = None
    needs: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    hidden: bool = False


@dataclass(frozen=True)
class Finished:
    """A milestone that is done. `begun` is the first day of work on it, where known."""

    ended: date
    begun: date | None = None


@dataclass(frozen=True)
class Worked:
    """A milestone under way: planned hours that are behind it, and the first day of work, where known."""

    hours: float
    begun: date | None = None


@dataclass(frozen=True)
class Inputs:
    """Everything `make_plan` looks at. Made again from the same values it gives the same plan."""

    guide: Guide
    setup: Setup
    today: date | None = None
    """No open work is planned before this day; None plans from the start, as on the day of setting out."""
    adjusted: Mapping[str, Adjusted] = field(default_factory=dict)
    own: tuple[Own, ...] = ()
    finished: Mapping[str, Finished] = field(default_factory=dict)
    worked: Mapping[str, Worked] = field(default_factory=dict)
    had: frozenset[str] = frozenset()
    """Marked "already had" by the person, whatever the setup says."""
    na: frozenset[str] = frozenset()
    """Marked "not applicable"."""
