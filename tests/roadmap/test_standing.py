"""How milestones stand: what locks them, what "done" still asks for, and sums that agree with the lists."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import REAL_GUIDE, loaded
from tracker.library import Guide
from tracker.roadmap import Tally, next_up
from tracker.roadmap.progress import CLOSED, STATUSES, WORDS, Evidence, Figure, State
from tracker.roadmap.standing import Standing, missing, standings

GUIDE = loaded(REAL_GUIDE)
IDS = [milestone.id for milestone in GUIDE.milestones]
LINK = Evidence("one", 1, "link", url="https://example.org")
TEXT = Evidence("two", 1, "text", text="It held.")
FIGURE = Evidence("figure-pulls", 1, "figure", figure=Figure("pulls", "21", 21, None, ""))

statuses = st.dictionaries(st.sampled_from(IDS), st.sampled_from(STATUSES))


def with_statuses(guide: Guide, chosen: Mapping[str, str]) -> tuple[Standing, ...]:
    return standings(guide, {milestone_id: State(status=status) for milestone_id, status in chosen.items()})


def tiny(guide: Guide, **states: State) -> dict[str, Standing]:
    found = standings(guide, {name.replace("_", "-"): state for name, state in states.items()})
    return {standing.id: standing for standing in found}


def test_every_milestone_stands_in_walking_order_even_untouched(tiny_guide: Guide) -> None:
    found = standings(tiny_guide, {})
    assert [standing.id for standing in found] == [milestone.id for milestone in tiny_guide.milestones]
    assert {standing.word for standing in found} == {"To do"}
    assert [standing.locked for standing in found] == [False, True, True]


@pytest.mark.parametrize("status", STATUSES)
def test_a_prerequisite_locks_until_it_is_closed(tiny_guide: Guide, status: str) -> None:
    bend = tiny(tiny_guide, tk_bowline=State(status=status))["tk-sheet-bend"]
    assert bend.locked is (status not in CLOSED)
    assert [need.id for need in bend.locked_by] == ([] if status in CLOSED else ["tk-bowline"])


@pytest.mark.parametrize("status,locked", [(status, status in {"todo", "blocked"}) for status in STATUSES])
def test_what_is_under_way_or_closed_is_not_called_locked(tiny_guide: Guide, status: str, locked: bool) -> None:
    bend = tiny(tiny_guide, tk_sheet_bend=State(status=status))["tk-sheet-bend"]
    assert bend.locked is locked
    assert [need.id for need in bend.locked_by] == ["tk-bowline"]


@pytest.mark.parametrize(
    "milestone_id,state,wanting",
    [
        ("tk-bowline", State(), 3),
        ("tk-bowline", State(criteria=frozenset({"tied-blind"})), 2),
        ("tk-bowline", State(criteria=frozenset({"tied-blind", "holds-weight"})), 1),
        ("tk-bowline", State(criteria=frozenset({"tied-blind", "holds-weight"}), evidence=(TEXT,)), 1),
        ("tk-bowline", State(criteria=frozenset({"tied-blind", "holds-weight"}), evidence=(LINK,)), 0),
        ("tk-bowline", State(criteria=frozenset({"tied-blind", "gone"}), evidence=(LINK,)), 1),
        ("tk-sheet-bend", State(criteria=frozenset({"two-ropes"})), 1),
        ("tk-sheet-bend", State(criteria=frozenset({"two-ropes"}), evidence=(FIGURE,)), 1),
        ("tk-sheet-bend", State(criteria=frozenset({"two-ropes"}), evidence=(TEXT,)), 0),
        ("tk-sheet-bend", State(criteria=frozenset({"two-ropes"}), evidence=(LINK,)), 0),
        ("tk-splice", State(), 1),
        ("tk-splice", State(criteria=frozenset({"four-tucks"})), 0),
    ],
)
def test_done_asks_for_every_criterion_and_its_kind_of_evidence(
    tiny_guide: Guide, milestone_id: str, state: State, wanting: int
) -> None:
    assert len(missing(tiny_guide.by_id[milestone_id], state)) == wanting


def test_what_is_missing_is_said_in_words(tiny_guide: Guide) -> None:
    assert missing(tiny_guide.by_id["tk-bowline"], State(criteria=frozenset({"tied-blind"}))) == (
        "It holds your own weight.",
        "Evidence: a link to what you made",
    )


def test_criteria_that_are_gone_count_nowhere(tiny_guide: Guide) -> None:
    standing = tiny(tiny_guide, tk_bowline=State(criteria=frozenset({"gone", "tied-blind"})))["tk-bowline"]
    assert standing.met == {"tied-blind"}
    assert standing.fraction == 0.5


def test_overruled_shows_only_on_what_is_done(tiny_guide: Guide) -> None:
    assert tiny(tiny_guide, tk_bowline=State(status="done", overruled=True))["tk-bowline"].overruled
    assert not tiny(tiny_guide, tk_bowline=State(status="doing", overruled=True))["tk-bowline"].overruled


@given(statuses)
def test_every_number_of_a_tally_is_the_length_of_its_list(chosen: dict[str, str]) -> None:
    found = with_statuses(GUIDE, chosen)
    tally = Tally.over(found)
    for status in WORDS:
        assert getattr(tally, status) == sum(standing.status == status for standing in found)
    assert tally.total == len(found) == tally.of + tally.na
    assert tally.left == sum(standing.status not in CLOSED for standing in found)
    assert tally.of == tally.done + tally.had + tally.left


@given(statuses)
def test_groups_add_up_to_the_whole(chosen: dict[str, str]) -> None:
    found = with_statuses(GUIDE, chosen)
    for kind in ("phase", "track"):
        groups = {getattr(standing.milestone, kind).id for standing in found}
        tallies = [Tally.over(s for s in found if getattr(s.milestone, kind).id == group) for group in groups]
        for number in ("done", "had", "na", "doing", "blocked", "todo", "left", "of", "total"):
            assert sum(getattr(tally, number) for tally in tallies) == getattr(Tally.over(found), number)


@given(statuses)
def test_a_hundred_percent_only_when_nothing_is_left(chosen: dict[str, str]) -> None:
    tally = Tally.over(with_statuses(GUIDE, chosen))
    assert 0 <= tally.percent <= 100
    if tally.percent == 100:
        assert tally.left == tally.had == 0
    if tally.of and tally.done == tally.of:
        assert tally.percent == 100


@pytest.mark.parametrize(
    "tally,percent,words",
    [
        (Tally(0, 0, 0, 0, 0, 0), 0, "0 done, of 0"),
        (Tally(0, 0, 5, 0, 0, 0), 0, "0 done, of 0 (5 not applicable)"),
        (Tally(199, 0, 0, 0, 0, 1), 99, "199 done, of 200"),
        (Tally(1, 1, 1, 1, 1, 1), 20, "1 done, 1 already had, of 5 (1 not applicable)"),
        (Tally(3, 0, 1, 0, 0, 0), 100, "3 done, of 3 (1 not applicable)"),
    ],
)
def test_the_three_ways_to_be_finished_stay_apart(tally: Tally, percent: int, words: str) -> None:
    assert tally.percent == percent
    assert tally.words == words


@given(statuses, st.integers(0, 5))
def test_next_up_is_what_can_be_done_now(chosen: dict[str, str], count: int) -> None:
    found = with_statuses(GUIDE, chosen)
    nexts = [following.standing for following in next_up(GUIDE, found, count)]
    can = [s for s in found if s.status == "doing" or (s.status == "todo" and not s.locked_by)]
    assert len(nexts) == min(count, len(can))
    assert all(standing in can for standing in nexts)
    under_way = [standing for standing in can if standing.status == "doing"]
    assert set(under_way[:count]) <= set(nexts) or all(standing.status == "doing" for standing in nexts)
    at = {milestone_id: place for place, milestone_id in enumerate(IDS)}
    order = [(s.status != "doing", s.milestone.stretch, at[s.id]) for s in nexts]
    assert order == sorted(order)


def test_next_up_gives_the_reason_for_each(tiny_guide: Guide) -> None:
    reasons = [following.why for following in next_up(tiny_guide, standings(tiny_guide, {}))]
    assert reasons == ["Ready: needs nothing first · week 1 · unlocks Sheet bend"]
    states = {"tk-bowline": State(status="had"), "tk-sheet-bend": State(status="done")}
    reasons = [following.why for following in next_up(tiny_guide, standings(tiny_guide, states))]
    assert reasons == ["Ready: Sheet bend is behind you · week 2 · a stretch, if you have the hours"]
    states = {"tk-bowline": State(status="doing", criteria=frozenset({"tied-blind"}))}
    reasons = [following.why for following in next_up(tiny_guide, standings(tiny_guide, states))]
    assert reasons == ["Under way · week 1 · unlocks Sheet bend"]


def test_next_up_is_empty_when_all_is_closed() -> None:
    assert next_up(GUIDE, with_statuses(GUIDE, dict.fromkeys(IDS, "na"))) == ()
