"""A plan that is kept as data is the same plan again, whoever it is for."""

import json
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.roadmap.planning import EVENINGS, GUIDE, MONDAY, gone_as_planned, setups
from tracker.library import Guide
from tracker.roadmap import Inputs, Own, Setup, make_plan
from tracker.roadmap.keeping import plan_data, plan_from

OWN = (Own("own-talk", "A talk", 2.5, start=MONDAY + timedelta(weeks=3)),)
PLAN = make_plan(Inputs(GUIDE, Setup(MONDAY, EVENINGS), own=OWN))


@settings(max_examples=30)
@given(setups, st.integers(0, 250))
def test_kept_and_read_it_is_the_same(setup: Setup, later: int) -> None:
    inputs = Inputs(GUIDE, setup, own=OWN)
    plan = make_plan(gone_as_planned(inputs, make_plan(inputs), setup.start + timedelta(days=later)))
    assert plan_from(json.loads(json.dumps(plan_data(plan))), GUIDE) == plan


def test_it_is_short_enough_to_keep_many() -> None:
    assert len(json.dumps(plan_data(PLAN))) < 40_000


def test_it_says_what_it_said_whatever_the_guide_has_become(tiny_guide: Guide) -> None:
    again = plan_from(plan_data(PLAN), tiny_guide)
    assert again.entries == PLAN.entries
    assert [part.phase.id for part in again.phases] == ["weekend"]


def test_what_a_newer_version_wrote_is_refused() -> None:
    with pytest.raises(ValueError, match="a plan of version 2 can't be read here"):
        plan_from({**plan_data(PLAN), "version": 2}, GUIDE)
