"""Guide and section pages, and what a person has finished of them."""

from tracker.reading.models import FinishedSection, ids_in_use
from tracker.reading.routes import blueprint, contents, percent_read

__all__ = ["FinishedSection", "blueprint", "contents", "ids_in_use", "percent_read"]
