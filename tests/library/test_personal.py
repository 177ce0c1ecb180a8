"""What a guide says of backgrounds, roles and cuts is read, and what is wrong with it is named."""

import pytest

from tests.library.conftest import Tree
from tracker.library import Cut, Profile, Weight

GUIDE = "guide.md"
BEND = "roadmap/knots/tk-sheet-bend.md"


def test_it_is_read(tree: Tree) -> None:
    guide = tree.guide()
    assert (guide.weekly_hours, guide.loop_weeks, guide.hiring_weeks) == (5, 0, None)
    weight = Weight(1.0, 1, "your hands are new to rope")
    assert guide.backgrounds == (
        Profile("backend", "Backend", "Backend engineers", "", {"tk-bowline": weight}, {}),
        Profile("mobile", "Mobile", "Mobile engineers", "Ships and phones both roll.", {}, {}),
    )
    weight = Weight(1.25, 0, "riggers join ropes all day")
    assert guide.roles == (Profile("rigger", "Rigger", "", "", {"tk-sheet-bend": weight}, {"tk-sheet-bend": (2, 2)}),)
    assert guide.cuts == (Cut("The bend", ("tk-sheet-bend",)),)
    assert guide.by_id["tk-sheet-bend"].skips[0].people == "Mobile engineers"


@pytest.mark.parametrize(
    "old,new,line,sentence",
    [
        ("weekly-hours: 5\n", "", 2, "“weekly-hours” is missing; add it (a whole number from 1 to 60)"),
        ("weekly-hours: 5", "weekly-hours: 61", 13, "“weekly-hours” is 61; it must be from 1 to 60"),
        ("weekly-hours: 5", "weekly-hours: 5\nloop-weeks: 3", 14, "“loop-weeks” is 3; it must be from 0 to 2"),
        ("weekly-hours: 5", "weekly-hours: 5\nhiring-weeks: [1, 3]", 14, "“hiring-weeks” must be first and last week"),
        ("id: mobile", "id: backend", 20, "“backend” stands here twice; give this one another id"),
        ("people: Mobile engineers", "folk: Mobile engineers", 20, "“people” is missing"),
        ("about: Ships", "abuot: Ships", 23, "“abuot” means nothing here"),
        ("tk-bowline: {add", "tk-gone: {add", 19, "“tk-gone” is no milestone of this guide; mend the id, or add it"),
        ("add: 1,", "add: 0.5,", 19, "“add” must be a whole number from -200 to 200"),
        ("add: 1,", "add: -1,", 19, "no hours are left for “tk-bowline”; let people skip it instead"),
        ("add: 1,", "times: 0,", 19, "“times” is 0; it must be from 0.1 to 5"),
        ("times: 1.25", "times: 1.31", 28, "“times” is 1.31; it must be from 0.7 to 1.3"),
        ("times: 1.25", "times: true", 28, "“times” is True; it must be from 0.7 to 1.3"),
        ("times: 1.25", "times: much", 28, "“times” must be a number from 0.7 to 1.3"),
        ("times: 1.25", "add: 1", 28, "“add” means nothing here"),
        (
            "tk-sheet-bend: [2, 2]",
            "tk-sheet-bend: [2, 3]",
            29,
            "“tk-sheet-bend” must be first and last week from 1 to 2",
        ),
        ("tk-sheet-bend: [2, 2]", "tk-gone: [2, 2]", 29, "“tk-gone” is no milestone of this guide"),
        ("milestones: [tk-sheet-bend]", "milestones: [tk-gone]", 31, "“tk-gone” is no milestone of this guide"),
        (
            "milestones: [tk-sheet-bend]",
            "milestones: [tk-bowline]",
            31,
            "tk-sheet-bend stays and needs “tk-bowline”; cut that one too, or keep this one",
        ),
    ],
)
def test_what_is_wrong_is_named(tree: Tree, old: str, new: str, line: int, sentence: str) -> None:
    tree.replace(GUIDE, old, new)
    tree.says(GUIDE, line, sentence)


def test_a_window_outside_its_phase_is_named(tree: Tree) -> None:
    tree.replace(GUIDE, "weeks: 2\n", "weeks: 3\n")
    tree.replace(GUIDE, "weeks: [1, 2]", "weeks: [2, 3]")
    tree.replace(GUIDE, "tk-sheet-bend: [2, 2]", "tk-sheet-bend: [1, 2]")
    for file in ("tk-bowline", "tk-sheet-bend", "tk-splice"):
        text = (tree.folder / f"roadmap/knots/{file}.md").read_text("utf-8")
        weeks = next(line for line in text.splitlines() if line.startswith("weeks:"))
        tree.replace(f"roadmap/knots/{file}.md", weeks, "weeks: [2, 3]")
    tree.says(GUIDE, 29, "weeks 1–2 lie outside One weekend (weeks 2–3)")


def test_who_may_skip_is_a_background_of_this_guide(tree: Tree) -> None:
    tree.replace(BEND, "who: mobile", "who: infra")
    tree.says(BEND, 17, "“who” is “infra”; it must be one of backend, mobile, at-work, coding-loop, no-offer")
