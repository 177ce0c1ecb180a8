"""What a roadmap holds of one person beside the guide's milestones: own ones, changes by hand, and hours worked."""

from collections.abc import Iterable

from tracker.accounts import Holding, Key, Row, Topic, Unit, Units, When
from tracker.library import catalogue
from tracker.roadmap.checking_own import check_adjustment, check_hours, check_own, too_full_a_day, too_many_own
from tracker.roadmap.models import AdjustmentRow, OwnRow, WorkSession


def _later(mine: Unit, theirs: Unit, _when: When) -> Unit:
    """The one that was changed more often; of two changed as often, the one that is here."""
    return max(mine, theirs, key=_version)


def _version(unit: Unit) -> int:
    return max(int(row["version"]) for rows in unit.values() for row in rows)


def _rows(units: Units) -> Iterable[Row]:
    return (row for unit in units.values() for rows in unit.values() for row in rows)


def _own_title(_key: Key, unit: Unit) -> str:
    return str(unit["own"][0]["title"])


def _given_title(key: Key, _unit: Unit) -> str:
    guide = catalogue().get(key[0])
    milestone = guide.by_id.get(key[1]) if guide else None
    return milestone.title if milestone else f"{key[1]} ({key[0]}), which no guide here has now"


def _entry(_key: Key, unit: Unit) -> str:
    row = unit["hours"][0]
    return f"{row['day']}, {row['minutes']} minutes"


HOLDINGS = (
    Holding(
        "roadmap",
        (
            Topic(
                "own",
                OwnRow,
                ("guide_id", "milestone_id"),
                ("milestone of your own", "milestones of your own"),
                "The milestones that you added, archived ones too: title, outcome, criteria, hours, days, order",
                check_own,
            ),
        ),
        unit=("guide_id", "milestone_id"),
        words=("milestone of your own", "milestones of your own"),
        rule="What you wrote of it last counts; how it stands is brought together as for every milestone.",
        merge=_later,
        called=_own_title,
        limit=lambda units: too_many_own(_rows(units)),
    ),
    Holding(
        "roadmap",
        (
            Topic(
                "adjustments",
                AdjustmentRow,
                ("guide_id", "milestone_id"),
                ("change for you", "changes for you"),
                "What you changed on milestones of a guide: hours, days, and which ones you hid",
                check_adjustment,
            ),
        ),
        unit=("guide_id", "milestone_id"),
        words=("change for you", "changes for you"),
        rule="What you changed last counts.",
        merge=_later,
        called=_given_title,
    ),
    Holding(
        "roadmap",
        (
            Topic(
                "hours",
                WorkSession,
                ("entry_id",),
                ("entry of hours", "entries of hours"),
                "The hours that you worked: day, minutes and milestone of each entry; a session that runs is not in it",
                check_hours,
                set_in="minutes",
            ),
        ),
        unit=("entry_id",),
        words=("entry of hours", "entries of hours"),
        rule="The entry here stays as it is; entries that are only in the archive are added.",
        called=_entry,
        limit=lambda units: too_full_a_day(_rows(units)),
    ),
)
