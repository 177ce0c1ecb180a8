"""What readers leave behind: operations and the place they lead to, finished sections, highlights."""

from tracker.reading.models.finished import FinishedSection, ids_in_use
from tracker.reading.models.highlights import Highlight, Highlights
from tracker.reading.models.places import ReadingOperation, ReadingState
from tracker.reading.models.reading import Answer, Reading, Step, Undoable

__all__ = [
    "Answer",
    "FinishedSection",
    "Highlight",
    "Highlights",
    "Reading",
    "ReadingOperation",
    "ReadingState",
    "Step",
    "Undoable",
    "ids_in_use",
]
