"""What the reminders hold of one person that can be taken along: that they want the weekly letter. Addresses never."""

from tracker.accounts import Holding, Topic
from tracker.reminders.models import WeeklyLetter

HOLDINGS = (
    Holding(
        "reminders",
        (
            Topic(
                "letters",
                WeeklyLetter,
                (),
                ("wish for letters", "wishes for letters"),
                "That you want the weekly letter, since when, and when the next is due",
            ),
        ),
        unit=(),
        words=("wish for letters", "wishes for letters"),
        rule="What you chose here stays as it is.",
        called=lambda _key, _unit: "The weekly letter",
    ),
)
