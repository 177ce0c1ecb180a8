"""Criteria typed as lines: what is reworded keeps its tick, and no id is given twice."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.library import Criterion
from tracker.roadmap.lines import as_criteria, as_lines, as_text

texts = st.text(st.characters(codec="utf-8"), max_size=60)


def test_lines_that_say_something_each_once() -> None:
    assert as_lines("  Held   once \r\n\r\nHeld once\n\tSlides\n") == ["Held once", "Slides"]
    assert as_lines(" \n ") == []


def test_a_reworded_line_keeps_its_id_wherever_it_goes() -> None:
    before = as_criteria(["Slides with three figures", "Held once", "Questions written down"])
    after = as_criteria(["Held once", "Questions are written down", "Slides with three figures", "Filmed"], before)
    assert [after[2].id, after[0].id, after[1].id] == [criterion.id for criterion in before]
    assert after[3].id not in {criterion.id for criterion in before}


def test_another_line_is_another_criterion() -> None:
    (before,) = as_criteria(["Held once"])
    (after,) = as_criteria(["Recorded and sent to the team"], [before])
    assert after.id != before.id


def test_a_line_that_comes_back_finds_its_tick() -> None:
    before = as_criteria(["Held once", "Slides with three figures"])
    shorter = as_criteria(["Slides with three figures"], before)
    assert as_criteria(["Held once", "Slides with three figures"], shorter) == before


def test_a_line_that_took_over_an_id_leaves_room_for_the_first_wording() -> None:
    before = as_criteria(["Held once"])
    reworded = as_criteria(["Held once more"], before)
    both = as_criteria(["Held once more", "Held once"], reworded)
    assert both[0].id == before[0].id
    assert len({criterion.id for criterion in both}) == 2


@given(texts, texts, texts)
def test_ids_are_unique_and_texts_are_kept(one: str, two: str, three: str) -> None:
    found: tuple[Criterion, ...] = ()
    for text in (one, two, three):
        lines = as_lines(text)
        found = as_criteria(lines, found)
        assert [criterion.text for criterion in found] == lines
        assert len({criterion.id for criterion in found}) == len(found)
        assert as_criteria(as_lines(as_text(found)), found) == found
