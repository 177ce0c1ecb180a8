"""Guide and section pages, and what a person has finished of them."""

from tracker.reading.models import FinishedSection, ids_in_use
from tracker.reading.routes import contents, percent_read, reading

__all__ = ["FinishedSection", "contents", "ids_in_use", "percent_read", "reading"]
