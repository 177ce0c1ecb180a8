"""A guide to take along: as PDF, EPUB and Markdown, made once for each edition and counted."""

from tracker.library.downloads.background import end_with, make_in_background
from tracker.library.downloads.routes import Offer, offers, said_size
from tracker.library.downloads.shelf import FORMATS, NoTypesetter, check_typesetter, kept, make

__all__ = [
    "FORMATS",
    "NoTypesetter",
    "Offer",
    "check_typesetter",
    "end_with",
    "kept",
    "make",
    "make_in_background",
    "offers",
    "said_size",
]
