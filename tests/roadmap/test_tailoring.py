"""A guide as one person has it: what is theirs joins in, what they put away leaves, and nothing dangles."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import REAL_GUIDE, loaded
from tracker.library import Guide
from tracker.library.outline import Changes
from tracker.roadmap import Tally, counted, next_up
from tracker.roadmap.progress import STATUSES, State
from tracker.roadmap.standing import standings
from tracker.roadmap.tailoring import (
    Adjustment,
    OwnMilestone,
    Tailored,
    carried,
    moved,
    present_id,
    tailored,
    waits_in_a_circle,
)

pytestmark = pytest.mark.slow

GUIDE = loaded(REAL_GUIDE)
IDS = [milestone.id for milestone in GUIDE.milestones]
OWN = [f"own-{number:08}" for number in range(6)]
TODAY = date(2027, 3, 10)

dates = st.none() | st.dates(date(2027, 1, 1), date(2027, 12, 31))
adjustments = st.builds(Adjustment, st.booleans(), dates, dates, st.none() | st.integers(1, 200), st.integers(1, 9))


def own(milestone_id: str = OWN[0], **fields: object) -> OwnMilestone:
    usual = OwnMilestone(milestone_id, "A talk", "", (), 6, GUIDE.tracks[1].id, GUIDE.phases[0].id)
    return replace(usual, **fields)  # type: ignore[arg-type]


@st.composite
def owns(draw: st.DrawFn) -> list[OwnMilestone]:
    return [
        own(
            milestone_id,
            phase=draw(st.sampled_from([*(phase.id for phase in GUIDE.phases), "gone"])),
            track=draw(st.sampled_from([*(track.id for track in GUIDE.tracks), "gone"])),
            needs=tuple(draw(st.lists(st.sampled_from([*IDS, *OWN, "gone"]), max_size=3))),
            counted=draw(st.booleans()),
            archived=draw(st.booleans()),
            start=draw(dates),
            end=draw(dates),
        )
        for milestone_id in draw(st.lists(st.sampled_from(OWN), unique=True))
    ]


chosen = st.dictionaries(st.sampled_from(IDS), adjustments, max_size=12)
statuses = st.dictionaries(st.sampled_from([*IDS, *OWN]), st.sampled_from(STATUSES))


def test_somebody_who_changed_nothing_has_the_guide_itself() -> None:
    assert tailored(GUIDE, [], {}) is GUIDE


@given(owns(), chosen)
def test_each_milestone_is_in_exactly_one_place_and_every_need_is_in_the_list(
    mine: list[OwnMilestone], changed: dict[str, Adjustment]
) -> None:
    guide = tailored(GUIDE, mine, changed)
    shown, away = [one.id for one in guide.milestones], [one.id for one in guide.away]
    assert sorted(shown + away) == sorted([*IDS, *(one.id for one in mine)])
    hidden = {one for one, adjustment in changed.items() if adjustment.hidden}
    assert set(away) == hidden | {one.id for one in mine if one.archived}
    for milestone in guide.by_id.values():
        assert set(milestone.needs) <= set(shown)
        assert milestone.phase in GUIDE.phases
        assert milestone.track in GUIDE.tracks
    assert [one for one in shown if one in IDS] == [one for one in IDS if one not in hidden]
    for phase in GUIDE.phases:
        inside = [one for one in guide.milestones if one.phase == phase]
        assert [one.id in IDS for one in inside] == sorted((one.id in IDS for one in inside), reverse=True)


@given(owns(), chosen, statuses)
def test_sums_agree_with_the_lists_and_what_is_kept_beside_is_in_none(
    mine: list[OwnMilestone], changed: dict[str, Adjustment], set_to: dict[str, str]
) -> None:
    guide = tailored(GUIDE, mine, changed)
    every = standings(guide, {one: State(status=status) for one, status in set_to.items()}, away=True)
    shown = every[: len(guide.milestones)]
    tally = Tally.over(shown)
    aside = {one.id for one in mine if not one.counted and not one.archived}
    assert {one.id for one in shown} - {one.id for one in counted(shown)} == aside
    assert tally.total == len(shown) - len(aside)
    assert Tally.beside(shown).total == len(aside)
    assert tally.done == sum(one.status == "done" for one in counted(shown))
    by_phase = [Tally.over([one for one in shown if one.milestone.phase == phase]) for phase in guide.phases]
    by_track = [Tally.over([one for one in shown if one.milestone.track == track]) for track in guide.tracks]
    for parts in (by_phase, by_track):
        assert sum(part.done for part in parts) == tally.done
        assert sum(part.of for part in parts) == tally.of


@given(owns(), chosen, statuses)
def test_next_offers_only_what_is_ready_and_not_put_off(
    mine: list[OwnMilestone], changed: dict[str, Adjustment], set_to: dict[str, str]
) -> None:
    guide = tailored(GUIDE, mine, changed)
    every = standings(guide, {one: State(status=status) for one, status in set_to.items()})
    for one in next_up(guide, every, 10, TODAY):
        milestone = one.standing.milestone
        assert one.standing.status in {"todo", "doing"}
        if one.standing.status == "todo":
            assert not one.standing.locked
            assert not (isinstance(milestone, Tailored) and milestone.start and milestone.start > TODAY)


def test_dated_ones_come_first_when_their_days_have_come() -> None:
    first = own(OWN[0], start=TODAY, end=date(2027, 3, 30))
    sooner = own(OWN[1], end=date(2027, 3, 17))
    later = own(OWN[2], end=date(2027, 3, 18))
    guide = tailored(GUIDE, [first, sooner, later], {})
    every = standings(guide, {IDS[1]: State(status="doing")})
    found = [one.standing.id for one in next_up(guide, every, 4, TODAY)]
    assert found == [IDS[1], OWN[1], OWN[0], IDS[0]]
    assert "by 17 March 2027" in next_up(guide, every, 4, TODAY)[1].why


def test_hours_and_dates_are_the_persons_and_the_guides_are_remembered() -> None:
    first = GUIDE.milestones[0]
    changed = Adjustment(start=date(2027, 3, 3), end=date(2027, 3, 12), hours=first.hours + 3, version=4)
    guide = tailored(GUIDE, [], {first.id: changed})
    found = guide.by_id[first.id]
    assert isinstance(found, Tailored)
    assert (found.hours, found.guide_hours, found.version) == (first.hours + 3, first.hours, 4)
    assert found.window == "3–12 March 2027"
    assert GUIDE.by_id[first.id].window == first.window


@pytest.mark.parametrize(
    "start,end,words",
    [
        (date(2028, 2, 28), date(2028, 2, 29), "28–29 February 2028"),
        (date(2027, 2, 28), date(2027, 3, 3), "28 February – 3 March 2027"),
        (date(2027, 12, 30), date(2028, 1, 2), "30 December 2027 – 2 January 2028"),
        (date(2027, 3, 3), date(2027, 3, 3), "3 March 2027"),
        (date(2027, 3, 3), None, "from 3 March 2027"),
        (None, date(2027, 3, 3), "by 3 March 2027"),
        (None, None, ""),
    ],
)
def test_dates_as_people_say_them(start: date | None, end: date | None, words: str) -> None:
    guide = tailored(GUIDE, [own(start=start, end=end)], {})
    assert guide.by_id[OWN[0]].window == words


def with_changes(**steps: tuple[str, ...]) -> Guide:
    named = {old.replace("_", "-"): new for old, new in steps.items() if old != "merged"}
    merged = frozenset(steps.get("merged", ()))
    return replace(GUIDE, changes=Changes(milestones=named, steps=named, merged=merged))


MINE = Adjustment(hidden=True, start=TODAY, end=TODAY, hours=9, version=3)


def test_a_renamed_milestone_takes_what_was_changed_along() -> None:
    assert carried(with_changes(old=(IDS[0],)), {"old": MINE}) == {IDS[0]: replace(MINE, version=0)}


def test_the_parts_of_a_split_one_take_all_but_the_hours() -> None:
    part = replace(MINE, hours=None, version=0)
    assert carried(with_changes(old=(IDS[0], IDS[1])), {"old": MINE}) == {IDS[0]: part, IDS[1]: part}


def test_what_was_merged_into_another_changes_nothing_there() -> None:
    assert carried(with_changes(old=(IDS[0],), merged=("old",)), {"old": MINE}) == {}


def test_chains_are_followed_and_what_stands_under_the_present_id_wins() -> None:
    guide = replace(
        GUIDE, changes=Changes(milestones={"a": (IDS[0],), "b": (IDS[0],)}, steps={"a": ("b",), "b": (IDS[0],)})
    )
    assert carried(guide, {"a": MINE})[IDS[0]].hours == 9
    newer = Adjustment(hours=2, version=1)
    assert carried(guide, {"a": MINE, "b": newer})[IDS[0]].hours == 2
    assert carried(guide, {"a": MINE, IDS[0]: Adjustment(version=2)}) == {IDS[0]: Adjustment(version=2)}


def test_own_needs_follow_renamed_ids_and_lose_retired_ones() -> None:
    guide = tailored(with_changes(old=(IDS[0],), gone=()), [own(needs=("old", "gone", IDS[0]))], {})
    assert guide.by_id[OWN[0]].needs == (IDS[0],)
    assert present_id(guide, "gone") is None
    assert guide.unlocks[IDS[0]][-1].id == OWN[0]


def test_circles_among_own_ones_are_seen() -> None:
    mine = [own(OWN[0], needs=(OWN[1], IDS[0])), own(OWN[1], needs=(OWN[2],)), own(OWN[2])]
    assert waits_in_a_circle(OWN[2], [OWN[0]], mine)
    assert waits_in_a_circle(OWN[2], [OWN[2]], mine)
    assert not waits_in_a_circle(OWN[2], [IDS[0]], mine)
    assert not waits_in_a_circle(OWN[0], [OWN[1], OWN[2]], mine)


@given(st.permutations(OWN), st.sampled_from(OWN), st.sampled_from(OWN), st.booleans())
def test_moving_says_where_it_stands_so_twice_is_once(order: list[str], one: str, other: str, before: bool) -> None:
    where = {"before" if before else "after": other}
    now = moved(order, one, **where)
    assert sorted(now) == sorted(order)
    assert moved(now, one, **where) == now
    if one != other:
        assert now.index(one) - now.index(other) == (-1 if before else 1)
        assert [x for x in now if x != one] == [x for x in order if x != one]
    assert moved(order, "own-nobodys", **where) == order
