"""Ids are forever: none disappears without a word in changes.yaml or retired_ids.txt, and none comes back."""

from dataclasses import replace

import pytest

from tests.guide.permanent_ids import PERMANENT, RETIRED, ids_of, lines, missing
from tracker.library import Guide
from tracker.library.outline import Changes

HOW = "run `python -m tests.guide.permanent_ids`"


def test_no_id_is_gone_without_a_word(guide: Guide) -> None:
    gone = missing(set(lines(PERMANENT)), set(lines(RETIRED)), guide)
    assert not gone, f"declare these in changes.yaml or tests/guide/retired_ids.txt, or bring them back: {gone}"


def test_every_id_is_on_the_list(guide: Guide) -> None:
    new = sorted(ids_of(guide) - set(lines(PERMANENT)))
    assert not new, f"ids that are not on the list yet: {new}; {HOW}"


def test_the_lists_are_in_order_and_what_is_retired_stays_so(guide: Guide) -> None:
    assert lines(PERMANENT) == sorted(set(lines(PERMANENT))), HOW
    assert lines(RETIRED) == sorted(set(lines(RETIRED)))
    assert set(lines(RETIRED)) <= set(lines(PERMANENT))
    assert not set(lines(RETIRED)) & ids_of(guide), "a retired id means something else to those who knew it"


def without_milestone(guide: Guide, milestone_id: str) -> Guide:
    return replace(guide, milestones=tuple(m for m in guide.milestones if m.id != milestone_id))


def test_every_kind_of_id_is_missed(guide: Guide) -> None:
    bare = replace(guide, id="other", sections=(), appendices=(), milestones=(), sources={}, terms={})
    missed = missing(ids_of(guide), set(), bare)
    kinds = ["appendix", "bar", "criterion", "guide", "heading", "milestone", "section", "source", "term"]
    assert sorted({name.split(" ")[0] for name in missed}) == kinds
    assert set(missed) == ids_of(guide)


def test_a_milestone_takes_its_criteria_and_figures_along_once_it_is_declared(guide: Guide) -> None:
    smaller = without_milestone(guide, "pf-extract-eval")
    missed = missing(ids_of(guide), set(), smaller)
    assert {"milestone pf-extract-eval", "criterion pf-extract-eval/p1-bar", "bar pf-extract-eval/schema-valid"} <= set(
        missed
    )
    declared = replace(smaller, changes=Changes(milestones={"pf-extract-eval": ("pf-rag-eval",)}))
    assert missing(ids_of(guide), set(), declared) == []


@pytest.mark.parametrize(
    "name,changes,retired",
    [
        ("section gone", Changes(sections={"gone": ("skills",)}), set()),
        ("heading gone#part", Changes(sections={"gone": ("skills",)}), set()),
        ("criterion sk-judge/gone", Changes(criteria={("sk-judge", "gone"): None}), set()),
        ("heading skills#gone", Changes(), {"heading skills#gone"}),
        ("term gone", Changes(), {"term gone"}),
    ],
)
def test_what_is_declared_is_not_missed(guide: Guide, name: str, changes: Changes, retired: set[str]) -> None:
    assert missing({name}, set(), guide) == [name]
    assert missing({name}, retired, replace(guide, changes=changes)) == []
