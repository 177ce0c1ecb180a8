"""How the coach's pages say numbers, days and pace: short, and never as if it were the coach's own roadmap. Pure."""

from datetime import date

from tracker.roadmap import Pace
from tracker.words import said_day

NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")
LEAST_FOR_A_SHARE = 5


def people(number: int) -> str:
    """Four people; 14 people."""
    word = NUMBERS[number] if number < len(NUMBERS) else f"{number:,}"
    return f"{word} {'person' if number == 1 else 'people'}"


def on_day(day: date, today: date) -> str:
    """Today; yesterday; Tuesday; 3 November; 3 November 2025: a day in a sentence, the near ones by name."""
    ago = (today - day).days
    if ago in {0, 1, -1}:
        return {0: "today", 1: "yesterday", -1: "tomorrow"}[ago]
    if abs(ago) < 7:
        return f"{day:%A}"
    return exact(day, today)


def exact(day: date, today: date) -> str:
    """3 November; 3 November 2025: where it may be read on another day, as on paper."""
    return f"{day.day} {day:%B}" if day.year == today.year else said_day(day)


def days(number: int) -> str:
    return "1 day" if number == 1 else f"{number:,} days"


def waits(number: int) -> str:
    """The page's headline."""
    return f"{people(number)} {'waits' if number == 1 else 'wait'} on you" if number else "Nobody waits on you"


def pace_words(pace: Pace) -> str:
    """The same number as its owner reads, in fewer words; small ones are slack, and nobody is blamed for using it."""
    if pace.days is None:
        return "First week, no pace yet" if pace.band == "early" else pace.headline
    count = "1 study day" if abs(pace.days) == 1 else f"{abs(pace.days)} study days"
    if pace.band == "on-track":
        slack = "of slack in use" if pace.days < 0 else "in hand"
        return f"On track, {count} {slack}" if pace.days else "On track"
    return f"{count} ahead (+{pace.days})" if pace.days > 0 else f"{count} behind (−{-pace.days})"


def useful_words(useful: int, answered: int) -> str:
    """How many flags were of use; a share only where there are enough answers for one."""
    if not answered:
        return ""
    share = f" ({100 * useful // answered} %)" if answered >= LEAST_FOR_A_SHARE else ""
    return f"{useful} of {answered} marked useful{share}"
