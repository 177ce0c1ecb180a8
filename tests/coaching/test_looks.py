"""The access log in words: looks become a line a day and coach, in the reader's zone, with visits counted."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracker.coaching.looks import LOOKS_KNOWN, by_day
from tracker.coaching.models import LOOKS


@dataclass(frozen=True)
class Look:
    coach_id: int
    look: str
    target: str
    begun_at: datetime
    until_at: datetime
    guide_id: str = "tiny-guide"
    coach: str | None = "Carl"


NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def look(minutes: float, what: str, target: str = "", *, lasts: float = 0, coach: int = 1) -> Look:
    begun = NOON + timedelta(minutes=minutes)
    return Look(coach, what, target, begun, begun + timedelta(minutes=lasts))


def test_one_line_for_a_day_of_one_coach() -> None:
    looks = [look(2, "plan"), look(3, "milestone", "a"), look(5, "milestone", "b", lasts=3), look(90, "milestone", "a")]
    ((day, (line,)),) = by_day(reversed(looks), "UTC")
    assert day == date(2026, 3, 4)
    assert line.what == "looked at your roadmap and 2 milestones"
    assert (line.first, line.last, line.visits) == (looks[0].begun_at, looks[3].until_at, 2)
    assert line.milestones == (("tiny-guide", "a"), ("tiny-guide", "b"))


def test_everything_that_can_be_looked_at_has_words() -> None:
    looks = [look(number, what, "m") for number, what in enumerate(LOOKS)]
    ((_, (line,)),) = by_day(looks, "UTC")
    assert line.what == (
        "looked at your roadmap, 1 milestone, 1 meeting and your line in their list; "
        "saved a file that you are in; printed a list that you are in"
    )
    assert set(LOOKS) == LOOKS_KNOWN
    for what in LOOKS:
        ((_, (line,)),) = by_day([look(0, what)], "UTC")
        assert line.what


def test_the_list_of_meetings_is_no_meeting() -> None:
    for looks, what in (
        ([look(0, "meeting")], "looked at your meetings"),
        (
            [look(0, "plan"), look(1, "meeting"), look(2, "meeting", "m"), look(3, "meeting", "m")],
            "looked at your roadmap and your meetings (1 of them opened)",
        ),
        ([look(0, "meeting", "m"), look(1, "meeting", "n")], "looked at 2 meetings"),
    ):
        ((_, (line,)),) = by_day(looks, "UTC")
        assert line.what == what


def test_a_day_is_the_readers() -> None:
    late = look(11.5 * 60, "plan")
    assert [day for day, _ in by_day([late], "UTC")] == [date(2026, 3, 4)]
    assert [day for day, _ in by_day([late], "Asia/Kathmandu")] == [date(2026, 3, 5)]


def test_coaches_stand_apart_and_the_last_to_come_at_the_top() -> None:
    looks = [
        look(0, "plan"),
        replace(look(10, "plan", coach=2), coach="Otto"),
        replace(look(5, "list", coach=3), coach=None),
    ]
    ((_, lines),) = by_day(looks, "UTC")
    assert [line.coach for line in lines] == ["Otto", "Somebody who no longer coaches", "Carl"]


@given(
    st.lists(
        st.builds(
            look,
            st.integers(0, 60 * 24 * 30),
            st.sampled_from(LOOKS),
            st.sampled_from("abc"),
            lasts=st.integers(0, 40),
            coach=st.integers(1, 3),
        )
    )
)
def test_nothing_is_left_out_and_nothing_is_said_twice(looks: list[Look]) -> None:
    days = by_day(looks, "Europe/Berlin")
    assert [day for day, _ in days] == sorted({day for day, _ in days}, reverse=True)
    assert sum(len(lines) for _, lines in days) == len(
        {(one.coach_id, (one.begun_at + timedelta(hours=1)).date()) for one in looks if one.begun_at < SUMMER}
        | {(one.coach_id, (one.begun_at + timedelta(hours=2)).date()) for one in looks if one.begun_at >= SUMMER}
    )
    for _, lines in days:
        assert all(line.visits >= 1 and line.first <= line.last for line in lines)


SUMMER = datetime(2026, 3, 29, 1, tzinfo=UTC)
