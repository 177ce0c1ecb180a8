"""Coaching: what a mentee lets a coach see, and what both do with it."""

from tracker.coaching import answering, telling  # noqa: F401  they register routes, and what notices say
from tracker.coaching.routes import blueprint

__all__ = ["blueprint"]
