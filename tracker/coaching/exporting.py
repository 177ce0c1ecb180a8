"""A line of the coach's list as cells of a spreadsheet: numbers as numbers, days as ISO, in words what isn't shared."""

from datetime import date, datetime

from tracker.coaching.home import SECTIONS, section_of
from tracker.coaching.rows import Coaching, Row

NOT_SHARED = "not shared"
HEAD = (
    "Name",
    "Section",
    "Groups",
    "Guide",
    "Goal",
    "Pace",
    "Study days ahead (+) or behind (-)",
    "Plan ends",
    "Done",
    "Reviewed",
    "Already had",
    "Not applicable",
    "Of",
    "Current milestone",
    "Its status",
    "Since",
    "Days in it",
    "Last output",
    "Now",
    "When",
    "Whose turn",
    "About",
    "Turn since",
    "Answer overdue",
    "Needs a hand",
    "Within seven days",
    "Quiet since",
    "Recent wins",
)


def cells(row: Row, at: Coaching) -> list[str | int]:
    current, output, turn, tally = row.current, row.output, row.turn, row.tally
    hidden = "" if row.shares_pace else NOT_SHARED
    number = row.pace.days if row.pace else None
    return [
        row.name,
        SECTIONS[section_of(row)],
        "; ".join(row.given.groups),
        row.guide,
        row.goal or hidden,
        row.pace_words if row.pace else hidden,
        number if number is not None else hidden,
        _day(row.finish) or hidden,
        tally.done,
        tally.reviewed,
        tally.had,
        tally.na,
        tally.of,
        current.title if current else "",
        current.status if current else "",
        _day(current.since) if current else "",
        current.days if current and current.days is not None else "",
        output.title if output else "",
        output.word if output else "",
        _moment(output.at, at) if output else "",
        turn.who,
        "; ".join(turn.about),
        _moment(turn.since, at) if turn.since else "",
        ("yes" if turn.overdue else "no") if turn.who == "coach" else "",
        "; ".join(flag.words for flag in row.flags),
        "; ".join(f"{one.day.isoformat()} {one.words}" for one in row.soon),
        _day(row.quiet.day) if row.quiet else "",
        "; ".join(f"{one.day.isoformat()} {one.words}" for one in row.wins),
    ]


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _moment(moment: datetime, at: Coaching) -> str:
    return at.day_of(moment).isoformat()
