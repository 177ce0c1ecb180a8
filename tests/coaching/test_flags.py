"""What says that somebody may need a hand: each a dated fact; never of silence, of new people, or of days off."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.coaching.flags import NEW, Answer, Flag, Whose, flags
from tracker.coaching.said import useful_words
from tracker.library import Guide
from tracker.roadmap import Break, Course, Inputs, Plan, Review, Setup, Taken, Told, make_plan
from tracker.roadmap.progress import STATUSES, State
from tracker.roadmap.standing import standings

START = date(2026, 8, 3)
LONG_AGO = START - timedelta(days=60)
MOMENT = datetime(2026, 8, 3, 12, tzinfo=UTC)


PLANS: dict[str, Plan] = {}
"""Made once: it takes longer than all that is looked at here."""


def _plan(guide: Guide) -> Plan:
    if guide.id not in PLANS:
        PLANS[guide.id] = make_plan(Inputs(guide, Setup(START, (2, 2, 2, 2, 2, 0, 0))))
    return PLANS[guide.id]


def whose(
    guide: Guide,
    states: dict[str, State],
    today: date,
    *,
    since: dict[str, date] | None = None,
    reviews: dict[str, Review] | None = None,
    breaks: tuple[Break, ...] = (),
    granted_on: date = LONG_AGO,
    planned: bool = True,
) -> Whose:
    told = tuple(Told(number, one.first, one.last, MOMENT) for number, one in enumerate(breaks))
    taken = Taken(1, "set-out", START, MOMENT, _plan(guide), told=told) if planned else None
    course = Course(guide, standings(guide, states, reviews or {}), taken, {}, since or {})
    return Whose(course, course.outlook(today), today, "Europe/Berlin", granted_on)


def kinds(found: tuple[Flag, ...]) -> list[str]:
    return [flag.kind for flag in found]


def day_after(guide: Guide, weeks: int) -> date:
    return START + timedelta(weeks=weeks)


def test_blocked_from_the_third_day_with_its_date(guide: Guide) -> None:
    first, today = guide.milestones[0], day_after(guide, 4)

    def after(days: int) -> tuple[Flag, ...]:
        since = {first.id: today - timedelta(days=days)}
        return flags(whose(guide, {first.id: State("blocked")}, today, since=since, planned=False))

    assert after(2) == ()
    assert kinds(after(3)) == ["blocked"]
    (found,) = after(12)
    assert found.words == f"“{first.title}” blocked since 19 August (12 days)"
    assert found.reason == f"blocked:{first.id}:2026-08-19"


def test_long_at_twice_its_study_days(guide: Guide) -> None:
    plan = _plan(guide)
    late = day_after(guide, 6)
    entry, start, end = next((one, one.start, one.end) for one in plan.active if one.start and one.end)
    planned = plan.setup.study_days(start, end)
    most = max(2 * planned, planned + 3)

    def found(taken: int, breaks: tuple[Break, ...] = ()) -> list[Flag]:
        """With so many study days behind it."""
        begun = late
        while plan.setup.study_days(begun, late - timedelta(days=1)) < taken:
            begun -= timedelta(days=1)
        at = whose(guide, {entry.id: State("doing")}, late, since={entry.id: begun}, breaks=breaks)
        return [flag for flag in flags(at) if flag.kind == "long"]

    assert found(most - 1) == []
    (flag,) = found(most)
    assert flag.words.endswith(f"{most} study days, planned were {planned}")
    yesterday = late - timedelta(days=1)
    assert found(most, (Break(yesterday - timedelta(days=3), yesterday),)) == [], "days off don't count"


def test_behind_the_plan_since_what_it_owes_longest(guide: Guide) -> None:
    found = flags(whose(guide, {}, day_after(guide, 5)))
    assert kinds(found) == ["off-plan"]
    outlook = whose(guide, {}, day_after(guide, 5)).outlook
    assert outlook
    assert found[0].since == min(end for _, end in outlook.taken.dates.values())
    assert found[0].words.startswith("Off plan: “")
    ended = flags(whose(guide, {}, outlook.taken.finish + timedelta(days=30)))
    assert kinds(ended) == ["ended"], "said once, in the place of being behind"
    assert ended[0].since == outlook.taken.finish
    assert flags(whose(guide, {}, day_after(guide, 5), planned=False)) == ()


def test_returned_without_an_answer_for_a_week(guide: Guide) -> None:
    first = guide.milestones[0].id
    returned = Review("mentee", MOMENT, False, "returned", MOMENT)
    for days, expected in ((6, []), (7, ["returned"])):
        today = MOMENT.date() + timedelta(days=days)
        found = flags(whose(guide, {}, today, reviews={first: returned}, planned=False))
        assert kinds(found) == expected
    for other in (
        replace(returned, turn="coach"),
        replace(returned, turn="nobody"),
        replace(returned, verdict="discussed"),
    ):
        assert flags(whose(guide, {}, day_after(guide, 5), reviews={first: other}, planned=False)) == ()


def test_returned_is_no_flag_once_anything_came_of_it(guide: Guide) -> None:
    first, today = guide.milestones[0].id, MOMENT.date() + timedelta(days=20)
    later = MOMENT + timedelta(days=3)
    returned = Review("mentee", MOMENT, False, "returned", MOMENT)
    (flag,) = flags(whose(guide, {}, today, reviews={first: returned}, planned=False))
    assert flag.words.endswith("returned on 3 August, no answer since (20 days)")
    answered = {first: replace(returned, since=later)}
    assert flags(whose(guide, {}, today, reviews=answered, planned=False)) == (), "they wrote, and the coach again"
    at = whose(guide, {}, today, reviews={first: returned}, planned=False)
    for moment, expected in ((later, []), (MOMENT - timedelta(days=1), ["returned"])):
        assert kinds(flags(replace(at, course=replace(at.course, changed={first: moment})))) == expected


def test_overruled_lately_until_it_is_approved(guide: Guide) -> None:
    first, today = guide.milestones[0].id, day_after(guide, 5)
    done = {first: State("done", overruled=True)}
    since = {first: today - timedelta(days=3)}
    assert kinds(flags(whose(guide, done, today, since=since, planned=False))) == ["overruled"]
    approved = Review("nobody", MOMENT, False, "approved", MOMENT, frozenset())
    assert flags(whose(guide, done, today, since=since, reviews={first: approved}, planned=False)) == ()
    assert flags(whose(guide, done, today, since={first: today - timedelta(days=15)}, planned=False)) == ()


STATES = st.dictionaries(st.integers(0, 40), st.tuples(st.sampled_from(STATUSES), st.integers(0, 60)), max_size=20)


def _drawn(guide: Guide, drawn: dict[int, tuple[str, int]], today: date) -> tuple[dict[str, State], dict[str, date]]:
    ids = [milestone.id for milestone in guide.milestones]
    states = {ids[at]: State(status, overruled=at % 2 == 0) for at, (status, _) in drawn.items()}
    return states, {ids[at]: today - timedelta(days=ago) for at, (_, ago) in drawn.items()}


@given(drawn=STATES, weeks=st.integers(0, 60))
def test_every_flag_is_dated_before_today_and_named_once(
    guide: Guide, drawn: dict[int, tuple[str, int]], weeks: int
) -> None:
    today = day_after(guide, weeks)
    states, since = _drawn(guide, drawn, today)
    found = flags(whose(guide, states, today, since=since))
    assert all(flag.since <= today for flag in found)
    assert [flag.since for flag in found] == sorted(flag.since for flag in found)
    assert len({flag.reason for flag in found}) == len(found)
    assert all(len(flag.reason) <= 160 for flag in found)


@given(drawn=STATES, ago=st.integers(0, NEW.days - 1), weeks=st.integers(3, 60))
def test_new_people_and_those_with_days_off_are_never_flagged(
    guide: Guide, drawn: dict[int, tuple[str, int]], ago: int, weeks: int
) -> None:
    today = day_after(guide, weeks)
    states, since = _drawn(guide, drawn, today)
    assert flags(whose(guide, states, today, since=since, granted_on=today - timedelta(days=ago))) == ()
    off = (Break(today - timedelta(days=1), today),)
    assert flags(whose(guide, states, today, since=since, breaks=off)) == ()
    early = START + timedelta(days=ago)
    assert flags(whose(guide, states, early, since=since)) == ()


@given(days=st.integers(0, 400))
def test_silence_alone_is_no_flag(guide: Guide, days: int) -> None:
    assert flags(whose(guide, {}, START + timedelta(days=days), planned=False)) == ()


def test_days_since_leaves_days_off_out(guide: Guide) -> None:
    today = day_after(guide, 5)
    off = (Break(today - timedelta(days=10), today - timedelta(days=5)), Break(today - timedelta(days=7), today))
    assert whose(guide, {}, today, breaks=off).days_since(today - timedelta(days=14)) == 3
    assert whose(guide, {}, today).days_since(today) == 0


def test_snoozed_until_its_day(guide: Guide) -> None:
    answer = Answer(snoozed_until=date(2026, 11, 10))
    assert answer.hides(date(2026, 11, 9))
    assert not answer.hides(date(2026, 11, 10))
    assert not Answer().hides(date(2026, 11, 10))


SHARES = {
    (0, 0): "",
    (1, 2): "1 of 2 marked useful",
    (12, 18): "12 of 18 marked useful (66 %)",
    (0, 5): "0 of 5 marked useful (0 %)",
}


@pytest.mark.parametrize("numbers", SHARES)
def test_a_share_is_said_with_its_number_and_not_of_few(numbers: tuple[int, int]) -> None:
    assert useful_words(*numbers) == SHARES[numbers]
