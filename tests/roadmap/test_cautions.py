"""What a plan warns of, and what is wrong with hours and breaks that somebody typed."""

from datetime import date, timedelta

import pytest

from tests.roadmap.planning import EVENINGS, GUIDE, MONDAY
from tracker.roadmap import Adjusted, Break, Finished, Inputs, Setup, make_plan
from tracker.roadmap.cautions import Caution, cautions
from tracker.roadmap.setup import complaints


def said(start: date = MONDAY, hours: tuple[float, ...] = EVENINGS, **setup: object) -> tuple[Caution, ...]:
    return of(Inputs(GUIDE, Setup(start, hours, **setup)))  # type: ignore[arg-type]


def of(inputs: Inputs) -> tuple[Caution, ...]:
    return cautions(make_plan(inputs), inputs)


def test_a_plan_from_january_at_ten_hours_warns_of_nothing() -> None:
    assert said() == ()


@pytest.mark.parametrize(
    "start,season",
    [
        (date(2027, 3, 1), "August 2027"),
        (date(2027, 4, 5), "August 2027"),
        (date(2027, 7, 26), "late December 2027"),
        (date(2027, 8, 23), "late December 2027"),
    ],
)
def test_applications_in_a_quiet_season_are_told(start: date, season: str) -> None:
    (caution,) = said(start)
    assert caution.kind == "season"
    assert caution.sentence == f"Your applications fall on {season}, when answers come slowly; expect longer waits."
    assert caution.ids == ("iv-first-applications", "iv-applications")


def test_a_season_that_is_over_or_applications_that_are_done_are_not() -> None:
    start = date(2027, 3, 1)
    done = {one: Finished(date(2027, 8, 1)) for one in ("iv-first-applications", "iv-applications")}
    late = Inputs(GUIDE, Setup(start, EVENINGS), today=date(2027, 9, 3), finished=done)
    assert [caution for caution in of(late) if caution.kind == "season"] == []


def test_a_phase_that_asks_more_than_its_weeks_hold_is_told() -> None:
    (caution,) = said(background="mobile")
    assert caution == Caution("phase", "Months 0–3 asks 3 h more than its weeks hold; what follows begins later.")


def test_hours_outside_what_plans_are_made_for_are_told() -> None:
    kinds = [caution.kind for caution in said(hours=(1, 1, 1, 1, 0, 0, 0))]
    assert kinds[0] == "hours"


def test_builds_that_are_dated_beside_each_other_are_told() -> None:
    day = MONDAY + timedelta(weeks=20)
    wish = Adjusted(start=day, end=day + timedelta(weeks=4))
    inputs = Inputs(GUIDE, Setup(MONDAY, EVENINGS), adjusted={"pf-gateway-build": wish, "pf-capstone-build": wish})
    (caution,) = [one for one in of(inputs) if one.kind == "builds"][:1]
    assert "finish one build before the next where you can." in caution.sentence
    assert set(caution.ids) == {"pf-gateway-build", "pf-capstone-build"}
    two = Inputs(GUIDE, Setup(MONDAY, (3,) * 5 + (0, 0)), adjusted=inputs.adjusted)
    assert [one for one in of(two) if one.kind == "builds"] == [], "two may be open from 15 hours on"


def test_too_few_weeks_for_loops_are_told() -> None:
    late = MONDAY + timedelta(weeks=30)
    wish = {one: Adjusted(start=late) for one in ("iv-applications", "iv-live-loops", "rs-iterate")}
    hidden = {one: Adjusted(hidden=True) for one in ("iv-diligence", "iv-negotiate", "iv-decide", "sk-gap-repair")}
    inputs = Inputs(GUIDE, Setup(MONDAY, EVENINGS), adjusted=wish | hidden)
    (caution,) = [one for one in of(inputs) if one.kind == "loops"]
    assert caution.sentence == "Only 3 of the 8 weeks that loops need are left between applying and the end."


def test_a_last_day_that_cannot_be_kept_is_told() -> None:
    wish = Adjusted(end=MONDAY + timedelta(days=3))
    inputs = Inputs(GUIDE, Setup(MONDAY, EVENINGS), adjusted={"sk-judge": wish})
    (caution,) = [one for one in of(inputs) if one.kind == "date"]
    end = make_plan(inputs).by_id["sk-judge"].end
    assert end
    assert caution.sentence == f"Calibrated LLM judge ends on {end.day} {end:%B}, later than the 14 January you set."


@pytest.mark.parametrize(
    "hours,sentence",
    [
        (EVENINGS, None),
        ((2, 2, 2), "Give hours for each of the seven days, 0 where there are none."),
        ((-1, 6, 0, 0, 0, 0, 0), "Monday must hold from 0 to 12 hours."),
        ((0, 0, 0, 0, 0, 0, 12.5), "Sunday must hold from 0 to 12 hours."),
        ((1, 1, 1, 1, 0, 0, 0), "The week holds 4 hours; a plan needs from 5 to 20."),
        ((3, 3, 3, 3, 3, 3, 2.5), "The week holds 20.5 hours; a plan needs from 5 to 20."),
    ],
)
def test_hours_that_make_no_plan_are_told(hours: tuple[float, ...], sentence: str | None) -> None:
    assert complaints(hours) == ((sentence,) if sentence else ())


def test_breaks_that_are_none_are_told() -> None:
    back, long = Break(MONDAY, MONDAY - timedelta(days=1)), Break(MONDAY, MONDAY + timedelta(days=366))
    assert complaints(EVENINGS, [back, long, Break(MONDAY, MONDAY)]) == (
        "A break ends before it begins; give its first and its last day.",
        "A break is longer than a year; end this plan and begin another when you are back.",
    )
