"""changes.yaml: renamed, split, merged and retired ids lead to present ones, and contradictions stop the start."""

import pytest

from tests.library.conftest import Tree
from tracker.library import Guide
from tracker.library.outline import Changes


def changes(tree: Tree, text: str) -> Changes:
    tree.write("changes.yaml", text)
    return tree.guide().changes


def test_every_kind_leads_to_present_ids(tree: Tree) -> None:
    found = changes(
        tree,
        """
milestones:
  renamed: {loop: tk-bowline}
  split: {bends: [tk-sheet-bend, tk-splice]}
  merged: {loop-a: tk-bowline, loop-b: tk-bowline}
  retired: [granny]
sections:
  renamed: {first: one-loop}
criteria:
  renamed: {tk-bowline: {eyes-shut: tied-blind}}
  retired: {tk-bowline: [wet]}
""",
    )
    assert found.milestones == {
        "loop": ("tk-bowline",),
        "bends": ("tk-sheet-bend", "tk-splice"),
        "loop-a": ("tk-bowline",),
        "loop-b": ("tk-bowline",),
        "granny": (),
    }
    assert found.sections == {"first": ("one-loop",)}
    assert found.criteria == {("tk-bowline", "eyes-shut"): "tied-blind", ("tk-bowline", "wet"): None}


def test_merges_are_told_from_renames(tree: Tree) -> None:
    text = "milestones: {renamed: {a: tk-bowline}, merged: {b: tk-bowline, c: tk-splice}}"
    assert changes(tree, text).merged == {"b", "c"}


def test_chains_are_followed_to_the_end(tree: Tree) -> None:
    found = changes(
        tree,
        """
milestones:
  renamed: {oldest: older, older: old, gone-a: gone-b}
  split: {old: [part, tk-bowline]}
  merged: {part: tk-splice}
  retired: [gone-b]
""",
    ).milestones
    assert found["oldest"] == found["older"] == found["old"] == ("tk-splice", "tk-bowline")
    assert found["part"] == ("tk-splice",)
    assert found["gone-a"] == found["gone-b"] == ()


def test_parts_may_come_together_again(tree: Tree) -> None:
    text = "milestones: {split: {a: [b, c]}, merged: {b: c}, renamed: {c: tk-bowline}}"
    found = changes(tree, text)
    assert found.milestones == {"a": ("tk-bowline",), "b": ("tk-bowline",), "c": ("tk-bowline",)}
    assert found.steps == {"a": ("b", "c"), "b": ("c",), "c": ("tk-bowline",)}


def test_ancestors_are_every_old_id_that_counts_for_a_milestone(tree: Tree) -> None:
    tree.write("changes.yaml", "milestones: {renamed: {a: b, b: tk-bowline}, split: {c: [tk-bowline, tk-splice]}}")
    assert tree.guide().ancestors == {"tk-bowline": ("a", "b", "c"), "tk-splice": ("c",)}


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "milestones: {}\nsections: {}\ncriteria: {}\n"])
def test_nothing_need_have_changed(tree: Tree, text: str) -> None:
    assert changes(tree, text) == Changes()


def test_the_file_may_be_absent(tree: Tree) -> None:
    (tree.folder / "changes.yaml").unlink()
    assert tree.guide().changes == Changes()


@pytest.mark.parametrize(
    "text,line,sentence",
    [
        ("milestones: {renamed: {tk-bowline: tk-splice}}", 1, "“tk-bowline” is declared gone but still exists"),
        ("milestones:\n  retired: [tk-bowline]", 2, "“tk-bowline” is declared gone but still exists"),
        ("milestones:\n  renamed: {a: gone}", 2, "“a” leads to an id that does not exist; mend the successor"),
        ("milestones:\n  split: {a: [tk-bowline, gone]}", 2, "“a” leads to an id that does not exist"),
        ("milestones:\n  renamed: {a: tk-bowline}\n  retired: [a]", 3, "“a” is declared twice; keep one"),
        ("milestones:\n  renamed: {a: tk-bowline}\n  merged: {a: tk-splice}", 3, "“a” is declared twice; keep one"),
        ("milestones:\n  renamed:\n    a: tk-bowline\n    a: tk-splice", 4, "“a” stands here twice; keep one"),
        ("milestones:\n  renamed: {a: b, b: a}", 2, "leads to an id that does not exist"),
        ("milestones:\n  renamed: {a: a}", 2, "leads to an id that does not exist"),
        ("milestones:\n  moved: {a: tk-bowline}", 2, "“moved” means nothing here; mend the name or remove it"),
        ("milestones:\n  split: {a: tk-bowline}", 2, "“a” must be a list such as [one, two]"),
        ("milestones:\n  renamed: {a: [tk-bowline]}", 2, "“a” must be a line of text"),
        ("sections:\n  renamed: {a: tk-bowline}", 2, "“a” leads to an id that does not exist"),
        ("milestones:\n  renamed: {own-12345678: tk-bowline}", 2, "“own-12345678” was never this guide's"),
        ("guides: {}", 1, "“guides” means nothing here"),
        ("criteria:\n  renamed: {tk-bowline: {a: gone}}", 2, "“gone” is no criterion of “tk-bowline”"),
        ("criteria:\n  renamed: {gone: {a: tied-blind}}", 2, "there is no milestone “gone”"),
        ("criteria:\n  retired: {gone: [a]}", 2, "there is no milestone “gone”"),
        ("criteria:\n  retired: {tk-bowline: [tied-blind]}", 2, "“tied-blind” is declared gone but still exists"),
        (
            "criteria:\n  renamed: {tk-bowline: {tied-blind: holds-weight}}",
            2,
            "“tied-blind” is declared gone but still",
        ),
        (
            "criteria:\n  renamed: {tk-bowline: {a: tied-blind}}\n  retired: {tk-bowline: [a]}",
            3,
            "“a” is declared twice; keep one",
        ),
    ],
)
def test_contradictions_are_named(tree: Tree, text: str, line: int, sentence: str) -> None:
    tree.write("changes.yaml", text)
    tree.says("changes.yaml", line, sentence)


