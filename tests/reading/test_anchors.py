"""Where a place is in a guide that was edited since: each step of the order, its notice, and what is shown of it."""

from dataclasses import replace

import pytest

from tests.reading.made_guides import made
from tracker.library import Guide
from tracker.library.outline import Changes
from tracker.reading.anchors import NOTICES, Anchor, Found, find, find_block, find_quote, heirs

LONG = "The bowline makes a fixed loop at the end of a rope. It holds under load, and it lets go again afterwards."
BEFORE = {
    "one": ["## top The beginning", "A short first.", LONG, "Another passage stands here as well."],
    "two": ["## top Another beginning", "The second section says this.", "And this.", "It ends with that."],
    "three": ["## end The end", "All is said."],
}
GUIDE = made(BEFORE)


def anchor(section: int = 1, block: int = 2, fraction: float = 0.0) -> Anchor:
    here = GUIDE.sections[section - 1]
    return Anchor.at(GUIDE, here, here.blocks[block], fraction)


def changed(changes: Changes | None = None, /, **sections: list[str] | None) -> Guide:
    """The guide with these sections as they are now; None where one is gone."""
    now = {name: texts for name, texts in {**BEFORE, **sections}.items() if texts is not None}
    return made(now, changes)


def resolved(guide: Guide, place: Anchor) -> tuple[str, str, str]:
    """How it was found, in which section, and the text of the block."""
    found = find(guide, place)
    assert found is not None
    assert found.notice == NOTICES.get(found.how)
    return found.how, found.section.id, found.block.text


def id_of(text: str) -> str:
    return made({"one": [text]}).sections[0].blocks[0].id


# The order


def test_first_the_same_block_wherever_in_the_section_it_stands_now() -> None:
    guide = changed(one=["## top The beginning", "New.", "Other.", "A short first.", LONG])
    assert resolved(guide, anchor(fraction=0.25)) == ("same", "one", LONG)
    found = find(guide, anchor(fraction=0.25))
    assert found is not None
    assert (found.fraction, found.notice) == (0.25, None)


def test_then_what_it_was_declared_to_have_become() -> None:
    """Before its quote, which another passage holds by now."""
    new = "Something else altogether."
    moved = Changes(blocks={("one", id_of(LONG)): ("two", id_of(new))})
    guide = changed(moved, one=[LONG + " And more."], two=["## top Another beginning", new])
    assert resolved(guide, anchor()) == ("alias", "two", new)


def test_then_the_very_passage_in_another_section() -> None:
    """Before its quote: a few of its words may stand in its section still."""
    guide = changed(one=["## top The beginning", "It holds under load, and it lets go again afterwards."], two=[LONG])
    assert resolved(guide, anchor(fraction=0.6)) == ("moved", "two", LONG)
    found = find(guide, anchor(fraction=0.6))
    assert found is not None
    assert found.fraction == 0.6


def test_then_its_quote_in_the_section() -> None:
    new = "Now it says: " + LONG
    guide = changed(one=["## top The beginning", "A short first.", "Between.", new])
    found = find(guide, anchor())
    assert found is not None
    assert (found.how, found.block.text) == ("quote", new)
    assert found.fraction == pytest.approx(len("Now it says: ") / len(new))


def test_then_its_share_of_the_section() -> None:
    guide = changed(one=[f"{word} words." for word in ("All", "New", "Other", "Strange")])
    assert resolved(guide, anchor(block=1)) == ("share", "one", "New words.")
    assert resolved(guide, anchor(block=3, fraction=1)) == ("share", "one", "Strange words.")


def test_then_the_nearest_section_that_is_left() -> None:
    retired = Changes(sections={"two": ()})
    assert resolved(changed(retired, two=None), anchor(2)) == ("nearest", "three", "The end"), "now the second"
    assert resolved(changed(retired, two=None), replace(anchor(2), number=1))[1] == "one"
    assert resolved(changed(retired, two=None), replace(anchor(2), number=0))[1] == "one"
    both = Changes(sections={"one": (), "two": ()})
    assert resolved(changed(both, one=None, two=None), anchor(1)) == ("nearest", "three", "The end")


