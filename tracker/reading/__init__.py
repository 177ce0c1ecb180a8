"""Guide and section pages, the place where somebody stopped, and what they have finished and marked."""

from tracker.reading import actions, highlighting, offline  # noqa: F401  register their routes on the blueprint
from tracker.reading.anchors import Anchor
from tracker.reading.continuing import Continuing, continuing, percent_read
from tracker.reading.holdings import HOLDINGS
from tracker.reading.models import Reading, Step, ids_in_use
from tracker.reading.routes import blueprint, contents, reader_key

__all__ = [
    "HOLDINGS",
    "Anchor",
    "Continuing",
    "Reading",
    "Step",
    "blueprint",
    "contents",
    "continuing",
    "ids_in_use",
    "percent_read",
    "reader_key",
]
