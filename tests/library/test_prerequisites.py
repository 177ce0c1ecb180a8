"""Prerequisites: unknown ones and cycles stop the start; good ones give the walking order."""

from tests.library.conftest import Tree

MILESTONE = """---
id: {id}
title: {id}
outcome: You can.
phase: 1
weeks: [{first}, 2]
hours: 1
needs: [{needs}]
evidence: none
criteria: {{done: It is done.}}
sources: []
---
Text.
"""


def add(tree: Tree, milestone_id: str, *needs: str, first: int = 1) -> None:
    text = MILESTONE.format(id=milestone_id, needs=", ".join(needs), first=first)
    tree.write(f"roadmap/knots/{milestone_id}.md", text)


def test_an_unknown_prerequisite_is_named_at_its_line(tree: Tree) -> None:
    add(tree, "a", "tk-bowline", "nowhere")
    tree.says("roadmap/knots/a.md", 8, "it needs “nowhere”, which does not exist; mend the id, or add it")


def test_a_milestone_that_needs_itself_is_a_cycle(tree: Tree) -> None:
    add(tree, "a", "a")
    tree.says("roadmap/knots/a.md", 8, "these need each other: a ← a; remove one of the needs")


def test_a_long_cycle_is_named_whole(tree: Tree) -> None:
    add(tree, "a", "c")
    add(tree, "b", "a")
    add(tree, "c", "b")
    (problem,) = tree.problems()
    named = problem.sentence.partition("; ")[0].removeprefix("these need each other: ").split(" ← ")
    assert problem.line == 8
    assert named[0] == named[-1]
    assert sorted(named[1:]) == ["a", "b", "c"]


def test_a_prerequisite_whose_own_file_is_bad_is_not_blamed(tree: Tree) -> None:
    add(tree, "a", "tk-bowline")
    tree.replace("roadmap/knots/tk-bowline.md", "hours: 1", "hours: 0")
    tree.says("roadmap/knots/tk-bowline.md", 7, "“hours” is 0")


def test_walking_order_goes_by_window_and_then_prerequisites(tree: Tree) -> None:
    add(tree, "z-first")
    add(tree, "a-last", "z-first", "m-middle")
    add(tree, "m-middle", "z-first")
    add(tree, "b-later", first=2)
    order = [milestone.id for milestone in tree.guide().milestones]
    at = {milestone_id: place for place, milestone_id in enumerate(order)}
    assert at["tk-bowline"] == 0
    assert at["z-first"] < at["m-middle"] < at["a-last"] < at["b-later"]


def test_a_milestone_knows_what_it_unlocks_and_where_it_is_told(tree: Tree) -> None:
    guide = tree.guide()
    assert [milestone.id for milestone in guide.unlocks["tk-bowline"]] == ["tk-sheet-bend"]
    assert guide.unlocks["tk-splice"] == ()
    assert [section.id for section in guide.sections_about["tk-splice"]] == ["two-ropes"]
    assert guide.neighbours(guide.sections[0]) == (None, guide.sections[1])
    assert guide.neighbours(guide.sections[1]) == (guide.sections[0], None)
