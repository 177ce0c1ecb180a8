"""How often something is asked for: a count in memory, for reading that is no secret worth guessing but costs work.

Each process counts for itself and forgets with its end; limits that guard secrets stand in the database. Pure.
"""

from datetime import datetime, timedelta
from threading import Lock

MOST_KEYS = 10_000


class Often:
    def __init__(self, most: int, window: timedelta) -> None:
        self.most = most
        self.window = window
        self._counts: dict[str, tuple[datetime, int]] = {}
        self._lock = Lock()

    def is_too_often(self, key: str, now: datetime) -> bool:
        """Count one more; whether that is beyond `most` within the window."""
        with self._lock:
            since, count = self._counts.get(key, (now, 0))
            if not timedelta() <= now - since < self.window:
                since, count = now, 0
            if len(self._counts) >= MOST_KEYS and key not in self._counts:
                self._counts.clear()
            self._counts[key] = (since, count + 1)
            return count + 1 > self.most
