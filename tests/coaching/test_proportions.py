"""What a cohort's page says of people: groups from which no sum or difference leads to fewer than five of them."""

from itertools import chain, combinations

from hypothesis import given
from hypothesis import strategies as st

from tracker.coaching.proportions import LEAST, ORDER, UNSAID, Share, paces, parts, shares
from tracker.library import Guide
from tracker.roadmap import BANDS, Evidence, Standing
from tracker.roadmap.progress import State

COUNTS = st.lists(st.integers(0, 12), min_size=1, max_size=7).map(
    lambda numbers: [(f"Group {at}", number) for at, number in enumerate(numbers)]
)
BAND = st.sampled_from([*BANDS, None])


def said(counts: list[tuple[str, int]]) -> list[tuple[str, int]]:
    return [(share.words, share.people) for share in shares(counts)]


@given(COUNTS)
def test_whatever_is_added_or_taken_away_is_nobody_or_five(counts: list[tuple[str, int]]) -> None:
    """Each sum that a reader can make of what is shown, the total among them, and each difference of two such sums."""
    shown = shares(counts)
    total = sum(number for _, number in counts)
    if total < LEAST:
        assert shown == ()
        return
    assert sum(share.people for share in shown) == total
    groups = [frozenset(share.names) for share in shown]
    people = dict(counts)
    sums = [frozenset(chain(*some)) for size in range(len(groups) + 1) for some in combinations(groups, size)]
    for one in sums:
        for other in sums:
            left = sum(people[name] for name in one - other)
            assert left == 0 or left >= LEAST


@given(COUNTS)
def test_nothing_is_left_out_and_the_order_is_kept(counts: list[tuple[str, int]]) -> None:
    shown = shares(counts)
    if shown:
        assert [name for share in shown for name in share.names] == [name for name, _ in counts]
        assert {share.of for share in shown} == {sum(number for _, number in counts)}


@given(st.lists(BAND, max_size=30))
def test_who_shows_a_pace_is_in_no_number_of_its_own(bands: list[str | None]) -> None:
    shown = paces(bands)
    assert (shown == ()) == (len(bands) < LEAST)
    assert all(share.of == len(bands) for share in shown)
    assert all(share.people == 0 or share.people >= LEAST for share in shown)
    if shown:
        assert shown[-1].names[-1] == UNSAID


def test_neighbours_are_put_together() -> None:
    assert said([("Ahead", 2), ("On track", 5), ("Slipping", 0), ("Off plan", 0)]) == [
        ("Ahead or on track", 7),
        ("Slipping or off plan", 0),
    ]
    assert said([("Ahead", 6), ("On track", 0), ("Slipping", 1)]) == [("Ahead, on track or slipping", 7)]
    assert said([("Ahead", 0), ("On track", 5), ("Slipping", 6)]) == [
        ("Ahead", 0),
        ("On track", 5),
        ("Slipping", 6),
    ]
    assert said([("Ahead", 4)]) == []
    assert Share(("Ahead",), 5, 8).percent == 62
    assert len(ORDER) == len(set(ORDER)) == 6


def test_sums_are_of_everybody_together_and_of_nobody_where_they_are_few(tiny_guide: Guide) -> None:
    done = State(status="done", evidence=(Evidence("one", 1, "text", text="Tied"),))
    na = State(status="na")

    def person(*states: State) -> list[Standing]:
        return [
            Standing(milestone, states[at] if at < len(states) else State(), ())
            for at, milestone in enumerate(tiny_guide.milestones)
        ]

    people = [person(done), person(done, na), person(), person(), person()]
    (knots,) = parts(tiny_guide, people, "track")
    (weekend,) = parts(tiny_guide, people, "phase")
    number = len(tiny_guide.milestones)
    assert (knots.counted, knots.of, knots.percent) == (2, 5 * number - 1, 200 // (5 * number - 1))
    assert (weekend.counted, weekend.of) == (2, 5 * number - 1)
    assert parts(tiny_guide, people[:4], "track") == ()
