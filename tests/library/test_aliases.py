"""`flask guides aliases`: which edited passage became which, ready to paste into changes.yaml."""

import shutil
from pathlib import Path

import pytest
import yaml
from click.testing import Result
from flask import Flask

from tests.conftest import TINY_GUIDE
from tests.library.conftest import Tree
from tests.reading.made_guides import made
from tracker.library import ContentError
from tracker.library.aliases import compare, likeness, load_version
from tracker.library.outline import Changes

FIRST = "/sections/01-one-loop.md"
LONG = "The bowline holds a fixed loop at the end of a rope and lets go again after the load"
EDITED = "The bowline holds a fixed loop at the end of any rope and lets go again after a load"
OTHER = "Whoever splices two ropes needs patience, a sharp knife and a quiet afternoon for it"


def pairs(before: dict[str, list[str]], after: dict[str, list[str]], changes: Changes | None = None) -> list[list[str]]:
    """The texts of what is matched; and last those of what is lost."""
    compared = compare(made(before), made(after, changes))
    found = [[alias.old.block.text, alias.new.block.text] for alias in compared.aliases]
    return [*found, [passage.block.text for passage in compared.lost]]


def test_an_edited_passage_is_known_by_its_words() -> None:
    assert pairs({"one": [LONG, OTHER]}, {"one": [OTHER, EDITED]}) == [[LONG, EDITED], []]


def test_what_is_gone_or_altogether_different_is_lost() -> None:
    assert pairs({"one": [LONG, OTHER]}, {"one": [OTHER, "Something else stands here now."]}) == [[LONG]]
    assert pairs({"one": [LONG, OTHER]}, {"one": [OTHER]}) == [[LONG]]


def test_what_only_moved_needs_nothing() -> None:
    assert pairs({"one": [LONG, OTHER], "two": ["End."]}, {"one": [OTHER], "two": [LONG, "End."]}) == [[]]
    assert pairs({"one": [LONG]}, {"one": [LONG]}) == [[]]


def test_its_own_section_comes_first_and_then_the_others() -> None:
    closer = EDITED.replace("any rope", "a rope")
    before = {"one": [LONG], "two": [OTHER]}
    assert pairs(before, {"one": [EDITED], "two": [OTHER, closer]}) == [[LONG, EDITED], []]
    assert pairs(before, {"one": ["A beginning."], "two": [OTHER, EDITED]}) == [[LONG, EDITED], []]


def test_of_two_that_are_alike_neither_is_taken() -> None:
    one, two = EDITED + " today", EDITED + " always"
    assert pairs({"one": [LONG]}, {"one": [one, two]}) == [[LONG]]


def test_each_new_passage_is_the_successor_of_one() -> None:
    worse = LONG.replace("bowline", "knot").replace("lets go", "slips")
    assert pairs({"one": [LONG, worse]}, {"one": [EDITED]}) == [[LONG, EDITED], [worse]]


def test_a_passage_does_not_become_a_heading() -> None:
    assert pairs({"one": [LONG]}, {"one": [f"## loop {LONG}"]}) == [[LONG]]


def test_a_heading_whose_id_was_mended() -> None:
    assert pairs({"one": ["## lop Make a loop"]}, {"one": ["## loop Make a loop"]})[0] == ["Make a loop"] * 2


def test_sections_that_were_renamed_or_split_are_followed() -> None:
    before = {"one": [LONG, OTHER]}
    renamed = Changes(sections={"one": ("new",)})
    assert pairs(before, {"new": [EDITED, OTHER]}, renamed) == [[LONG, EDITED], []]
    parted = Changes(sections={"one": ("first", "second")})
    assert pairs(before, {"first": [EDITED], "second": [OTHER]}, parted) == [[LONG, EDITED], []]


