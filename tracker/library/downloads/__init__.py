"""A guide to take along: as PDF, EPUB and Markdown, made once for each edition and counted."""

from tracker.library.downloads.routes import Offer, offers, said_size
from tracker.library.downloads.shelf import FORMATS, NoTypesetter, check_typesetter, kept, make

__all__ = [
    "FORMATS",
    "NoTypesetter",
    "Offer",
    "check_typesetter",
    "kept",
    "make",
    "offers",
    "said_size",
]
