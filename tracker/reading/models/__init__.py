"""What readers leave behind: operations and the place they lead to, finished sections, highlights."""

from tracker.reading.models.finished import FinishedSection, ids_in_use
from tracker.reading.models.highlights import Highlight
from tracker.reading.models.places import ReadingOperation, ReadingState

__all__ = ["FinishedSection", "Highlight", "ReadingOperation", "ReadingState", "ids_in_use"]
