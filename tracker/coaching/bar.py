"""Whether a measured figure meets the bar, where both can be compared; where not, both stand side by side. Pure.

    verdict("at least 80%", "84%")      "met"
    verdict("at most 60 s", "75 s")     "above the target"
    verdict("stated", "72%")            "": these are words
    verdict("at least 85%", "0.81")     "": another unit

A target without "at least" or "at most" says no direction, so only the very number meets it.
"""

import re
from decimal import Decimal

NUMBER = r"(?P<number>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)"
TARGET = re.compile(rf"(?:at (?P<way>least|most) )?(?P<before>[^\d\s\w]*){NUMBER}\s*(?P<unit>[^\d]*)", re.ASCII)
VALUE = re.compile(rf"(?P<before>[^\d\s\w]*){NUMBER}\s*(?P<unit>[^\d]*)", re.ASCII)


def verdict(target: str, value: str) -> str:
    """One word or a few, or nothing."""
    wanted, found = TARGET.fullmatch(target.strip()), VALUE.fullmatch(value.strip())
    if not wanted or not found or _kind(wanted) != _kind(found):
        return ""
    bar, mine = _number(wanted), _number(found)
    if wanted["way"] == "least":
        return "met" if mine >= bar else "below the target"
    if wanted["way"] == "most":
        return "met" if mine <= bar else "above the target"
    return "met" if mine == bar else ""


def _kind(match: re.Match[str]) -> tuple[str, str]:
    """Signs and currency before the number, and the unit behind it."""
    return match["before"].replace("−", "-"), match["unit"].strip().casefold()


def _number(match: re.Match[str]) -> Decimal:
    return Decimal(match["number"].replace(",", ""))
