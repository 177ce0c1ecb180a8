"""Coaching: what a mentee lets a coach see, and what both do with it."""

from tracker.coaching.routes import blueprint

__all__ = ["blueprint"]
