"""The list in order: everybody in exactly one section, each order as promised, and filters that change no count."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.coaching.flags import Flag
from tracker.coaching.home import FIRST, PACES, SECTIONS, SORTS, Filters, arranged, oldest_wait, section_of
from tracker.coaching.rows import Current, Dated, Given, Output, Row, Turn
from tracker.roadmap import Pace, Tally

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TODAY = NOW.date()
NAMES = ("Ana", "Björn", "chidi", "Ýrr Þórsdóttir")
GROUPS, TRACKS = ("Autumn", "Spring"), {"skills": "Skills", "portfolio": "Portfolio"}


def row(number: int, chance: Random) -> Row:
    """Anybody: one draw for each, as a list of many would take long to draw piece by piece."""

    def day() -> date:
        return TODAY - timedelta(days=chance.randrange(60))

    def maybe(dated: Dated) -> tuple[Dated, ...]:
        return (dated,) if chance.random() < 0.4 else ()

    who, band = chance.choice(["coach", "mentee", "nobody"]), chance.choice([*PACES])
    number_of_days = None if band in {"before", "early"} else chance.randrange(-30, 30)
    moment = NOW - timedelta(hours=chance.randrange(5000))
    flags = [Flag("blocked", "x", day(), "x") for _ in range(chance.choice([0, 0, 1, 2]))]
    grant = Given(f"{number:024x}", chance.choice(NAMES), frozenset({"milestones", "pace"}), "UTC", NOW, NOW)
    return Row(
        given=replace(grant, groups=tuple(chance.sample(GROUPS, chance.randrange(3)))),
        guide="The guide",
        goal=None,
        pace=None if band == "none" else Pace(band, number_of_days, "said", 0, 0, 1),
        marker=None,
        finish=None,
        tally=Tally(0, 0, 0, 0, 0, 0),
        trail=(),
        current=chance.choice([None, Current("x", chance.choice([*TRACKS]), "doing", day(), 1, 0)]),
        output=chance.choice([None, Output("x", "done", moment)]),
        turn=Turn("nobody") if who == "nobody" else Turn(who, moment, ("x",)),
        flags=tuple(sorted(flags, key=lambda one: one.since)),
        snoozed=(),
        soon=maybe(Dated(day(), "x")),
        quiet=chance.choice([None, Dated(day(), "x")]),
        wins=maybe(Dated(day(), "x")),
        note="",
    )


rows = st.builds(
    lambda count, seed: [row(number, Random(f"{seed} {number}")) for number in range(count)],
    st.integers(0, 200),
    st.integers(),
)
filters = st.builds(
    Filters,
    q=st.sampled_from(["", "a", "ýrr", "nobody"]),
    group=st.sampled_from(["", *GROUPS]),
    section=st.sampled_from(["", *SECTIONS]),
    track=st.sampled_from(["", *TRACKS]),
    pace=st.sampled_from(["", *PACES]),
    sort=st.sampled_from([*SORTS]),
    all=st.sampled_from(["", *SECTIONS]),
)


@given(every=rows, sifted=filters)
def test_everybody_stands_in_exactly_one_section(every: list[Row], sifted: Filters) -> None:
    home = arranged(every, Filters(sort=sifted.sort))
    assert sorted(one.id for one in home.rows) == sorted(one.id for one in every)
    assert sum(section.total for section in home.sections) == home.total == len(every)
    assert [section.id for section in home.sections] == [*SECTIONS]


@given(every=rows, sifted=filters)
def test_filters_never_change_a_sum(every: list[Row], sifted: Filters) -> None:
    home, whole = arranged(every, sifted), arranged(every, Filters())
    assert [section.total for section in home.sections] == [section.total for section in whole.sections]
    assert home.total == whole.total
    assert {one.id for one in home.rows} == {one.id for one in every if sifted.fits(one)}
    assert sifted.narrows or len(home.rows) == len(every)


@given(every=rows, sifted=filters)
def test_a_section_shows_25_until_all_are_asked_for(every: list[Row], sifted: Filters) -> None:
    for section in arranged(every, sifted).sections:
        whole = section.id in {sifted.all, sifted.section}
        assert len(section.shown) == (len(section.rows) if whole else min(FIRST, len(section.rows)))
        assert section.shown == section.rows[: len(section.shown)]


@given(every=rows)
def test_each_section_has_its_order(every: list[Row]) -> None:
    by_id = {section.id: section.rows for section in arranged(every, Filters()).sections}
    waits = [one.turn.since for one in by_id["waiting"]]
    assert waits == sorted(waits, key=lambda one: one or NOW)
    assert waits[:1] == ([found.turn.since] if (found := oldest_wait(every)) else [])
    for dates in (
        [one.flags[0].since for one in by_id["hand"]],
        [one.soon[0].day for one in by_id["soon"]],
        [one.quiet.day for one in by_id["quiet"] if one.quiet],
        [date.max - (one.wins[0].day - date.min) for one in by_id["wins"]],
    ):
        assert dates == sorted(dates)
    names = [one.name.casefold() for one in by_id["others"]]
    assert names == sorted(names)
    assert [section_of(one) for one in by_id["hand"]] == ["hand"] * len(by_id["hand"])


@given(every=rows)
def test_it_is_sorted_as_asked_within_each_section(every: list[Row]) -> None:
    for section in arranged(every, Filters(sort="pace")).sections:
        numbers = [one.pace.days if one.pace and one.pace.days is not None else 99 for one in section.rows]
        assert numbers == sorted(numbers)
    for section in arranged(every, Filters(sort="output")).sections:
        moments_ = [one.output.at if one.output else NOW - timedelta(days=999) for one in section.rows]
        assert moments_ == sorted(moments_, reverse=True)
    for section in arranged(every, Filters(sort="name")).sections:
        names = [one.name.casefold() for one in section.rows]
        assert names == sorted(names)


@given(sifted=filters)
def test_what_is_asked_for_stands_in_the_address_and_comes_back_from_it(sifted: Filters) -> None:
    assert Filters.of(sifted.address(), GROUPS, TRACKS) == sifted
    assert Filters.of(sifted.address(section="", all=""), GROUPS, TRACKS) == replace(sifted, section="", all="")


@given(asked=st.dictionaries(st.sampled_from(["q", "group", "section", "track", "pace", "sort", "all"]), st.text()))
def test_whatever_stands_in_an_address_is_read(asked: dict[str, str]) -> None:
    found = Filters.of(asked, GROUPS, TRACKS)
    assert found.section in {"", *SECTIONS}
    assert found.sort in SORTS
    assert found.group in {"", *GROUPS}
    assert len(found.q) <= 100
    assert arranged([], found).rows == ()
