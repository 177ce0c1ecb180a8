"""The first page and the dashboard."""

from tracker.dashboard.routes import blueprint, my_guide

__all__ = ["blueprint", "my_guide"]
