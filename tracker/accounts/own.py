"""What accounts itself holds of one person that can be taken along: name, time zone, and the guide in front."""

from tracker import clock
from tracker.accounts.holdings import Holding, Topic, Unit, When
from tracker.accounts.models import User
from tracker.accounts.models.rows import Row, Unfit


def _check_profile(row: Row) -> None:
    if row["time_zone"] not in clock.ZONES:
        raise Unfit("there is no such time zone")
    if not row["name"].strip() or not row["name"].isprintable():
        raise Unfit("name is not what it should be")


def _settled(mine: Unit, theirs: Unit, when: When) -> Unit:
    return theirs if when.empty else mine


HOLDINGS = (
    Holding(
        "accounts",
        (
            Topic(
                "profile",
                User,
                (),
                ("profile", "profiles"),
                "Your name, your time zone, and which guide is on your dashboard",
                _check_profile,
                owner="id",
                only=("name", "time_zone", "guide_id"),
            ),
        ),
        unit=(),
        words=("profile", "profile"),
        rule="An account that is empty takes them over; in one that is in use they stay.",
        merge=_settled,
        called=lambda _key, _unit: "Name, time zone, and the guide on the dashboard",
    ),
)
