"""200 random edits of the real guide: a place is where it was, or at its declared successor, or comes with a notice."""

from collections import Counter

import pytest

from tests.reading.edited_places import Resolved, replayed
from tests.reading.edits import EDITS, original, pieces, rendered
from tracker.reading.anchors import heirs

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def resolved() -> list[Resolved]:
    return list(replayed())


def test_pieces_put_together_again_are_the_guide() -> None:
    """What is edited is the real text: its blocks are the ones that readers have places at."""
    for section in original().sections:
        assert rendered("\n\n".join(pieces(section.markdown))).blocks == section.blocks


def test_every_place_leads_somewhere(resolved: list[Resolved]) -> None:
    for one in resolved:
        assert one.found is not None
        assert 0 <= one.found.fraction <= 1
        assert one.found.section in one.guide.sections
        assert one.found.section.blocks[one.found.section.order[one.found.block.id]] is one.found.block
    assert {one.edit for one in resolved} == {edit.__name__ for edit in EDITS}


def test_it_is_the_same_block_or_the_declared_one_or_comes_with_a_notice(resolved: list[Resolved]) -> None:
    for one in resolved:
        assert one.found is not None
        found, anchor = one.found, one.anchor
        if found.how == "same":
            assert found.block.id == anchor.block
            assert found.section in heirs(one.guide, anchor.section)
            assert found.block.text == one.text
            assert found.fraction == anchor.fraction
        elif found.how == "alias":
            known_as = {anchor.section, *(section.id for section in heirs(one.guide, anchor.section))}
            declared = [one.guide.changes.blocks.get((name, anchor.block)) for name in known_as]
            assert (found.section.id, found.block.id) in declared
        else:
            assert found.notice


def test_a_text_that_still_stands_unchanged_is_found(resolved: list[Resolved]) -> None:
    """Wherever it went. A text that stood twice may be found where it still stands; headings go with their section."""
    for one in resolved:
        assert one.found is not None
        if one.found.how == "alias" or not one.was_once or not one.anchor.block.startswith("b-"):
            continue
        if one.texts_now[one.text]:
            assert one.found.block.text == one.text, (one.edit, one.anchor, one.found.how, one.found.block)


def test_a_place_in_a_passage_that_was_only_moved_keeps_its_fraction(resolved: list[Resolved]) -> None:
    moved = [one.found.fraction == one.anchor.fraction for one in resolved if one.found and one.found.how == "moved"]
    assert moved
    assert all(moved)


def test_it_is_never_the_top_of_the_guide_silently(resolved: list[Resolved]) -> None:
    for one in resolved:
        assert one.found is not None
        if one.found.rank[:2] == (1, 0) and one.found.notice is None:
            assert one.anchor.block == one.found.block.id or one.found.how == "alias"


def test_most_edits_move_nobody(resolved: list[Resolved]) -> None:
    """Each way of finding a place has happened, and all but a few need no notice."""
    kinds = Counter(one.found.how for one in resolved if one.found)
    assert set(kinds) == {"same", "alias", "quote", "moved", "share", "nearest"}
    assert kinds["same"] + kinds["alias"] > 0.97 * kinds.total()


def test_a_passage_that_was_edited_is_found_by_its_words_more_often_than_not(resolved: list[Resolved]) -> None:
    near = Counter(one.found.how for one in resolved if one.found and one.edit == "reword" and one.age == 1)
    assert near["quote"] > near["share"]
