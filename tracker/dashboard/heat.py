"""The weeks' heat map: days with work as columns of weeks, ready to draw. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

WEEKS = 26
STEPS = (0, 2, 5, 9)
"""A day's level is how many of these its changes exceed: none, 1–2, 3–5, 6–9, more."""


def first_day(today: date) -> date:
    """The Monday on which the map begins."""
    return today - timedelta(days=today.weekday(), weeks=WEEKS - 1)


def weeks(days: Mapping[date, int], today: date) -> list[dict[str, Any]]:
    """The last 26 weeks up to today, oldest first; days to come are None.

    A week carries its month where a month begins.
    """
    start = first_day(today)
    found: list[dict[str, Any]] = []
    for number in range(WEEKS):
        monday = start + timedelta(weeks=number)
        named = number == 0 or monday.day <= 7
        found.append(
            {
                "start": monday,
                "label": f"{monday:%b}" if named else "",
                "days": [_day(days, monday + timedelta(days=at), today) for at in range(7)],
            }
        )
    return found


def _day(days: Mapping[date, int], day: date, today: date) -> dict[str, Any] | None:
    if day > today:
        return None
    count = days.get(day, 0)
    changes = "no changes" if count == 0 else "1 change" if count == 1 else f"{count} changes"
    return {
        "date": day,
        "label": f"{day:%a} {day.day} {day:%B}: {changes}",
        "count": count,
        "level": sum(count > step for step in STEPS),
    }