def test_what_is_declared_already_is_passed_over() -> None:
    old = made({"one": [LONG]}).sections[0].blocks[0].id
    new = made({"one": [EDITED]}).sections[0].blocks[0].id
    declared = Changes(blocks={("one", old): ("one", new)})
    assert pairs({"one": [LONG]}, {"one": [EDITED]}, declared) == [[]]


def test_likeness_is_of_words() -> None:
    assert likeness("a b c", "A B C") == 1
    assert likeness("a b c", "x y z") == 0
    assert likeness("", "a") == 0


# The command


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The version before."""
    return Path(shutil.copytree(TINY_GUIDE, tmp_path / "before" / "tiny-guide"))


def aliases(app: Flask, *folders: Path) -> Result:
    return app.test_cli_runner().invoke(args=["guides", "aliases", *map(str, folders)])


def test_what_is_printed_can_be_pasted(app: Flask, old: Path, tree: Tree) -> None:
    tree.replace("sections/02-two-ropes.md", "keeps most of the strength", "keeps nearly all of the strength")
    tree.replace("sections/01-one-loop.md", "- [ ] knot tied\n", "")
    result = aliases(app, old, tree.folder)
    assert result.exit_code == 0, result.output
    assert "Without a clear successor: 1 passage." in result.stderr
    assert "one-loop, b-" in result.stderr
    assert "“knot tied”" in result.stderr
    printed = yaml.safe_load(result.stdout)["blocks"]["renamed"]
    assert list(printed) == ["two-ropes"]
    changes = (tree.folder / "changes.yaml").read_text("utf-8")
    tree.write("changes.yaml", changes + result.stdout)
    (declared,) = tree.guide().changes.blocks.items()
    assert declared[0] == ("two-ropes", *printed["two-ropes"])
    again = aliases(app, old, tree.folder)
    assert again.stdout == "# Nothing to declare.\n"


def test_another_section_is_named(app: Flask, old: Path, tree: Tree) -> None:
    moved = "A [splice](milestone:tk-splice) keeps most of the strength; see [the rope maker](source:RM).\n"
    tree.replace("sections/02-two-ropes.md", moved, "")
    tree.replace("sections/01-one-loop.md", "## How", moved.replace("most", "all") + "\n## How")
    printed = yaml.safe_load(aliases(app, old, tree.folder).stdout)["blocks"]["renamed"]["two-ropes"]
    assert [one.startswith("one-loop#b-") for one in printed.values()] == [True]


def test_the_present_version_is_the_served_one_of_that_name(app: Flask, old: Path) -> None:
    assert aliases(app, old).stdout == "# Nothing to declare.\n"
    other = old.rename(old.parent / "other-guide")
    assert "name the present version's as well" in aliases(app, other).stderr


def test_a_successor_that_was_edited_again_does_not_stop_it(app: Flask, old: Path, tree: Tree) -> None:
    """The start is stopped until a line is added, which is what the command is asked for."""
    block = tree.guide().sections[1].blocks[2]
    text = "\nblocks: {renamed: {two-ropes: {b-00000000: " + block.id + "}}}\n"
    for folder in (old, tree.folder):
        (folder / "changes.yaml").write_text((TINY_GUIDE / "changes.yaml").read_text("utf-8") + text, "utf-8")
    tree.replace("sections/02-two-ropes.md", "keeps most of the strength", "keeps nearly all of the strength")
    with pytest.raises(ContentError, match="leads to a block that does not exist"):
        tree.guide()
    printed = yaml.safe_load(aliases(app, old, tree.folder).stdout)["blocks"]["renamed"]["two-ropes"]
    assert list(printed) == [block.id]


def test_other_mistakes_are_named(app: Flask, old: Path, tree: Tree) -> None:
    tree.replace("guide.md", "level:", "levels:")
    with pytest.raises(ContentError):
        load_version(tree.folder)
    tree.write("changes.yaml", "sections: {renamed: {a: nowhere}}")
    result = aliases(app, old, tree.folder)
    assert result.exit_code == 1
    assert "changes.yaml:1: “a” leads to an id that does not exist" in result.stderr
