"""The first page and the dashboard."""

from tracker.dashboard.routes import dashboard, my_guide

__all__ = ["dashboard", "my_guide"]
