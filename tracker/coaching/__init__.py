"""Coaching: what a mentee lets a coach see, and what both do with it."""

from tracker.coaching import mentee_desk, mentee_pages  # noqa: F401  they register their routes on the blueprint
from tracker.coaching.routes import blueprint

__all__ = ["blueprint"]
