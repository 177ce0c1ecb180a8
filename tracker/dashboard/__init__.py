"""The first page, the dashboard, help and privacy."""

from tracker.dashboard import privacy  # noqa: F401  registers its route on the blueprint
from tracker.dashboard.routes import blueprint, my_guide

__all__ = ["blueprint", "my_guide"]