def test_a_guide_without_text_has_no_place() -> None:
    assert find(made({}), anchor()) is None
    assert find(made({"one": []}), anchor()) is None


def test_a_section_that_never_was_leads_to_the_nearest() -> None:
    odd = Anchor("nowhere", 2**31 - 1, "b-12345678", "", 1.0, 1.0, "000000000000")
    assert resolved(GUIDE, odd) == ("nearest", "three", "The end")


# Aliases


def test_an_alias_is_known_by_the_section_of_then_and_of_now() -> None:
    renamed = {"one": ("first",)}
    for known_as in ("one", "first"):
        changes = Changes(sections=renamed, blocks={(known_as, id_of(LONG)): ("first", id_of("New."))})
        guide = made({"first": ["A beginning.", "New."], "two": BEFORE["two"]}, changes)
        assert resolved(guide, anchor()) == ("alias", "first", "New.")


def test_an_alias_out_of_a_retired_section() -> None:
    changes = Changes(sections={"one": ()}, blocks={("one", id_of(LONG)): ("two", id_of("And this."))})
    assert resolved(changed(changes, one=None), anchor()) == ("alias", "two", "And this.")


def test_a_merged_sections_heading_is_not_taken_for_one_of_the_same_id() -> None:
    both = [*BEFORE["one"], "## top-2 Another beginning", *BEFORE["two"][1:]]
    changes = Changes(sections={"two": ("one",)}, blocks={("two", "top"): ("one", "top-2")})
    guide = changed(changes, one=both, two=None)
    assert resolved(guide, anchor(2, 0)) == ("alias", "one", "Another beginning")
    assert resolved(guide, anchor(1, 0)) == ("same", "one", "The beginning")


def test_a_block_alone() -> None:
    section = GUIDE.sections[0]
    assert find_block(GUIDE, "one", "top") == (section, section.blocks[0], "same")
    assert find_block(GUIDE, "one", "b-00000000") is None
    assert find_block(GUIDE, "nowhere", "top") is None


# Sections that were renamed, merged or split


def test_a_renamed_section() -> None:
    guide = made({"first": BEFORE["one"]}, Changes(sections={"one": ("first",)}))
    assert resolved(guide, anchor()) == ("same", "first", LONG)
    assert [section.id for section in heirs(guide, "one")] == ["first"]


def test_a_split_section_is_searched_in_all_its_parts() -> None:
    parts = Changes(sections={"one": ("head", "tail")})
    guide = made({"head": BEFORE["one"][:2], "tail": BEFORE["one"][2:]}, parts)
    assert resolved(guide, anchor()) == ("same", "tail", LONG)
    guide = made({"head": BEFORE["one"][:2], "tail": ["Well: " + LONG]}, parts)
    assert resolved(guide, anchor())[:2] == ("quote", "tail")
    guide = made({"head": ["Aaa.", "Bbb."], "tail": ["Ccc.", "Ddd."]}, parts)
    assert resolved(guide, anchor(block=1)) == ("share", "head", "Bbb.")
    assert resolved(guide, anchor(block=3)) == ("share", "tail", "Ddd.")


def test_a_merged_section() -> None:
    guide = changed(Changes(sections={"one": ("two",)}), one=None, two=[*BEFORE["two"], *BEFORE["one"][1:]])
    assert resolved(guide, anchor()) == ("same", "two", LONG)


def test_a_heading_of_another_section_is_not_taken_for_it() -> None:
    """Ids of headings are written by hand: two sections may have the same."""
    guide = changed(one=["Quite new.", "Words."])
    assert resolved(guide, anchor(1, 0)) == ("share", "one", "Quite new.")


# Quotes


def blocks(*texts: str) -> Guide:
    return made({"one": list(texts)})


def quoted(guide: Guide, quote: str, through: float = 0.0) -> str | None:
    found = find_quote(guide.sections[0].blocks, quote, through)
    return found[0].text if found else None


def test_half_a_quote_does_where_the_other_half_was_edited() -> None:
    quote = "The bowline makes a fixed loop at the end of a rope"
    first, second = "The bowline makes a fixed knot.", "It is a loop at the end of a rope."
    assert quoted(blocks("Other.", first), quote) == first
    assert quoted(blocks("Other.", second), quote) == second
    assert quoted(blocks(second, first), quote) == first, "the first half is looked for first"
    assert quoted(blocks(first, quote), quote) == quote, "and the whole before it"