def test_an_empty_split_would_lose_progress_and_is_refused(tree: Tree) -> None:
    tree.write("changes.yaml", "milestones:\n  split: {a: []}")
    tree.says("changes.yaml", 2, "“a” is split into nothing; name its parts, or retire it")


def test_the_tiny_guide_declares_its_own(tiny_guide: Guide) -> None:
    assert tiny_guide.changes.milestones == {"tk-loop": ("tk-bowline",), "tk-granny": ()}
    assert tiny_guide.changes.sections == {"first-loop": ("one-loop",), "rope-history": ()}


# Blocks: edited passages, whose ids change with their text

BOWLINE, ROPES, SPLICE = "b-ed274bb7", "two-ropes", "what-lasts"


def test_an_edited_block_leads_to_its_successor_in_the_same_section_or_another(tree: Tree) -> None:
    text = "blocks: {renamed: {one-loop: {b-old: b-ed274bb7, gone: two-ropes#what-lasts}}}"
    assert changes(tree, text).blocks == {
        ("one-loop", "b-old"): ("one-loop", BOWLINE),
        ("one-loop", "gone"): (ROPES, SPLICE),
    }


def test_blocks_that_changed_again_are_followed_to_the_end(tree: Tree) -> None:
    text = """
blocks:
  renamed:
    one-loop: {b-1: b-2, b-2: two-ropes#b-3}
    two-ropes: {b-3: one-loop#b-ed274bb7}
"""
    found = changes(tree, text).blocks
    assert set(found.values()) == {("one-loop", BOWLINE)}
    assert set(found) == {("one-loop", "b-1"), ("one-loop", "b-2"), (ROPES, "b-3")}


def test_a_line_stays_good_when_its_section_changes(tree: Tree) -> None:
    """Under the ids of that time: of the section it stood in, and of the one that its successor stood in."""
    text = """
sections: {renamed: {old: one-loop}, split: {both: [one-loop, two-ropes]}, retired: [gone]}
blocks:
  renamed:
    old: {b-1: b-ed274bb7, b-2: b-3}
    one-loop: {b-3: b-ed274bb7}
    both: {b-5: what-lasts}
    gone: {b-6: old#b-2}
    one-loop-once: {b-7: both#b-ed274bb7}
"""
    found = dict(changes(tree, text).blocks)
    assert found.pop(("both", "b-5")) == (ROPES, SPLICE)
    assert set(found.values()) == {("one-loop", BOWLINE)}


@pytest.mark.parametrize(
    "text,line,sentence",
    [
        ("blocks:\n  renamed: {one-loop: {b-ed274bb7: b-1}}", 2, "“b-ed274bb7” is declared gone but still exists"),
        ("blocks:\n  renamed: {one-loop: {b-1: b-2}}", 2, "“b-1” leads to a block that does not exist; mend it"),
        ("blocks:\n  renamed: {one-loop: {b-1: two-ropes#b-ed274bb7}}", 2, "“b-1” leads to a block that does not"),
        ("blocks:\n  renamed: {one-loop: {b-1: nowhere#b-ed274bb7}}", 2, "“b-1” leads to a block that does not"),
        ("blocks:\n  renamed: {one-loop: {b-1: b-1}}", 2, "“b-1” leads to a block that does not exist"),
        ("blocks:\n  renamed: {one-loop: {b-1: [b-ed274bb7]}}", 2, "“b-1” must be a line of text"),
        ("blocks:\n  retired: {one-loop: [b-1]}", 2, "“retired” means nothing here"),
    ],
)
def test_contradictions_about_blocks_are_named(tree: Tree, text: str, line: int, sentence: str) -> None:
    tree.write("changes.yaml", text)
    tree.says("changes.yaml", line, sentence)


def test_blocks_that_lead_in_a_circle_are_refused(tree: Tree) -> None:
    tree.write("changes.yaml", "blocks:\n  renamed: {one-loop: {b-1: b-2, b-2: b-1}}")
    assert all("leads to a block that does not exist" in str(problem) for problem in tree.problems())
