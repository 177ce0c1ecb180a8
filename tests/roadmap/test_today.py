"""What fits into the hours left today: never more than there is, nothing that isn't ready, the plan's first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import REAL_GUIDE, loaded
from tracker.roadmap import next_up
from tracker.roadmap.progress import STATUSES, State
from tracker.roadmap.standing import Next, standings
from tracker.roadmap.today import LEAST, MOST, minutes_left, remaining, what_fits

GUIDE = loaded(REAL_GUIDE)
IDS = [milestone.id for milestone in GUIDE.milestones]
statuses = st.dictionaries(st.sampled_from(IDS), st.sampled_from(STATUSES))
minutes = st.dictionaries(st.sampled_from(IDS), st.integers(0, 3000))


def ready(set_to: dict[str, str] | None = None) -> tuple[Next, ...]:
    every = standings(GUIDE, {one: State(status=status) for one, status in (set_to or {}).items()})
    return next_up(GUIDE, every, 20)


@given(statuses, minutes, st.integers(0, 720), st.dictionaries(st.sampled_from(IDS), st.integers(15, 3000), max_size=4))
def test_it_fits(set_to: dict[str, str], worked: dict[str, int], left: int, planned: dict[str, int]) -> None:
    could = ready(set_to)
    fits = what_fits(could, left, worked, planned)
    assert sum(fit.minutes or 0 for fit in fits) <= left
    assert len(fits) <= MOST
    known = {one.standing.id for one in could}
    for fit in fits:
        assert fit.standing.id in known
        assert fit.minutes is not None
        assert LEAST <= fit.minutes <= remaining(fit.standing, worked, planned)
        assert fit.completes is (fit.minutes == remaining(fit.standing, worked, planned))
    wanted = [one for one in planned if one in known]
    if fits and wanted:
        assert fits[0].standing.id in wanted


@given(statuses, minutes, st.integers(0, 600), st.integers(0, 120))
def test_more_time_never_means_less(set_to: dict[str, str], worked: dict[str, int], left: int, more: int) -> None:
    could = ready(set_to)
    before, after = what_fits(could, left, worked), what_fits(could, left + more, worked)
    assert [fit.standing.id for fit in before] == [fit.standing.id for fit in after][: len(before)]
    assert sum(fit.minutes or 0 for fit in before) <= sum(fit.minutes or 0 for fit in after)


def test_without_hours_the_next_ones_without_minutes() -> None:
    fits = what_fits(ready(), None, {})
    assert [fit.standing.id for fit in fits] == [one.standing.id for one in ready()[:3]]
    assert [(fit.minutes, fit.completes) for fit in fits] == [(None, False)] * 3


def test_the_hours_are_dealt_out_in_order() -> None:
    one, two = ready()[:2]
    first, second = 60 * one.standing.milestone.hours, 60 * two.standing.milestone.hours
    fits = what_fits(ready(), first + 30, {})
    assert [(fit.standing.id, fit.minutes) for fit in fits] == [(one.standing.id, first), (two.standing.id, 30)]
    assert [fit.completes for fit in fits] == [True, False]
    fits = what_fits(ready(), 60, {one.standing.id: first - 20}, planned={two.standing.id: second})
    assert [(fit.standing.id, fit.minutes) for fit in fits] == [(two.standing.id, min(second, 60))]
    fits = what_fits(ready(), 60, {}, planned={two.standing.id: 40})
    assert [(fit.minutes, fit.completes) for fit in fits] == [(40, True), (20, False)], "the plan's hours"
    fits = what_fits(ready(), 60, {one.standing.id: first + 500})
    assert (fits[0].minutes, fits[1].minutes) == (LEAST, 45), "an open milestone past its estimate is not over"


@pytest.mark.parametrize(
    "day,worked,until_midnight,left",
    [(None, 30, 600, None), (120, 45, 600, 75), (120, 200, 600, 0), (0, 0, 600, 0), (120, 45, 30, 30), (120, 0, 0, 0)],
)
def test_what_is_left_of_the_day(day: int | None, worked: int, until_midnight: int, left: int | None) -> None:
    assert minutes_left(day, worked, until_midnight) == left
    assert what_fits(ready(), 0, {}) == ()