def test_of_several_the_nearest_to_its_share_of_the_section() -> None:
    guide = blocks(*[f"{number}: the same words again" if number % 4 == 1 else f"{number}" for number in range(10)])
    assert quoted(guide, "the same words again", 0.0) == "1: the same words again"
    assert quoted(guide, "the same words again", 0.6) == "5: the same words again"
    assert quoted(guide, "the same words again", 1.0) == "9: the same words again"


@pytest.mark.parametrize("quote", ["", " ", "the end", "of a rope."])
def test_too_short_a_quote_is_not_used(quote: str) -> None:
    assert quoted(blocks("This is the end of a rope."), quote) is None


def test_quotation_marks_dashes_case_and_space_make_no_difference() -> None:
    text = "He said “don’t pull” – and pulled…"
    assert quoted(blocks(text), 'he  said "don\'t pull" - AND pulled') == text


# An anchor itself


@pytest.mark.parametrize(
    "fraction,quote",
    [
        (0.0, "The bowline makes a fixed loop at the end of a rope. It holds un"),
        (0.02, "The bowline makes a fixed loop at the end of a rope. It holds un"),
        (0.05, "bowline makes a fixed loop at the end of a rope. It holds under "),
        (0.5, "It holds under load, and it lets go again afterwards."),
        (1.0, "afterwards."),
    ],
)
def test_its_quote_begins_at_the_word_at_the_place(fraction: float, quote: str) -> None:
    assert anchor(fraction=fraction).quote == quote


def test_it_survives_being_stored() -> None:
    here = anchor(2, 3, 0.5)
    assert Anchor.from_data(here.as_data()) == here
    assert (here.section, here.number, here.through, here.revision) == ("two", 2, 3.5 / 4, GUIDE.revision)


# What is shown of a place


def found(text: str, fraction: float = 0.0, *after: str) -> Found:
    section = made({"one": [text, *after]}).sections[0]
    return Found(section, section.blocks[0], fraction, "same")


def test_the_sentence_at_the_place() -> None:
    assert found(LONG, 0.1).sentence == "The bowline makes a fixed loop at the end of a rope."
    assert found(LONG, 0.9).sentence == "It holds under load, and it lets go again afterwards."
    assert found(LONG, 1.0).sentence == "It holds under load, and it lets go again afterwards."
    assert found("“Stop.” She went on! Did he? He did", 0.4).sentence == "She went on!"
    assert found("It costs 1.5 million, i.e. very much, in all.", 0.9).sentence.startswith("It costs 1.5 million, i.e.")


@pytest.mark.parametrize("text", ["word " * 60, "x" * 400, "http://example.org/" + "y" * 200, "a" * 158 + " b c d e"])
def test_a_long_sentence_is_cut_at_160(text: str) -> None:
    sentence = found(text.strip()).sentence
    assert 100 < len(sentence) <= 160
    assert sentence.endswith(" …")
    assert text.startswith(sentence.removesuffix(" …"))


def test_one_of_160_is_whole() -> None:
    text = "This is just as long " + "as it may be " * 10 + "and ends."
    assert len(text) == 160
    assert found(text).sentence == text


def test_an_empty_block_has_an_empty_sentence() -> None:
    assert found("").sentence == ""
    assert found("", 1.0).sentence == ""


def test_the_minutes_left_are_of_the_section_from_the_place_on() -> None:
    hundred = "word " * 230
    assert found(hundred, 0.0, hundred, hundred).minutes_left == 3
    assert found(hundred, 1.0, hundred, hundred).minutes_left == 2
    assert found(hundred, 1.0).minutes_left == 1, "never none"


def test_places_compare_in_reading_order() -> None:
    places = [anchor(1, 0), anchor(1, 0, 0.5), anchor(1, 3), anchor(2, 0), anchor(3, 1, 1.0)]
    ranks = [place.rank for place in (find(GUIDE, one) for one in places) if place]
    assert ranks == sorted(ranks)
    assert len({*ranks}) == len(places)
