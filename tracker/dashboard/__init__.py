"""The first page, the dashboard, the inbox, help and privacy."""

from tracker.dashboard import inbox_pages, privacy  # noqa: F401  they register their routes on the blueprint
from tracker.dashboard.routes import blueprint, my_guide

__all__ = ["blueprint", "my_guide"]
